"""Icons that are drawn in the colours of the theme; they differ by shape, not by colour alone."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPalette, QPen, QPixmap, QPolygonF

from models.base.entities import Label, Scope, Status
from models.labels.colors import Pattern, pattern
from ui.support.resources import ICONS
from ui.support.theme import Theme, text_on

_SIZE = 32  # units of a drawing
_SELECTED_ROLE = QPalette.ColorRole.HighlightedText
_SCALE = 2  # pixels a unit: sharp on high-density screens and beside large text


def app_icon() -> QIcon:
    """Return the icon of the program."""
    return QIcon(str(ICONS / "nishan.svg"))


def _canvas() -> tuple[QPixmap, QPainter]:
    pixmap = QPixmap(_SIZE * _SCALE, _SIZE * _SCALE)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.scale(_SCALE, _SCALE)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return pixmap, painter


def status_icon(status: Status, theme: Theme) -> QIcon:
    """Return a ring for a status: empty for new, half full for started, ticked for done, struck through for skipped."""
    icon = QIcon()
    usual = theme.accent if status in (Status.STARTED, Status.DONE) else theme.faint
    icon.addPixmap(_status_pixmap(status, QColor(usual), QColor(theme.panel)), QIcon.Mode.Normal)
    icon.addPixmap(_status_pixmap(status, QColor(theme.on_accent), QColor(theme.accent)), QIcon.Mode.Selected)
    return icon


def _status_pixmap(status: Status, color: QColor, ground: QColor) -> QPixmap:
    pixmap, painter = _canvas()
    ring = QRectF(5, 5, _SIZE - 10, _SIZE - 10)
    painter.setPen(QPen(color, 3))
    painter.drawEllipse(ring)
    if status is Status.STARTED:
        painter.setBrush(color)
        painter.drawPie(ring, 90 * 16, 180 * 16)
    elif status is Status.DONE:
        painter.setBrush(color)
        painter.drawEllipse(ring)
        painter.setPen(QPen(ground, 3.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPolyline([QPointF(10, 17), QPointF(15, 22), QPointF(23, 11)])
    elif status is Status.SKIPPED:
        painter.drawLine(QPointF(9, 23), QPointF(23, 9))
    painter.end()
    return pixmap


def _label_shape(label: Label) -> QPainterPath:
    """Return a square for spans, a page with a folded corner for articles, and a disc for one of a choice."""
    path, box = QPainterPath(), QRectF(2, 2, _SIZE - 4, _SIZE - 4)
    if label.scope is Scope.SPAN:
        path.addRoundedRect(box, 7, 7)
    elif label.choice:
        path.addEllipse(box)
    else:
        corners = ((5, 1), (19, 1), (27, 9), (27, 31), (5, 31))
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
    """Return a shape in a label's colour, by what the label is put on, with its key on it."""
    pixmap, painter = _canvas()
    color = QColor(label.color)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawPath(_label_shape(label))
    paint_pattern(painter, _label_shape(label), label.color, 7)
    font = painter.font()
    font.setPixelSize(20)
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(text_on(color))
    painter.drawText(QRectF(0, 0, _SIZE, _SIZE), Qt.AlignmentFlag.AlignCenter, label.key)
    painter.end()
    icon = QIcon(pixmap)
    icon.addPixmap(pixmap, QIcon.Mode.Selected)  # a selected row must not tint the label's colour
    return icon


def more_icon(theme: Theme) -> QIcon:
    """Return the double arrow of a toolbar whose buttons do not all fit."""
    pixmap, painter = _canvas()
    painter.setPen(QPen(QColor(theme.ink), 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    for left in (8, 16):
        painter.drawPolyline([QPointF(left, 9), QPointF(left + 7, 16), QPointF(left, 23)])
    painter.end()
    return QIcon(pixmap)


def note_icon(palette: QPalette) -> QIcon:
    """Return a written page, as on the chip of a span with a note."""
    icon = QIcon()
    for mode, role in ((QIcon.Mode.Normal, QPalette.ColorRole.Text), (QIcon.Mode.Selected, _SELECTED_ROLE)):
        pixmap, painter = _canvas()
        painter.setPen(QPen(palette.color(role), 2.5))
        painter.drawRect(QRectF(7, 4, 18, 24))
        for y in (11, 16, 21):
            painter.drawLine(QPointF(11, y), QPointF(21, y))
        painter.end()
        icon.addPixmap(pixmap, mode)
    return icon


def filter_icon(color: QColor) -> QIcon:
    """Return a funnel."""
    pixmap, painter = _canvas()
    painter.setPen(QPen(color, 2.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.drawPolygon([QPointF(x, y) for x, y in ((5, 7), (27, 7), (19, 17), (19, 25), (13, 22), (13, 17))])
    painter.end()
    return QIcon(pixmap)


def sort_icon(color: QColor) -> QIcon:
    """Return lines that become shorter, beside an arrow down."""
    pixmap, painter = _canvas()
    painter.setPen(QPen(color, 2.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    for y, x in ((8, 28), (16, 24), (24, 20)):
        painter.drawLine(QPointF(15, y), QPointF(x, y))
    painter.drawPolyline([QPointF(x, y) for x, y in ((8, 6), (8, 26), (4, 21), (8, 26), (12, 21))])
    painter.end()
    return QIcon(pixmap)


def undo_icon(color: QColor, faint: QColor, *, forward: bool = False) -> QIcon:
    """Return an arrow that turns back, or (`forward`) on again; in `faint` while there is nothing to take back."""
    icon = QIcon()
    for mode, ink in ((QIcon.Mode.Normal, color), (QIcon.Mode.Disabled, faint)):
        pixmap, painter = _canvas()
        if forward:
            painter.translate(_SIZE, 0)
            painter.scale(-1, 1)
        painter.setPen(QPen(ink, 2.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        way = QPainterPath(QPointF(6, 12))
        way.lineTo(20, 12)
        way.arcTo(QRectF(13, 12, 14, 14), 90, -180)
        way.lineTo(11, 26)
        painter.drawPath(way)
        painter.drawPolyline([QPointF(x, y) for x, y in ((12, 6), (6, 12), (12, 18))])
        painter.end()
        icon.addPixmap(pixmap, mode)
    return icon
