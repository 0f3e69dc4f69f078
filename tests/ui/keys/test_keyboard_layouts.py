"""The window under an English and an Urdu keyboard: events with the key codes that the X server sends for each."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from models.base.entities import Label
from models.labels.templates import seed_labels
from models.project.project import Project
from tests.ui.conftest import find, texts
from ui.session import span_commands
from ui.shell.window import Window

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="key codes of X11")

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier

# What `xev` shows for the keys 1, 4 and q: code on the keyboard, and what each layout types.
ENGLISH = {"1": (10, Qt.Key.Key_1, "1"), "4": (13, Qt.Key.Key_4, "4"), "q": (24, Qt.Key.Key_Q, "q")}
URDU = {"1": (10, 0x06F1, "۱"), "4": (13, 0x06F4, "۴"), "q": (24, 0x0642, "ق")}


@pytest.fixture
def wide_window(open_window: Callable[[Path], Window], project_file: Path) -> Window:
    """The seed article with a label on a letter key besides the seven on digits."""
    with Project.open(project_file) as project:
        assert all(label.key.isdigit() for label in seed_labels())
        project.add_label(Label("EVENT", "واقعہ", "EVT", key="q"))
    return open_window(project_file)


def press(window: Window, layout: dict[str, tuple[int, int, str]], sign: str) -> None:
    code, key, typed = layout[sign]
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, int(key), Qt.KeyboardModifier.NoModifier, code, 0, 0, typed)
        QApplication.sendEvent(window.article_view, event)


@pytest.mark.parametrize("layout", [ENGLISH, URDU], ids=["english", "urdu"])
def test_three_labels_are_given_by_key_under_either_layout(
    wide_window: Window, layout: dict[str, tuple[int, int, str]]
) -> None:
    for words, sign in (("تھامس ویسٹ", "1"), ("7 دسمبر 2023", "4"), ("ملاقات", "q")):
        wide_window.article_view.select(*find(wide_window, words))
        press(wide_window, layout, sign)
    assert set(texts(wide_window)) == {("تھامس ویسٹ", "PERSON"), ("7 دسمبر 2023", "DATE"), ("ملاقات", "EVENT")}


def test_the_table_of_spans_knows_the_same_keys(wide_window: Window) -> None:
    span_commands.label(wide_window.session, *find(wide_window, "ملاقات"), wide_window.session.labels[0])
    code, key, typed = URDU["q"]
    event = QKeyEvent(QEvent.Type.KeyPress, int(key), Qt.KeyboardModifier.NoModifier, code, 0, 0, typed)
    QApplication.sendEvent(wide_window.span_table, event)
    assert texts(wide_window) == [("ملاقات", "EVENT")]


@pytest.mark.parametrize(("held", "there"), [(CTRL, 0), (CTRL | SHIFT, 1)])
def test_ctrl_with_an_urdu_letter_is_the_shortcut_at_its_place(
    wide_window: Window, held: Qt.KeyboardModifier, there: int
) -> None:
    """With no Latin layout beside it the X server's ز is all that Qt hears of Ctrl+Z."""
    span_commands.label(wide_window.session, *find(wide_window, "ملاقات"), wide_window.session.labels[0])
    if there:
        wide_window.session.undo()
    QApplication.sendEvent(wide_window.article_view, QKeyEvent(QEvent.Type.KeyPress, 0x0632, held, 52, 0, 0, "ز"))
    assert len(texts(wide_window)) == there


def test_keys_of_the_article_alone_wait_for_its_focus_under_any_layout(wide_window: Window) -> None:
    wide_window.keymap.assign("remove", ["Ctrl+R"])
    span_commands.label(wide_window.session, *find(wide_window, "ملاقات"), wide_window.session.labels[0])
    event = QKeyEvent(QEvent.Type.KeyPress, 0x0631, CTRL, 27, 0, 0, "ر")
    wide_window.article_list.view.setFocus()
    QApplication.sendEvent(wide_window.article_list.view, event)
    assert len(texts(wide_window)) == 1
    wide_window.article_view.setFocus()
    QApplication.sendEvent(wide_window.article_view, event)
    assert texts(wide_window) == []
