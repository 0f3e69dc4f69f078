"""Where a caret key leads in a text that runs from right to left. Offsets are code points."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from models.text.offsets import next_edge, previous_edge
from models.text.sentences import sentence_after, sentence_before
from models.text.urdu import word_after, word_before

_GOALS: dict[tuple[Qt.Key, bool], Callable[[str, int], int]] = {
    (Qt.Key.Key_Left, False): next_edge,
    (Qt.Key.Key_Right, False): previous_edge,
    (Qt.Key.Key_Left, True): word_after,
    (Qt.Key.Key_Right, True): word_before,
    (Qt.Key.Key_Down, True): sentence_after,
    (Qt.Key.Key_Up, True): sentence_before,
    (Qt.Key.Key_Home, True): lambda _text, _caret: 0,
    (Qt.Key.Key_End, True): lambda text, _caret: len(text),
}


def goal(text: str, caret: int, key: Qt.Key, *, control: bool) -> int | None:
    """Return the position in reading order that a key leads to; None for keys that go by lines or move no caret."""
    lead = _GOALS.get((key, control))
    return lead(text, caret) if lead else None
