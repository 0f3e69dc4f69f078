"""The actions that leave the project: new, open, recent, sample, close."""

from __future__ import annotations

from ui.host.flow import Flow, Handlers
from ui.host.host import Host
from ui.projects.recent_menu import RecentMenu
from ui.widgets.file_dialogs import ask_open_project


class ProjectFlow(Flow):
    """Emits the requests of the File menu for other projects, which the App carries out."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self.recent = RecentMenu(host.settings, host.session.project.path, host)
        self.recent.chosen.connect(host.project_asked)

    def handlers(self) -> Handlers:
        return {
            "new": lambda: self._host.new_asked.emit([]),
            "open": self._ask_open,
            "recent": self._show_recent,
            "sample": self._host.sample_asked.emit,
            "close_project": self._host.close_asked.emit,
        }

    def _ask_open(self) -> None:
        if path := ask_open_project(self._host, self._host.session.project.path.parent):
            self._host.project_asked.emit(path)

    def _show_recent(self) -> None:
        """Show the recent projects for an action that is triggered outside the menu bar."""
        self.recent.popup(self._host.mapToGlobal(self._host.rect().center()))
