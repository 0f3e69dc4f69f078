"""What a format reads: a file, bounded and decoded, line by line or whole, with the progress kept."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import IO, Any

from models.base import json_text
from models.base.documents import FileLocation
from models.base.errors import UserError, error_text
from models.base.reading import Reading
from models.base.report import Report
from models.formats.support.options import AS_FOUND, ReadOptions
from models.storage.disk import regular
from models.text.encodings import decode, encoding_of, refuse

MAX_BYTES = 32 * 1024 * 1024
"""The largest file that is read whole: some thirty novels; more than that is no article."""
MAX_LINE = 64 * 1024 * 1024
"""The longest line in bytes: no article is that long."""
MAX_CHARACTERS = 16 * 1024 * 1024
"""The longest line in characters."""
_BUFFER = 256 * 1024  # lines of a corpus are long
_LINES = frozenset({".jsonl", ".ndjson"})
HEAD = 1024 * 1024
"""As much of a file, in bytes, as is looked at to tell its format."""


@dataclass
class SourceFile:
    """A file to read. `advance` takes the bytes read since the last call, for the progress."""

    path: Path
    report: Report
    advance: Callable[[int], None] = lambda _bytes: None
    options: ReadOptions = AS_FOUND

    def at(self, line: int = 0) -> FileLocation:
        """Return a place in the file, for errors and notes; lines count from 1."""
        return FileLocation(str(self.path), line)

    def took(self, reading: Reading) -> None:
        """Tell what the parts of the file were taken for."""
        self.report.readings[str(self.path)] = reading

    def leave_out(self, where: FileLocation, error: UserError | str) -> None:
        """Leave out the record at a place, and go on. Raises UserError where the import is `strict`."""
        self.report.leave_out(where, self._unless_strict(where, error))

    def leave_out_span(self, where: FileLocation, error: UserError | str) -> None:
        """Leave out one span of the record at a place, and go on. Raises UserError where the import is `strict`."""
        self.report.leave_out_span(where, self._unless_strict(where, error))

    def _unless_strict(self, where: FileLocation, error: UserError | str) -> str:
        reason = str(error).removeprefix(f"{where}: ").removesuffix(".")
        if self.options.strict:
            raise UserError(f"{where}: {reason}.")
        return reason

    def bytes_lines(self) -> Iterator[tuple[int, bytes]]:
        """Yield (number, line with its end), for formats that are UTF-8 by their nature. Raises UserError."""
        with self._opened() as file:
            for number, line in enumerate(iter(lambda: file.readline(MAX_LINE + 1), b""), 1):
                if len(line) > MAX_LINE:
                    raise UserError(f"{self.at(number)}: longer than {MAX_LINE >> 20} MB; no article is that long.")
                self.advance(len(line))
                yield number, line

    def lines(self, *, ends: bool = False) -> Iterator[tuple[int, str]]:
        """Yield (number, line), decoded; a leading U+FEFF is gone. Only LF and CRLF end lines; they stay with `ends`.

        Raises UserError for lines that are too long or not in the encoding.
        """
        with self._opened() as file:
            start = file.read(4)
            file.seek(0)
            encoding = encoding_of(start, self.options.encoding)
            text = io.TextIOWrapper(file, encoding=encoding, newline="\n")
            before, number, read = 0, 0, partial(text.readline, MAX_CHARACTERS + 1)
            try:
                for number, given in enumerate(iter(read, ""), 1):
                    line = given if number > 1 else given.removeprefix("\ufeff")
                    if number % 256 == 0:
                        self.advance(file.tell() - before)
                        before = file.tell()
                    if len(line) > MAX_CHARACTERS:
                        raise self._too_long(number)
                    yield number, line if ends else line.removesuffix("\n").removesuffix("\r")
            except UnicodeError as error:  # of reading: what is done with a line raises its own outside
                raise self._not_decoded(error, encoding, number + 1) from error
            self.advance(file.tell() - before)

    def _not_decoded(self, error: UnicodeError, encoding: str, number: int) -> UserError:
        bad = error.object if isinstance(error, UnicodeDecodeError) else b""
        start = error.start if isinstance(error, UnicodeDecodeError) else 0
        return refuse(self.at(number + bad.count(b"\n", 0, start)), encoding, bad)

    def _too_long(self, number: int) -> UserError:
        return UserError(f"{self.at(number)}: longer than {MAX_CHARACTERS >> 20} million characters; no article is.")

    def blocks(self, size: int = 1 << 18) -> Iterator[str]:
        """Yield the file decoded, some `size` bytes at a time, none empty, a leading U+FEFF gone. Raises UserError."""
        with self._opened() as file:
            data = file.read(size)
            encoding = encoding_of(data[:4], self.options.encoding)
            decoder, line, first = codecs.getincrementaldecoder(encoding)(), 1, True
            while True:
                try:
                    text = decoder.decode(data, final=not data)
                except UnicodeError as error:
                    bad = error.object if isinstance(error, UnicodeDecodeError) else data
                    start = error.start if isinstance(error, UnicodeDecodeError) else 0
                    raise refuse(self.at(line + bad.count(b"\n", 0, start)), encoding, bad) from error
                if block := text.removeprefix("\ufeff") if first else text:
                    yield block
                if not data:
                    return
                line, first = line + text.count("\n"), first and not text
                self.advance(len(data))
                data = file.read(size)

    def data(self, most: int = MAX_BYTES) -> bytes:
        """Return the whole file. Raises UserError when it is larger than `most` bytes or cannot be read."""
        with self._opened() as file:
            data = file.read(most + 1)
        if len(data) > most:
            raise UserError(f"{self.path}: too large to be read whole (the limit is {most >> 20} MB); split it.")
        self.advance(len(data))
        return data

    def text(self, most: int = MAX_BYTES) -> str:
        """Return the whole file, decoded; a leading U+FEFF is still there. Raises UserError as `data` does."""
        return decode(self.data(most), self.path, self.options.encoding)

    def head(self) -> Head:
        """Return the beginning of the file, as it is read."""
        return Head.of(self.path, self.options.encoding)

    def neighbour(self, suffix: str) -> SourceFile:
        """Return the file beside this one that has its name but another suffix."""
        return SourceFile(self.path.with_suffix(suffix), self.report, self.advance, self.options)

    @contextmanager
    def _opened(self) -> Iterator[IO[bytes]]:
        try:
            with regular.open_regular(self.path, buffering=_BUFFER) as file:
                yield file
        except OSError as error:
            reason = error_text(error)
            raise UserError(f"{self.path}: the file cannot be read ({reason}).") from error


@dataclass(frozen=True)
class Head:
    """The beginning of a file, by which its format is told."""

    path: Path
    start: bytes
    encoding: str = ""

    @classmethod
    def of(cls, path: Path, encoding: str = "") -> Head:
        """Return the first kilobytes of a file; nothing if it cannot be read. Raises UserError for the open project.

        Of JSON lines the first one is read to its end: a novel with its spans is longer than that.
        """
        try:
            with regular.open_regular(path) as file:
                start = file.read(HEAD)
                if path.suffix.lower() in _LINES and len(start) == HEAD and start[:1] == b"{" and b"\n" not in start:
                    start += file.readline(MAX_LINE)
                return cls(path, start, encoding)
        except OSError:
            return cls(path, b"", encoding)

    @property
    def suffix(self) -> str:
        """The suffix of the name, in lower case."""
        return self.path.suffix.lower()

    @cached_property
    def text(self) -> str:
        """The beginning as text, without its mark; bytes that do not fit become U+FFFD."""
        try:
            return self.start.decode(encoding_of(self.start, self.encoding), "replace").removeprefix("\ufeff")
        except (UserError, UnicodeError):
            return ""

    @cached_property
    def lines(self) -> list[str]:
        """The whole lines of it; the last one only when it is whole, or the only one."""
        lines = self.text.split("\n")
        return [line.removesuffix("\r") for line in (lines[:-1] if len(self.start) >= HEAD and lines[1:] else lines)]

    @cached_property
    def record(self) -> dict[str, Any]:
        """The JSON object on the first line that is not blank; empty when it is none."""
        line = next((line for line in self.lines if line.strip()), "")
        try:
            found = json_text.parse(line)
        except json_text.NotJson:
            return {}
        return found if isinstance(found, dict) else {}
