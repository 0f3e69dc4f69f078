"""Restores of backups off the UI thread: as a new project, over the open one, over one that cannot be opened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from models.backups import restoring
from models.backups.backing_up import back_up
from models.backups.listing import Reason
from models.base.errors import UserError
from models.base.report import Progress
from models.project.project import Project
from models.storage.disk import sidecars
from ui.support.bidi import isolated
from ui.tasks.run import Work, run


class Restores:
    """Restores backups while a window waits; `on_failure` and `on_cancel` tell how one ended that made nothing."""

    def __init__(
        self, over: QWidget, on_failure: Callable[[str], object], on_cancel: Callable[[], object] = lambda: None
    ) -> None:
        self._over, self._on_failure, self._on_cancel = over, on_failure, on_cancel

    def as_copy(self, backup: Path, path: Path, on_success: Callable[[None], object]) -> None:
        """Make a new project at `path` of a backup."""
        self._run(path, lambda progress: restoring.restore_copy(backup, path, progress), on_success)

    def replace_damaged(self, backup: Path, path: Path, on_success: Callable[[Path], object]) -> None:
        """Put a backup in the place of a damaged project, which is kept beside it: the result is its new path."""

        def work(progress: Progress) -> Path | None:
            return restoring.replace_project(restoring.prepare(backup, path, progress), path, keep=True)

        self._run(path, work, on_success)

    def prepare(self, backup: Path, project: Project, root: Path, on_success: Callable[[Path], object]) -> None:
        """Make a draft that can take the place of the open project, and back the project up in `root`."""
        self._run(project.path, lambda progress: _draft(backup, project, root, progress), on_success)

    def _run(self, path: Path, work: Work, on_success: Callable[[Any], object]) -> None:
        text = f"Restoring {isolated(path.stem)}…"
        run(text, work, self._over, on_success=on_success, on_failure=self._on_failure, on_cancel=self._on_cancel)


def _draft(backup: Path, project: Project, root: Path, progress: Progress) -> Path:
    draft = restoring.prepare(backup, project.path, progress)  # first: the next backup may crowd this one out
    try:
        back_up(project.source(), root, Reason.RESTORE, progress, always=True)
        if project.is_changed_outside:  # what has its name now is in no backup
            raise UserError(f"{project.path}: was moved, replaced or changed while it is open; put it back first.")
    except BaseException:
        sidecars.remove_project(draft)
        raise
    return draft
