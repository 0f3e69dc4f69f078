"""Lines get room for their own spans alone, big articles come lazily, and what is on the screen stays there."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QTextLine
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from models.importing.run import import_files
from models.labels.templates import seed_articles, seed_labels
from models.project.project import Project
from tests.ui.conftest import find
from ui.article.geometry import pieces
from ui.article.view import ArticleView
from ui.session import span_commands as gestures
from ui.shell.window import Window

OpenWindow = Callable[[Path], Window]


@pytest.fixture
def big_window(open_window: OpenWindow, tmp_path: Path) -> Window:
    """The seed article sixty times over, in a window: some 200,000 characters."""
    text = seed_articles()[0].read_text(encoding="utf-8")
    file = tmp_path / "big.txt"
    file.write_text("\n".join([text] * 60), encoding="utf-8")
    with Project.create(tmp_path / "big.nishan", seed_labels()) as project:
        import_files(project, [file])
    return open_window(tmp_path / "big.nishan")


def lines(view: ArticleView, block: int) -> list[QTextLine]:
    layout = view.document().findBlockByNumber(block).layout()
    return [layout.lineAt(number) for number in range(layout.lineCount())]


def on_screen(view: ArticleView, position: int) -> float:
    """How far under the top of the viewport the line of `position` is."""
    return view.article_layout.line_top(position) - view.verticalScrollBar().value()


def test_only_the_line_of_a_nested_span_grows(window: Window) -> None:
    view = window.article_view
    view.article_layout.finish()
    outer = find(window, "تحریک طالبان پاکستان")
    inner = outer[1] - len("پاکستان"), outer[1]
    block = view.document().findBlock(outer[0])
    deep = block.layout().lineForTextPosition(inner[0] - block.position()).lineNumber()
    before = [line.y() for line in lines(view, block.blockNumber())]
    assert len(before) > deep + 1
    for place, label in ((outer, 2), (inner, 1)):
        gestures.label(window.session, *place, window.session.labels[label])
    after = [line.y() for line in lines(view, block.blockNumber())]
    grown = [b - a for a, b in zip(before, after, strict=True)]
    lane = round(view.painter.geometry.lane_height)
    assert grown == [0] * (deep + 1) + [pytest.approx(lane, abs=1)] * (len(before) - deep - 1)
    window.session.undo()
    assert [line.y() for line in lines(view, block.blockNumber())] == before


def test_the_line_at_the_caret_stays_when_lines_above_it_grow(window: Window) -> None:
    view = window.article_view
    view.article_layout.finish()
    outer = find(window, "تحریک طالبان پاکستان")
    view.select(outer[1] + 250, outer[1] + 250)
    view.verticalScrollBar().setValue(round(view.article_layout.line_top(outer[0])) - 20)
    place = on_screen(view, outer[1] + 250)
    assert 0 < place < view.viewport().height()
    gestures.label(window.session, *outer, window.session.labels[2])
    gestures.label(window.session, outer[0], outer[0] + 5, window.session.labels[1])
    assert on_screen(view, outer[1] + 250) == place
    assert view.painter.geometry.room(outer[0], outer[1]) > 0


def test_every_line_begins_at_the_right(window: Window) -> None:
    view = window.article_view
    view.article_layout.finish()
    right = view.viewport().width() - 2 * view.document().documentMargin()
    edges = []
    for number in range(view.document().blockCount()):
        text = view.document().findBlockByNumber(number).text()
        for line in lines(view, number):
            found = pieces(line, text, line.textStart(), line.textStart() + line.textLength())
            edges += [max(piece.right for piece in found)] if found else []
    assert len(edges) > 50
    assert edges == [pytest.approx(right, abs=9)] * len(edges), "white space may hang over"


def test_only_what_is_in_view_is_laid_out_at_once(big_window: Window, qtbot: QtBot) -> None:
    view = big_window.article_view
    layout = view.article_layout
    layout.stop()
    layout.forget()
    layout.stop()
    view.verticalScrollBar().setValue(0)
    big_window.grab()
    laid = sum(layout.is_laid(number) for number in range(view.document().blockCount()))
    assert 0 < laid < 40 < view.document().blockCount()


def test_idle_work_lays_out_the_rest_and_moves_nothing_on_the_screen(big_window: Window, qtbot: QtBot) -> None:
    view = big_window.article_view
    bar, layout = view.verticalScrollBar(), view.article_layout
    layout.forget()
    bar.setValue(bar.maximum() // 2)
    position = view.cursorForPosition(view.viewport().rect().center()).position()
    place = on_screen(view, position)
    qtbot.waitUntil(lambda: not layout._idle.isActive(), timeout=10_000)
    assert on_screen(view, position) == place
    assert all(layout.is_laid(number) for number in range(view.document().blockCount()))
    assert layout.documentSize().height() == pytest.approx(
        layout.top(view.document().blockCount() - 1) + layout._heights[-1] + view.document().documentMargin()
    )


def test_idle_work_waits_while_somebody_labels(big_window: Window, qtbot: QtBot) -> None:
    layout = big_window.article_view.article_layout
    for start in (0, 20, 40):
        qtbot.waitUntil(lambda: layout._idle.interval() < 80)  # it is under way
        gestures.label(big_window.session, start, start + 4, big_window.session.labels[0])
        assert layout._idle.interval() == 80
    done = layout._laid.count(1)
    qtbot.waitUntil(lambda: layout._laid.count(1) > done)


def test_idle_work_that_is_done_is_not_begun_again_by_a_label(window: Window, qtbot: QtBot) -> None:
    layout = window.article_view.article_layout
    qtbot.waitUntil(lambda: not layout._idle.isActive())
    gestures.label(window.session, 0, 4, window.session.labels[0])
    assert not layout._idle.isActive()


def test_scrolling_up_into_what_was_not_laid_out_moves_as_far_as_asked(big_window: Window) -> None:
    view = big_window.article_view
    bar, layout = view.verticalScrollBar(), view.article_layout
    layout.forget()
    layout.stop()
    bar.setValue(bar.maximum() // 2)
    for _ in range(30):
        position = view.cursorForPosition(view.viewport().rect().topRight()).position()
        before = on_screen(view, position)
        bar.setValue(bar.value() - 90)
        assert on_screen(view, position) == before + 90


def test_another_size_of_text_keeps_the_place(big_window: Window) -> None:
    view = big_window.article_view
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 3)
    position = view.cursorForPosition(view.viewport().rect().topRight()).position()
    QTest.keyClick(view, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert abs(on_screen(view, position)) < 2 * view.article_layout._heights[0]


def test_paragraphs_never_overlap_and_a_point_finds_its_own(window: Window) -> None:
    view = window.article_view
    layout, document = view.article_layout, view.document()
    layout.finish()
    rects = [layout.blockBoundingRect(document.findBlockByNumber(n)) for n in range(document.blockCount())]
    assert all(one.bottom() == other.top() for one, other in pairwise(rects))
    for number, rect in enumerate(rects):
        assert layout.block_at(rect.center().y()) == number
        block = document.findBlockByNumber(number)
        found = layout.hitTest(QPointF(rect.right() - 1, rect.top() + 10), Qt.HitTestAccuracy.FuzzyHit)
        assert block.position() <= found < block.position() + block.length()
    assert layout.hitTest(QPointF(1, rects[2].top() + 2), Qt.HitTestAccuracy.ExactHit) == -1


def test_the_caret_goes_down_and_up_by_lines_through_what_is_not_laid_out(big_window: Window) -> None:
    view = big_window.article_view
    view.article_layout.forget()
    view.article_layout.stop()
    view.select(0, 0)
    carets = [view.caret]
    for _ in range(60):
        QTest.keyClick(view, Qt.Key.Key_Down)
        carets.append(view.caret)
    assert carets == sorted(set(carets))
    place = on_screen(view, view.textCursor().position())
    assert 0 <= place < view.viewport().height()
    for _ in range(60):
        QTest.keyClick(view, Qt.Key.Key_Up)
    assert view.caret < carets[2]
