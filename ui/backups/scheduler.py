"""Scheduled backups of the open project: soon after it is opened, at intervals, and before large changes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QDialog, QWidget
from shiboken6 import isValid

from models.base.errors import UserError
from ui.session.session import Session
from ui.support.log import LOG
from ui.tasks.run import Task, run

if TYPE_CHECKING:
    from models.backups.listing import Backup
    from models.base.report import Progress

_FIRST_AFTER = 5_000  # milliseconds after the window stands
_LOOK_AFTER = 1_000  # the same after an unexpected end
_INTERVAL = 15 * 60_000
_RETRY_AFTER = 60_000  # when something was being written all the time
_NOT_LOOKED = " Nor was all of it looked at after its unexpected end; the next start does that."


class BackupScheduler(QObject):
    """Makes one backup at a time off the UI thread; each kind of failure is told once, without a dialog.

    A backup is a copy that was checked as a whole: where an unexpected end left the project to be looked through, the
    first one is that look, and is made in any case.
    """

    noted = Signal(str)
    damaged = Signal(str)
    ended = Signal()  # a backup was made, or failed
    progressed = Signal(int, int)  # pages copied, and all; then zeros while the copy is checked
    looked_through = Signal()  # after an unexpected end, and the project is sound
    _backed_up = Signal(object)  # before other work, on the thread of that

    def __init__(self, session: Session, root: Path, window: QWidget) -> None:
        super().__init__(window)
        self.root = root
        self._session, self._window = session, window
        self._task = Task(self, on_success=self._tell_outcome)
        self._task.progressed.connect(self.progressed)
        self._told: set[str] = set()
        self.soon, self.work = QTimer(self), QTimer(self)
        self.soon.setSingleShot(True)
        self.soon.timeout.connect(lambda: self.start("opening"))
        self.work.timeout.connect(lambda: self.start("work"))
        self._backed_up.connect(self._tell_outcome)
        session.closing.connect(self._close)
        session.before_many = self.before_many
        if not session.project.read_only:
            self.soon.start(_LOOK_AFTER if self.owes_look else _FIRST_AFTER)
            self.work.start(_INTERVAL)

    @property
    def at_work(self) -> bool:
        return self._task.at_work

    @property
    def owes_look(self) -> bool:
        """Whether the project has not been looked through since an unexpected end."""
        return self._session.project.owes_look

    def start(self, reason: str, *, always: bool = False) -> bool:
        """Begin a backup for a reason (a `Reason`), if the project is free; return whether it has begun."""
        if self._session.project.read_only:
            return False
        if self.at_work or not self._window.isEnabled() or self._session.pending:
            self.soon.start(_RETRY_AFTER)
            return False
        self._task.start(self._backup_work(reason, always=always))
        return True

    def _backup_work(self, reason: str, *, always: bool = False) -> Callable[[Progress], object]:
        source, root = self._session.project.source(), self.root
        always = always or self.owes_look

        def make(progress: Progress) -> Backup | UserError | None:
            from models.backups.backing_up import back_up  # noqa: PLC0415
            from models.backups.listing import Reason  # noqa: PLC0415 - no part of a start

            try:
                return back_up(source, root, Reason(reason), progress, always=always)
            except UserError as error:
                return error

        return make

    def stop(self) -> None:
        """Cancel the backup that is being made, and block until its thread has ended."""
        self._task.stop()

    def _close(self) -> None:
        self.soon.stop()
        self.work.stop()
        self.stop()

    def _tell_outcome(self, result: Backup | UserError | None) -> None:
        from models.storage.page_copy import Busy  # noqa: PLC0415

        if isinstance(result, Busy):
            self.soon.start(_RETRY_AFTER)
        elif isinstance(result, UserError):
            self._tell_once(self.noted, f"{result}{_NOT_LOOKED if self.owes_look else ''}")
        else:
            self._tell_contents(result)
        self.ended.emit()

    def _tell_contents(self, backup: Backup | None) -> None:
        if backup is None or backup.contents is None:
            return
        path = self._session.project.path
        self._settle_look(backup.contents.damage)
        if backup.contents.damage:
            why = backup.contents.damage
            self._tell_once(
                self.damaged,
                f"{path}: the project is damaged ({why}). All backups of it are kept; "
                "look for the last good one in Project, Backups.",
            )
        elif backup.fell:
            self._tell_once(
                self.noted,
                f"{path}: the project has less in it than its last backup. If that is not meant, "
                "look for what is missing in Project, Backups.",
            )
        else:
            self._told.clear()

    def _settle_look(self, damage: str) -> None:
        if self.owes_look and self._session.project.looked_through(damage):
            self.looked_through.emit()

    def _tell_once(self, how: object, text: str) -> None:
        LOG.warning("backup: %s", text)
        if text not in self._told:
            self._told.add(text)
            how.emit(text)  # type: ignore[attr-defined]

    def before(self, reason: str) -> Callable[[Progress], None]:
        """Return the backup that is the first part of other work; it raises Cancelled, and no other error."""
        self.stop()
        make = self._backup_work(reason)
        return lambda progress: self._backed_up.emit(make(progress))

    def before_many(self) -> bool:
        """Back up while the window waits, before many spans are removed; return whether to go on."""
        if self._session.pending or self._session.project.read_only or not self._window.isEnabled():
            return True
        cancelled: list[bool] = []
        active = next((dialog for dialog in self._window.findChildren(QDialog) if dialog.isVisible()), self._window)
        work, on_cancel = self.before("delete"), partial(cancelled.append, True)
        run("Backing up first…", work, self._window, on_cancel=on_cancel).wait()
        if isValid(active):  # a dialog may have been closed by its frame's button
            active.activateWindow()
        if cancelled:
            self._session.status_message.emit("cancelled; nothing was changed")
        return not cancelled
