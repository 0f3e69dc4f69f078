"""The recent projects as a menu, read when it opens."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from ui.support.bidi import isolated, shown_path
from ui.support.settings import Settings


class RecentMenu(QMenu):
    """The projects that were open lately, but for the one that is open; those that are gone cannot be chosen."""

    chosen = Signal(Path)

    def __init__(self, settings: Settings, but_for: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings, self._but_for = settings, but_for
        self.aboutToShow.connect(self.read)

    def read(self) -> None:
        """Read the settings again, and look which projects are there."""
        self.clear()
        others = [recent.path for recent in self._settings.recent if recent.path != self._but_for]
        for number, path in enumerate(others, 1):
            name = f"{isolated(path.stem)}   {shown_path(path.parent)}".replace("&", "&&")
            there = path.is_file()
            action = self.addAction(f"&{number % 10}  {name}{'' if there else '   (not there any more)'}")
            action.setEnabled(there)
            action.triggered.connect(lambda _checked=False, path=path: self.chosen.emit(path))
        if not others:
            self.addAction("No others yet").setEnabled(False)
