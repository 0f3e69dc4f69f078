"""The bar with undo and redo, which are in sight whatever stands beside them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QToolBar, QWidget

from ui.support.glyphs import glyph

_HEIGHT = 1.25  # of an icon, in heights of the text


class UndoBar(QToolBar):
    """Shows the two actions whole, as arrows; what stands beside it gives way."""

    def __init__(self, undo: QAction, redo: QAction, parent: QWidget) -> None:
        super().__init__("Undo", parent)
        self.setObjectName("undo_bar")
        self.setMovable(False)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        for action in (undo, redo):
            action.setIconVisibleInMenu(False)
        self.addActions([undo, redo])
        self._show_icons()

    def _show_icons(self) -> None:
        for action, name in zip(self.actions(), ("undo", "redo"), strict=True):
            action.setIcon(glyph(name, self.palette(), QIcon.Mode.Disabled))
        self.setIconSize(QSize(1, 1) * round(self.fontMetrics().height() * _HEIGHT))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange) and self.actions():
            self._show_icons()

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()
