"""The style of widgets beside large text: check boxes, arrows and icons grow as the text does."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPalette, QPolygonF
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QProxyStyle,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QStyleOptionComplex,
    QStyleOptionHeader,
    QStyleOptionMenuItem,
    QStyleOptionSlider,
    QStyleOptionSpinBox,
    QWidget,
)

_Metric, _Primitive, _Complex = QStyle.PixelMetric, QStyle.PrimitiveElement, QStyle.ComplexControl
_Content, _Part = QStyle.ContentsType, QStyle.SubControl
_SCALED = frozenset(
    {
        _Metric.PM_IndicatorWidth,
        _Metric.PM_IndicatorHeight,
        _Metric.PM_ExclusiveIndicatorWidth,
        _Metric.PM_ExclusiveIndicatorHeight,
        _Metric.PM_CheckBoxLabelSpacing,
        _Metric.PM_RadioButtonLabelSpacing,
        _Metric.PM_SmallIconSize,
        _Metric.PM_ButtonIconSize,
        _Metric.PM_LineEditIconSize,
        _Metric.PM_ListViewIconSize,
        _Metric.PM_TabBarIconSize,
        _Metric.PM_ToolBarIconSize,
        _Metric.PM_MessageBoxIconSize,
        _Metric.PM_MenuButtonIndicator,
        _Metric.PM_HeaderMarkSize,
        _Metric.PM_TabBarScrollButtonWidth,
        _Metric.PM_ToolBarExtensionExtent,
        _Metric.PM_ScrollBarExtent,
        _Metric.PM_SplitterWidth,
    }
)
_ARROWS = {
    _Primitive.PE_IndicatorArrowUp: Qt.ArrowType.UpArrow,
    _Primitive.PE_IndicatorArrowDown: Qt.ArrowType.DownArrow,
    _Primitive.PE_IndicatorArrowLeft: Qt.ArrowType.LeftArrow,
    _Primitive.PE_IndicatorArrowRight: Qt.ArrowType.RightArrow,
}
_BUTTONS = {  # of controls that draw arrows of one size by themselves
    _Complex.CC_ComboBox: ((_Part.SC_ComboBoxArrow, Qt.ArrowType.DownArrow),),
    _Complex.CC_SpinBox: (
        (_Part.SC_SpinBoxUp, Qt.ArrowType.UpArrow),
        (_Part.SC_SpinBoxDown, Qt.ArrowType.DownArrow),
    ),
}
_FIELDS = {_Complex.CC_ComboBox: _Part.SC_ComboBoxEditField, _Complex.CC_SpinBox: _Part.SC_SpinBoxEditField}
_BUTTON_WIDTH = 16  # pixels of a button with an arrow in the usual size
_ARROW = 8  # pixels of an arrow in the usual size
_CHECK_COLUMN = 21  # pixels that a menu's size hint keeps for check marks, whatever is drawn there
_CHECK_SHARE = 0.79  # of an item's height that is drawn


class LargeStyle(QProxyStyle):
    """Draws as Fusion, with all that Fusion measures in pixels `factor` times as large."""

    def __init__(self, factor: float) -> None:
        super().__init__("Fusion")
        self.factor = factor

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        usual = super().pixelMetric(metric, option, widget)
        return round(usual * self.factor) if metric in _SCALED else usual

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returned: QStyleHintReturn | None = None,
    ) -> int:
        """Let menus scroll where they are higher than the screen: columns would be wider than it."""
        if hint is QStyle.StyleHint.SH_Menu_Scrollable:
            return 1
        return int(super().styleHint(hint, option, widget, returned))

    def sizeFromContents(
        self, kind: QStyle.ContentsType, option: QStyleOption, size: QSize, widget: QWidget | None = None
    ) -> QSize:
        found = super().sizeFromContents(kind, option, size, widget)  # type: ignore[arg-type]  # None is no widget
        if kind in (_Content.CT_ComboBox, _Content.CT_SpinBox):
            return found + QSize(self._more, 0)
        if kind is _Content.CT_MenuItem and isinstance(option, QStyleOptionMenuItem):
            drawn = max(round(found.height() * _CHECK_SHARE), option.maxIconWidth)
            column = max(drawn - max(_CHECK_COLUMN, option.maxIconWidth), 0)
            return found + QSize(column + self._more, 0)  # and an arrow, or the space before a key
        return found

    def subControlRect(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        part: QStyle.SubControl,
        widget: QWidget | None = None,
    ) -> QRect:
        """Return the place of a part; buttons with an arrow are wider, and the field beside them is narrower."""
        found = super().subControlRect(control, option, part, widget)  # type: ignore[arg-type]  # as above
        if control not in _BUTTONS or not found.isValid():
            return found
        by = self._more
        if part == _FIELDS[control]:
            by = -by
        elif all(part != button for button, _arrow in _BUTTONS[control]):
            return found
        else:
            return found.adjusted(-by, 0, 0, 0) if _runs_right(option) else found.adjusted(0, 0, by, 0)
        return found.adjusted(0, 0, by, 0) if _runs_right(option) else found.adjusted(-by, 0, 0, 0)

    @property
    def _more(self) -> int:
        """The pixels that a button with an arrow is wider than usual."""
        return round(_BUTTON_WIDTH * (self.factor - 1))

    def drawComplexControl(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Draw larger arrows over the small ones, which they cover."""
        super().drawComplexControl(control, option, painter, widget)
        for part, arrow in _arrows_of(control, option):
            if option.subControls & part:
                room = self.subControlRect(control, option, part, widget)
                self._draw_arrow(painter, room, arrow, option, enabled=_leads_on(option, part))

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        arrow = _ARROWS.get(element)
        if element is _Primitive.PE_IndicatorHeaderArrow and isinstance(option, QStyleOptionHeader):
            up = option.sortIndicator is QStyleOptionHeader.SortIndicator.SortUp
            arrow = Qt.ArrowType.UpArrow if up else Qt.ArrowType.DownArrow
        if arrow is None:
            super().drawPrimitive(element, option, painter, widget)
        else:
            self._draw_arrow(painter, option.rect, arrow, option)

    def _draw_arrow(
        self, painter: QPainter, room: QRect, arrow: Qt.ArrowType, option: QStyleOption, *, enabled: bool = True
    ) -> None:
        """Draw an arrow in the middle of its room."""
        half = min(_ARROW * self.factor, room.width() - 2, room.height() - 1) / 2
        if half < 1:
            return
        enabled = enabled and bool(option.state & QStyle.StateFlag.State_Enabled)
        group = QPalette.ColorGroup.Active if enabled else QPalette.ColorGroup.Disabled
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(option.palette.color(group, QPalette.ColorRole.ButtonText))
        painter.translate(QPointF(room.center()) + QPointF(0.5, 0.5))
        painter.rotate(_TURNS[arrow])
        painter.drawPolygon(QPolygonF([QPointF(-half, -half / 2), QPointF(half, -half / 2), QPointF(0, half / 2)]))
        painter.restore()


_TURNS = {
    Qt.ArrowType.DownArrow: 0,
    Qt.ArrowType.LeftArrow: 90,
    Qt.ArrowType.UpArrow: 180,
    Qt.ArrowType.RightArrow: 270,
}


def _runs_right(option: QStyleOption) -> bool:
    return option.direction is not Qt.LayoutDirection.RightToLeft


def _leads_on(option: QStyleOptionComplex, part: QStyle.SubControl) -> bool:
    """Return whether there is a number beyond the one that a number field shows; true for other controls."""
    if not isinstance(option, QStyleOptionSpinBox):
        return True
    flag = QAbstractSpinBox.StepEnabledFlag
    way = flag.StepUpEnabled if part == _Part.SC_SpinBoxUp else flag.StepDownEnabled
    return bool(option.stepEnabled & way)


def _arrows_of(
    control: QStyle.ComplexControl, option: QStyleOptionComplex
) -> tuple[tuple[QStyle.SubControl, Qt.ArrowType], ...]:
    """Return the parts of a control that have an arrow, and where it points."""
    if control is not _Complex.CC_ScrollBar or not isinstance(option, QStyleOptionSlider):
        return _BUTTONS.get(control, ())
    if option.orientation is Qt.Orientation.Vertical:
        ways = (Qt.ArrowType.UpArrow, Qt.ArrowType.DownArrow)
    else:
        ways = (Qt.ArrowType.LeftArrow, Qt.ArrowType.RightArrow)
    return (_Part.SC_ScrollBarSubLine, ways[0]), (_Part.SC_ScrollBarAddLine, ways[1])
