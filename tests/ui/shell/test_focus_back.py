"""What closes gives the focus back at once: a screen reader would tell whatever had it in between."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui import windows
from ui.shell.window import Window

CLOSED_BY_ESCAPE = (
    "ui.shell.command_palette",
    "ui.labels.chooser",
    "ui.search.find_bar",
    "ui.spans.note_editor",
    "ui.search.label_all_panel",
    "ui.search.results",
)


@pytest.mark.parametrize("module", CLOSED_BY_ESCAPE)
def test_escape_gives_the_focus_to_the_article_and_to_nothing_before(module: str, ready: Window, qtbot: QtBot) -> None:
    ready.article_view.setFocus()
    windows.SHOWN_BY[module](ready)
    qtbot.waitUntil(lambda: bool(windows.shown_of(module)))
    (shown,) = windows.shown_of(module)
    inside = ready.focusWidget()
    assert inside is not None
    assert inside is shown or shown.isAncestorOf(inside) or inside.parent() is shown
    assert passed(inside, shown, qtbot) == [ready.article_view]


def test_a_message_that_is_closed_gives_the_focus_to_what_had_it(ready: Window, qtbot: QtBot) -> None:
    ready.span_table.setFocus()
    ready.messages.show_error("what went wrong")
    inside = ready.messages.findChildren(QPushButton)[-1]
    inside.setFocus()
    assert passed(inside, ready.messages, qtbot) == [ready.span_table]


def passed(inside: QWidget, shown: QWidget, qtbot: QtBot) -> list[QWidget]:
    """Press Esc there; return what has the focus then, one after the other."""
    seen: list[QWidget] = []

    def note(_before: QWidget | None, now: QWidget | None) -> None:
        if now is not None:
            seen.append(now)

    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.focusChanged.connect(note)
    try:
        for _ in range(2):  # one may be for a field inside
            if shown.isVisible():
                QTest.keyClick(inside, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: not shown.isVisible())
        QApplication.processEvents()
    finally:
        application.focusChanged.disconnect(note)
    return seen
