"""The default keys are free on each system, and macOS moves the right actions to the menu of the program."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest

from tests.ui.conftest import OpenWindow
from ui.keys import action_specs, keymap
from ui.keys.action_specs import ACTION_SPECS
from ui.keys.keymap import Keymap, native_words
from ui.shell.shortcut_sheet import MOUSE
from ui.shell.window import Window
from ui.support.settings import Settings

# What macOS or every text of it has for itself: Ctrl is ⌘ in Qt's names, Alt is ⌥.
_TAKEN = "Ctrl+H Ctrl+M Ctrl+Alt+H Ctrl+Alt+M Ctrl+Space Ctrl+Tab Ctrl+` Ctrl+Shift+Q Ctrl+Alt+D Ctrl+Alt+Esc".split()
_TAKEN += [f"Alt+{shift}{arrow}" for shift in ("", "Shift+") for arrow in ("Left", "Right", "Up", "Down")]


@pytest.fixture
def macos(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(action_specs, "on_macos", lambda: True)


def test_keys_are_those_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    by_id = {spec.id: spec for spec in ACTION_SPECS}
    for platform in ("linux", "win32"):
        monkeypatch.setattr(sys, "platform", platform)
        assert by_id["note"].usual_keys == ("Ctrl+M",)
        assert all(spec.usual_keys == spec.keys for spec in ACTION_SPECS)
    monkeypatch.setattr(sys, "platform", "darwin")
    assert by_id["note"].usual_keys == ("Ctrl+Shift+N",)
    assert by_id["undo"].usual_keys == ("Ctrl+Z",)


@pytest.mark.usefixtures("macos", "qapp")
def test_no_default_key_of_macos_is_the_systems_or_given_twice(tmp_path: Path) -> None:
    keys = Keymap(Settings(tmp_path), ACTION_SPECS)
    every = [key for spec in ACTION_SPECS for key in keys.keys(spec.id)]
    assert not {QKeySequence(key).toString() for key in _TAKEN} & set(every)
    assert len(every) == len(set(every)) == sum(len(spec.usual_keys) for spec in ACTION_SPECS)
    assert {spec.id for spec in ACTION_SPECS if spec.keys} == {spec.id for spec in ACTION_SPECS if spec.usual_keys}
    assert keys.is_default("note")
    keys.assign("note", ("Ctrl+Shift+M",))
    keys.reset("note")
    assert keys.keys("note") == ("Ctrl+Shift+N",)


@pytest.mark.usefixtures("macos")
def test_window_of_macos_has_its_keys(open_window: OpenWindow, project_file: Path) -> None:
    window = open_window(project_file)
    for action, key in (("note", "Ctrl+Shift+N"), ("hidden", "Ctrl+R"), ("next_span", "Ctrl+Alt+Left")):
        assert [each.toString() for each in window.actions_[action].shortcuts()] == [key]


def test_only_three_actions_go_to_the_menu_of_the_program(window: Window) -> None:
    roles = {action.objectName(): action.menuRole() for action in window.actions_.values()}
    role = QAction.MenuRole
    assert roles.pop("settings") is role.PreferencesRole
    assert roles.pop("about") is role.AboutRole
    assert roles.pop("quit") is role.QuitRole
    assert set(roles.values()) == {role.NoRole}


def test_project_called_settings_stays_among_the_recent_ones(window: Window, tmp_path: Path) -> None:
    window.settings.remember(tmp_path / "Settings.nishan")
    window.projects.recent.read()
    assert [action.menuRole() for action in window.projects.recent.actions()] == [QAction.MenuRole.NoRole]


def test_modifiers_in_words_are_written_as_the_system_does(monkeypatch: pytest.MonkeyPatch) -> None:
    signs = {"Ctrl+A": "⌘A", "Alt+A": "⌥A", "Shift+A": "⇧A"}
    monkeypatch.setattr(keymap, "native_text", signs.__getitem__)
    assert native_words("Ctrl+← →") == "⌘← →"
    assert native_words("Alt+drag") == "⌥drag"
    assert native_words("Tab Shift+Tab") == "Tab ⇧Tab"


@pytest.mark.usefixtures("macos")
@pytest.mark.parametrize(("platform", "moves"), [("darwin", True), ("linux", False), ("win32", False)])
def test_alt_and_an_arrow_moves_the_caret_by_a_word_on_macos_alone(
    open_window: OpenWindow, project_file: Path, monkeypatch: pytest.MonkeyPatch, platform: str, moves: bool
) -> None:
    view = open_window(project_file).article_view
    monkeypatch.setattr("ui.article.keyboard.sys", SimpleNamespace(platform=platform))
    QTest.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    by_alt = view.caret
    assert (by_alt > 1) == moves
    QTest.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier)
    assert view.caret == by_alt  # the next span, of which there is none


def test_edges_grow_and_shrink_in_the_same_words_everywhere() -> None:
    for edge in ("end", "start"):
        for way in ("grow", "shrink"):
            for by in ("", "_character"):
                (spec,) = [spec for spec in ACTION_SPECS if spec.id == f"{edge}_{way}{by}"]
                said = spec.text.replace("&", "")
                assert said == f"{way.capitalize()} at the {edge}{' by a character' if by else ''}"
    (line,) = [text for keys, text in MOUSE if keys == "drag an edge"]
    assert line.startswith("Grow or shrink")
