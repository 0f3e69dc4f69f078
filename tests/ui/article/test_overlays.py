"""What is shown over the article on request, and the marks beside its scroll bar."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from models.importing.run import import_files
from models.labels.templates import seed_labels
from models.project.project import Project
from tests.ui.article.test_rendering import tops, view_glyphs
from tests.ui.conftest import OpenWindow, find
from ui.session import span_commands as gestures
from ui.shell.window import Window
from ui.support.theme import line_on

CTRL = Qt.KeyboardModifier.ControlModifier


def picture(window: Window) -> QImage:
    return window.article_view.viewport().grab().toImage()


def test_hidden_characters_are_shown_and_no_letter_moves(open_window: OpenWindow, tmp_path: Path, qtbot: QtBot) -> None:
    file = tmp_path / "odd.txt"
    file.write_text("لاہور\u00a0میں می\u200cخواہم \u200e7\u200f دسمبر\u2028کراچی ا\ufeffب\n" * 60, encoding="utf-8")
    with Project.create(tmp_path / "odd.nishan", seed_labels()) as project:
        import_files(project, [file])
    window = open_window(tmp_path / "odd.nishan")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    before, glyphs, lines = picture(window), view_glyphs(window), tops(window)
    QTest.keyClick(window.article_view, Qt.Key.Key_H, CTRL)
    shown = picture(window)
    assert shown != before
    assert (view_glyphs(window), tops(window)) == (glyphs, lines)
    assert window.settings.hidden
    QTest.keyClick(window.article_view, Qt.Key.Key_H, CTRL)
    assert picture(window) == before
    assert not window.settings.hidden


def test_the_sentence_at_the_caret_keeps_its_strength_and_the_rest_is_dimmed(window: Window) -> None:
    view = window.article_view
    start, end = find(window, "تھامس ویسٹ")
    view.select(start, start)
    view.viewport().clearFocus()
    before = picture(window)
    QTest.keyClick(view, Qt.Key.Key_J, CTRL)
    after = picture(window)
    scroll = view.verticalScrollBar().value()

    def darkest(image: QImage, reach: tuple[int, int]) -> int:
        body = (
            next(view.painter.geometry.bodies(*reach, QRectF(0, scroll, 10_000, 800))).translated(0, -scroll).toRect()
        )
        return min(
            image.pixelColor(x, y).lightness()
            for x in range(body.left() + 4, body.right() - 3)
            for y in range(body.top(), body.bottom())
        )

    other = find(window, "دہشت گردی")
    assert darkest(after, (start, end)) == darkest(before, (start, end)) < 60
    assert darkest(before, other) < 60
    assert darkest(after, other) > 120
    view.select(other[0], other[0])
    moved = picture(window)
    assert darkest(moved, other) < 60
    assert darkest(moved, (start, end)) > 120


def test_paragraphs_are_numbered_where_they_hold_text(window: Window) -> None:
    view = window.article_view
    window.actions_["paragraph_numbers"].trigger()
    document = view.document()
    assert view.overlays is not None
    numbers = [view.overlays.number_of(block) for block in range(document.blockCount())]
    full = [document.findBlockByNumber(block).length() > 1 for block in range(document.blockCount())]
    assert [number for number in numbers if number] == list(range(1, sum(full) + 1))
    assert [number is not None for number in numbers] == full
    assert view.overlays.margin <= document.documentMargin()


def test_overlays_are_remembered(window: Window, open_window: OpenWindow, project_file: Path) -> None:
    window.actions_["paragraph_numbers"].trigger()
    window.actions_["sentence_focus"].trigger()
    window.close()
    again = open_window(project_file)
    assert again.actions_["paragraph_numbers"].isChecked()
    assert again.actions_["sentence_focus"].isChecked()
    shown = again.article_view.overlays
    assert shown is not None
    assert (shown.numbers, shown.focus, shown.hidden) == (True, True, False)


def test_scroll_marks_are_where_the_spans_are_and_lead_there(window: Window, qtbot: QtBot) -> None:
    view, strip = window.article_view, window.scroll_marks
    text = window.session.article.text if window.session.article else ""
    places = [text.index("پاکستان"), text.rindex("پاکستان"), text.index("طالبان")]
    for index, start in enumerate(places):
        gestures.label(window.session, start, start + 6, window.session.labels[index])
    window.session.select(None)
    view.article_layout.finish()
    strip.show_ticks()
    image = strip.grab().toImage()
    for span in window.session.spans:
        y = strip.y_of(span)
        assert y is not None
        share = view.article_layout.line_top(view._offsets.to_utf16(span.start)) / view.document().size().height()
        assert abs(y / strip.height() - share) < 0.04
        color = line_on(QColor(window.session.label_of(span).color), QColor(strip._theme.panel))
        assert image.pixelColor(strip.width() // 2, round(y)) == color
        view.select(0, 0)
        QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(3, round(y)))
        assert window.session.selected == span
        assert view.caret == span.start
        assert 0 <= view.cursorRect().top() < view.viewport().height()


def test_a_click_between_scroll_marks_goes_to_that_part_of_the_article(window: Window) -> None:
    view, strip = window.article_view, window.scroll_marks
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(3, strip.height() // 2))
    bar = view.verticalScrollBar()
    middle = bar.value() + view.viewport().height() / 2
    assert abs(middle / view.document().size().height() - 0.5) < 0.03
    assert view.hasFocus()
