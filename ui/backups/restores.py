"""Restores of backups off the UI thread: as a new project, over the open one, over one that cannot be opened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from models.base.errors import UserError
from ui.support.bidi import isolated
from ui.tasks.run import Work, run

if TYPE_CHECKING:
    from models.base.report import Progress
    from models.project.project import Project


class Restores:
    """Runs one restore at a time over a window, which tells of failure and cancelling."""

    def __init__(
        self, over: QWidget, on_failure: Callable[[str], object], on_cancel: Callable[[], object] = lambda: None
    ) -> None:
        self._over, self._on_failure, self._on_cancel = over, on_failure, on_cancel

    def as_copy(self, backup: Path, path: Path, on_success: Callable[[None], object]) -> None:
        """Make a new project at `path` of a backup."""

        def work(progress: Progress) -> None:
            from models.backups.restoring import restore_copy  # noqa: PLC0415

            restore_copy(backup, path, progress)

        self._run(path, work, on_success)

    def prepare(self, backup: Path, project: Project, root: Path, on_success: Callable[[Path], object]) -> None:
        """Make a draft of a backup to take the place of the open project, which is backed up in `root`."""

        def work(progress: Progress) -> Path:
            from models.backups import backing_up, restoring  # noqa: PLC0415
            from models.backups.listing import Reason  # noqa: PLC0415

            draft = restoring.prepare(backup, project.path, progress)  # which the next backup may crowd out
            try:
                backing_up.back_up(project.source(), root, Reason.RESTORE, progress, always=True)
                if project.is_elsewhere:  # what has its name now is in no backup
                    raise UserError(
                        f"{project.path}: was moved, replaced or removed while it is open; put it back first."
                    )
            except BaseException:
                restoring.discard(draft)
                raise
            return draft

        self._run(project.path, work, on_success)

    def replace_damaged(self, backup: Path, path: Path, on_success: Callable[[Path], object]) -> None:
        """Put a backup in the place of a damaged project, which is kept beside it under the path that is the result."""

        def work(progress: Progress) -> Path | None:
            from models.backups import restoring  # noqa: PLC0415

            return restoring.put(restoring.prepare(backup, path, progress), path, keep=True)

        self._run(path, work, on_success)

    def _run(self, path: Path, work: Work, on_success: Callable[[Any], object]) -> None:
        text = f"Restoring {isolated(path.stem)}…"
        run(text, work, self._over, on_success=on_success, on_failure=self._on_failure, on_cancel=self._on_cancel)
