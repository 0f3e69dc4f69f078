"""From project to project: a new one, another one, a recent one, none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from ui.flows import Handlers
from ui.recent_menu import RecentMenu

if TYPE_CHECKING:
    from ui.first_labels import FirstLabels
    from ui.window import Window


class ProjectFlow:
    """What the File menu does with whole projects. The window only asks: who opens windows does it."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self.recent = RecentMenu(window.settings, window.session.project.path, window)
        self.recent.chosen.connect(window.project_asked)
        self._first_labels: FirstLabels | None = None
        window.label_bar.first_asked.connect(self.show_first_labels)

    def handlers(self) -> Handlers:
        """Gesture id -> what it does."""
        return {
            "new": lambda: self._window.new_asked.emit([]),
            "open": self._ask_open,
            "recent": self._show_recent,
            "sample": self._window.sample_asked.emit,
            "close_project": self._window.close_asked.emit,
        }

    def _ask_open(self) -> None:
        folder = str(self._window.session.project.path.parent)
        name, _ = QFileDialog.getOpenFileName(self._window, "Open project", folder, "Nishan projects (*.nishan)")
        if name:
            self._window.project_asked.emit(Path(name))

    def _show_recent(self) -> None:
        """Asked for by its name, away from the menu bar."""
        self.recent.popup(self._window.mapToGlobal(self._window.rect().center()))

    def show_first_labels(self) -> None:
        """Under the bar that has no labels to show."""
        from ui.first_labels import FirstLabels  # noqa: PLC0415 - few projects begin without labels

        if self._first_labels is None:
            self._first_labels = FirstLabels(self._window)
        bar = self._window.label_bar
        self._first_labels.popup(bar.mapToGlobal(bar.rect().bottomLeft()))
