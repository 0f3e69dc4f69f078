"""Steps by sentences, for a caret and for selections. Offsets are code points, end-exclusive."""

from __future__ import annotations

from models.text.offsets import trim_space
from models.text.tokens import sentences


def _line(text: str, position: int) -> tuple[int, int]:
    """Return the line that holds `position`, without its line end: no sentence goes past one."""
    end = text.find("\n", position)
    return text.rfind("\n", 0, position) + 1, len(text) if end < 0 else end


def _in_line(text: str, position: int) -> list[tuple[int, int]]:
    """Return the sentences of the line that holds `position`, without white space at their ends."""
    first, last = _line(text, position)
    found = (trim_space(text, first + start, first + end) for start, end in sentences(text[first:last]))
    return [(start, end) for start, end in found if start < end]


def sentence_at(text: str, position: int) -> tuple[int, int] | None:
    """Return the sentence that a caret at `position` is in, or in the space after; None on an empty line."""
    found = _in_line(text, position)
    return next((reach for reach in reversed(found) if reach[0] <= position), found[0] if found else None)


def snap_to_sentences(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return `[start, end)` grown to the sentences that it touches; None when it touches none."""
    last_at = max(end - 1, start)
    first, last = sentence_at(text, start), sentence_at(text, last_at)
    if first is None or last is None:
        return first or last
    return first[0], last[1]


def sentence_after(text: str, position: int) -> int:
    """Return the start of the next sentence; the text's end after the last."""
    at = position
    while at <= len(text):
        for start, _ in _in_line(text, at):
            if start > position:
                return start
        at = _line(text, at)[1] + 1
    return len(text)


def sentence_before(text: str, position: int) -> int:
    """Return the start of the sentence that `position` is in, or of the one before at its start; 0 before the first."""
    at = position
    while at >= 0:
        for start, _ in reversed(_in_line(text, at)):
            if start < position:
                return start
        at = _line(text, at)[0] - 1
    return 0
