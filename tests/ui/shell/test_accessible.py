"""Every window, dialog and panel: controls have names and are reached by Tab, mnemonics are unique, Esc closes."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QGroupBox,
    QLabel,
    QMenu,
    QMenuBar,
    QRadioButton,
    QStackedWidget,
    QTabBar,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.ui import windows
from tests.ui.conftest import find
from ui.session import span_commands
from ui.shell.window import Window
from ui.widgets.popup_list import PopupList

_MOST_TABS = 400


def show(module: str, window: Window, qtbot: QtBot) -> set[QWidget]:
    """Show what a module defines; the windows and popups that it is in."""
    windows.SHOWN_BY[module](window)
    qtbot.waitUntil(lambda: bool(windows.shown_of(module)))
    roots = {root_of(widget) for widget in windows.shown_of(module)}
    for root in roots:
        root.window().activateWindow()
        qtbot.waitUntil(root.window().isActiveWindow)
    return roots


def root_of(widget: QWidget) -> QWidget:
    """Within what Tab goes round: the window, or a popup inside one."""
    while not widget.isWindow() and not isinstance(widget, PopupList):
        parent = widget.parentWidget()
        assert parent is not None
        widget = parent
    return widget


def states(root: QWidget) -> Iterator[str]:
    """Go through all pages of `root`, one after the other."""
    tabs = [found for found in root.findChildren(QTabWidget) if found.isVisible()]
    inner = {found for tab in tabs for found in tab.findChildren(QStackedWidget, options=_DIRECT)}
    stacks = [found for found in root.findChildren(QStackedWidget) if found.isVisible() and found not in inner]
    if not tabs and not stacks:
        yield ""
    both: list[QTabWidget | QStackedWidget] = [*tabs, *stacks]
    for pages in both:
        for page in range(pages.count()):
            pages.setCurrentIndex(page)
            QApplication.processEvents()
            yield f"page {page}"


_DIRECT = Qt.FindChildOption.FindDirectChildrenOnly


def controls(root: QWidget) -> list[QWidget]:
    """What can have the keyboard now, but for parts of a control that is one to the person."""
    found = [w for w in root.findChildren(QWidget) if w.isVisible() and w.isEnabled() and root_of(w) is root]
    found = [w for w in found if w.focusPolicy() != Qt.FocusPolicy.NoFocus and w.focusProxy() is None]
    return [w for w in found if not any(parent.focusProxy() is w for parent in ancestors(w, root))]


def ancestors(widget: QWidget, root: QWidget) -> Iterator[QWidget]:
    parent = None if widget is root else widget.parentWidget()
    while parent is not None and parent is not root:
        yield parent
        parent = parent.parentWidget()


def told(widget: QWidget) -> str:
    return f"{type(widget).__name__} in {type(widget.parentWidget()).__name__} {widget.property('text') or ''!r}"


def name_of(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    if isinstance(widget, QTabBar):
        return " ".join(widget.tabText(index) for index in range(widget.count()))
    return interface.text(QAccessible.Text.Name) if interface is not None else ""


def reached_by_tab(root: QWidget) -> set[QWidget]:
    reached: set[QWidget] = set()
    first = next((w for w in controls(root) if w.focusPolicy() & Qt.FocusPolicy.TabFocus), root)
    if root.window().focusWidget() not in controls(root):
        first.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(_MOST_TABS):
        focused = root.window().focusWidget()
        if focused is None or focused in reached:
            break
        reached.add(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    return reached


def stands_for(widget: QWidget, reached: set[QWidget]) -> bool:
    """Reached itself, or one radio button of its group is: arrows go on from there."""
    if isinstance(widget, QRadioButton) and widget.autoExclusive():
        return any(isinstance(w, QRadioButton) and w.parentWidget() is widget.parentWidget() for w in reached)
    return widget in reached


def mnemonics(root: QWidget) -> list[str]:
    texts: list[str] = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisible() or root_of(widget) is not root:
            continue
        if isinstance(widget, QAbstractButton) or (isinstance(widget, QLabel) and widget.buddy()):
            texts.append(widget.text())
        elif isinstance(widget, QGroupBox):
            texts.append(widget.title())
        elif isinstance(widget, QTabBar):
            texts += [widget.tabText(index) for index in range(widget.count())]
        elif isinstance(widget, QMenuBar):
            texts += [action.text() for action in widget.actions() if action.isVisible()]
    return [key for text in texts if (key := QKeySequence.mnemonic(text).toString())]


def twice(keys: list[str]) -> list[str]:
    return [key for key, count in Counter(keys).items() if count > 1]


def test_every_dialog_and_panel_is_on_the_list() -> None:
    missing = set(windows.modules()) ^ set(windows.SHOWN_BY)
    assert not missing, f"add to (or take from) SHOWN_BY in tests/ui/windows.py: {sorted(missing)}"


@pytest.mark.parametrize("module", sorted(windows.SHOWN_BY))
def test_controls_have_names_and_their_own_mnemonics_and_tab_reaches_them(
    module: str, ready: Window, qtbot: QtBot
) -> None:
    for root in show(module, ready, qtbot):
        for state in states(root):
            there = controls(root)
            assert not [told(widget) for widget in there if not name_of(widget)], f"without a name, {state}"
            assert not twice(mnemonics(root)), f"a mnemonic of two, {state}"
            reached = reached_by_tab(root)
            assert not [told(widget) for widget in there if not stands_for(widget, reached)], f"not by Tab, {state}"


@pytest.mark.parametrize("module", sorted(windows.SHOWN_BY.keys() - windows.IN_THE_WINDOW))
def test_escape_closes_every_dialog(module: str, ready: Window, qtbot: QtBot) -> None:
    for root in show(module, ready, qtbot):
        assert isinstance(root, (QDialog, PopupList)), "a dialog that is none"
        for _ in range(2):  # one may be for a field inside
            if root.isVisible():
                QTest.keyClick(root.window().focusWidget() or root, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: not root.isVisible())  # noqa: B023


def menus(menu: QMenu | QMenuBar) -> Iterator[QMenu | QMenuBar]:
    yield menu
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            yield from menus(inner)


def test_no_two_items_of_a_menu_share_a_mnemonic(ready: Window) -> None:
    for menu in menus(ready.menuBar()):
        texts = [action.text() for action in menu.actions() if action.isVisible() and not action.isSeparator()]
        keys = [key for text in texts if (key := QKeySequence.mnemonic(text).toString())]
        assert not twice(keys), menu.objectName() or texts


def test_the_table_of_spans_tells_what_the_painting_shows(ready: Window, qtbot: QtBot) -> None:
    """Row by row, in reading order, with label and place; the selected span is the current row."""
    words = ("افغانستان", "تھامس ویسٹ", "امریکہ")
    for (start, end), label in zip((find(ready, each) for each in words), itertools.cycle(ready.session.labels)):
        span_commands.label(ready.session, start, end, label)
    table = ready.span_table
    view = getattr(table, "view", table)
    qtbot.waitUntil(lambda: view.model().rowCount() == 4)
    assert ready.session.article is not None
    painted = [
        (ready.session.article.text[span.start : span.end], ready.session.label_of(span).name)
        for span in ready.session.spans
    ]
    rows = [view.model().index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(4)]
    for row, (text, name) in zip(rows, painted, strict=True):
        assert text in row
        assert name in row


def test_article_is_read_as_its_own_text(ready: Window) -> None:
    interface = QAccessible.queryAccessibleInterface(ready.article_view)
    assert interface.text(QAccessible.Text.Name) == "Article"
    text = interface.textInterface()
    assert text is not None
    assert ready.session.article is not None
    assert text.text(0, 20) == ready.session.article.text[:20]
