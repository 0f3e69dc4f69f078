"""All actions at once: each has a name, a way to it, and can be done at any moment without harm."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWhatsThis

from tests.ui.conftest import choose_files, find, texts
from ui.keys.action_specs import ACTION_SPECS
from ui.session import span_commands
from ui.shell.window import Window
from ui.support import fonts, theme

_CLOSING = ("quit", "close_project")


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever asks is answered with no."""
    monkeypatch.setattr(QDialog, "exec", lambda _self: 0)
    monkeypatch.setattr(QMenu, "popup", lambda *_: None)
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda *_: True)
    choose_files(monkeypatch)


def test_every_action_has_a_name_and_a_menu_place(window: Window) -> None:
    menus = [menu for top in window.menuBar().actions() if isinstance(menu := top.menu(), QMenu)]
    places = [action for menu in menus for action in menu.actions()]
    for action in window.actions_.values():
        assert action.text().replace("&", "").strip(), action.objectName()
        assert places.count(action) == 1, action.objectName()


def test_no_two_actions_share_a_key_and_none_takes_one_of_the_carets(window: Window) -> None:
    usual = [key for spec in ACTION_SPECS for key in spec.keys]
    assert len(usual) == len(set(usual))
    kept = {spec.id: len(window.keymap.keys(spec.id)) for spec in ACTION_SPECS}
    assert kept == {spec.id: len(spec.keys) for spec in ACTION_SPECS}


@pytest.mark.usefixtures("answered")
@pytest.mark.parametrize("at_work", [True, False], ids=["on a span", "with nothing selected"])
def test_every_action_can_be_done(window: Window, qapp: QApplication, at_work: bool) -> None:
    for spec in ACTION_SPECS:
        if spec.id in _CLOSING:
            continue
        if at_work:
            span_commands.label(window.session, *find(window, "پاکستان"), window.session.labels[1])
        else:
            window.session.select(None)
        window.actions_[spec.id].trigger()
        QWhatsThis.leaveWhatsThisMode()
        if popup := qapp.activePopupWidget():
            popup.close()
        QTest.keyClick(qapp.focusWidget() or window, Qt.Key.Key_Escape)
        assert not window.messages.isVisible(), (spec.id, window.messages.text())
    while window.session.undo_stack.canUndo():
        window.session.undo()
    assert texts(window) == [], "whatever they did is undone"
    fonts.use_naskh(qapp)
    theme.apply(qapp, theme.LIGHT)
