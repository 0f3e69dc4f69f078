"""Which key was pressed, whatever the keyboard layout makes of it."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from models.corpus import Label

_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_MAC_DIGITS = {18: "1", 19: "2", 20: "3", 21: "4", 23: "5", 22: "6", 26: "7", 28: "8", 25: "9"}


def label_for(event: QKeyEvent, labels: Iterable[Label]) -> Label | None:
    """The label whose key this is: by what it types, by the digit's value (۱, ١, 1), or by its place."""
    if event.modifiers() & _HELD:
        return None
    typed = event.text()
    asked = {typed.casefold(), _digit(typed), _place(event)} - {""}
    return next((label for label in labels if label.key and label.key.casefold() in asked), None)


def _digit(typed: str) -> str:
    """The ASCII digit of any script's digit; empty for anything else."""
    value = unicodedata.digit(typed, None) if len(typed) == 1 else None
    return "" if value is None else str(value)


def _place(event: QKeyEvent) -> str:
    """The digit that a US keyboard has at the key's place, where the layout types no digit and no Latin letter."""
    code = event.nativeScanCode()
    if event.text().isascii() and event.text().strip():
        return ""
    if sys.platform == "darwin":
        return _MAC_DIGITS.get(event.nativeVirtualKey(), "")
    first = 2 if sys.platform == "win32" else 10  # set 1 scan codes; X11 and Wayland add 8
    return str(code - first + 1) if first <= code < first + 9 else ""
