"""Watch whether the file of an open project is as its connection left it: nobody else may write it, but can.

In a project with a write-ahead log the main file changes at a checkpoint only, and the log at a commit; without one the
main file changes at each commit. So size, time and identity tell. A time alone may have been set by a program that
changed nothing (`touch`, a copy of the very same bytes): then the content is compared. With a log it is, up to `_MOST`,
kept in memory since the last checkpoint; that also is what a copy is made of once the file was overwritten. Without a
log only the pages are compared that every change alters: the clocks of shared drives are not to be trusted.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from enum import Enum, auto
from pathlib import Path
from typing import NamedTuple

from models.storage import tokens
from models.storage.disk import atomic, patience, sidecars
from models.storage.kept import Kept
from models.storage.raw import wal
from models.storage.sqlite_connections import connect, harden

_MOST = 32_000_000  # bytes of a project that are kept
_COUNTER = 24, 4  # of changes, in the header of the file: offset and length in bytes
_MOST_OF_LOG = 8_000_000  # bytes that are looked through
_TIMES_ARE_SURE = os.name == "posix"  # Windows may set the time of a change long after it
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_WRITE = os.O_RDWR | getattr(os, "O_BINARY", 0)


class State(Enum):
    """What became of the file: `ELSEWHERE`, its name is gone or another's, but what is open is as it was."""

    OURS = auto()
    LOG_ELSEWHERE = auto()
    ELSEWHERE = auto()
    CHANGED = auto()


class _Stamp(NamedTuple):
    device: int
    inode: int
    size: int
    time: int

    @property
    def identity(self) -> tuple[int, int]:
        return self[:2]


class Watch:
    """Watches one file for the connection that has it open. Make it after connecting; close it after the connection.

    Closing any handle to the file drops SQLite's locks.
    """

    def __init__(self, path: Path, conn: sqlite3.Connection) -> None:
        """Take the file as it is now for the connection's own. Raises OSError or sqlite3.Error."""
        self._path, self._log_path = path, sidecars.sidecar(path, sidecars.WAL)
        self.has_log = conn.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        self.page_size: int = conn.execute("PRAGMA page_size").fetchone()[0]
        found = conn.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'meta'").fetchone()
        self._pages = (1, int(found[0])) if found else (1,)  # every own change alters one of them
        self._log: int | None = None
        self._log_stamp: _Stamp | None = None
        self._log_head, self.log_end = b"", wal.HEADER_SIZE
        self.log_size = 0
        self._file = os.open(path, _READ)
        try:
            self.settle()
            self.settle_log()
        except BaseException:
            conn.close()  # before the handle, as always
            self.close_log()
            self.close()
            raise

    def close(self) -> None:
        """Close what is open of the file."""
        os.close(self._file)

    def close_log(self) -> None:
        """Close what is open of the log, before the connection removes it."""
        if self._log is not None:
            os.close(self._log)
            self._log = None

    def settle(self) -> None:
        """Take the main file as it is now for the connection's own: it has just written it."""
        self._stamp = _stamp(os.fstat(self._file))
        keeps = self.has_log and self._stamp.size <= _MOST
        self._base = Kept(_read(self._file, 0, self._stamp.size), self.page_size) if keeps else None
        self._seen = self._first_pages()

    def settle_written(self, conn: sqlite3.Connection) -> None:
        """Take the main file for the connection's own where it is as that has just left it, else all stays as it was.

        A look before a write cannot tell what another program does during it. Raises OSError.
        """
        stamp, seen = _stamp(os.fstat(self._file)), self._first_pages()
        if self._is_written(conn, stamp.size, seen):
            self._stamp, self._seen = stamp, seen

    def settle_folded(self, conn: sqlite3.Connection, *, whole: bool) -> None:
        """Do what `settle_written` does after the log was folded in, `whole` or not; what is kept is compared."""
        base = self._folded_in()
        if base is None:
            self._base = None
            if whole:
                self.settle_written(conn)
            elif self._is_partly_written():
                self.settle()
            return
        stamp, seen = _stamp(os.fstat(self._file)), self._first_pages()
        now = _read(self._file, 0, stamp.size)
        if now == base or (not whole and self._is_between(now, base)):
            self._stamp, self._seen = stamp, seen
            if self._base is not None and len(now) <= _MOST:
                self._base.become(now)
            else:
                self._base = None

    def _is_partly_written(self) -> bool:
        return os.fstat(self._file).st_size >= self._stamp.size and self._has_next_counter(self._first_pages()[0])

    def _is_between(self, now: bytes, after: bytes) -> bool:
        """Whether each page is as it was or as it will be; of what the file has grown by, some may not be there yet."""
        assert self._base is not None
        before = self._base.content()
        if len(now) < min(len(before), len(after)):
            return False
        size, zeros = self.page_size, bytes(self.page_size)
        return all(
            (page := now[at : at + size]) in (before[at : at + size], after[at : at + size])
            or (at >= len(before) and page == zeros)
            for at in range(0, len(now), size)
        )

    def _folded_in(self) -> bytes | None:
        """Return what the file is once the log is folded in; None where either is not kept, or the log is too long."""
        if self._base is None or self._log is None or self.log_size > _MOST:
            return None
        data = _read(self._log, 0, self.log_size)
        log = wal.parse(lambda offset, size: data[offset : offset + size])
        base, pages = bytearray(self._base.content()), 0
        for frames in log.transactions(verify=False) if log else ():
            for frame in frames:
                at = (frame.page - 1) * self.page_size
                base.extend(bytes(max(at - len(base), 0)))
                base[at : at + self.page_size] = log.read(frame.offset, self.page_size) if log else b""
            pages = frames[-1].commit
        return bytes(base[: pages * self.page_size]) if pages else None

    def _is_written(self, conn: sqlite3.Connection, size: int, pages: list[bytes]) -> bool:
        """Whether the file has the length and the token that the connection knows, and a counter that has not gone."""
        if size != conn.execute("PRAGMA page_count").fetchone()[0] * self.page_size:
            return False
        if not self._has_next_counter(pages[0]):
            return False
        return len(pages) == 1 or tokens.may_be_on(pages[1], tokens.of_open(conn))

    def _has_next_counter(self, page: bytes) -> bool:
        """Whether a first page has the counter that was seen or a later one; with a log there may be many commits."""
        offset, length = _COUNTER
        gone = int.from_bytes(page[offset : offset + length], "big") - int.from_bytes(self._counter(), "big")
        return gone & 0xFFFFFFFF < (0x80000000 if self.has_log else 2)

    def settle_log(self) -> None:
        """Take the log as it is now for the connection's own."""
        if not self.has_log:
            return
        with suppress(OSError):
            if self._log is None:
                self._log = os.open(self._log_path, _WRITE)
            self._log_stamp = _log_stamp(os.fstat(self._log))
            self.log_size = self._log_stamp.size
            self._find_end_of_log(self._log)

    def _find_end_of_log(self, log: int) -> None:
        """Note where the last committed transaction ends, from where the one before it did."""
        head = _read(log, 0, wal.HEADER_SIZE)
        if head != self._log_head:
            self._log_head, self.log_end = head, wal.HEADER_SIZE
        at = self.log_end
        while self.log_size <= _MOST_OF_LOG and len(frame := _read(log, at, 24)) == 24 and frame[8:16] == head[16:24]:
            at += 24 + self.page_size
            if any(frame[4:8]):
                self.log_end = at

    def state(self, *, in_transaction: bool = False) -> State:
        """Return what became of the file since the connection wrote it last: one `stat` of it, and one of its log.

        `in_transaction`: pages for which there was no memory may be in the log, or without one in the file, already.
        """
        named = _stamp_of(self._path)
        if named != self._stamp:
            if not self._is_as_left(in_transaction=in_transaction):
                return State.CHANGED
            if named is None or named.identity != self._stamp.identity:
                return State.ELSEWHERE
        return State.OURS if in_transaction else self._state_of_log()

    def _state_of_log(self) -> State:
        if self._log is None or _log_stamp_of(self._log_path) == self._log_stamp:
            return State.OURS
        now = _log_stamp(os.fstat(self._log))
        if now != self._log_stamp and (now.size < self.log_size or not self._log_is_whole(now.size)):
            return State.CHANGED
        self._log_stamp, self.log_size = now, now.size
        return State.OURS if _log_stamp_of(self._log_path) == now else State.LOG_ELSEWHERE

    def _log_is_whole(self, size: int) -> bool:
        """Whether a log with a new time is the connection's own to its last frame: what follows is not read."""
        assert self._log is not None
        if size > _MOST_OF_LOG or _read(self._log, 0, wal.HEADER_SIZE) != self._log_head:
            return False
        data = _read(self._log, 0, size)
        log = wal.parse(lambda offset, size: data[offset : offset + size])
        frames = sum(len(part) for part in log.transactions(verify=True)) if log else 0
        return wal.HEADER_SIZE + frames * (24 + self.page_size) >= self.log_end

    def _is_as_left(self, *, in_transaction: bool = False) -> bool:
        """Whether the open file, whatever its name is now, has the content that the connection left."""
        try:
            now = _stamp(os.fstat(self._file))
            if now == self._stamp:
                return True
            if in_transaction and not self.has_log:  # the counter of changes is written at the end
                return now.size >= self._stamp.size and _read(self._file, *_COUNTER) == self._counter()
            if now.size != self._stamp.size or not self._has_same_content():
                return False
        except OSError:  # the drive is gone
            return True
        self._stamp = now
        return True

    def _counter(self) -> bytes:
        offset, size = _COUNTER
        return self._seen[0][offset : offset + size]

    def _has_same_content(self) -> bool:
        if self._base is not None:
            return _read(self._file, 0, self._stamp.size) == self._base.content()
        return not (self.has_log and _TIMES_ARE_SURE) and self.has_first_pages()

    def has_first_pages(self) -> bool:
        """Whether the pages that every change of this program alters are as they were."""
        return self._first_pages() == self._seen

    def _first_pages(self) -> list[bytes]:
        return [_read(self._file, (page - 1) * self.page_size, self.page_size) for page in self._pages]

    @property
    def is_nameless(self) -> bool:
        """Whether no name of the open file is left, so that it goes when it is closed."""
        return os.fstat(self._file).st_nlink == 0

    @property
    def can_write(self) -> bool:
        """Whether what was last committed is still here, though the file was overwritten."""
        if self._base is None:
            return False
        if self._log is None or (now := _log_stamp(os.fstat(self._log))) == self._log_stamp:
            return True
        return now.size >= self.log_size and self._log_is_whole(now.size)

    def write_to(self, draft: Path) -> None:
        """Write the project as it was last committed, of what is kept and the log. Raises OSError, sqlite3.Error."""
        assert self._base is not None
        draft.write_bytes(self._base.content())
        if self._log is not None and self.log_size:
            sidecars.sidecar(draft, sidecars.WAL).write_bytes(_read(self._log, 0, self.log_size))
        with closing(connect(draft)) as conn:
            harden(conn)
            conn.execute("PRAGMA journal_mode = DELETE")

    @contextmanager
    def without_name(self) -> Iterator[None]:
        """Take the file's name away for a moment: SQLite writes nothing into a file without its name when it closes."""
        aside = self._path.with_name(f"{self._path.name} (for a moment)")
        self._path.rename(aside)
        try:
            yield
        finally:
            with suppress(OSError):
                atomic.publish(aside, self._path)  # never over what another program put there meanwhile
                patience.remove(aside)

    @contextmanager
    def without_log(self) -> Iterator[None]:
        """Empty the log for a moment, so that closing the connection folds nothing into the file. Raises OSError."""
        kept = b"" if self._log is None else _read(self._log, 0, os.fstat(self._log).st_size)
        self.empty_log()
        try:
            yield
        finally:
            if kept:
                with suppress(OSError):
                    self._log_path.write_bytes(kept)

    @property
    def log_name_is_free(self) -> bool:
        """Whether no file at all has the log's name."""
        return not os.path.lexists(self._log_path)

    def write_log_to(self, path: Path) -> None:
        """Copy the log to a new file. Raises OSError."""
        if self._log is not None:
            with path.open("xb") as file:
                file.write(_read(self._log, 0, os.fstat(self._log).st_size))
                file.flush()
                os.fsync(file.fileno())

    def empty_log(self) -> None:
        """Empty the log, so that closing the connection writes nothing into another's file. Raises OSError."""
        if self._log is not None:
            os.ftruncate(self._log, 0)

    def remove_log(self) -> None:
        """Remove the log where its name still is its own, for after the connection is closed. Raises OSError."""
        named = _log_stamp_of(self._log_path)
        if named is not None and self._log_stamp is not None and named.identity == self._log_stamp.identity:
            patience.remove(self._log_path)


def _stamp(found: os.stat_result) -> _Stamp:
    return _Stamp(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)


def _log_stamp(found: os.stat_result) -> _Stamp:
    """Return the stamp of a log, in whose frames checksums tell where times are not sure."""
    return _stamp(found) if _TIMES_ARE_SURE else _stamp(found)._replace(time=0)


def _log_stamp_of(path: Path) -> _Stamp | None:
    try:
        return _log_stamp(path.stat())
    except OSError:
        return None


def _stamp_of(path: Path) -> _Stamp | None:
    try:
        return _stamp(path.stat())
    except OSError:
        return None


def _read(handle: int, offset: int, size: int) -> bytes:
    """Read so many bytes, fewer at the end of the file. The handle's position is nobody else's."""
    os.lseek(handle, offset, os.SEEK_SET)
    parts = []
    while size > 0 and (part := os.read(handle, size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
