"""The palette of label colours, each with its name for screen readers."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QSizePolicy, QWidget

from ui.support.colors import NAMES
from ui.support.label_icons import paint_pattern
from ui.support.style import shapes

_IN_A_ROW = 10


class Swatch(QRadioButton):
    """Paints a square of one colour, with a ring in ink when it is chosen, and in the accent when focused."""

    def __init__(self, color: str, name: str) -> None:
        super().__init__()
        self.color = color
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(1, 1) * round(self.fontMetrics().height() * 1.7)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: object) -> bool:
        return True

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        unit = box.height() / 16
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.color))
        shape = QPainterPath()
        shape.addRoundedRect(box.adjusted(4 * unit, 4 * unit, -4 * unit, -4 * unit), 2 * unit, 2 * unit)
        painter.drawPath(shape)
        paint_pattern(painter, shape, self.color, 3.5 * unit)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.isChecked():
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.WindowText), 1.4 * unit))
            inset = 2.2 * unit
            painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), 3 * unit, 3 * unit)
        if self.hasFocus():
            shapes.ring(painter, self.rect(), self.palette().color(QPalette.ColorRole.Highlight))


class Swatches(QWidget):
    """Shows the palette, and emits `chosen` with `#rrggbb`."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._showing = False
        self.swatches = [Swatch(color, name) for color, name in NAMES.items()]
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        for number, swatch in enumerate(self.swatches):
            self._group.addButton(swatch)
            grid.addWidget(swatch, number // _IN_A_ROW, number % _IN_A_ROW)
            swatch.toggled.connect(lambda on, color=swatch.color: self._choose(color) if on else None)
        grid.setColumnStretch(_IN_A_ROW, 1)

    def _choose(self, color: str) -> None:
        if not self._showing:
            self.chosen.emit(color)

    def show_color(self, color: str) -> None:
        """Check the swatch of a colour; none when the palette does not have it."""
        self._showing = True
        self._group.setExclusive(False)
        for swatch in self.swatches:
            swatch.setChecked(swatch.color == color)
        self._group.setExclusive(True)
        self._showing = False
