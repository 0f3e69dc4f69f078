"""The menu of recent projects, which is filled when it opens."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from models.base.presence import Seen, identities, look
from ui.support.bidi import isolated, shown_path
from ui.support.settings import Settings

NOT_THERE = {Seen.GONE: "not there any more", Seen.UNREACHABLE: "cannot be reached"}


class RecentMenu(QMenu):
    """The recent projects except the open one; those that are gone are disabled."""

    chosen = Signal(Path)

    def __init__(self, settings: Settings, current: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings, self._current = settings, current
        self.aboutToShow.connect(self.read)

    def read(self) -> None:
        self.clear()
        recents = [recent.path for recent in self._settings.recent]
        files = identities([self._current, *recents])
        others = [path for path in recents if files[path] != files[self._current]]
        seen = look(others)
        for number, path in enumerate(others, 1):
            name = f"{isolated(path.stem)}   {shown_path(path.parent)}".replace("&", "&&")
            missing = f"   ({NOT_THERE[seen[path]]})" if seen[path] in NOT_THERE else ""
            action = self.addAction(f"&{number % 10}  {name}{missing}")
            action.setMenuRole(QAction.MenuRole.NoRole)  # whatever the project is called
            action.setEnabled(seen[path] is not Seen.GONE)
            action.triggered.connect(lambda _checked=False, path=path: self.chosen.emit(path))
        if not others:
            self.addAction("No others yet").setEnabled(False)
