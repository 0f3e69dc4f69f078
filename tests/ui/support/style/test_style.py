"""Signs beside large text: check boxes, arrows and icons grow with it, and menus have room for their widest item."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QMenu,
    QRadioButton,
    QSpinBox,
    QStyle,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QStyleOptionSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ui.shell.window import Window
from ui.support import fonts, theme

PERCENTS = [100, 130, 200]
_Sub, _Complex = QStyle.SubControl, QStyle.ComplexControl


@pytest.fixture
def sized(qapp: QApplication, app_fonts: None) -> Iterator[None]:
    theme.apply(qapp, theme.LIGHT)
    yield
    fonts.use_naskh(qapp)


def shown(qtbot: QtBot, widget: QWidget) -> QWidget:
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitUntil(widget.isVisible)
    return widget


def growth(sizes: list[int]) -> list[float]:
    return [size / sizes[0] for size in sizes]


@pytest.mark.usefixtures("sized")
@pytest.mark.parametrize("kind", [QCheckBox, QRadioButton])
def test_boxes_grow_with_the_text(qtbot: QtBot, qapp: QApplication, kind: type[QCheckBox | QRadioButton]) -> None:
    sizes = []
    for percent in PERCENTS:
        fonts.use_naskh(qapp, percent)
        button, option = kind("a text"), QStyleOptionButton()
        shown(qtbot, button)
        option.initFrom(button)
        element = (
            QStyle.SubElement.SE_CheckBoxIndicator if kind is QCheckBox else QStyle.SubElement.SE_RadioButtonIndicator
        )
        box = button.style().subElementRect(element, option, button)
        assert box.height() <= button.height()
        sizes.append(box.height())
    assert growth(sizes) == pytest.approx([1, 1.3, 2], abs=0.15)


def dark_run(picture: QImage, room: QRect) -> int:
    """The longest run of dark pixels in a row of `room`: the arrow's base."""
    longest = 0
    for y in range(room.top(), room.bottom()):
        run = 0
        for x in range(room.left() + 2, room.right() - 1):
            run = run + 1 if QColor(picture.pixel(QPoint(x, y))).lightness() < 110 else 0
            longest = max(longest, run)
    return longest


@pytest.mark.usefixtures("sized")
@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_arrows_of_boxes_grow_and_leave_the_text_its_room(
    qtbot: QtBot, qapp: QApplication, direction: Qt.LayoutDirection
) -> None:
    arrows = []
    for percent in (100, 200):
        fonts.use_naskh(qapp, percent)
        box, option = QComboBox(), QStyleOptionComboBox()
        box.setLayoutDirection(direction)
        box.addItem("a text that is whole")
        shown(qtbot, box)
        box.initStyleOption(option)
        arrow, field = (
            box.style().subControlRect(_Complex.CC_ComboBox, option, part, box)
            for part in (_Sub.SC_ComboBoxArrow, _Sub.SC_ComboBoxEditField)
        )
        assert not arrow.intersects(field)
        assert box.rect().contains(arrow)
        assert field.width() >= box.fontMetrics().horizontalAdvance(box.currentText())
        arrows.append(dark_run(box.grab().toImage(), arrow))
    assert arrows[1] >= arrows[0] * 1.6, arrows


@pytest.mark.usefixtures("sized")
def test_buttons_of_number_fields_grow(qtbot: QtBot, qapp: QApplication) -> None:
    found = []
    for percent in (100, 200):
        fonts.use_naskh(qapp, percent)
        box, option = QSpinBox(), QStyleOptionSpinBox()
        box.setRange(0, 200)
        box.setValue(100)
        box.setSuffix(" %")
        shown(qtbot, box)
        box.initStyleOption(option)
        up, down, field = (
            box.style().subControlRect(_Complex.CC_SpinBox, option, part, box)
            for part in (_Sub.SC_SpinBoxUp, _Sub.SC_SpinBoxDown, _Sub.SC_SpinBoxEditField)
        )
        assert not up.intersects(field)
        assert field.width() >= box.fontMetrics().horizontalAdvance(box.text())
        QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=up.center())
        assert box.value() == 101
        QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=down.center())
        assert box.value() == 100
        found.append(up.width())
    assert found[1] >= found[0] * 1.8


@pytest.mark.usefixtures("sized")
@pytest.mark.parametrize("percent", [*PERCENTS, 170])
@pytest.mark.parametrize("keys", ["", "Ctrl+Shift+H"])
@pytest.mark.parametrize("submenu", [False, True])
def test_the_widest_item_of_a_menu_is_whole(
    qtbot: QtBot, qapp: QApplication, percent: int, keys: str, submenu: bool
) -> None:
    """What is painted is the item's own text: as wide a menu as anybody asks for paints the same."""
    fonts.use_naskh(qapp, percent)
    menu = QMenu()
    qtbot.addWidget(menu)
    for text in ("Short", "By far the widest item, elided in the middle"):
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setChecked(True)
        action.setShortcut(keys)
    if submenu:
        menu.addAction("More").setMenu(QMenu("More", menu))
    pictures = []
    for more in (0, 200):
        menu.setMinimumWidth(menu.sizeHint().width() + more)
        menu.popup(QPoint(0, 0))
        qtbot.waitUntil(menu.isVisible)
        place = menu.actionGeometry(menu.actions()[1])
        left = place.height() + menu.fontMetrics().horizontalAdvance(menu.actions()[1].text())
        pictures.append(menu.grab(QRect(place.left(), place.top(), left, place.height())).toImage())
        menu.close()
    assert pictures[0] == pictures[1]


def test_icons_and_scroll_bars_grow_while_the_window_is_open_and_shrink_again(window: Window, qtbot: QtBot) -> None:
    metrics = (QStyle.PixelMetric.PM_SmallIconSize, QStyle.PixelMetric.PM_ScrollBarExtent)
    usual = [window.style().pixelMetric(metric, None, window) for metric in metrics]
    marks, bar = window.scroll_marks.width(), window.article_view.verticalScrollBar().width()
    window.appearance.set_interface_size(200)
    try:
        assert [window.style().pixelMetric(metric, None, window) for metric in metrics] == [2 * each for each in usual]
        qtbot.waitUntil(lambda: window.article_view.verticalScrollBar().width() == 2 * bar)
        qtbot.waitUntil(lambda: window.scroll_marks.width() > marks)
    finally:
        window.appearance.set_interface_size(100)
    assert [window.style().pixelMetric(metric, None, window) for metric in metrics] == usual


def test_chips_grow_and_stay_clear_of_the_next_line(window: Window) -> None:
    geometry = window.article_view.painter.geometry
    before = geometry.chip_height
    window.appearance.set_interface_size(200)
    try:
        assert geometry.chip_height >= before * 1.5
    finally:
        window.appearance.set_interface_size(100)
    assert geometry.chip_height == before
