"""Label keys under keyboard layouts: the key codes are those that X11, Windows and macOS really send."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from models.base.entities import Label
from ui.support.physical_keys import label_for

SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


def key(typed: str, code: int = 0, mac: int = 0, held: Qt.KeyboardModifier = NONE) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, 0, held, code, mac, 0, typed)


def found(event: QKeyEvent, keys: Iterable[str]) -> str:
    label = label_for(event, [Label(f"label {key}", key=key) for key in keys])
    return label.key if label else ""


@pytest.fixture
def x11(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")


# code on X11, what a US keyboard types, what the CRULP phonetic Urdu one types, what the NLA one types
LETTERS = [
    (24, "q", "ق", "ط"),
    (25, "w", "و", "ص"),
    (33, "p", "پ", "ح"),
    (38, "a", "ا", "م"),
    (46, "l", "ل", "ی"),
    (52, "z", "ز", "ق"),
    (58, "m", "م", "ع"),
]


@pytest.mark.usefixtures("x11")
@pytest.mark.parametrize(("code", "us", "phonetic", "nla"), LETTERS)
def test_a_letter_key_is_found_under_english_and_both_urdu_layouts(code: int, us: str, phonetic: str, nla: str) -> None:
    keys = [row[1] for row in LETTERS]
    assert {found(key(typed, code), keys) for typed in (us, phonetic, nla)} == {us}


@pytest.mark.usefixtures("x11")
def test_a_key_that_types_two_letters_counts_by_its_place() -> None:
    assert found(key("لا", 56), "bn") == "b", "Arabic layouts have لا on b"


@pytest.mark.usefixtures("x11")
def test_a_latin_layout_counts_by_what_it_types() -> None:
    assert found(key("a", 24), "qa") == "a", "AZERTY has a where a US keyboard has q"
    assert found(key("a", 24), "q") == ""
    assert found(key(",", 25), "w") == "", "Dvorak has the comma there, and its w elsewhere"
    assert found(key("ş", 47), "l") == ""


@pytest.mark.usefixtures("x11")
def test_digits_of_azerty_are_pressed_without_shift() -> None:
    assert found(key("&", 10), "123") == "1"
    assert found(key("é", 11), "123") == "2"
    assert found(key("é", 11), "2é") == "é", "what is typed comes first"
    assert found(key("!", 10, held=SHIFT), "123") == "", "Shift+1 of a US keyboard is no 1"


@pytest.mark.usefixtures("x11")
@pytest.mark.parametrize("typed", ["1", "۱", "١", "१"])
def test_digits_of_every_script_are_one_key_whichever_the_label_names(typed: str) -> None:
    assert found(key(typed), "12") == "1"
    assert found(key(typed), "۲۱") == "۱"


@pytest.mark.usefixtures("x11")
def test_an_urdu_letter_is_a_label_key_too_and_comes_before_the_place() -> None:
    assert found(key("ق", 24), "qق") == "ق"
    assert found(key("ط", 24), "qق") == "q", "where the layout types another letter, the place counts"
    assert found(key("ي", 40), "ی") == "ی", "Arabic layouts have a yeh of their own"
    assert found(key("q", 24), "ق") == ""


@pytest.mark.usefixtures("x11")
@pytest.mark.parametrize(
    "held", [Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.MetaModifier]
)
def test_a_key_with_ctrl_alt_or_meta_is_no_label_key(held: Qt.KeyboardModifier) -> None:
    assert found(key("ق", 24, held=held), "qق") == ""


@pytest.mark.usefixtures("x11")
def test_capital_letters_are_the_same_key() -> None:
    assert found(key("Q", 24, held=SHIFT), "q") == "q"
    assert found(key("q", 24), "Q") == "Q"


@pytest.mark.parametrize(("code", "sign"), [(2, "1"), (10, "9"), (16, "q"), (25, "p"), (30, "a"), (44, "z"), (50, "m")])
def test_windows_counts_its_keys_from_one_lower_down(monkeypatch: pytest.MonkeyPatch, code: int, sign: str) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert found(key("ؤ", code), [sign]) == sign


@pytest.mark.parametrize(
    ("virtual", "sign"),
    [(18, "1"), (23, "5"), (22, "6"), (25, "9"), (12, "q"), (16, "y"), (17, "t"), (0, "a"), (40, "k"), (46, "m")],
)
def test_the_mac_has_virtual_keys(monkeypatch: pytest.MonkeyPatch, virtual: int, sign: str) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert found(key("ؤ", mac=virtual), [sign]) == sign
