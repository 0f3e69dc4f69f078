"""Draws whole controls: tabs, headers, bars and the line between panes."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOption, QStyleOptionHeader, QStyleOptionTab, QTabBar, QWidget

from ui.support.style import shapes
from ui.support.style.measures import RADIUS, RING
from ui.support.style.primitives import Draw
from ui.support.style.shapes import Role, State, has, mixed, tone

_Control = QStyle.ControlElement
_HOVER = 0.07  # share of ink in the ground under the mouse


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
            ground = mixed(tone(option, Role.Window), tone(option, Role.Text), _HOVER)
            shapes.panel(painter, rect.adjusted(0, RADIUS, 0, -RADIUS), ground, None)
        painter.fillRect(below.adjusted(0, 1, 0, 0), tone(option, Role.Midlight))
    return True


def _header(painter: QPainter, option: QStyleOption, _widget: QWidget | None, _factor: float) -> bool:
    """Draw the ground of a heading: a line below it, and one after it where another follows."""
    ground, line = tone(option, Role.Window), tone(option, Role.Midlight)
    rect = option.rect
    if has(option, State.State_MouseOver) and has(option, State.State_Enabled):
        ground = mixed(ground, tone(option, Role.Text), _HOVER)
    painter.fillRect(rect, ground)
    painter.fillRect(rect.adjusted(0, rect.height() - 1, 0, 0), line)
    last = isinstance(option, QStyleOptionHeader) and option.position in (
        QStyleOptionHeader.SectionPosition.End,
        QStyleOptionHeader.SectionPosition.OnlyOneSection,
    )
    if isinstance(option, QStyleOptionHeader) and not last and option.orientation is Qt.Orientation.Horizontal:
        left = option.direction is Qt.LayoutDirection.RightToLeft
        x = rect.left() if left else rect.right()
        painter.fillRect(QRect(x, rect.top() + RADIUS, 1, rect.height() - 2 * RADIUS), line)
    return True


def _empty_header(painter: QPainter, option: QStyleOption, _widget: QWidget | None, _factor: float) -> bool:
    painter.fillRect(option.rect, tone(option, Role.Window))
    line = option.rect.adjusted(0, option.rect.height() - 1, 0, 0)
    painter.fillRect(line, tone(option, Role.Midlight))
    return True


def _tool_bar(painter: QPainter, option: QStyleOption, _widget: QWidget | None, _factor: float) -> bool:
    return _empty_header(painter, option, _widget, _factor)


def _splitter(painter: QPainter, option: QStyleOption, _widget: QWidget | None, _factor: float) -> bool:
    """Draw the line between two panes; it is stronger under the mouse, where it can be dragged."""
    near = has(option, State.State_MouseOver) or has(option, State.State_Sunken)
    rect, line = option.rect, tone(option, Role.Highlight if near else Role.Midlight)
    if rect.height() > rect.width():
        painter.fillRect(QRect(rect.center().x(), rect.top(), RING if near else 1, rect.height()), line)
    else:
        painter.fillRect(QRect(rect.left(), rect.center().y(), rect.width(), RING if near else 1), line)
    return True


CONTROLS: dict[QStyle.ControlElement, Draw] = {
    _Control.CE_TabBarTabShape: _tab,
    _Control.CE_HeaderSection: _header,
    _Control.CE_HeaderEmptyArea: _empty_header,
    _Control.CE_ToolBar: _tool_bar,
    _Control.CE_Splitter: _splitter,
}
