"""The icons of labels: a key cap in the colour of the label, by what it is put on."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from models.base.entities import Label, Scope
from models.labels.colors import Pattern, pattern
from ui.support.theme import text_on

_SIZE = 32  # units of a drawing
_SCALE = 2  # pixels a unit: sharp on high-density screens and beside large text
_LIP = 4  # units of the front edge of a key


def _label_shape(label: Label, lip: float = 0) -> QPainterPath:
    """Return a square for spans, a page with a folded corner for articles, and a disc for one of a choice.

    It ends `lip` units above the lower edge.
    """
    path, box = QPainterPath(), QRectF(2, 2, _SIZE - 4, _SIZE - 4 - lip)
    if label.scope is Scope.SPAN:
        path.addRoundedRect(box, 7, 7)
    elif label.choice:
        path.addEllipse(box)
    else:
        corners = ((5, 1), (19, 1), (27, 9), (27, 31 - lip), (5, 31 - lip))
        path.addPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
        path.closeSubpath()
    return path


def paint_pattern(painter: QPainter, shape: QPainterPath, color: str, step: float, ink: float = 1.0) -> None:
    """Draw the pattern that goes with a label's colour along the lower edge of a shape filled with it.

    `ink` is its opacity: text that may lie over it is to be read.
    """
    what = pattern(color)
    if what is Pattern.PLAIN:
        return
    box = shape.boundingRect()
    painter.save()
    painter.setClipPath(shape, Qt.ClipOperation.IntersectClip)
    sign = text_on(QColor(color))
    sign.setAlphaF(ink)
    top = box.bottom() - step
    if what is Pattern.STRIPES:
        painter.setPen(QPen(sign, step / 4))
        for number in range(-1, round(box.width() / step * 2) + 2):
            x = box.left() + number * step / 2
            painter.drawLine(QPointF(x, box.bottom()), QPointF(x + step / 2, top))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(sign)
        for number in range(round(box.width() / step * 1.4) + 1):
            painter.drawEllipse(QPointF(box.left() + (number + 0.5) * step / 1.4, top + step / 2), step / 4, step / 4)
    painter.restore()


def label_icon(label: Label) -> QIcon:
    """Return a shape in a label's colour, by what the label is put on: the cap of its key, where it has one."""
    pixmap = QPixmap(_SIZE * _SCALE, _SIZE * _SCALE)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.scale(_SCALE, _SCALE)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    color, lip = QColor(label.color), _LIP if label.key else 0
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color.darker(150))
    painter.drawPath(_label_shape(label))
    face = _label_shape(label, lip)
    painter.setBrush(color)
    painter.drawPath(face)
    paint_pattern(painter, face, label.color, 7)
    font = painter.font()
    font.setPixelSize(20)
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(text_on(color))
    painter.drawText(QRectF(0, 0, _SIZE, _SIZE - lip), Qt.AlignmentFlag.AlignCenter, label.key)
    painter.end()
    icon = QIcon(pixmap)
    icon.addPixmap(pixmap, QIcon.Mode.Selected)  # a selected row must not tint the label's colour
    return icon
