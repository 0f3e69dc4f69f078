"""What is said as the caret enters and leaves spans; and that nothing of it is loaded where nobody listens."""

from __future__ import annotations

import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from models.base.entities import Suggestion
from tests.ui.conftest import find
from ui.session import announce as announce_module
from ui.session import span_commands
from ui.shell.window import Window


@pytest.fixture
def said(window: Window, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    texts: list[str] = []
    monkeypatch.setattr(announce_module, "announce", lambda _source, text, **_: texts.append(text) if text else None)
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    window.article_view.setFocus()
    return texts


def step(window: Window, times: int = 1, key: Qt.Key = Qt.Key.Key_Left) -> None:
    for _ in range(times):
        QTest.keyClick(window.article_view, key)
        QApplication.processEvents()


def settle(window: Window, caret: int, said: list[str]) -> None:
    window.session.select(None)
    window.article_view.select(caret, caret)
    QApplication.processEvents()
    said.clear()


def test_entering_and_leaving_a_span_is_said_once_each(window: Window, said: list[str]) -> None:
    start, end = find(window, "پاکستان")
    span_commands.label(window.session, start, end, window.session.labels[1])
    settle(window, start - 1, said)
    step(window)
    assert said == ["LOCATION"]
    step(window, end - start - 1)
    assert said == ["LOCATION"]
    step(window)
    assert said == ["LOCATION", "end of LOCATION"]
    said.clear()
    step(window, key=Qt.Key.Key_Right)
    assert said == ["LOCATION"]


def test_nested_spans_notes_and_suggestions_are_said(window: Window, said: list[str]) -> None:
    session = window.session
    outer, inner = find(window, "تھامس ویسٹ"), find(window, "ویسٹ")
    for reach, label in ((outer, 0), (inner, 1)):
        span_commands.label(session, *reach, session.labels[label])
    span_commands.set_note(session, session.open_spans.at(*inner)[0], "کون؟")
    place = find(window, "امریکہ")
    window.article_view.change_suggestions((), [Suggestion(*place, session.labels[1].id, "repeat")])
    settle(window, inner[0] - 1, said)
    step(window)
    assert said == ["LOCATION, note: کون؟"]
    step(window, inner[1] - inner[0])
    assert said[1:] == ["end of PERSON; end of LOCATION"]
    settle(window, place[1], said)
    step(window, key=Qt.Key.Key_Right)
    assert said == ["LOCATION, suggested"]


def test_a_span_that_is_taken_away_has_no_end_and_another_article_no_spans_of_this(
    window: Window, said: list[str]
) -> None:
    start, end = find(window, "پاکستان")
    span_commands.label(window.session, start, end, window.session.labels[1])
    settle(window, start, said)
    span_commands.remove(window.session, window.session.spans[0])
    settle(window, start + 1, said)
    step(window, end - start)
    assert said == []


def test_a_start_without_a_screen_reader_loads_nothing_for_one() -> None:
    modules = "ui.support.reader_bus", "ui.article.bus_text", "ui.article.text_parts", "PySide6.QtDBus"
    code = f"import sys, ui.shell.window; print([name for name in {modules} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
