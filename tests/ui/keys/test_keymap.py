"""Every action can be given another key; no key ever means two things."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from models.base.entities import Label
from models.base.errors import UserError
from ui.keys.action_specs import ActionSpec
from ui.keys.keymap import Keymap, action_name, pressed
from ui.support.settings import Settings

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
SPECS = (
    ActionSpec("note", "&Span", "&Note…", ("Ctrl+M",)),
    ActionSpec("undo", "&Edit", "&Undo", ("Ctrl+Z",)),
    ActionSpec("redo", "&Edit", "&Redo", ("Ctrl+Shift+Z", "Ctrl+Y")),
    ActionSpec("help", "&Help", "&Shortcuts", ("F1", "?", "؟")),
    ActionSpec("about", "&Help", "&About"),
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path)


@pytest.fixture
def keymap(settings: Settings, qapp: object) -> Keymap:
    return Keymap(settings, SPECS)


def test_a_key_given_is_kept_over_a_restart_and_the_old_one_is_free(keymap: Keymap, settings: Settings) -> None:
    keymap.assign("note", ["Ctrl+,", "F9"])
    settings.sync()
    again = Keymap(Settings(settings.folder), SPECS)
    assert again.keys("note") == ("Ctrl+,", "F9")
    assert not again.is_default("note")
    assert again.taken_by("Ctrl+M") == ""
    assert (settings.folder / "settings.ini").read_text(encoding="utf-8").count("[keys]") == 1


def test_an_action_may_go_without_a_key_and_that_is_kept(keymap: Keymap, settings: Settings) -> None:
    keymap.assign("note", [])
    settings.sync()
    assert Keymap(Settings(settings.folder), SPECS).keys("note") == ()


def test_a_clash_is_refused_in_words_with_the_name_of_the_other(keymap: Keymap) -> None:
    with pytest.raises(UserError) as refused:
        keymap.assign("undo", ["Ctrl+M"])
    assert str(refused.value) == "Ctrl+M is taken by Note; choose another key or change that first."
    assert keymap.keys("undo") == ("Ctrl+Z",)
    keymap.assign("undo", ["Ctrl+Z", "Ctrl+U"])
    assert keymap.conflict("Ctrl+Z", "undo") == "", "its own key is no clash"


@pytest.mark.parametrize(
    ("key", "name"), [("Left", "caret"), ("Ctrl+Shift+Home", "caret"), ("Tab", "next and previous")]
)
def test_the_keys_of_the_caret_cannot_be_given_away(keymap: Keymap, key: str, name: str) -> None:
    assert name in keymap.conflict(key, "note")
    assert keymap.conflict(key, "note").endswith("choose another key.")


@pytest.mark.parametrize("key", ["Q", "Shift+Q", "۴", "4"])
def test_a_labels_key_is_the_labels(keymap: Keymap, key: str) -> None:
    assert keymap.conflict(key, "note") == ""
    keymap.set_labels([Label("EVENT", key="q"), Label("DATE", key="4")])
    assert "is taken by the label" in keymap.conflict(key, "note")
    assert keymap.conflict("Ctrl+Q", "note") == ""


def test_a_label_with_the_key_of_an_action_has_it_and_the_action_keeps_its_other_keys(keymap: Keymap) -> None:
    keymap.set_labels([Label("DOUBT", key="?")])
    assert keymap.keys("help") == ("F1", "؟")
    keymap.set_labels([])
    assert keymap.keys("help") == ("F1", "?", "؟")


def test_reset_gives_the_usual_keys_back_and_is_refused_while_another_has_them(keymap: Keymap) -> None:
    keymap.assign("note", ["F9"])
    keymap.assign("undo", ["Ctrl+M"])
    with pytest.raises(UserError, match=r"Ctrl\+M is taken by Undo"):
        keymap.reset("note")
    keymap.reset("undo")
    keymap.reset("note")
    assert keymap.keys("note") == ("Ctrl+M",)
    keymap.assign("note", ["F9"])
    keymap.assign("undo", ["Ctrl+M"])
    keymap.reset_all()
    assert all(keymap.is_default(spec.id) for spec in SPECS)


def test_what_is_written_by_hand_never_gives_one_key_to_two(settings: Settings, qapp: object) -> None:
    settings.set_keys("undo", ["Ctrl+M", "rubbish", "Ctrl+K, Ctrl+C"])
    settings.set_keys("redo", ["Ctrl+M", "Left"])
    settings.set_keys("nobody", ["F3"])
    keymap = Keymap(settings, SPECS)
    assert (keymap.keys("undo"), keymap.keys("redo"), keymap.keys("note")) == (("Ctrl+M",), (), ())


def test_whoever_shows_keys_is_told(keymap: Keymap) -> None:
    told: list[str] = []
    keymap.changed.connect(lambda: told.append("changed"))
    keymap.assign("note", ["F9"])
    keymap.reset("note")
    keymap.reset_all()
    assert len(told) == 3


@pytest.mark.parametrize(
    ("key", "held", "typed", "code", "name"),
    [
        (Qt.Key.Key_M, CTRL, "\r", 58, "Ctrl+M"),
        (0x0645, CTRL, "م", 58, "Ctrl+M"),
        (0x0645, CTRL | SHIFT, "م", 58, "Ctrl+Shift+M"),
        (0x0645, Qt.KeyboardModifier.NoModifier, "م", 58, "م"),
        (Qt.Key.Key_Question, SHIFT, "?", 61, "?"),
        (Qt.Key.Key_Plus, CTRL | SHIFT, "+", 21, "Ctrl++"),
        (Qt.Key.Key_End, ALT | SHIFT, "", 115, "Alt+Shift+End"),
        (Qt.Key.Key_5, CTRL | Qt.KeyboardModifier.KeypadModifier, "5", 84, "Ctrl+5"),
        (Qt.Key.Key_Shift, SHIFT, "", 50, ""),
        (Qt.Key.Key_Control, CTRL, "", 37, ""),
    ],
)
def test_a_pressed_key_is_read_under_any_layout(
    monkeypatch: pytest.MonkeyPatch, key: int, held: Qt.KeyboardModifier, typed: str, code: int, name: str
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    assert pressed(QKeyEvent(QEvent.Type.KeyPress, int(key), held, code, 0, 0, typed)) == name


def test_names_are_menu_texts_without_their_signs() -> None:
    assert action_name("Import a &folder…") == "Import a folder"
    assert action_name("Sit && &wait") == "Sit & wait"
