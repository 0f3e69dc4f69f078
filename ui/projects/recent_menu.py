"""The menu of recent projects, which is filled when it opens."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from models.base.presence import is_file
from ui.support.bidi import isolated, shown_path
from ui.support.settings import Settings


class RecentMenu(QMenu):
    """The recent projects except the open one; missing files are disabled."""

    chosen = Signal(Path)

    def __init__(self, settings: Settings, current: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings, self._current = settings, current
        self.aboutToShow.connect(self.read)

    def read(self) -> None:
        self.clear()
        others = [recent.path for recent in self._settings.recent if recent.path != self._current]
        for number, path in enumerate(others, 1):
            name = f"{isolated(path.stem)}   {shown_path(path.parent)}".replace("&", "&&")
            exists = is_file(path)
            action = self.addAction(f"&{number % 10}  {name}{'' if exists else '   (not there any more)'}")
            action.setMenuRole(QAction.MenuRole.NoRole)  # whatever the project is called
            action.setEnabled(exists)
            action.triggered.connect(lambda _checked=False, path=path: self.chosen.emit(path))
        if not others:
            self.addAction("No others yet").setEnabled(False)
