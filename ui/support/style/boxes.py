"""Places and draws the parts of boxes to choose in, of number fields and of scroll bars."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionComplex,
    QStyleOptionSlider,
    QStyleOptionSpinBox,
)

from ui.support.style import shapes
from ui.support.style.measures import ARROW_ROOM, GRID, LEAST_HANDLE, PADDING, STEP_ROOM
from ui.support.style.shapes import ARROW, Role, State, has, hovered, tone

_Part = QStyle.SubControl


def combo_part(option: QStyleOptionComplex, part: QStyle.SubControl, factor: float) -> QRect | None:
    """Return where a part of a box to choose in is; None for parts that are Fusion's."""
    if not isinstance(option, QStyleOptionComboBox):
        return None
    rect, room = option.rect, round(ARROW_ROOM * factor)
    if part == _Part.SC_ComboBoxArrow:
        found = QRect(rect.right() - room + 1, rect.top(), room, rect.height())
    elif part == _Part.SC_ComboBoxEditField:
        found = rect.adjusted(PADDING if not option.editable else GRID, 2, -room, -2)
    elif part == _Part.SC_ComboBoxFrame:
        return rect
    else:
        return None
    return QStyle.visualRect(option.direction, rect, found)


def draw_combo(painter: QPainter, option: QStyleOptionComboBox, factor: float) -> None:
    """Draw a box to choose in, without its words."""
    ground = tone(option, Role.Base if has(option, State.State_Enabled) else Role.Window)
    if not option.editable and has(option, State.State_MouseOver):
        ground = hovered(ground, option)
    if option.frame:
        shapes.field(painter, option.rect, option, ground)
    else:
        painter.fillRect(option.rect, ground)
    room = combo_part(option, _Part.SC_ComboBoxArrow, factor)
    assert room is not None
    shapes.arrow(painter, room, Qt.ArrowType.DownArrow, tone(option, Role.ButtonText), ARROW * factor)


def spin_part(option: QStyleOptionComplex, part: QStyle.SubControl, factor: float) -> QRect | None:
    """Return where a part of a number field is."""
    if not isinstance(option, QStyleOptionSpinBox):
        return None
    rect = option.rect
    room = 0 if option.buttonSymbols is QAbstractSpinBox.ButtonSymbols.NoButtons else round(STEP_ROOM * factor)
    half = rect.height() // 2
    if part == _Part.SC_SpinBoxUp:
        found = QRect(rect.right() - room + 1, rect.top(), room, half)
    elif part == _Part.SC_SpinBoxDown:
        found = QRect(rect.right() - room + 1, rect.top() + half, room, rect.height() - half)
    elif part == _Part.SC_SpinBoxEditField:
        found = rect.adjusted(PADDING - 2, 2, -room - 1, -2)
    else:
        return rect
    return QStyle.visualRect(option.direction, rect, found)


def draw_spin(painter: QPainter, option: QStyleOptionSpinBox, factor: float) -> None:
    """Draw a number field, without its number; the arrow that leads no further is faint."""
    ground = tone(option, Role.Base if has(option, State.State_Enabled) else Role.Window)
    shapes.field(painter, option.rect, option, ground)
    flag = QAbstractSpinBox.StepEnabledFlag
    arrows = (
        (_Part.SC_SpinBoxUp, Qt.ArrowType.UpArrow, flag.StepUpEnabled, GRID // 2),
        (_Part.SC_SpinBoxDown, Qt.ArrowType.DownArrow, flag.StepDownEnabled, -GRID // 2),
    )
    for part, way, enabled, by in arrows:
        room = spin_part(option, part, factor)
        leads_on = bool(option.stepEnabled & enabled)
        color = tone(option, Role.ButtonText) if leads_on else option.palette.color(Role.Mid)
        if room is not None and room.width():
            shapes.arrow(painter, room.translated(0, by), way, color, ARROW * 0.85 * factor)


def scroll_part(option: QStyleOptionComplex, part: QStyle.SubControl, factor: float) -> QRect | None:
    """Return where a part of a scroll bar is: the handle, and the ways before and after it; there are no arrows."""
    if not isinstance(option, QStyleOptionSlider):
        return None
    upright = option.orientation is Qt.Orientation.Vertical
    length = option.rect.height() if upright else option.rect.width()
    most = option.maximum - option.minimum
    page = max(option.pageStep, 1)
    handle = length if not most else max(length * page // (most + page), round(LEAST_HANDLE * factor))
    handle = min(handle, length)
    start = QStyle.sliderPositionFromValue(
        option.minimum, option.maximum, option.sliderPosition, length - handle, option.upsideDown
    )
    spans = {
        _Part.SC_ScrollBarSlider: (start, handle),
        _Part.SC_ScrollBarSubPage: (0, start),
        _Part.SC_ScrollBarAddPage: (start + handle, length - start - handle),
        _Part.SC_ScrollBarGroove: (0, length),
        _Part.SC_ScrollBarSubLine: (0, 0),
        _Part.SC_ScrollBarAddLine: (length, 0),
    }
    if part not in spans:
        return None
    (at, size), rect = spans[part], option.rect
    if upright:
        return QRect(rect.left(), rect.top() + at, rect.width(), size)
    return QStyle.visualRect(option.direction, rect, QRect(rect.left() + at, rect.top(), size, rect.height()))


def draw_scroll_bar(painter: QPainter, option: QStyleOptionSlider, factor: float) -> None:
    """Draw a scroll bar: its handle, wider under the mouse."""
    painter.fillRect(option.rect, tone(option, Role.Base))
    room = scroll_part(option, _Part.SC_ScrollBarSlider, factor)
    if room is None or option.maximum <= option.minimum:
        return
    over = has(option, State.State_MouseOver) or has(option, State.State_Sunken)
    inset = round((GRID // 2 if over else GRID * 0.75) * factor)
    upright = option.orientation is Qt.Orientation.Vertical
    room = room.adjusted(inset, 2, -inset, -2) if upright else room.adjusted(2, inset, -2, -inset)
    shapes.panel(painter, room, tone(option, Role.PlaceholderText if over else Role.Mid), None)
