"""Paints the bars of a table of numbers."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import QStyleOptionViewItem

from ui.overview.model import BAR
from ui.support.style.measures import RADIUS
from ui.widgets.tables.piece_delegate import PieceDelegate

_HEIGHT, _PAD = 0.5, 4.0  # of a line; pixels
_APART = 16  # pixels between one column and the next
_EDGE = 0.4  # so opaque that a dark bar is seen on a dark ground


class BarDelegate(PieceDelegate):
    """Paints a bar where a cell has one, from the side where its row begins."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        bar = index.data(BAR)
        if bar is None:
            return
        share, color = bar
        area = QRectF(option.rect).adjusted(_PAD, 0, -_PAD, 0)
        height = option.fontMetrics.height() * _HEIGHT
        width = area.width() * share
        left = area.left() if option.direction is Qt.LayoutDirection.LeftToRight else area.right() - width
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette: QPalette = option.palette
        edge = palette.color(QPalette.ColorRole.Text)
        edge.setAlphaF(_EDGE)
        painter.setPen(edge)
        painter.setBrush(QColor(color) if color else palette.color(QPalette.ColorRole.Highlight))
        if share:
            painter.drawRoundedRect(QRectF(left, area.center().y() - height / 2, width, height), RADIUS, RADIUS)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return super().sizeHint(option, index) + QSize(_APART, 0)
