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
        ("notes of 2 spans", "no place for it in this format: خبر [0, 3) PERSON, خبر [4, 7) DATE"),
        ("metadata of 5 articles", f"no place for it in this format (url, {'x' * 40}): 0, 1, 2 …"),
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
    assert ", …): a" in losses.lines()[0][1]
