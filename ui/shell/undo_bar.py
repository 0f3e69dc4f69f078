"""The bar with undo and redo, which are in sight whatever stands beside them."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolBar, QWidget


class UndoBar(QToolBar):
    """Shows the two actions whole; what stands beside it gives way."""

    def __init__(self, undo: QAction, redo: QAction, parent: QWidget) -> None:
        super().__init__("Undo", parent)
        self.setObjectName("undo_bar")
        self.setMovable(False)
        self.addActions([undo, redo])

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()
