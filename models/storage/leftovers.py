"""The log or journal that an unclean end leaves beside a project: changes that the file itself holds not yet, or half.

SQLite recovers from either by itself, and trusts any file of the right name. When another copy of the project was put
in the place of the one that crashed, it would mix the two: that is detected here, before a connection is made.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, count, islice
from pathlib import Path
from typing import BinaryIO

from models.base.errors import UserError, error_text
from models.base.presence import is_file
from models.storage import lock_note, tokens
from models.storage.disk import atomic, patience, sidecars
from models.storage.raw import header, journal, wal
from models.storage.raw.header import Header
from models.storage.tokens import Token

_MOST_RECORDS = 10_000  # of a journal, in which page 1 is among the first


@dataclass(frozen=True, slots=True)
class Leftover:
    """A log or journal beside a project. `headers`: those of each page 1 that it holds, oldest first.

    `pages`: the project's length in pages as the log states it; None for a journal. `tokens`: all in it, oldest first.
    """

    path: Path
    page_size: int
    headers: tuple[Header, ...]
    pages: int | None
    is_journal: bool = False
    tokens: tuple[Token, ...] = ()

    def belongs_to(self, found: Header, token: Token | None = None, mark: str = "") -> bool:
        """Whether it can come from the very file with this header and, if that is known, this token.

        `mark`: that of the process which had the file open last, as its lock note tells.
        """
        if self.page_size != found.page_size or not self._follows(token, mark):
            return False
        if not self.headers:
            return self.pages in (None, found.pages)
        first, last = self.headers[0].counter, max(each.counter for each in self.headers)
        # A journal holds page 1 as it was, the log as it became; the file may be on either side of that.
        return first <= found.counter <= first + 1 if self.is_journal else first - 1 <= found.counter <= last

    def _follows(self, token: Token | None, mark: str) -> bool:
        """Whether the file's token is one that it began from or leads to; True where one of them has none."""
        if token is None or not self.tokens:
            return True
        first = self.tokens[0]
        if self.is_journal:  # it holds the token as it was; the file has that one, or already the next
            return first.new == token.new or (first.new == token.before and token.new.startswith(mark))
        return token.new in {first.before, *(each.new for each in self.tokens)}  # a checkpoint may have been cut short


def find_leftover(path: Path) -> Leftover | None:
    """Return what the last session left beside the project; None after a clean end. Nobody has the project open."""
    with suppress(OSError):
        if (found := _read(path, sidecars.WAL, _parse_log)) is not None:
            return found
    with suppress(OSError):
        return _read(path, sidecars.JOURNAL, _parse_journal)
    return None


def last_change(log: Path) -> str:
    """Return when a log or journal was written last, as it is shown: local time."""
    try:
        return f"{datetime.fromtimestamp(log.stat().st_mtime):%Y-%m-%d %H.%M}"
    except OSError:
        return "nobody knows when"


def is_foreign(left: Leftover, file: Path, found: Header, path: Path | None = None) -> bool:
    """Whether a log or journal beside `file`, whose header is `found`, is that of another copy of the project.

    `path`: the project itself, where `file` is a copy of it for looking at.
    """
    owner = lock_note.owner_of(path or file)
    return not left.belongs_to(found, tokens.of_file(file), owner.mark if owner else "")


def foreign(path: Path) -> Leftover | None:
    """Return the log or journal beside the project that is another copy's; None without, or for an unreadable file."""
    left = find_leftover(path) if is_file(path) else None
    found = header.read(path) if left else None
    return left if left and found and found.is_sane and is_foreign(left, path, found) else None


def set_aside(path: Path) -> Path | None:
    """Give the log or journal beside a project, which nobody has open, a visible name; return it. Raises UserError."""
    left = find_leftover(path)
    if left is None:
        return None
    try:
        kept = visible_name(path, f"changes of another copy, {last_change(left.path)}")
        kept = kept.with_name(kept.name + (sidecars.JOURNAL if left.is_journal else sidecars.WAL))
        atomic.publish(left.path, kept)
        patience.remove(left.path)
        sidecars.remove(path, (sidecars.SHM,))
    except OSError as error:
        raise UserError(f"{left.path}: it cannot be set aside ({error_text(error)}); move it elsewhere.") from error
    return kept


def take_lost(path: Path, found: Header) -> None:
    """Give the log or journal of a project that was renamed under its window, and whose process died, the new name.

    It lies beside the project with the note of that process and without a file of its own, and its token says that it
    begins from this very file, whose header is `found`. Nobody has the project open.
    """
    for lost in _lost(path):
        left, owner = find_leftover(lost), lock_note.owner_of(lost)
        if left is None or not left.tokens or owner is None:  # without a note it was set aside
            continue
        token = tokens.of_file(path)
        if token is not None and left.belongs_to(found, token, owner.mark):
            own = sidecars.sidecar(path, sidecars.JOURNAL if left.is_journal else sidecars.WAL)
            with suppress(OSError):
                if not os.path.lexists(own):
                    patience.rename(left.path, own)  # not by a second name, with which SQLite must not open it
                    sidecars.remove(lost, (sidecars.LOCK,))
            return


def _lost(path: Path) -> Iterator[Path]:
    """Yield the paths of projects that are not there, and whose log or journal lies beside the one at `path`."""
    real = sidecars.real_file(path)
    try:
        with os.scandir(real.parent) as found:
            names = {each.name for each in found}
    except OSError:  # a folder that may be entered and not read
        return
    for suffix in (sidecars.WAL, sidecars.JOURNAL):
        lone = (name.removesuffix(suffix) for name in names if name.endswith(suffix))
        yield from (real.with_name(name) for name in lone if name and name not in names)


def visible_name(path: Path, what: str) -> Path:
    """Return a free name beside a project's file, with `what` in brackets."""
    real = sidecars.real_file(path)
    numbered = chain([what], (f"{what}, {number}" for number in count(2)))
    names = (real.with_name(f"{real.stem} ({each}){real.suffix}") for each in numbered)
    return next(name for name in names if not any(os.path.lexists(f"{name}{end}") for end in ("", *sidecars.SQLITE)))


def remove_stale(path: Path, *, wal: bool) -> None:
    """Remove sidecars that SQLite leaves and does not read again. This process has locked the project.

    Its connection keeps the log's index (`-shm`) in memory; with a log (`wal`) it has no journal either.
    """
    for suffix in (sidecars.SHM, sidecars.JOURNAL) if wal else (sidecars.SHM,):
        with suppress(OSError):
            sidecars.remove(path, (suffix,))


def _read(project: Path, suffix: str, parse: Callable[[Path, BinaryIO], Leftover | None]) -> Leftover | None:
    with sidecars.open_sidecar(project, suffix) as file:
        return parse(sidecars.sidecar(project, suffix), file)


def _parse_log(path: Path, file: BinaryIO) -> Leftover | None:
    """Parse a log; None when there is no committed transaction in it. Its checksums are left to SQLite."""
    log = wal.parse(wal.reader(file))
    if log is None:
        return None
    headers: list[Header] = []
    found: list[Token] = []
    pages, page = None, 0  # of the project; the page that has the token
    for frames in log.transactions(verify=False):
        first_pages = [log.read(frame.offset, header.SIZE) for frame in frames if frame.page == 1]
        headers += filter(None, map(header.parse, first_pages))
        pages = frames[-1].commit
        for frame in frames:
            if page in {0, frame.page} and (token := tokens.of_page(log.read(frame.offset, log.page_size))) is not None:
                page = frame.page
                found.append(token)
    return Leftover(path, log.page_size, tuple(headers), pages, tokens=tuple(found)) if pages is not None else None


def _parse_journal(path: Path, file: BinaryIO) -> Leftover | None:
    """Parse a rollback journal; None when it is not hot."""
    left = journal.parse(wal.reader(file))
    if left is None:
        return None
    first: Header | None = None
    token: Token | None = None
    for number, page in islice(left.records(), _MOST_RECORDS):
        if number == 1:
            first = first or header.parse(page)
        token = token or tokens.of_page(page)
        if first and token:
            break
    headers, found = (first,) if first else (), (token,) if token else ()
    return Leftover(path, left.page_size, headers, None, is_journal=True, tokens=found)
