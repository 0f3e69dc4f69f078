"""Restores of backups that close the open project, or that begin without one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication

from models.backups import restoring
from models.backups.listing import folder_for
from models.base.errors import UserError
from models.storage.disk import sidecars
from ui.backups.dialog import BackupsDialog
from ui.backups.restores import Restores
from ui.shell.opening import Opener
from ui.support.bidi import shown_path


class Restorer:
    """Puts a prepared backup in the place of the open project; shows the backups of projects that are not open."""

    def __init__(self, app: Opener, root: Path) -> None:
        """`root` is the folder of all backups."""
        self._app, self._root = app, root

    def exchange(self, draft: Path) -> None:
        """Close the open project, put the draft of `restoring.prepare` in its place, and open that."""
        app, window = self._app, self._app.window
        assert window is not None
        path, told = window.session.project.path, ""
        QApplication.setQuitOnLastWindowClosed(False)  # for a moment there is none
        try:
            app.window = None
            if not window.close():  # something waits for the disk: the person is asked, it stays open
                app.window = window
                sidecars.remove_project(draft)
                return
            window.deleteLater()
            try:
                restoring.replace_project(draft, path)
            except UserError as error:
                told = str(error)
            app.attempt(path)
        finally:
            QApplication.setQuitOnLastWindowClosed(True)
        self._tell(told, "The backup is restored; what was here before is the newest backup now.")

    def _tell(self, error: str, note: str) -> None:
        bar = self._app.bar()
        if bar is not None and error:
            bar.show_error(error)
        elif self._app.window is not None:
            self._app.window.messages.show_note(note)

    def offer(self, path: Path | None) -> None:
        """Show the backups of the project at `path`, which cannot be opened, if it has any; without a path, all."""
        parent = self._app.window or self._app.welcome
        if parent is None or (path is not None and folder_for(self._root, path) is None):
            return
        restores = Restores(parent, on_failure=lambda text: self._tell(text, ""))
        dialog = BackupsDialog(self._root, parent, path=path)
        dialog.copy_asked.connect(lambda backup, new: restores.as_copy(backup, new, lambda _: self._app.attempt(new)))
        if path is not None:
            dialog.over_asked.connect(
                lambda backup: restores.replace_damaged(backup.path, path, lambda aside: self._replaced(path, aside))
            )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _replaced(self, path: Path, aside: Path | None) -> None:
        self._app.attempt(path)
        if aside is not None:
            self._tell("", f"The damaged file is kept as {shown_path(aside)}.")
