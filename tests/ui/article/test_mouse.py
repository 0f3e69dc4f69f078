"""The mouse over the article: clicks that belong together, and buttons that have no say in a drag."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from tests.ui.conftest import find, point_of, texts
from ui.article.view import ArticleView
from ui.session import span_commands
from ui.shell.window import Window

LEFT, MIDDLE, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton
NONE = Qt.KeyboardModifier.NoModifier
KIND = QEvent.Type


def send(view: ArticleView, kind: QEvent.Type, place: QPoint, button: Qt.MouseButton, held: Qt.MouseButton) -> None:
    port, at = view.viewport(), QPointF(place)
    QApplication.sendEvent(port, QMouseEvent(kind, at, port.mapToGlobal(at), button, held, NONE))


def clicks(view: ArticleView, place: QPoint, count: int, button: Qt.MouseButton = LEFT) -> None:
    """Click as often as that at once: the window system calls every second press a double click."""
    for number in range(count):
        send(view, KIND.MouseButtonDblClick if number % 2 else KIND.MouseButtonPress, place, button, button)
        send(view, KIND.MouseButtonRelease, place, button, Qt.MouseButton.NoButton)


def right_press(view: ArticleView, place: QPoint) -> list[QMenu]:
    """Press the right button; the menus that this opens."""
    send(view, KIND.MouseButtonPress, place, RIGHT, LEFT | RIGHT)
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(view.viewport(), QContextMenuEvent(reason, place, view.viewport().mapToGlobal(place)))
    return [menu for menu in view.findChildren(QMenu) if menu.isVisible()]


def paragraph_of(window: Window, words: str) -> tuple[int, int]:
    start, end = find(window, words)
    text = window.article_view.text
    return text.rindex("\n", 0, start) + 1, text.index("\n", end)


def test_a_third_click_selects_the_paragraph(window: Window) -> None:
    view, word = window.article_view, find(window, "جلیل")
    clicks(view, point_of(view, word[0] + 1), 2)
    assert view.selection == word
    clicks(view, point_of(view, word[0] + 1), 3)
    assert view.selection == paragraph_of(window, "جلیل")
    QTest.keyClick(view, Qt.Key.Key_1)
    assert len(window.session.spans) == 1


def test_a_fourth_click_begins_anew_with_the_word(window: Window) -> None:
    view, word = window.article_view, find(window, "جلیل")
    clicks(view, point_of(view, word[0] + 1), 4)
    assert view.selection == word


def test_a_click_elsewhere_after_a_double_click_is_a_click(window: Window) -> None:
    view, word = window.article_view, find(window, "جلیل")
    clicks(view, point_of(view, word[0] + 1), 2)
    clicks(view, point_of(view, find(window, "ویسٹ")[0] + 1), 1)
    assert view.selection is None


def test_a_click_long_after_a_double_click_is_a_click(window: Window) -> None:
    view, place = window.article_view, point_of(window.article_view, find(window, "جلیل")[0] + 1)
    clicks(view, place, 2)
    QTest.qWait(QApplication.styleHints().mouseDoubleClickInterval() + 50)
    clicks(view, place, 1)
    assert view.selection is None


@pytest.mark.parametrize("button", [MIDDLE, RIGHT], ids=["middle", "right"])
def test_only_the_left_button_selects_by_clicks(window: Window, button: Qt.MouseButton) -> None:
    view = window.article_view
    before = view.caret
    clicks(view, point_of(view, find(window, "جلیل")[0] + 1), 3, button)
    assert (view.selection, view.caret) == (None, before)


def test_no_menu_takes_a_drag_away(window: Window) -> None:
    view = window.article_view
    start, end = find(window, "جلیل عباس جیلانی")
    first, middle, last = (point_of(view, at) for at in (start + 1, start + 7, end - 2))
    send(view, KIND.MouseButtonPress, first, LEFT, LEFT)
    send(view, KIND.MouseMove, middle, Qt.MouseButton.NoButton, LEFT)
    assert not right_press(view, middle)
    send(view, KIND.MouseButtonRelease, middle, RIGHT, LEFT)
    send(view, KIND.MouseMove, last, Qt.MouseButton.NoButton, LEFT)
    send(view, KIND.MouseButtonRelease, last, LEFT, Qt.MouseButton.NoButton)
    assert view.selection == (start, end)
    (menu,) = right_press(view, middle)
    assert view.selection == (start, end), "the menu is about what was dragged over"
    menu.close()


def test_no_menu_takes_an_edge_away_that_is_dragged(window: Window) -> None:
    view = window.article_view
    start, end = find(window, "جلیل عباس")
    span_commands.label(window.session, start, start + len("جلیل"), window.session.labels[0])
    (span,) = window.session.spans
    window.session.select(span)
    place = view.painter.place_of(span).translated(0, -view.verticalScrollBar().value())
    edge, far = place.center().toPoint(), point_of(view, end - 1)
    edge.setX(round(place.left()))
    send(view, KIND.MouseButtonPress, edge, LEFT, LEFT)
    send(view, KIND.MouseMove, far, Qt.MouseButton.NoButton, LEFT)
    assert not right_press(view, far)
    send(view, KIND.MouseButtonRelease, far, LEFT, Qt.MouseButton.NoButton)
    assert texts(window) == [("جلیل عباس", "PERSON")]


def test_a_release_that_never_came_keeps_no_menu_away(window: Window) -> None:
    view = window.article_view
    place = point_of(view, find(window, "جلیل")[0] + 1)
    send(view, KIND.MouseButtonPress, place, LEFT, LEFT)
    send(view, KIND.MouseMove, place, Qt.MouseButton.NoButton, Qt.MouseButton.NoButton)
    (menu,) = right_press(view, place)
    menu.close()
