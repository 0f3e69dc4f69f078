"""Which key was pressed, whatever the keyboard layout makes of it."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from models.base.entities import Label

_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier

# Where a US keyboard has its digits and letters. Windows counts keys as the first PC keyboards did (set 1), Linux
# took those numbers over, and X11 and Wayland add 8 to them; the Mac has numbers of its own.
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
    """The label whose key this is: by what it types first, then by the key's place on a US keyboard."""
    if event.modifiers() & _HELD:
        return None
    by_key: dict[str, Label] = {}
    for label in labels:
        if label.key:
            by_key.setdefault(folded(label.key), label)
    return next((by_key[asked] for asked in _meanings(event) if asked in by_key), None)


def _meanings(event: QKeyEvent) -> Iterator[str]:
    """What the pressed key may stand for, the likeliest first."""
    typed = event.text()
    if typed:
        yield folded(typed)
    if place := place_of(event):
        yield place


def folded(typed: str) -> str:
    """What is one key to a person: capitals are small letters, the digits of every script (۱, ١) ASCII ones."""
    value = unicodedata.digit(typed, None) if len(typed) == 1 else None
    if value is not None:
        return str(value)
    return _ONE_LETTER.get(typed, typed.casefold())


# Letters that Arabic and Urdu layouts type with the same key, each with a code point of its own.
_ONE_LETTER = {"ي": "ی", "ى": "ی", "ك": "ک", "ه": "ہ", "ة": "ۃ"}


def place_of(event: QKeyEvent) -> str:
    """The digit or small letter that a US keyboard has at the key's place; empty where what it types counts.

    A letter's place counts only under a layout that types no Latin there: Dvorak and AZERTY say what they mean.
    A digit's place counts without Shift, as AZERTY has its digits above it.
    """
    sign, typed = _sign_at(event), event.text()
    if sign.isdigit():
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        return "" if shifted or (typed.isascii() and typed.isalnum()) else sign
    return "" if any(_is_latin(typed_sign) for typed_sign in typed) else sign


def _is_latin(sign: str) -> bool:
    return (sign.isascii() and sign.isprintable()) or unicodedata.name(sign, "").startswith("LATIN")


def _sign_at(event: QKeyEvent) -> str:
    if sys.platform == "darwin":
        return _MAC.get(event.nativeVirtualKey(), "")
    return (_SET_1 if sys.platform == "win32" else _X11).get(event.nativeScanCode(), "")
