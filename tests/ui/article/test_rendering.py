"""Nastaliq is shaped correctly, and labelling moves no glyph."""

from __future__ import annotations

from pathlib import Path

import pytest
import uharfbuzz
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QTextLayout, QTextOption

from tests.ui.conftest import find
from ui.session import span_commands
from ui.shell.window import Window
from ui.support import fonts

WORDS = "پاکستان افغانستان نمائندہ بعد کیا جلیل چیف"
_FLAG = QTextLayout.GlyphRunRetrievalFlag


def qt_glyphs(text: str, pixels: int) -> list[tuple[int, float, float]]:
    """(glyph, x from the line's left, distance below the baseline) in visual order, as Qt shapes `text`."""
    font = fonts.article_font(fonts.NASTALIQ, 20)
    font.setPixelSize(pixels)
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setTextDirection(Qt.LayoutDirection.RightToLeft)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(1_000_000)
    layout.endLayout()
    left = line.naturalTextRect().left()
    found = []
    for run in layout.glyphRuns():
        for glyph, place in zip(run.glyphIndexes(), run.positions(), strict=True):
            found.append((glyph, place.x() - left, place.y() - line.ascent()))
    return found


def harfbuzz_glyphs(text: str, pixels: int) -> list[tuple[int, float, float]]:
    """The same from HarfBuzz itself, word by word as Qt breaks the text into runs."""
    file = Path(fonts.__file__).parents[1] / "resources" / "fonts" / "NishanNastaliq-Regular.ttf"
    face = uharfbuzz.Face(file.read_bytes())
    font = uharfbuzz.Font(face)
    scale = pixels / face.upem
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.direction, buffer.script, buffer.language = "rtl", "Arab", "ur"
    uharfbuzz.shape(font, buffer)
    found, x = [], 0.0
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        found.append((info.codepoint, (x + place.x_offset) * scale, -place.y_offset * scale))
        x += place.x_advance
    return found


@pytest.mark.usefixtures("app_fonts")
def test_joined_letters_fall_and_rise_as_nastaliq_does() -> None:
    """The classic failure is cursive anchors with the wrong sign: letters climb where they should fall."""
    offsets = [round(y) for _, _, y in qt_glyphs("کستا", 1000)]
    assert offsets[::-1] == [0, 413, 0, -145, 0, -361]


@pytest.mark.usefixtures("app_fonts")
@pytest.mark.parametrize("word", WORDS.split())
def test_every_glyph_stands_where_harfbuzz_puts_it(word: str) -> None:
    ours, theirs = sorted(qt_glyphs(word, 1000)), sorted(harfbuzz_glyphs(word, 1000))
    assert [glyph for glyph, _, _ in ours] == [glyph for glyph, _, _ in theirs]
    for (_, x, y), (_, their_x, their_y) in zip(ours, theirs, strict=True):
        assert (x, y) == pytest.approx((their_x, their_y), abs=2)


Glyphs = list[tuple[int, int, list[int], list[tuple[float, float]]]]


def view_glyphs(window: Window) -> Glyphs:
    """(paragraph, line, glyphs, places in the line) of the whole article."""
    document = window.article_view.document()
    window.article_view.article_layout.finish()
    block, found = document.begin(), []
    while block.isValid():
        for number in range(block.layout().lineCount()):
            line = block.layout().lineAt(number)
            for run in line.glyphRuns(line.textStart(), line.textLength()):
                places = [(place.x(), place.y() - line.y()) for place in run.positions()]
                found.append((block.blockNumber(), number, run.glyphIndexes(), places))
        block = block.next()
    assert sum(len(glyphs) for _, _, glyphs, _ in found) > 2_000
    return found


def tops(window: Window) -> list[float]:
    """Where each line of the article begins."""
    block, found = window.article_view.document().begin(), []
    while block.isValid():
        layout = block.layout()
        found += [layout.position().y() + layout.lineAt(number).y() for number in range(layout.lineCount())]
        block = block.next()
    return found


def test_labelling_part_of_a_word_moves_no_glyph(window: Window) -> None:
    before = view_glyphs(window)
    start, end = find(window, "پاکستان")
    person, location = window.session.labels[:2]
    for last in range(start + 1, end + 1):
        span_commands.label(window.session, start, last, location)
    span_commands.label(window.session, start + 2, start + 4, person)
    assert len(window.session.spans) == 8
    window.grab()
    assert view_glyphs(window) == before


def test_one_lane_of_spans_moves_nothing_at_all(window: Window) -> None:
    before, lines = view_glyphs(window), tops(window)
    for words in ("پاکستان", "افغانستان", "تھامس ویسٹ"):
        start, end = find(window, words)
        span_commands.label(window.session, start, end, window.session.labels[0])
    window.grab()
    assert (view_glyphs(window), tops(window)) == (before, lines)


@pytest.mark.usefixtures("app_fonts")
def test_the_article_font_is_ours_and_has_no_hinting() -> None:
    font = fonts.article_font(fonts.NASTALIQ, 99)
    assert font.families()[0] == "Nishan Nastaliq"
    assert font.pointSize() == fonts.LARGEST
    assert font.hintingPreference() is QFont.HintingPreference.PreferNoHinting
