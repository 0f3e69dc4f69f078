"""The objects of a JSON array, or one after another, without the whole file in memory. No format itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from models.base import json_text
from models.base.documents import FileLocation
from models.base.errors import UserError
from models.formats.support.fields import not_json
from models.formats.support.source import MAX_CHARACTERS, SourceFile

MAX_RECORD = MAX_CHARACTERS - 1
"""The longest object in characters; no text in it is longer than a project takes."""
_BLANK = " \t\r\n"


def records(source: SourceFile) -> Iterator[tuple[FileLocation, dict[str, Any]]]:
    """Yield (where it begins, object) of an array of objects, of one object a line, or of a single one.

    Raises UserError with the line of whatever is no such file, is cut off, or is an object without an end.
    """
    text = _Window(source)
    if not text.peek():
        raise UserError(f"{text.place}: the file is empty.")
    array = text.peek() == "["
    if array:
        text.take()
    while text.peek() not in ("", "]"):
        where = text.place
        yield from text.read_object(where)
        if array and text.peek() == ",":
            text.take()
            if text.peek() == "]":
                raise UserError(f"{text.place}: not JSON (a comma before the end of the list); remove it.")
        elif array and text.peek() not in ("", "]"):
            raise UserError(f"{text.place}: not JSON (no comma between two records); export the file again.")
    if array and text.peek() == "":
        raise UserError(f"{text.place}: not JSON (the list has no end); the file may have been cut off.")
    if array:
        text.take()
    if text.peek():
        raise UserError(f"{text.place}: not JSON (something follows the end of the list); export the file again.")


class _Window:
    """A part of the file as text, which moves on."""

    def __init__(self, source: SourceFile) -> None:
        self._source, self._blocks = source, source.blocks()
        self._text, self._at, self._line = "", 0, 1

    @property
    def place(self) -> FileLocation:
        """Where the next character is that is not blank."""
        return self._source.at(self._line)

    def peek(self) -> str:
        """Return the next character that is not blank; empty at the end."""
        while True:
            start = self._at
            while self._at < len(self._text) and self._text[self._at] in _BLANK:
                self._at += 1
            self._line += self._text.count("\n", start, self._at)
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more(1):
                return ""

    def take(self) -> None:
        """Go past the character that `peek` saw."""
        self._at += 1

    def read_object(self, where: FileLocation) -> Iterator[tuple[FileLocation, dict[str, Any]]]:
        """Yield the object that begins here; one that is none is left out. Raises UserError for what has no end."""
        self.peek()
        while True:
            trouble: json_text.NotJson | None = None
            try:
                found, end = json_text.parse_at(self._text, self._at)
                break
            except json_text.NotJson as error:
                # Cut off, it goes on in the next block; looked at again with twice as much, it costs no square.
                found, end, trouble = None, _end_of(self._text, self._at), error
                if end:
                    break
                if len(self._text) - self._at > MAX_RECORD:
                    raise UserError(
                        f"{where}: a record longer than {MAX_CHARACTERS >> 20} million characters, or not JSON."
                    ) from error
                if not self._more(len(self._text) - self._at):
                    line = self._line + self._text.count("\n", self._at, error.at)
                    raise not_json(self._source.at(line), error) from error
        self._line += self._text.count("\n", self._at, end)
        self._at = end
        if trouble:
            self._source.leave_out(where, not_json(where, trouble))
        elif not isinstance(found, dict):
            self._source.leave_out(where, "not a JSON object in braces")
        else:
            yield where, found

    def _more(self, least: int) -> bool:
        """Read on, `least` characters or more; what was taken is forgotten. False at the end of the file."""
        parts, size = [self._text[self._at :]], 0
        while size < least and (block := next(self._blocks, "")):
            parts.append(block)
            size += len(block)
        self._text, self._at = "".join(parts), 0
        return size > 0


def _end_of(text: str, at: int) -> int:
    """Return where a value ends that Python reads though it is no JSON (NaN, a name twice, half a pair); 0 without."""
    try:
        return _LENIENT.raw_decode(text, at)[1]
    except (ValueError, RecursionError):
        return 0


_LENIENT = json.JSONDecoder()
