"""Backups: made in the background, listed, restored."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.base.data_folder import backups_folder
from models.base.errors import UserError
from ui.backups.scheduler import BackupScheduler
from ui.host.flow import Handlers
from ui.support.bidi import isolated
from ui.tasks.jobs import Job, when_done

if TYPE_CHECKING:
    from models.backups.listing import Backup
    from models.base.report import Progress
    from models.project.project import Project
    from ui.backups.dialog import BackupsDialog
    from ui.host.host import Host


class BackupFlow:
    """The keeper of backups, and the dialog that shows them."""

    def __init__(self, host: Host, may_leave: Callable[[Callable[[], object]], bool]) -> None:
        """`may_leave` says whether the project can be left, and does its argument later where it cannot yet."""
        self._host, self._session, self._may_leave = host, host.session, may_leave
        self.scheduler = BackupScheduler(host.session, backups_folder(host.settings.folder), host)
        self.scheduler.noted.connect(host.messages.note)
        self.scheduler.damaged.connect(host.messages.tell)
        self._dialog: BackupsDialog | None = None

    def handlers(self) -> Handlers:
        """Return what each action does, by its id."""
        return {"backups": self._show}

    def _show(self) -> None:
        from ui.backups.dialog import BackupsDialog  # noqa: PLC0415

        self._dialog = dialog = BackupsDialog(self.scheduler.root, self._host, self._session, self.scheduler)
        dialog.copy_asked.connect(self._copy)
        dialog.over_asked.connect(self._over)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _copy(self, backup: Path, path: Path) -> None:
        job = Job(f"Restoring {isolated(path.stem)}…", copying_to(backup, path), self._host)
        self._run(job, lambda _: self._host.project_asked.emit(path))

    def _over(self, backup: Backup) -> None:
        """First a copy of the backup beside the project, then a backup of what is there now, then the two change."""
        if not self._may_leave(lambda: self._over(backup)):
            return
        self._session.keep_time()
        self.scheduler.stop()
        work, name = preparing(backup.path, self._session.project, self.scheduler.root), self._session.project.path.stem
        self._run(Job(f"Restoring {isolated(name)}…", work, self._host), self._host.restore_asked.emit)

    def _run(self, job: Job, then: Callable[[Any], object]) -> None:
        job.failed.connect(self._host.messages.tell)
        job.cancelled.connect(lambda: self._session.status_message.emit("cancelled; nothing was restored"))
        when_done(job, then)


def copying_to(backup: Path, path: Path) -> Callable[[Progress], None]:
    """Makes a new project of a backup."""

    def work(progress: Progress) -> None:
        from models.backups.restoring import restore_copy  # noqa: PLC0415

        restore_copy(backup, path, progress)

    return work


def preparing(backup: Path, project: Project, root: Path) -> Callable[[Progress], Path]:
    """Makes a copy of a backup that can take the place of the open project, of which it makes another backup."""

    def work(progress: Progress) -> Path:
        from models.backups import backing_up, restoring  # noqa: PLC0415
        from models.backups.listing import Reason  # noqa: PLC0415

        draft = restoring.prepare(backup, project.path, progress)  # which the next backup may crowd out
        try:
            backing_up.back_up(project.source(), root, Reason.RESTORE, progress, always=True)
            if project.is_elsewhere:  # what has its name now is in no backup
                raise UserError(f"{project.path}: was moved, replaced or removed while it is open; put it back first.")
        except BaseException:
            restoring.discard(draft)
            raise
        return draft

    return work
