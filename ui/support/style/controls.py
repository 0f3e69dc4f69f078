"""Draws whole controls: tabs, headers, bars and the line between panes."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOption, QStyleOptionHeader, QStyleOptionTab, QTabBar, QWidget

from ui.support.style import shapes
from ui.support.style.measures import RADIUS, RING
from ui.support.style.primitives import Draw
from ui.support.style.shapes import Role, State, has, hovered, tone

_Control, _Position = QStyle.ControlElement, QStyleOptionHeader.SectionPosition


def _tab(painter: QPainter, option: QStyleOption, _widget: QWidget | None, _factor: float) -> bool:
    """Draw a tab as words over a line: in the accent where it is the open one."""
    if not isinstance(option, QStyleOptionTab) or option.shape is not QTabBar.Shape.RoundedNorth:
        return False
    rect = option.rect
    below = QRect(rect.left(), rect.bottom() - 1, rect.width(), RING)
    if has(option, State.State_Selected):
        painter.fillRect(below, tone(option, Role.Highlight))
        if has(option, State.State_HasFocus):
            shapes.ring(painter, rect.adjusted(0, RADIUS, 0, -RADIUS), tone(option, Role.Highlight))
    else:
        if has(option, State.State_MouseOver):
            ground = hovered(tone(option, Role.Window), option)
            shapes.panel(painter, rect.adjusted(0, RADIUS, 0, -RADIUS), ground, None)
        painter.fillRect(below.adjusted(0, 1, 0, 0), tone(option, Role.Midlight))
    return True


def _header(painter: QPainter, option: QStyleOption, _widget: QWidget | None, _factor: float) -> bool:
    """Draw the ground of a heading: a line below it, and one after it where another follows."""
    ground, line = tone(option, Role.Window), tone(option, Role.Midlight)
    rect = option.rect
    if has(option, State.State_MouseOver) and has(option, State.State_Enabled):
        ground = hovered(ground, option)
    painter.fillRect(rect, ground)
    painter.fillRect(rect.adjusted(0, rect.height() - 1, 0, 0), line)
    if isinstance(option, QStyleOptionHeader) and option.orientation is Qt.Orientation.Horizontal:
        left = option.direction is Qt.LayoutDirection.RightToLeft
        last = _Position.Beginning if left else _Position.End  # Qt counts them from the left
        if option.position in (last, _Position.OnlyOneSection):
            return True
        x = rect.left() if left else rect.right()
        painter.fillRect(QRect(x, rect.top() + RADIUS, 1, rect.height() - 2 * RADIUS), line)
    return True


def _ground_over_line(painter: QPainter, option: QStyleOption, _widget: QWidget | None, _factor: float) -> bool:
    painter.fillRect(option.rect, tone(option, Role.Window))
    line = option.rect.adjusted(0, option.rect.height() - 1, 0, 0)
    painter.fillRect(line, tone(option, Role.Midlight))
    return True


def _splitter(painter: QPainter, option: QStyleOption, _widget: QWidget | None, _factor: float) -> bool:
    """Draw the line between two panes; it is stronger under the mouse, where it can be dragged."""
    near = has(option, State.State_MouseOver) or has(option, State.State_Sunken)
    rect, line = option.rect, tone(option, Role.Highlight if near else Role.Midlight)
    if has(option, State.State_Horizontal):  # the panes stand side by side
        painter.fillRect(QRect(rect.center().x(), rect.top(), RING if near else 1, rect.height()), line)
    else:
        painter.fillRect(QRect(rect.left(), rect.center().y(), rect.width(), RING if near else 1), line)
    return True


CONTROLS: dict[QStyle.ControlElement, Draw] = {
    _Control.CE_TabBarTabShape: _tab,
    _Control.CE_HeaderSection: _header,
    _Control.CE_HeaderEmptyArea: _ground_over_line,
    _Control.CE_ToolBar: _ground_over_line,
    _Control.CE_Splitter: _splitter,
}
