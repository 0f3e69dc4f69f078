"""Reading key events by the physical position of the key, for keyboard layouts without Latin letters."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from models.base.entities import Label

MODIFIERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier

# Scan codes of the digits and letters of a US keyboard. Windows has those of the first PC keyboards (set 1), Linux
# took them over, and X11 and Wayland add 8 to them; macOS has virtual key codes of its own.
_ROWS = {2: "123456789", 16: "qwertyuiop", 30: "asdfghjkl", 44: "zxcvbnm"}
_SET_1 = {first + at: sign for first, row in _ROWS.items() for at, sign in enumerate(row)}
_X11 = {code + 8: sign for code, sign in _SET_1.items()}
_MAC_ROWS = {
    "123456789": (18, 19, 20, 21, 23, 22, 26, 28, 25),
    "qwertyuiop": (12, 13, 14, 15, 17, 16, 32, 34, 31, 35),
    "asdfghjkl": (0, 1, 2, 3, 5, 4, 38, 40, 37),
    "zxcvbnm": (6, 7, 8, 9, 11, 45, 46),
}
_MAC = {code: sign for row, codes in _MAC_ROWS.items() for sign, code in zip(row, codes, strict=True)}


def label_for(event: QKeyEvent, labels: Iterable[Label]) -> Label | None:
    """Return the label whose key was pressed: by the typed character first, then by the position on a US keyboard."""
    if event.modifiers() & MODIFIERS:
        return None
    by_key: dict[str, Label] = {}
    for label in labels:
        if label.key:
            by_key.setdefault(fold_key(label.key), label)
    return next((by_key[key] for key in _candidates(event) if key in by_key), None)


def _candidates(event: QKeyEvent) -> Iterator[str]:
    """Yield the keys that the event may stand for, the likeliest first."""
    if typed := event.text():
        yield fold_key(typed)
    if key := us_key(event):
        yield key


def fold_key(typed: str) -> str:
    """Return a typed character in a form that ignores case, the script of a digit (۱, ١) and variants of a letter."""
    value = unicodedata.digit(typed, None) if len(typed) == 1 else None
    return _LETTER_VARIANTS.get(typed, typed.casefold()) if value is None else str(value)


# Letters that Arabic and Urdu layouts type with the same key, each with a code point of its own.
_LETTER_VARIANTS = {"ي": "ی", "ى": "ی", "ك": "ک", "ه": "ہ", "ة": "ۃ"}


def us_key(event: QKeyEvent) -> str:
    """Return the digit or small letter that a US keyboard has at the pressed position; empty for others.

    A letter counts only if the layout types no Latin character there: Dvorak and AZERTY are read by what they type.
    A digit counts only without Shift, as AZERTY has its digits on the upper level.
    """
    key, typed = _key_at(event), event.text()
    if key.isdigit():
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        return "" if shifted or (typed.isascii() and typed.isalnum()) else key
    return "" if any(map(_is_latin, typed)) else key


def _is_latin(character: str) -> bool:
    return (character.isascii() and character.isprintable()) or unicodedata.name(character, "").startswith("LATIN")


def _key_at(event: QKeyEvent) -> str:
    if sys.platform == "darwin":
        return _MAC.get(event.nativeVirtualKey(), "")
    return (_SET_1 if sys.platform == "win32" else _X11).get(event.nativeScanCode(), "")
