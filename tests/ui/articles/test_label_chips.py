"""Labels of whole articles: chips over the text, keys under either layout; those of a choice exclude each other."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from models.base.entities import Label, Scope
from models.project.project import Project
from tests.ui.conftest import find
from ui.session import label_commands, span_commands
from ui.shell.window import Window

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
TOPICS = (
    Label("politics", "سیاست", key="q", scope=Scope.ARTICLE, choice="Topic"),
    Label("checked", key="e", scope=Scope.ARTICLE),
    Label("sport", "کھیل", key="w", scope=Scope.ARTICLE, choice="Topic"),
)
# What `xev` shows: code on the keyboard, and what each layout types.
ENGLISH = {"q": (24, Qt.Key.Key_Q, "q"), "w": (25, Qt.Key.Key_W, "w"), "e": (26, Qt.Key.Key_E, "e")}
URDU = {"q": (24, 0x0642, "ق"), "w": (25, 0x0648, "و"), "e": (26, 0x0639, "ع")}


@pytest.fixture
def topical(open_window: Callable[[Path], Window], project_file: Path) -> Window:
    with Project.open(project_file) as project:
        for label in TOPICS:
            project.add_label(label)
    return open_window(project_file)


def checked(window: Window) -> list[str]:
    chips = window.article_labels.chips.values()
    return [chip.accessibleName() for chip in chips if chip.isChecked()]


def press(window: Window, layout: dict[str, tuple[int, int, str]], sign: str) -> None:
    code, key, typed = layout[sign]
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, int(key), Qt.KeyboardModifier.NoModifier, code, 0, 0, typed)
        QApplication.sendEvent(window.article_view, event)


@pytest.mark.skipif(sys.platform != "linux", reason="key codes of X11")
@pytest.mark.parametrize("layout", [ENGLISH, URDU], ids=["english", "urdu"])
def test_keys_label_the_article_and_one_undo_takes_each_back(
    topical: Window, layout: dict[str, tuple[int, int, str]]
) -> None:
    seen = []
    for sign in "qewe":
        press(topical, layout, sign)
        seen.append(checked(topical))
    assert seen == [["Topic: politics"], ["Topic: politics", "checked"], ["Topic: sport", "checked"], ["Topic: sport"]]
    assert topical.session.spans == []
    for expected in reversed(seen[:3]):
        QTest.keyClick(topical.article_view, Qt.Key.Key_Z, CTRL)
        assert checked(topical) == expected
    QTest.keyClick(topical.article_view, Qt.Key.Key_Z, CTRL)
    assert checked(topical) == []
    QTest.keyClick(topical.article_view, Qt.Key.Key_Z, CTRL | SHIFT)
    assert checked(topical) == ["Topic: politics"]


def test_a_click_toggles_and_the_article_keeps_the_keyboard(topical: Window) -> None:
    chip = next(iter(topical.article_labels.chips.values()))
    assert isinstance(chip, QToolButton)
    for expected in (["Topic: politics"], []):
        QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
        assert checked(topical) == expected
        assert topical.article_view.hasFocus()


def test_chips_stand_choice_by_choice(topical: Window) -> None:
    names = [chip.accessibleName() for chip in topical.article_labels.chips.values()]
    assert names == ["Topic: politics", "Topic: sport", "checked"]


def test_without_labels_for_articles_there_is_no_bar_until_there_is_one(window: Window) -> None:
    assert not window.article_labels.isVisible()
    label = label_commands.create(window.session, TOPICS[0])
    assert window.article_labels.isVisible()
    assert label is not None
    label_commands.update(window.session, label, replace(label, name="POLITICS"))
    assert [chip.text() for chip in window.article_labels.chips.values()] == ["POLITICS \u2068سیاست\u2069"]
    window.session.undo()
    window.session.undo()
    assert not window.article_labels.isVisible()


def test_the_bar_shows_the_selected_spans_label(window: Window) -> None:
    def lit() -> list[str]:
        QApplication.processEvents()
        return [action.text().split()[0] for action in window.label_bar.actions() if action.isChecked()]

    span_commands.label(window.session, *find(window, "پاکستان"), window.session.labels[1])
    assert lit() == ["LOCATION"]
    span_commands.relabel(window.session, window.session.spans[0], window.session.labels[2])
    assert lit() == ["ORGANIZATION"]
    window.session.select(None)
    assert lit() == []


def test_labels_that_do_not_fit_are_reached_by_keyboard(window: Window, qtbot: QtBot) -> None:
    for number in range(20):
        label_commands.create(window.session, Label(f"LABEL {number}"))
    window.resize(760, 800)
    arrow = window.label_bar.findChild(QToolButton, "qt_toolbar_ext_button")
    assert arrow is not None
    qtbot.waitUntil(arrow.isVisible)
    window.article_view.setFocus()
    for _ in range(60):
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Tab)
        if QApplication.focusWidget() is arrow:
            break
    assert QApplication.focusWidget() is arrow
    last = window.label_bar.widgetForAction(window.label_bar.actions()[-1])
    assert not last.isVisible()
    QTest.keyClick(arrow, Qt.Key.Key_Space)
    qtbot.waitUntil(last.isVisible)
