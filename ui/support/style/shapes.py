"""The shapes that controls are drawn of: rounded panels, rings, arrows and ticks, in colours mixed from the palette."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyleOption

from ui.support.style.measures import RADIUS, RING

Role = QPalette.ColorRole
State = QStyle.StateFlag
ARROW = 8  # pixels, in the usual size
_HOVER = 0.07  # share of ink in the ground under the mouse
_TURNS = {
    Qt.ArrowType.DownArrow: 0,
    Qt.ArrowType.LeftArrow: 90,
    Qt.ArrowType.UpArrow: 180,
    Qt.ArrowType.RightArrow: 270,
}


def has(option: QStyleOption, state: QStyle.StateFlag) -> bool:
    """Return whether a control is in this state."""
    return bool(option.state & state)


def tone(option: QStyleOption, role: QPalette.ColorRole) -> QColor:
    """Return a colour of the palette, that of disabled controls for one of them."""
    group = QPalette.ColorGroup.Active if has(option, State.State_Enabled) else QPalette.ColorGroup.Disabled
    return option.palette.color(group, role)


def mixed(ground: QColor, ink: QColor, share: float) -> QColor:
    """Return `ground` with a share of `ink` in it, 0 to 1."""
    pairs = ((ground.red(), ink.red()), (ground.green(), ink.green()), (ground.blue(), ink.blue()))
    return QColor(*(round(one + (other - one) * share) for one, other in pairs))


def hovered(ground: QColor, option: QStyleOption) -> QColor:
    """Return the ground of something under the mouse."""
    return mixed(ground, tone(option, Role.Text), _HOVER)


def edge(option: QStyleOption) -> QColor:
    """Return the colour of the edge of a control: the accent's while it has the focus."""
    if has(option, State.State_HasFocus):
        return tone(option, Role.Highlight)
    if not has(option, State.State_Enabled):
        return tone(option, Role.Midlight)
    return tone(option, Role.Text if has(option, State.State_MouseOver) else Role.Mid)


@contextmanager
def smooth(painter: QPainter) -> Iterator[None]:
    """Draw with smooth edges, and leave the painter as it was."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    try:
        yield
    finally:
        painter.restore()


def panel(painter: QPainter, rect: QRect, fill: QColor | None, line: QColor | None, width: float = 1) -> None:
    """Draw a panel with round corners, `line` inside its rectangle."""
    with smooth(painter):
        painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(line, width) if line is not None else Qt.PenStyle.NoPen)
        inset = width / 2 if line is not None else 0
        painter.drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), RADIUS, RADIUS)


def field(painter: QPainter, rect: QRect, option: QStyleOption, fill: QColor | None) -> None:
    """Draw the panel of something that is filled in: a ring for its edge while it has the focus."""
    panel(painter, rect, fill, edge(option), RING if has(option, State.State_HasFocus) else 1)


def ring(painter: QPainter, rect: QRect, color: QColor) -> None:
    """Draw the ring of focus inside a rectangle."""
    panel(painter, rect, None, color, RING)


def arrow(painter: QPainter, rect: QRect, way: Qt.ArrowType, color: QColor, size: float) -> None:
    """Draw an arrow of one stroke in the middle of a rectangle, `size` pixels wide where there is room."""
    half = min(size, rect.width() - 2, rect.height() - 1) / 2
    if half < 1:
        return
    with smooth(painter):
        painter.setPen(stroke(color, max(half / 2.5, 1.2)))
        painter.translate(QPointF(rect.center()) + QPointF(0.5, 0.5))
        painter.rotate(_TURNS[way])
        painter.drawPolyline([QPointF(-half, -half / 2), QPointF(0, half / 2), QPointF(half, -half / 2)])


def stroke(color: QColor, width: float) -> QPen:
    """Return a pen with round ends."""
    return QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
