"""An account of losses counts by kind, names the first, and says all in one clause."""

from __future__ import annotations

from models.base.documents import AnnotatedArticle, LabelledSpan
from models.base.losses import Holds, Losses

ARTICLE = AnnotatedArticle("a", "خبر", "علی آیا")
SPANS = [LabelledSpan(0, 3, "PERSON"), LabelledSpan(4, 7, "DATE")]


def account() -> Losses:
    losses = Losses()
    for number in range(5):
        losses.add_article(Holds.METADATA, f"{number}", ["url", "x" * 100])
    losses.add_spans(Holds.NOTE, ARTICLE, SPANS)
    losses.add_spans(Holds.NESTING, ARTICLE, SPANS[:1])
    return losses


def test_clause_has_all_kinds_in_their_order_and_no_nesting() -> None:
    assert account().sentence() == "NOT in it: notes of 2 spans, metadata of 5 articles"
    assert Losses().sentence() == ""


def test_lines_name_the_first_and_what_they_have() -> None:
    assert account().lines() == [
        (
            "notes of 2 spans",
            "no place for it in this format: \u2068خبر\u2069 [0, 3) PERSON, \u2068خبر\u2069 [4, 7) DATE",
        ),
        (
            "metadata of 5 articles",
            f"no place for it in this format (url, {'x' * 40}): \u20680\u2069, \u20681\u2069, \u20682\u2069 …",
        ),
    ]


def test_json_has_every_kind_and_kept_ones_are_forgotten() -> None:
    losses = account()
    losses.keep({Holds.NESTING})
    assert losses.to_json() == {
        "nesting": {"spans": 1, "articles": 1, "first": ["خبر [0, 3) PERSON"], "values": []},
    }


def test_of_very_many_names_some_are_told() -> None:
    losses = Losses()
    losses.add_article(Holds.METADATA, "a", [str(number) for number in range(50)])
    assert len(losses[Holds.METADATA].values) == 10
    assert ", …): \u2068a" in losses.lines()[0][1]


def test_article_without_a_title_is_named_by_the_beginning_of_its_first_line() -> None:
    losses, text = Losses(), "حکومت پنجاب نے\tلاہور میں " * 9
    losses.add_article(Holds.ID, text)
    losses.add_spans(Holds.NOTE, AnnotatedArticle("a", text, text), SPANS[:1])
    told = losses.to_json()
    assert told["id"]["first"] == ["حکومت پنجاب نے لاہور میں حکومت پنجاب نے…"]
    assert told["note"]["first"][0].endswith("… [0, 3) PERSON")
