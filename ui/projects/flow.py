"""From project to project: a new one, another one, a recent one, none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from ui.host.flow import Handlers
from ui.projects.recent_menu import RecentMenu

if TYPE_CHECKING:
    from ui.host.host import Host


class ProjectFlow:
    """What the File menu does with whole projects. The window only asks: who opens windows does it."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self.recent = RecentMenu(host.settings, host.session.project.path, host)
        self.recent.chosen.connect(host.project_asked)

    def handlers(self) -> Handlers:
        """Return what each action does, by its id."""
        return {
            "new": lambda: self._host.new_asked.emit([]),
            "open": self._ask_open,
            "recent": self._show_recent,
            "sample": self._host.sample_asked.emit,
            "close_project": self._host.close_asked.emit,
        }

    def _ask_open(self) -> None:
        folder = str(self._host.session.project.path.parent)
        name, _ = QFileDialog.getOpenFileName(self._host, "Open project", folder, "Nishan projects (*.nishan)")
        if name:
            self._host.project_asked.emit(Path(name))

    def _show_recent(self) -> None:
        """Asked for by its name, away from the menu bar."""
        self.recent.popup(self._host.mapToGlobal(self._host.rect().center()))
