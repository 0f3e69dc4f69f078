"""Focus is seen: what it changes on any control stands out 3:1, in all themes and sizes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QTabBar,
    QTableView,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ui.labels.swatches import Swatch
from ui.support import fonts, theme


def list_of(view: QListView | QTableView | QTreeView) -> QWidget:
    view.setModel(QStringListModel(["one", "two"], view))
    view.setCurrentIndex(view.model().index(0, 0))
    return view


def box() -> QComboBox:
    made = QComboBox()
    made.addItems(["one", "two"])
    return made


def tabs() -> QTabBar:
    made = QTabBar()
    made.addTab("one")
    made.addTab("two")
    return made


def raised() -> QToolButton:
    made = QToolButton()
    made.setText("tool")
    made.setAutoRaise(True)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return made


CONTROLS: dict[str, Callable[[], QWidget]] = {
    "button": lambda: QPushButton("button"),
    "tool button": raised,
    "check box": lambda: QCheckBox("check"),
    "radio button": lambda: QRadioButton("radio"),
    "field": lambda: QLineEdit("field"),
    "text": lambda: QPlainTextEdit("text"),
    "number": QSpinBox,
    "box": box,
    "tabs": tabs,
    "list": lambda: list_of(QListView()),
    "table": lambda: list_of(QTableView()),
    "tree": lambda: list_of(QTreeView()),
    "swatch": lambda: Swatch("#1f77b4", "blue"),
}


@pytest.fixture(params=theme.ALL, ids=["light", "dark", "light contrast", "dark contrast"])
def any_theme(request: pytest.FixtureRequest, qapp: QApplication, app_fonts: None) -> Iterator[theme.Theme]:
    theme.apply(qapp, request.param)
    yield request.param
    theme.apply(qapp, theme.LIGHT)
    fonts.use_naskh(qapp)


def changed(before: QImage, after: QImage) -> int:
    """Count the pixels that stand out 3:1 from what they were."""
    return sum(
        theme.contrast(QColor(before.pixel(x, y)), QColor(after.pixel(x, y))) >= 3
        for x in range(before.width())
        for y in range(before.height())
        if before.pixel(x, y) != after.pixel(x, y)
    )


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("name", CONTROLS)
@pytest.mark.usefixtures("any_theme")
def test_focus_stands_out(qtbot: QtBot, qapp: QApplication, name: str, percent: int) -> None:
    fonts.use_naskh(qapp, percent)
    window, control, other = QWidget(), CONTROLS[name](), QPushButton("other")
    other.setAutoDefault(False)
    column = QVBoxLayout(window)
    column.addWidget(control)
    column.addWidget(other)
    qtbot.addWidget(window)
    window.resize(240, 160)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    other.setFocus()
    qtbot.waitUntil(other.hasFocus)
    if hasattr(control, "setCursorWidth"):
        control.setCursorWidth(0)  # the frame alone is to say it
    before = window.grab().toImage()
    control.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(control.hasFocus)
    after = window.grab(control.geometry()).toImage()
    before = before.copy(control.geometry())
    assert changed(before, after) >= 2 * min(control.width(), control.height())


@pytest.mark.parametrize("kind", ["button", "field", "number", "box", "list", "text", "check box", "radio button"])
def test_edges_stand_out(qtbot: QtBot, any_theme: theme.Theme, kind: str) -> None:
    """A line across the control meets a colour that stands out 3:1 from the ground around it, or from what is in it."""
    for ground in (any_theme.window, any_theme.panel, any_theme.paper):
        assert theme.contrast(QColor(any_theme.edge), QColor(ground)) >= 3
        assert theme.contrast(QColor(any_theme.accent), QColor(ground)) >= 3
    control = CONTROLS[kind]()
    qtbot.addWidget(control)
    control.resize(control.sizeHint())
    picture = control.grab().toImage()
    middle = picture.height() // 2
    edges = {picture.pixel(x, middle) for x in range(16)}
    assert any(theme.contrast(QColor(pixel), QColor(any_theme.window)) >= 3 for pixel in edges)
