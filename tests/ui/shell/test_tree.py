"""The tree that screen readers walk: whatever can have the focus has a name, in every window, dialog and panel."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui import windows
from tests.ui.shell.test_accessible import show, states
from ui.shell.window import Window

_ROWS = 3  # of a list or table that are looked at
_DEEP = 30


def walk(found: QAccessibleInterface, path: str = "", deep: int = 0) -> Iterator[tuple[str, QAccessibleInterface]]:
    """Go through all that is shown, with where it is."""
    state = found.state()
    if state.invisible or deep > _DEEP:
        return
    path = f"{path}/{found.role().name} {found.text(QAccessible.Text.Name)!r}"
    yield path, found
    for number in range(min(found.childCount(), _ROWS if found.role() in ROWS else 200)):
        child = found.child(number)
        if child is not None and child.isValid():
            yield from walk(child, path, deep + 1)


ROWS = (QAccessible.Role.Table, QAccessible.Role.List, QAccessible.Role.Tree)


def nameless(root: QWidget) -> list[str]:
    seen = walk(QAccessible.queryAccessibleInterface(root))
    return [path for path, each in seen if each.state().focusable and not each.text(QAccessible.Text.Name).strip()]


@pytest.mark.parametrize("module", sorted(windows.SHOWN_BY))
def test_whatever_can_have_the_focus_has_a_name_in_the_tree(module: str, ready: Window, qtbot: QtBot) -> None:
    for root in show(module, ready, qtbot):
        for state in states(root):
            assert not nameless(root), state
