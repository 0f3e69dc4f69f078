"""Ctrl and the wheel: the text's size, a step at a time, also by a touchpad."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from ui.article.text_view import TextView
from ui.shell.window import Window

CTRL = Qt.KeyboardModifier.ControlModifier
PHASE = Qt.ScrollPhase


def turn(view: TextView, x: int, y: int, phase: Qt.ScrollPhase = PHASE.NoScrollPhase) -> None:
    """Turn the wheel with Ctrl, by eighths of a degree."""
    port = view.viewport()
    place = QPointF(port.rect().center())
    none = Qt.MouseButton.NoButton
    event = QWheelEvent(place, port.mapToGlobal(place), QPoint(), QPoint(x, y), none, CTRL, phase, False)
    QApplication.sendEvent(port, event)


def size(window: Window) -> int:
    return window.article_view.document().defaultFont().pointSize()


@pytest.mark.parametrize("x", [120, -120, 8, -8])
def test_sideways_nothing_changes(window: Window, x: int) -> None:
    before = size(window)
    for _ in range(40):
        turn(window.article_view, x, 0)
        turn(window.article_view, x, x // 4)
    assert size(window) == before


def test_small_turns_add_up_to_a_step(window: Window) -> None:
    before, view = size(window), window.article_view
    for _ in range(14):
        turn(view, 0, 8)
    assert size(window) == before
    turn(view, 0, 8)
    assert size(window) == before + 1
    for _ in range(15):
        turn(view, 0, -8)
    assert size(window) == before


def test_one_turn_can_be_several_steps(window: Window) -> None:
    before = size(window)
    turn(window.article_view, 0, 360)
    assert size(window) == before + 3
    turn(window.article_view, 0, -240)
    assert size(window) == before + 1


def test_turning_back_begins_anew(window: Window) -> None:
    before = size(window)
    turn(window.article_view, 0, 100)
    turn(window.article_view, 0, -30)
    turn(window.article_view, 0, 100)
    assert size(window) == before


def test_what_rolls_on_after_a_flick_changes_no_size(window: Window) -> None:
    before = size(window)
    for _ in range(9):
        turn(window.article_view, 0, 120, PHASE.ScrollMomentum)
    assert size(window) == before


def test_the_text_of_an_earlier_state_keeps_its_size(qapp: QApplication, app_fonts: None) -> None:
    """A text edit that zooms by itself would leave the spans as they are."""
    view = TextView()
    view.show_text("لاہور میں بارش")
    before = view.font().pointSizeF()
    turn(view, 0, 240)
    assert view.font().pointSizeF() == before
    view.deleteLater()
