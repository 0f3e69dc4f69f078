"""Backups that become projects again where the open project is not the one, or has to be closed for it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QWidget

from models.backups import restoring
from models.backups.listing import Backup, folder_for
from models.base.data_folder import backups_folder
from models.base.errors import UserError
from ui.backups.dialog import BackupsDialog
from ui.backups.flow import copying_to
from ui.support.bidi import isolated, shown_path
from ui.tasks.jobs import Job, when_done

if TYPE_CHECKING:
    from models.base.report import Progress
    from ui.shell.app import App


class Restorer:
    """Shows the backups of a project that cannot be opened, or of all; puts one in the open project's place."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._root = backups_folder(app.settings.folder)

    # --- the open project -------------------------------------------------------------------------------------

    def exchange(self, draft: Path) -> None:
        """Put what `restoring.prepare` made in the place of the open project, and open it."""
        app, window = self._app, self._app.window
        assert window is not None
        path, told = window.session.project.path, ""
        QApplication.setQuitOnLastWindowClosed(False)  # for a moment there is none
        try:
            app.window = None
            if not window.close():  # something waits for the disk: the person is asked, it stays open
                app.window = window
                restoring.discard(draft)
                return
            window.deleteLater()
            try:
                restoring.put(draft, path)
            except UserError as error:
                told = str(error)
            app.attempt(path)
        finally:
            QApplication.setQuitOnLastWindowClosed(True)
        self._tell(told, "The backup is restored; what was here before is the newest backup now.")

    def _tell(self, error: str, note: str) -> None:
        bar = self._app.bar()
        if bar is not None and error:
            bar.tell(error)
        elif self._app.window is not None:
            self._app.window.messages.note(note)

    # --- another one ------------------------------------------------------------------------------------------

    def offer(self, path: Path | None) -> None:
        """Show the backups of the project at `path`, which cannot be opened, if there are any; or those of all."""
        parent = self._app.window or self._app.welcome
        if parent is None or (path is not None and folder_for(self._root, path) is None):
            return
        dialog = BackupsDialog(self._root, parent, path=path)
        dialog.copy_asked.connect(lambda backup, new: self._copy(parent, backup, new))
        dialog.over_asked.connect(lambda backup: self._over(parent, backup, path))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _copy(self, parent: QWidget, backup: Path, path: Path) -> None:
        job = Job(f"Restoring {isolated(path.stem)}…", copying_to(backup, path), parent)
        self._run(job, path, "")

    def _over(self, parent: QWidget, backup: Backup, path: Path | None) -> None:
        assert path is not None

        def work(progress: Progress) -> Path | None:
            return restoring.put(restoring.prepare(backup.path, path, progress), path, keep=True)

        self._run(Job(f"Restoring {isolated(path.stem)}…", work, parent), path, "The damaged file is kept as ")

    def _run(self, job: Job, path: Path, told: str) -> None:
        job.failed.connect(lambda text: self._tell(text, ""))
        when_done(job, lambda aside: self._opened(path, f"{told}{shown_path(aside)}." if aside else ""))

    def _opened(self, path: Path, told: str) -> None:
        self._app.attempt(path)
        if told:
            self._tell("", told)
