"""The line in the status bar while a project is looked through after an unexpected end."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from ui.backups.scheduler import BackupScheduler

_TEXT = "Looking through the project after an unexpected end"


class LookLine(QLabel):
    """Says how far the look is; hidden when there is none."""

    def __init__(self, scheduler: BackupScheduler) -> None:
        super().__init__()
        self._scheduler = scheduler
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setToolTip("What the last session touched was looked at first. Work goes on; what is found is told.")
        self.setVisible(False)
        scheduler.progressed.connect(self._show)
        scheduler.ended.connect(self.hide)

    def _show(self, done: int, whole: int) -> None:
        if self._scheduler.owes_look:
            step = f"copying, {done * 100 // whole} %" if whole else "checking"
            self.setText(f"{_TEXT}: {step}")
            self.setVisible(True)
