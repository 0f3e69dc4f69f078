"""The status line on a narrow window: what is said begins where it is seen, and the whole of it can be read."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication

from ui.shell.window import Window


def test_what_has_no_room_ends_in_dots_and_is_told_by_the_tooltip(window: Window) -> None:
    said = "the project is sound, though the last session ended unexpectedly"
    window.session.status_message.emit(said)
    window._status.resize(window._status.fontMetrics().horizontalAdvance(said) // 2, window._status.height())
    assert window._status.shown().startswith("the project is sound")
    assert window._status.shown().endswith("…")
    QApplication.sendEvent(window._status, QHelpEvent(QEvent.Type.ToolTip, QPoint(1, 1), QPoint(1, 1)))
    assert window._status.text() == window._status.toolTip() == said
