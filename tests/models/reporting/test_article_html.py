"""An article as HTML: every letter as it is stored, every span under its label, elements that nest."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from models.base.entities import AnnotatorId, ArticleId, Label, LabelId, Span
from models.reporting.article_html import article_html

LABELS = {
    LabelId(number): Label(name, urdu, short, color, id=LabelId(number))
    for number, (name, urdu, short, color) in enumerate(
        [("PERSON", "شخص", "PER", "#1f77b4"), ("A<B>", "", "AB", "#d62728"), ("LOCATION", "مقام", "LOC", "#27803a")]
    )
}
LETTERS = "ابپ \n<&\"'😀\u200c\u0653"


class Reader(HTMLParser):
    """Reads the text, and under which labels each letter of it stands; refuses elements that do not nest."""

    def __init__(self) -> None:
        super().__init__()
        self.letters: list[tuple[str, tuple[str, ...]]] = []
        self.chips: list[str] = []
        self.open: list[tuple[str, str]] = []
        self.paragraphs = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.handle_data("\n")
            return
        self.paragraphs += tag == "p"
        self.open.append((tag, dict(attrs).get("title") or ""))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self.open]
        if "sub" in tags:
            self.chips.append(data)
        elif "p" in tags and self.paragraphs == 1:
            self.letters += [(letter, tuple(sorted(title for _, title in self.open if title))) for letter in data]


def span(number: int, start: int, end: int, label: int) -> Span:
    return Span(f"s{number}", ArticleId(1), AnnotatorId(1), start, end, LabelId(label))


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert not reader.open
    return reader


@st.composite
def articles(draw: st.DrawFn) -> tuple[str, list[Span], tuple[int, int]]:
    text = draw(st.text(LETTERS, min_size=2, max_size=30))
    places = st.integers(0, len(text))
    edges = st.tuples(places, places).map(sorted).filter(lambda pair: pair[0] < pair[1])
    found = draw(st.lists(st.tuples(edges, st.integers(0, 2)), max_size=6))
    start, end = draw(edges)
    return text, [span(at, pair[0], pair[1], label) for at, (pair, label) in enumerate(found)], (start, end)


@given(articles())
def test_every_letter_stands_under_the_labels_of_its_spans(given: tuple[str, list[Span], tuple[int, int]]) -> None:
    text, spans, stretch = given
    titles = {key: " ".join(filter(None, (label.name, label.urdu_name))) for key, label in LABELS.items()}
    for start, end in ((0, len(text)), stretch):
        reader = read(article_html("t", text, spans, LABELS, None if (start, end) == (0, len(text)) else stretch))
        assert "".join(letter for letter, _ in reader.letters) == text[start:end]
        for at, (_, under) in enumerate(reader.letters, start):
            assert under == tuple(sorted(titles[one.label] for one in spans if one.start <= at < one.end))
        inside = [one for one in spans if one.start < end and one.end > start]
        assert sorted(reader.chips) == sorted(LABELS[one.label].short for one in inside)


def test_title_and_names_are_text_and_the_meaning_of_used_labels_alone_follows() -> None:
    page = article_html("<b>عنوان</b>", "علی لاہور", [span(1, 0, 3, 1)], LABELS)
    assert "&lt;b&gt;عنوان" in page
    assert "A&lt;B&gt;" in page
    assert "LOCATION" not in page
    assert 'dir="rtl"' in page


def test_title_that_begins_the_text_is_no_heading_as_well() -> None:
    for title in ("علی لاہور", "علی…"):
        assert "<h2>" not in article_html(title, "علی لاہور\nخبر", [], LABELS)
    assert "<h2>کراچی</h2>" in article_html("کراچی", "علی لاہور", [], LABELS)


def test_chip_follows_the_words_of_its_span() -> None:
    page = article_html("t", "علی لاہور", [span(1, 0, 3, 0)], LABELS, (0, 9))
    assert "علی</span><sub" in page
    assert page.index(">PER</sub>") < page.index(" لاہور")
