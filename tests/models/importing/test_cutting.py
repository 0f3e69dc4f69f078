"""Long articles become several, and nothing of text, spans or layers is lost by it."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from models.base.documents import AnnotatedArticle, LabelledSpan, Layer
from models.base.entities import Status
from models.base.errors import UserError
from models.importing.cutting import USUAL_CUTS, Cut, CutAt, extents, pieces

SIGNS = [
    "\n",
    "\n\n",
    "\n \t\n",
    "۔ ",
    "؟",
    " ",
    "\u00a0",
    "\u2028",
    "\x1c",
    "# ",
    "1. ",
    "لاہور",
    "علی",
    "😀",
    "ا\u0653",
    "\u200c",
    ".",
]
texts = st.lists(st.sampled_from(SIGNS), max_size=40).map("".join).filter(str.strip)
cuts = st.sampled_from([*USUAL_CUTS, Cut(CutAt.SENTENCES, 1), Cut(CutAt.SENTENCES, 3)])


@st.composite
def articles(draw: st.DrawFn) -> AnnotatedArticle:
    text = draw(texts)

    def layer(name: str) -> Layer:
        edges = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).filter(lambda pair: pair[0] < pair[1])
        found = draw(st.lists(st.tuples(edges, st.sampled_from(["PERSON", "مقام"])), max_size=6))
        spans = tuple(LabelledSpan(*place, label) for place, label in found)
        return Layer(name, status=Status.DONE, seconds=2.0, spans=spans, labels=("خبر",), rejections=spans[:1])

    meta = draw(st.sampled_from([{}, {"tokens": "spaced"}]))
    return AnnotatedArticle("a", "t", text, meta=dict(meta), layers=tuple(layer(name) for name in ("sana", "bilal")))


def words(article: AnnotatedArticle) -> Counter[tuple[str, str, str]]:
    return Counter(
        (layer.annotator, article.text[span.start : span.end], span.label)
        for layer in article.layers
        for span in layer.spans
    )


def cut(text: str, way: str, *spans: tuple[int, int]) -> list[str]:
    layer = Layer("me", spans=tuple(LabelledSpan(*span, "X") for span in spans))
    article = AnnotatedArticle("a", "t", text, layers=(layer,))
    return [piece.text for piece in pieces(article, Cut.named(way), extents(article))]


@given(articles(), cuts)
def test_pieces_joined_are_the_text_and_spans_are_the_same_ones(article: AnnotatedArticle, way: Cut) -> None:
    found = pieces(article, way, extents(article))
    separators = [piece.meta.get("cut", {}).get("after", "") for piece in found]
    assert "".join(piece.text + after for piece, after in zip(found, separators, strict=True)) == article.text
    assert not "".join(separators).strip()
    assert all(piece.text.strip() for piece in found)
    assert sum(map(words, found), Counter()) == words(article)
    for piece in found:
        for layer in piece.layers:
            assert all(0 <= span.start < span.end <= len(piece.text) for span in (*layer.spans, *layer.rejections))
            assert (layer.status, layer.labels) == (Status.DONE, ("خبر",))
    assert sum(layer.seconds for piece in found for layer in piece.layers) == 4.0
    assert sum(len(layer.rejections) for piece in found for layer in piece.layers) == sum(
        len(layer.rejections) for layer in article.layers
    )
    assert len({piece.source for piece in found}) == len(found)


@example(AnnotatedArticle("a", "t", "\n۔ \n۔ ", meta={"tokens": "spaced"}), 2)
@given(articles(), st.integers(1, 4))
def test_pieces_of_so_many_sentences_hold_at_least_as_many(article: AnnotatedArticle, count: int) -> None:
    single = pieces(article, Cut(CutAt.SENTENCES, 1), [])
    several = pieces(article, Cut(CutAt.SENTENCES, count), [])
    assert len(several) == -(-len(single) // count)


def test_text_is_cut_at_line_ends_and_blank_lines_stay_out() -> None:
    assert cut("علی\n\n \nلاہور گیا \n  وہ", "lines") == ["علی", "لاہور گیا ", "  وہ"]
    assert cut("\nعلی\n", "lines") == ["\nعلی\n"]


def test_text_is_cut_at_blank_lines() -> None:
    assert cut("علی\nلاہور\n\n\nوہ\n \t\nیہ", "paragraphs") == ["علی\nلاہور", "وہ", "یہ"]


def test_text_is_cut_before_headings_that_have_something_below_them() -> None:
    text = "# کتاب\n## پہلا باب\nمتن ایک۔\n## دوسرا\nمتن دو۔\n#ہیش ٹیگ والی سطر\n\n"
    text += "تیسری سرخی\n\nمتن تین۔\n\n۲۔ چوتھا\nمتن۔"
    assert cut(text, "headings") == [
        "# کتاب\n## پہلا باب\nمتن ایک۔",
        "## دوسرا\nمتن دو۔\n#ہیش ٹیگ والی سطر",
        "تیسری سرخی\n\nمتن تین۔",
        "۲۔ چوتھا\nمتن۔",
    ]


def test_short_sentences_and_dividers_are_no_headings() -> None:
    assert len(cut("متن۔\n\nوہ گیا۔\n\n* * *\n\n-----\n\nاور آیا۔", "headings")) == 1


def test_text_is_cut_after_so_many_sentences_even_without_space_between() -> None:
    assert cut("ایک ہے۔دو ہے۔ تین ہے؟ چار ہے۔ پانچ", "sentences:2") == ["ایک ہے۔دو ہے۔", "تین ہے؟ چار ہے۔", "پانچ"]


def test_a_span_across_a_cut_moves_the_cut() -> None:
    assert cut("ایک\nدو\nتین", "lines", (2, 5)) == ["ایک\nدو", "تین"]
    assert cut("ایک۔ دو۔ تین۔ چار۔", "sentences:1", (0, 6)) == ["ایک۔ دو۔", "تین۔", "چار۔"]
    assert cut("ایک\nدو", "lines", (0, 4)) == ["ایک\nدو"]  # it ends with the line end
    assert cut("ایک\nدو", "lines", (0, 3), (4, 6)) == ["ایک", "دو"]


def test_pieces_have_ids_titles_and_the_changes_told_once() -> None:
    article = AnnotatedArticle("n.txt", "ایک", "ایک\nدو", changes=("crlf",), meta={"a": 1})
    first, second = pieces(article, Cut(CutAt.LINES), [])
    assert [(one.source, one.title) for one in (first, second)] == [("n.txt#1", "ایک"), ("n.txt#2", "دو")]
    assert (first.changes, second.changes, second.past) == (("crlf",), (), ("crlf",))
    assert first.meta == {"a": 1, "cut": {"of": "n.txt", "number": 1, "after": "\n"}}
    named = AnnotatedArticle("n", "عنوان", "ایک\nدو")
    assert [one.title for one in pieces(named, Cut(CutAt.LINES), [])] == ["عنوان #1", "عنوان #2"]


@pytest.mark.parametrize("given_", ["lines", "paragraphs", "headings", "sentences:20", "sentences:1"])
def test_a_cut_is_spelled_as_it_is_read(given_: str) -> None:
    assert str(Cut.named(f" {given_.upper()} ")) == given_


@pytest.mark.parametrize(
    "given_",
    ["", "words", "sentences", "sentences:", "sentences:0", "sentences:x", "lines:2", "sentences:-1", "sentences:²"],
)
def test_another_way_to_cut_is_refused_with_those_there_are(given_: str) -> None:
    with pytest.raises(UserError, match="no way to cut; choose lines, paragraphs, headings or sentences:20"):
        Cut.named(given_)
