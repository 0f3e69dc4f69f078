"""The style itself: asks the drawings of this folder first, and Fusion for all else."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QLineEdit,
    QProxyStyle,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QStyleOptionComplex,
    QStyleOptionFrame,
    QStyleOptionMenuItem,
    QStyleOptionSlider,
    QStyleOptionSpinBox,
    QTableView,
    QWidget,
)

from ui.support.style import boxes
from ui.support.style.controls import CONTROLS
from ui.support.style.measures import (
    ARROW_ROOM,
    LEAST_BUTTON,
    PADDING,
    RING,
    SCALED,
    STEP_ROOM,
    USUAL,
    on_grid,
)
from ui.support.style.primitives import PRIMITIVES, is_filled

_Complex, _Content = QStyle.ComplexControl, QStyle.ContentsType
_BESIDE = PADDING - RING - 2  # pixels in a field beside its frame and the caret's room
_CHECK_COLUMN = 21  # pixels that a menu's size hint keeps for check marks, whatever is drawn there
_CHECK_SHARE = 0.79  # of an item's height that is drawn
_MENU_ARROW = 16  # pixels of the arrow of a menu in a menu, in the usual size
_AROUND = {  # pixels beside what is in a control: as many in any size, and those that grow
    _Content.CT_LineEdit: (2 * RING, 0),
    _Content.CT_ComboBox: (2 * PADDING, ARROW_ROOM),
    _Content.CT_SpinBox: (2 * PADDING, STEP_ROOM),
}
_PARTS = {
    _Complex.CC_ComboBox: boxes.combo_part,
    _Complex.CC_SpinBox: boxes.spin_part,
    _Complex.CC_ScrollBar: boxes.scroll_part,
}


class Style(QProxyStyle):
    """Draws controls by one hand, with all that is measured in pixels `factor` times as large."""

    def __init__(self, factor: float = 1.0) -> None:
        super().__init__("Fusion")
        self.factor = factor
        self._own = {metric: round(size * factor) if metric in SCALED else size for metric, size in USUAL.items()}

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        own = self._own.get(metric)
        if own is not None:
            return own
        usual = super().pixelMetric(metric, option, widget)
        return round(usual * self.factor) if self.factor != 1 and metric in SCALED else usual

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        draw = PRIMITIVES.get(element)
        if draw is None or not draw(painter, option, widget, self.factor):
            super().drawPrimitive(element, option, painter, widget)

    def drawControl(
        self,
        element: QStyle.ControlElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        filled = element is QStyle.ControlElement.CE_PushButtonLabel and is_filled(option)
        if filled and isinstance(option, QStyleOptionButton):
            option = QStyleOptionButton(option)
            ink = option.palette.color(QPalette.ColorRole.HighlightedText)
            option.palette.setColor(QPalette.ColorRole.ButtonText, ink)
        draw = CONTROLS.get(element)
        if draw is None or not draw(painter, option, widget, self.factor):
            super().drawControl(element, option, painter, widget)

    def drawComplexControl(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if isinstance(option, QStyleOptionComboBox):
            boxes.draw_combo(painter, option, self.factor)
        elif isinstance(option, QStyleOptionSpinBox):
            boxes.draw_spin(painter, option, self.factor)
        elif control is _Complex.CC_ScrollBar and isinstance(option, QStyleOptionSlider):
            boxes.draw_scroll_bar(painter, option, self.factor)
        else:
            super().drawComplexControl(control, option, painter, widget)

    def subControlRect(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        part: QStyle.SubControl,
        widget: QWidget | None = None,
    ) -> QRect:
        place = _PARTS.get(control)
        found = place(option, part, self.factor) if place else None
        return found if found is not None else super().subControlRect(control, option, part, widget)  # type: ignore[arg-type]

    def sizeFromContents(
        self, kind: QStyle.ContentsType, option: QStyleOption, size: QSize, widget: QWidget | None = None
    ) -> QSize:
        """Return the size of a control around what is in it; fields and buttons beside each other are of one height."""
        found = super().sizeFromContents(kind, option, size, widget)  # type: ignore[arg-type]  # None is no widget
        if kind is _Content.CT_MenuItem:  # first: most questions are of menus
            if self.factor != 1 and isinstance(option, QStyleOptionMenuItem):
                return self._menu_item(option, found)
            return found
        around = _AROUND.get(kind)
        if around is not None:
            return self._in_line(option, found, round(around[0] + around[1] * self.factor + size.width()))
        if kind is _Content.CT_PushButton and isinstance(option, QStyleOptionButton):
            width = max(size.width() + 4 * PADDING, LEAST_BUTTON) if option.text else found.width()
            return self._in_line(option, found, width)
        return found

    def _in_line(self, option: QStyleOption, found: QSize, width: int) -> QSize:
        """Return a size of this width, as high as all that has one line of text in it."""
        if isinstance(option, QStyleOptionFrame) and option.lineWidth <= 0:
            return found
        return QSize(width, max(on_grid(option.fontMetrics.height() + PADDING), found.height()))

    def _menu_item(self, option: QStyleOptionMenuItem, usual: QSize) -> QSize:
        """Return the size of an item with room for the marks that are drawn beside large text."""
        drawn = max(round(usual.height() * _CHECK_SHARE), option.maxIconWidth)
        column = max(drawn - max(_CHECK_COLUMN, option.maxIconWidth), 0)
        return usual + QSize(column + round(_MENU_ARROW * (self.factor - 1)), 0)

    def polish(self, what: QWidget | QPalette | QApplication) -> None:  # type: ignore[override]  # three in one
        """Let fields and lists know when the mouse is over them, and give fields room beside their text."""
        super().polish(what)
        if isinstance(what, QLineEdit):
            what.setAttribute(Qt.WidgetAttribute.WA_Hover)
            if what.hasFrame():
                what.setTextMargins(_BESIDE, 0, _BESIDE, 0)
        elif isinstance(what, QAbstractItemView) and not isinstance(what, QTableView):
            what.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)


class LargeStyle(Style):
    """The style at another size than the usual: with large text, a menu may be higher than the screen."""

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


def fit(app: QApplication, factor: float) -> None:
    """Give the program the style in this size, and let all widgets measure anew where it is another one."""
    now = app.style()
    if not isinstance(now, Style):
        app.focusChanged.connect(_draw_frames)
    if not isinstance(now, Style) or now.factor != factor:
        app.setStyle(LargeStyle(factor) if factor != 1 else Style())


def _draw_frames(old: QWidget | None, new: QWidget | None) -> None:
    """Draw the frames of lists anew when the focus comes or goes: Qt draws what is in them alone."""
    for widget in (old, new):
        if isinstance(widget, QAbstractScrollArea) and widget.frameWidth():
            widget.update()
