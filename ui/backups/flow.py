"""Backups of the open project: made in the background, listed, restored."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from models.base.data_folder import backups_folder
from ui.backups.look_line import LookLine
from ui.backups.scheduler import BackupScheduler
from ui.host.flow import Flow, Handlers
from ui.host.host import Host

if TYPE_CHECKING:
    from models.backups.listing import Backup
    from ui.backups.dialog import BackupsDialog
    from ui.backups.restores import Restores


class BackupFlow(Flow):
    """Runs the backup scheduler, and shows the dialog of backups."""

    def __init__(self, host: Host, may_leave: Callable[[Callable[[], object]], bool]) -> None:
        """`may_leave` says whether the project can be left, and calls its argument later where it cannot yet."""
        self._host, self._session, self._may_leave = host, host.session, may_leave
        self.scheduler = BackupScheduler(host.session, backups_folder(host.settings.folder), host)
        self.scheduler.noted.connect(host.messages.show_note)
        self.scheduler.damaged.connect(self._tell_damaged)
        self.scheduler.looked_through.connect(self._tell_sound)
        self.look_line = LookLine(self.scheduler)
        self._dialog: BackupsDialog | None = None

    def handlers(self) -> Handlers:
        return {"backups": self._show}

    def _tell_damaged(self, text: str) -> None:
        """Report damage; the line of the start, that all is here, gives way to it."""
        if self._session.project.ended_unexpectedly:
            self._session.status_message.emit("the last session ended unexpectedly, and the project is damaged")
        self._host.tell_damage(text)

    def _tell_sound(self) -> None:
        self._session.status_message.emit("the project is sound, though the last session ended unexpectedly")

    def _show(self) -> None:
        from ui.backups.dialog import BackupsDialog  # noqa: PLC0415

        self._dialog = dialog = BackupsDialog(self.scheduler.root, self._host, self._session, self.scheduler)
        dialog.copy_asked.connect(self._copy)
        dialog.over_asked.connect(self._over)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _restores(self) -> Restores:
        from ui.backups.restores import Restores  # noqa: PLC0415 - no part of a start

        on_cancel = partial(self._session.status_message.emit, "cancelled; nothing was restored")
        return Restores(self._host, self._host.messages.show_error, on_cancel)

    def _copy(self, backup: Path, path: Path) -> None:
        self._restores().as_copy(backup, path, lambda _: self._host.project_asked.emit(path))

    def _over(self, backup: Backup) -> None:
        """Prepare the backup beside the project and back up the project; then ask for the exchange."""
        if not self._may_leave(lambda: self._over(backup)):
            return
        self._session.keep_time()
        self.scheduler.stop()
        asked = self._host.restore_asked.emit
        self._restores().prepare(backup.path, self._session.project, self.scheduler.root, asked)
