"""Upkeep of the file of an open project: tokens, checkpoints, and nothing written into what another program changed.

SQLite's own checkpoint after a commit is switched off: it would write into whatever the file has become.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from models.base.errors import DiskRefused, UserError
from models.storage import leftovers, project_file, tokens
from models.storage.disk import sidecars
from models.storage.watch import State, Watch

if TYPE_CHECKING:
    from models.storage.page_copy import CopySource

_FRAMES = 1000  # of the log after which it is folded in, as SQLite does by itself
_AHEAD = 0.6  # of them after which it is where nobody waits for it


class Upkeep:
    """Takes care of one file around each transaction, for the connection that has it open."""

    def __init__(self, path: Path, conn: sqlite3.Connection) -> None:
        self._path, self._conn, self._watch = path, conn, Watch(path, conn)
        self._most = 32 + _FRAMES * (24 + self._watch.page_size)  # bytes of the log
        self._needs_token = True
        self._wrote, self._was_ours = False, True
        self._log_has_more = self._watch.log_size > 0  # than the file, be it of a session that was killed
        if self._watch.has_log:
            conn.execute("PRAGMA wal_autocheckpoint = 0")
            conn.execute(f"PRAGMA journal_size_limit = {self._most}")  # the size tells how many frames there are

    def refusal(self, *, in_transaction: bool = False) -> DiskRefused | None:
        """Return the error for a file that is not as it was left; None for one that is."""
        match self._watch.state(in_transaction=in_transaction):
            case State.OURS:
                return None
            case State.CHANGED:
                return project_file.changed(self._path)
            case _:
                return project_file.moved(self._path)

    @contextmanager
    def around(self, *, writes: bool) -> Iterator[None]:
        """Take care around a transaction. Raises DiskRefused, and none is begun, for a file that is not as it was left.

        A log that lost its name gets a new file first.
        """
        if self._watch.state() is State.LOG_ELSEWHERE and self._watch.log_name_is_free:
            self._begin_new_log()
        self._refuse(self.refusal())
        try:
            yield
        except BaseException:
            self._undone()
            raise
        if writes:
            self._committed()

    @contextmanager
    def inside(self, *, writes: bool) -> Iterator[None]:
        """Write a new token where one is due, and look again before the commit. Raises DiskRefused."""
        if self._needs_token and writes:
            tokens.renew(self._conn)
        yield
        self._refuse(self.refusal(in_transaction=True))

    def _refuse(self, refusal: DiskRefused | None) -> None:
        self._was_ours = refusal is None
        if refusal is not None:
            raise refusal

    def _undone(self) -> None:
        """Note what a transaction that was undone has left of no effect: pages for which there was no memory."""
        if self._was_ours:
            self._watch.settle_log()
            if not self._watch.has_log:
                self._watch.settle()

    def refuse_changed(self) -> None:
        """Raise DiskRefused when what the connection reads may be another program's."""
        if self._watch.state() is State.CHANGED:
            raise project_file.changed(self._path)

    def refuse_mixing(self) -> None:
        """Raise DiskRefused when what is kept in memory would be put into what another program has written.

        Without a log, preparing for it reads the file anew.
        """
        if not self._watch.has_log:
            self.refuse_changed()

    def _committed(self) -> None:
        """Note what the transaction left, and fold the log in when it has become long."""
        self._wrote = True
        if not self._watch.has_log:
            self._watch.settle_written(self._conn)
            return
        self._needs_token, self._log_has_more = False, True
        self._watch.settle_log()
        if self._watch.log_size > self._most and self._watch.state() is State.OURS:
            self._checkpoint()

    def _checkpoint(self) -> None:
        whole = False
        with suppress(sqlite3.DatabaseError):  # somebody reads, or the disk refuses: after the next commit
            busy, frames, done = self._conn.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            whole = not busy and frames == done
        self._watch.settle_folded(self._conn, whole=whole)
        if whole and self._watch.state() is not State.CHANGED:  # else the log is all that there is of it
            self._needs_token, self._log_has_more = True, False

    def fold_in(self) -> bool:
        """Fold the log in; return whether the file alone has all that was committed. False also without a log."""
        if self._log_has_more and self._watch.state() is State.OURS:
            self._checkpoint()
        return self._watch.has_log and not self._log_has_more and self._watch.state() is State.OURS

    def fold_in_ahead(self) -> None:
        """Fold in a log that would soon have to be in the midst of a gesture; what goes wrong, the next one tells."""
        if self._log_has_more and self._watch.log_end > self._most * _AHEAD and not self._conn.in_transaction:
            with suppress(OSError, sqlite3.DatabaseError):
                self.fold_in()

    def _begin_new_log(self) -> None:
        self._watch.close_log()
        try:
            self._conn.execute("PRAGMA journal_mode = DELETE")  # which folds the log in
            self._conn.execute("PRAGMA journal_mode = WAL")
            self._needs_token, self._log_has_more = True, False
        finally:
            self._watch.settle()
            self._watch.settle_log()

    def copy_to(self, draft: Path, source: CopySource) -> str:
        """Write all that was committed to a draft; return its damage in a few words, or "".

        `source` is the connection: its lock is held while the file is looked at, which another thread may be folding
        the log into. Raises UserError when the copy cannot be whole; OSError, sqlite3.Error.
        """
        with source.lock:
            is_ours = self._watch.state() is not State.CHANGED
        if is_ours:
            damage = project_file.copy(source, draft)
            with source.lock:
                self.refuse_changed()
            return damage
        with source.lock:
            return self._copy_of_changed(draft, source)

    def _copy_of_changed(self, draft: Path, source: CopySource) -> str:
        """Do what `copy_to` does where another program has changed the file."""
        if self._watch.can_write:
            self._watch.write_to(draft)
            return project_file.damage_of(draft)
        if not self._watch.has_first_pages():
            raise UserError(
                f"{self._path}: was overwritten by another program while it is open, and what it held cannot be copied "
                "whole any more; put back what was there, or go back to a backup of it."
            )
        if damage := project_file.copy(source, draft):  # no other state of the project: it must be sound then
            raise UserError(f"{self._path}: was changed by another program while open, and is damaged ({damage}).")
        return ""

    @property
    def has_more_than_the_file(self) -> bool:
        """Whether closing has to keep what was committed in a new file, as the file has lost it."""
        match self._watch.state():
            case State.CHANGED:
                return self._wrote or self._log_has_more
            case State.ELSEWHERE:
                return self._log_has_more or (self._wrote and self._watch.is_nameless)
            case _:
                return False

    def forget_changes(self) -> None:
        """Keep nothing at the end of what was committed so far."""
        self._wrote = self._log_has_more = False

    def close(self) -> Path | None:
        """Close the connection; return the new file that has what the file has lost. The file itself is left alone."""
        state = self._watch.state()
        kept = self._keep() if self.has_more_than_the_file else None
        is_lost = kept is None and self.has_more_than_the_file
        with self._without_checkpoint(is_lost=is_lost) if state is State.CHANGED else nullcontext():
            self._watch.close_log()
            self._conn.close()
        if state in {State.CHANGED, State.ELSEWHERE} and not is_lost:
            with suppress(OSError):
                self._watch.remove_log()
        self._watch.close()
        return kept

    @contextmanager
    def _without_checkpoint(self, *, is_lost: bool) -> Iterator[None]:
        """Let the connection close without folding its log into the file; `is_lost`: the log is all that there is."""
        with ExitStack() as taken:
            if not is_lost:
                with suppress(OSError):
                    self._watch.empty_log()
            else:
                try:
                    taken.enter_context(self._watch.without_name())
                except OSError:  # a folder that cannot be written; Windows, always
                    taken.enter_context(self._watch.without_log())
            yield

    def _keep(self) -> Path | None:
        """Keep what was committed in a new project beside the file; where that cannot be, the log alone, if any."""
        path = leftovers.visible_name(self._path, f"as it was open here, {datetime.now():%Y-%m-%d %H.%M.%S}")
        try:
            project_file.make(path, self._copy)
        except UserError:
            return self._keep_log() if self._watch.log_size else None
        return path

    def _copy(self, draft: Path) -> None:
        from models.storage.page_copy import CopySource  # noqa: PLC0415 - no part of a start

        self.copy_to(draft, CopySource(self._path, self._conn))

    def _keep_log(self) -> Path | None:
        path = leftovers.visible_name(self._path, f"changes not saved, {datetime.now():%Y-%m-%d %H.%M.%S}")
        log = path.with_name(path.name + sidecars.WAL)
        try:
            self._watch.write_log_to(log)
        except OSError:
            return None
        return log
