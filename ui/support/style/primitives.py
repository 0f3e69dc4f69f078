"""Draws the parts of controls: panels of buttons and fields, frames, rows, marks and the ring of focus."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyleOption,
    QStyleOptionButton,
    QStyleOptionFrame,
    QStyleOptionHeader,
    QStyleOptionViewItem,
    QWidget,
)

from ui.support.style import shapes
from ui.support.style.shapes import ARROW, Role, State, has, hovered, mixed, tone

Draw = Callable[[QPainter, QStyleOption, QWidget | None, float], bool]
"""Draws a part in a size, and returns whether it did; what it does not draw is drawn as Fusion does."""
_Primitive = QStyle.PrimitiveElement
_Feature = QStyleOptionButton.ButtonFeature
_PRESSED, _CHECKED = 0.14, 0.2  # shares of ink and accent
_AWAY = 0.5  # share of grey in a chosen row while the focus is elsewhere
_ARROWS = {
    _Primitive.PE_IndicatorArrowUp: Qt.ArrowType.UpArrow,
    _Primitive.PE_IndicatorArrowDown: Qt.ArrowType.DownArrow,
    _Primitive.PE_IndicatorArrowLeft: Qt.ArrowType.LeftArrow,
    _Primitive.PE_IndicatorArrowRight: Qt.ArrowType.RightArrow,
}


def is_filled(option: QStyleOption) -> bool:
    """Return whether a button is the one that Return presses, and can be pressed."""
    default = isinstance(option, QStyleOptionButton) and bool(option.features & _Feature.DefaultButton)
    return default and has(option, State.State_Enabled)


def _pressed(ground: QColor, option: QStyleOption) -> QColor:
    """Return the ground of something that can be pressed: darker under the mouse, and more so when it is down."""
    ink = tone(option, Role.ButtonText)
    if has(option, State.State_Sunken):
        return mixed(ground, ink, _PRESSED)
    if has(option, State.State_On):
        ground = mixed(ground, tone(option, Role.Highlight), _CHECKED)
    return hovered(ground, option) if has(option, State.State_MouseOver) else ground


def _button(painter: QPainter, option: QStyleOption, _widget: QWidget | None, _factor: float) -> bool:
    focused = has(option, State.State_HasFocus)
    if is_filled(option):
        fill = _pressed(tone(option, Role.Highlight), option)
        shapes.panel(painter, option.rect, fill, None)
        if focused:
            shapes.ring(painter, option.rect.adjusted(2, 2, -2, -2), tone(option, Role.HighlightedText))
    elif isinstance(option, QStyleOptionButton) and option.features & _Feature.Flat and not focused:
        if has(option, State.State_MouseOver) or has(option, State.State_Sunken):
            shapes.panel(painter, option.rect, _pressed(tone(option, Role.Window), option), None)
    else:
        shapes.field(painter, option.rect, option, _pressed(tone(option, Role.Base), option))
    return True


def _tool_button(painter: QPainter, option: QStyleOption, _widget: QWidget | None, _factor: float) -> bool:
    on = has(option, State.State_On)
    raised = not has(option, State.State_AutoRaise)
    line = tone(option, Role.Highlight) if on else shapes.edge(option) if raised else None
    if line or has(option, State.State_MouseOver) or has(option, State.State_Sunken):
        shapes.panel(painter, option.rect, _pressed(tone(option, Role.Window), option), line)
    return True


def _field(painter: QPainter, option: QStyleOption, _widget: QWidget | None, _factor: float) -> bool:
    ground = tone(option, Role.Base if has(option, State.State_Enabled) else Role.Window)
    if isinstance(option, QStyleOptionFrame) and option.lineWidth > 0:
        shapes.field(painter, option.rect, option, ground)
    else:
        painter.fillRect(option.rect, ground)
    return True


def _frame(painter: QPainter, option: QStyleOption, widget: QWidget | None, _factor: float) -> bool:
    if widget is not None and widget.inherits("QComboBoxPrivateContainer"):
        return False
    shapes.field(painter, option.rect, option, None)
    return True


def _group(painter: QPainter, option: QStyleOption, _widget: QWidget | None, _factor: float) -> bool:
    shapes.panel(painter, option.rect, None, tone(option, Role.Midlight))
    return True


def _row(painter: QPainter, option: QStyleOption, widget: QWidget | None, _factor: float) -> bool:
    """Fill a chosen row: in a greyer colour while its list does not have the focus."""
    if not isinstance(option, QStyleOptionViewItem):
        return False
    if has(option, State.State_Selected):
        fill = tone(option, Role.Highlight)
        if widget is not None and not widget.hasFocus() and widget.focusPolicy() is not Qt.FocusPolicy.NoFocus:
            fill = mixed(fill, tone(option, Role.Dark), _AWAY)
        painter.fillRect(option.rect, fill)
    elif option.backgroundBrush.style() is not Qt.BrushStyle.NoBrush:
        painter.fillRect(option.rect, option.backgroundBrush)
    elif has(option, State.State_MouseOver) and has(option, State.State_Enabled):
        painter.fillRect(option.rect, hovered(tone(option, Role.Base), option))
    return True


def _is_among_others(chosen: QItemSelectionModel) -> bool:
    """Return whether more than one row is chosen."""
    ranges = chosen.selection()
    return ranges.size() > 1 or ranges.first().height() > 1


def _ring(painter: QPainter, option: QStyleOption, widget: QWidget | None, _factor: float) -> bool:
    """Draw the ring of focus; a list whose current row alone is chosen is framed as a whole."""
    chosen = widget.selectionModel() if isinstance(widget, QAbstractItemView) else None
    if not isinstance(widget, QAbstractItemView) or chosen is None or not chosen.isSelected(widget.currentIndex()):
        shapes.ring(painter, option.rect, tone(option, Role.Highlight))
    elif _is_among_others(chosen):
        shapes.ring(painter, option.rect, tone(option, Role.HighlightedText))
    return True


def _box(painter: QPainter, option: QStyleOption, _widget: QWidget | None, _factor: float) -> bool:
    side = min(option.rect.width(), option.rect.height())
    some = has(option, State.State_On) or has(option, State.State_NoChange)
    on, marked = Role.Highlight, Role.HighlightedText
    if has(option, State.State_Selected):
        on, marked = marked, on  # in a chosen row, which has the accent itself
    filled = some and has(option, State.State_Enabled)
    fill = tone(option, on if filled else Role.Base)
    fill = mixed(fill, tone(option, Role.Text), _PRESSED if has(option, State.State_Sunken) else 0)
    shapes.panel(painter, option.rect, fill, None if filled else shapes.edge(option))
    if not some:
        return True
    mark = tone(option, marked if has(option, State.State_Enabled) else Role.Text)
    with shapes.smooth(painter):
        painter.setPen(shapes.stroke(mark, max(side / 8, 1.5)))
        painter.translate(option.rect.topLeft())
        if has(option, State.State_On):
            tick = ((0.25, 0.52), (0.43, 0.7), (0.76, 0.32))
            painter.drawPolyline([QPointF(x * side, y * side) for x, y in tick])
        else:
            painter.drawLine(QPointF(0.3 * side, 0.5 * side), QPointF(0.7 * side, 0.5 * side))
    return True


def _round(painter: QPainter, option: QStyleOption, _widget: QWidget | None, _factor: float) -> bool:
    on = has(option, State.State_On)
    line = tone(option, Role.Highlight) if on and has(option, State.State_Enabled) else shapes.edge(option)
    rect, width = QRectF(option.rect), option.rect.width() * 0.3 if on else 1
    with shapes.smooth(painter):
        painter.setPen(shapes.stroke(line, width))
        painter.setBrush(tone(option, Role.Base))
        painter.drawEllipse(rect.adjusted(width / 2, width / 2, -width / 2, -width / 2))
    return True


def _arrow(way: Qt.ArrowType) -> Draw:
    def draw(painter: QPainter, option: QStyleOption, _widget: QWidget | None, factor: float) -> bool:
        shapes.arrow(painter, option.rect, way, tone(option, Role.ButtonText), ARROW * factor)
        return True

    return draw


def _sorted(painter: QPainter, option: QStyleOption, _widget: QWidget | None, factor: float) -> bool:
    if not isinstance(option, QStyleOptionHeader):
        return False
    up = option.sortIndicator is QStyleOptionHeader.SortIndicator.SortUp
    way = Qt.ArrowType.UpArrow if up else Qt.ArrowType.DownArrow
    shapes.arrow(painter, option.rect, way, tone(option, Role.ButtonText), ARROW * factor)
    return True


def _tip(painter: QPainter, option: QStyleOption, _widget: QWidget | None, _factor: float) -> bool:
    painter.fillRect(option.rect, option.palette.color(Role.ToolTipBase))
    painter.setPen(option.palette.color(Role.Mid))
    painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
    return True


def _nothing(_painter: QPainter, _option: QStyleOption, _widget: QWidget | None, _factor: float) -> bool:
    return True


def _line_below(painter: QPainter, option: QStyleOption, _widget: QWidget | None, _factor: float) -> bool:
    painter.fillRect(option.rect.adjusted(0, option.rect.height() - 1, 0, 0), tone(option, Role.Midlight))
    return True


PRIMITIVES: dict[QStyle.PrimitiveElement, Draw] = {
    _Primitive.PE_PanelButtonCommand: _button,
    _Primitive.PE_PanelButtonBevel: _button,
    _Primitive.PE_FrameDefaultButton: _nothing,
    _Primitive.PE_PanelButtonTool: _tool_button,
    _Primitive.PE_PanelLineEdit: _field,
    _Primitive.PE_FrameLineEdit: _frame,
    _Primitive.PE_Frame: _frame,
    _Primitive.PE_FrameGroupBox: _group,
    _Primitive.PE_PanelItemViewItem: _row,
    _Primitive.PE_FrameFocusRect: _ring,
    _Primitive.PE_IndicatorCheckBox: _box,
    _Primitive.PE_IndicatorItemViewItemCheck: _box,
    _Primitive.PE_IndicatorRadioButton: _round,
    _Primitive.PE_IndicatorHeaderArrow: _sorted,
    _Primitive.PE_PanelTipLabel: _tip,
    _Primitive.PE_FrameStatusBarItem: _nothing,
    _Primitive.PE_PanelStatusBar: _nothing,
    _Primitive.PE_FrameTabBarBase: _line_below,
    _Primitive.PE_FrameTabWidget: _nothing,
    **{element: _arrow(way) for element, way in _ARROWS.items()},
}
