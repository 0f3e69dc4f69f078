"""Read-only projects: the badge, actions turned off, and copies of any project."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QLabel

from models.base.data_folder import home_folder
from ui.host.flow import Flow, Handlers, Obstacles
from ui.host.host import Host
from ui.support.bidi import isolated, shown_name
from ui.support.when import short_time
from ui.tasks.run import run
from ui.widgets.damaged_copy import tell_damaged_copy
from ui.widgets.file_dialogs import ask_save_project

# What only makes sense where something can be written. Labelling itself is not among them: its keys say why they do
# nothing, which a key of an action that is off would not.
_WRITING: tuple[str, ...] = ("import_files", "import_folder", "labels", "backups", "duplicate", "label_all", "note")
_WRITING += ("guidelines", "done_next", "skip", "reopen", "remove_article", "restore_article", "paste_article")


class ReadOnlyFlow(Flow):
    """Saves copies of the project, and shows that it is read-only."""

    def __init__(self, host: Host, save_elsewhere: Callable[[], object]) -> None:
        """`save_elsewhere` saves a copy of a project that has pending writes."""
        self._host, self._session, self._save_elsewhere = host, host.session, save_elsewhere
        self._session.read_only_met.connect(self._tell)

    def handlers(self) -> Handlers:
        return {"save_copy": self.save_copy}

    def obstacles(self) -> Obstacles:
        why = "the project is open read-only; File › Save a copy… makes one to work on"
        return dict.fromkeys(_WRITING, why) if self._session.read_only else {}

    @property
    def description(self) -> str:
        """Return the read-only part of the window title; empty where the project can be written."""
        if not self._session.read_only:
            return ""
        as_of = self._session.project.as_of
        return f"read-only · as of {short_time(as_of.isoformat())}" if as_of else "read-only"

    def show_badge(self) -> None:
        """Show in the status line that the project is read-only, where it is."""
        if not self._session.read_only:
            return
        badge = QLabel(self.description)
        badge.setAccessibleName(f"The project is {self.description}")
        badge.setToolTip("Nothing can be changed here. File, Save a copy… makes a project of your own of it.")
        badge.setContentsMargins(8, 0, 8, 0)
        font = badge.font()
        font.setBold(True)
        badge.setFont(font)
        self._host.statusBar().insertPermanentWidget(1, badge)  # after what is said

    def _tell(self) -> None:
        self._host.messages.show_note(
            "This project is open read-only, so nothing was changed; save a copy of it to work on that.",
            offers=[("Save a &copy…", self.save_copy)],
        )

    def save_copy(self) -> None:
        """Ask where to, and save a copy of the project; the copy of a read-only one is opened."""
        if not self._host.isEnabled():  # a task has the project
            return
        if self._session.pending:  # a copy without what waits would be no copy of what is seen
            self._save_elsewhere()
            return
        project = self._session.project
        folder = (home_folder() or Path.cwd()) if self._session.read_only else project.path.parent
        if path := ask_save_project(self._host, "Save a copy", folder / f"{project.path.stem} copy.nishan"):
            self.copy_to(path)

    def copy_to(self, path: Path) -> None:
        """Copy the project to a new file, off the UI thread."""
        project = self._session.project
        self._session.keep_time()
        run(
            f"Copying {isolated(project.path.stem)}…",
            lambda _progress: project.copy_to(path),
            self._host,
            on_success=lambda damage: tell_damaged_copy(self._host, path, damage, lambda: self._copied(path)),
            on_failure=self._host.messages.show_error,
        )

    def _copied(self, path: Path) -> None:
        self._session.status_message.emit(f"saved a copy as {shown_name(path.name)}")
        if self._session.read_only:
            self._host.project_asked.emit(path)
