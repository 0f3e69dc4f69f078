"""An article on pages: each line stands on one of them, whole, and the meaning of its labels after the last."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter, QPdfWriter

from models.base.entities import AnnotatorId, Article, ArticleId, Label, LabelId, Span
from models.labels.templates import seed_articles
from ui.host.pages import paint, pdf
from ui.printing.article_pages import ArticlePages
from ui.support.fonts import NASKH, NASTALIQ, article_font

LABELS = {LabelId(1): Label("PERSON", "شخص", "PER", "#1f77b4", id=LabelId(1))}
SIZE = QSizeF(600, 800)
TEXT = seed_articles()[0].read_text(encoding="utf-8")


def pages_of(text: str, spans: int = 0, typeface: str = NASTALIQ, title: str = "عنوان") -> ArticlePages:
    article = Article(ArticleId(1), "u", "a.txt", title, text)
    found = [Span(f"s{at}", ArticleId(1), AnnotatorId(1), at, at + 30, LabelId(1)) for at in range(spans)]
    return ArticlePages(article, "me", found, LABELS, article_font(typeface, 20))


@pytest.mark.usefixtures("app_fonts")
@pytest.mark.parametrize("typeface", [NASTALIQ, NASKH])
@pytest.mark.parametrize("spans", [0, 5])
def test_pages_follow_each_other_without_a_gap_or_a_line_twice(typeface: str, spans: int) -> None:
    pages = pages_of(TEXT * 3, spans, typeface)
    count = pages.lay_out(SIZE)
    assert count > 2
    stretches = [(page.top, page.bottom) for page in pages._pages]
    assert [top for top, _ in stretches[1:]] == [bottom for _, bottom in stretches[:-1]]
    assert all(page.y + page.bottom - page.top <= SIZE.height() for page in pages._pages)
    assert [page.legend is not None for page in pages._pages] == [False] * (count - 1) + [True]


@pytest.mark.usefixtures("app_fonts")
@pytest.mark.parametrize("size", [SIZE, QSizeF(300, 90)])
def test_each_line_is_on_one_page_and_whole(size: QSizeF) -> None:
    pages = pages_of(TEXT, spans=3)
    count = pages.lay_out(size)
    lines = [
        line.textStart() + round(place.y()) * 10_000 for page in pages._pages for line, place in pages._lines(page)
    ]
    blocks = pages._layout.blocks(0, 1e9)
    assert count > 1
    assert len(lines) == len(set(lines)) == sum(block.layout().lineCount() for block in blocks)


@pytest.mark.usefixtures("app_fonts")
@pytest.mark.parametrize("typeface", [NASTALIQ, NASKH])
def test_no_chip_of_one_page_reaches_into_the_next(typeface: str) -> None:
    pages = pages_of(TEXT, len(TEXT), typeface)
    for page in range(1, pages.lay_out(SIZE)):
        image = QImage(SIZE.toSize(), QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        with QPainter(image) as painter:
            pages.paint(painter, page)
        colored = [(x, y) for y in range(3) for x in range(image.width()) if image.pixelColor(x, y).saturation() > 8]
        assert not colored, page


@pytest.mark.usefixtures("app_fonts")
def test_title_that_begins_the_text_is_printed_once() -> None:
    first, rest = "لاہور کی خبر", "\nدوسرا پیراگراف"
    heads = []
    for title in ("ایک اور عنوان", first):
        pages = pages_of(first + rest, title=title)
        pages.lay_out(SIZE)
        assert pages._title is not None
        heads.append((pages._title.lineCount(), pages._pages[0].y, pages._layout.title))
    assert [(lines, paragraph) for lines, _, paragraph in heads] == [(1, -1), (0, 0)]
    assert heads[1][1] < heads[0][1]


@pytest.mark.usefixtures("app_fonts")
@pytest.mark.parametrize("text", ["", "\ufeffالف", "\n\n\n", "a", "ا" * 5_000, "😀 \u2028 x\r\ny"])
def test_any_text_is_a_pdf(text: str) -> None:
    assert pdf(pages_of(text, title=text)).startswith(b"%PDF-")


@pytest.mark.usefixtures("app_fonts")
def test_chosen_pages_alone_are_painted_and_progress_is_told() -> None:
    told = list[tuple[int, int]]()
    pages = pages_of(TEXT * 3)
    whole = pdf(pages, lambda done, count: told.append((done, count)))
    assert told == [(done, told[0][1]) for done in range(told[0][1])]
    assert whole.count(b"/Type /Page\n") == told[0][1]


class FullDevice(QPdfWriter):
    """Takes one page and no other, as a printer without paper does."""

    def newPage(self) -> bool:
        return False


@pytest.mark.usefixtures("app_fonts")
def test_a_device_that_takes_no_more_pages_is_told() -> None:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    with pytest.raises(OSError, match="no more pages"):
        paint(pages_of(TEXT * 3), FullDevice(buffer))


@pytest.mark.usefixtures("app_fonts")
@pytest.mark.parametrize("count", [1, 30, 100])
@pytest.mark.parametrize("text", ["", "علی لاہور گیا۔ " * 40])
def test_what_each_label_means_is_on_some_page_however_many_there_are(count: int, text: str) -> None:
    labels = {LabelId(key): Label(f"L{key}", color="#1f77b4", id=LabelId(key)) for key in range(1, count + 1)}
    spans = [Span(f"s{key}", ArticleId(1), AnnotatorId(1), key, key + 2, key) for key in labels]
    pages = ArticlePages(Article(ArticleId(1), "u", "a", "t", text), "me", spans, labels, article_font(NASKH, 20))
    pages.lay_out(SIZE)
    shown = [label.id for page in pages._pages for label, _ in page.meanings]
    assert shown == [*labels]
    assert all((page.legend or 0) + len(page.meanings) * 24 <= SIZE.height() for page in pages._pages)
