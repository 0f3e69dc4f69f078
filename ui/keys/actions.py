"""The QActions of the window, made of their specs and kept in step with the keymap."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from ui.keys.action_specs import ACTION_SPECS, MENUS, ActionSpec
from ui.keys.keymap import Keymap, pressed

# Which actions macOS moves to the menu of the program. It would guess it by words: "Settings", "About", "Quit".
_ROLES = {
    "settings": QAction.MenuRole.PreferencesRole,
    "about": QAction.MenuRole.AboutRole,
    "quit": QAction.MenuRole.QuitRole,
}


class Actions(dict[str, QAction]):
    """The window's actions by their ids."""

    def __init__(
        self, window: QMainWindow, article_view: QWidget, handlers: Mapping[str, Callable[[], object]]
    ) -> None:
        """Make the action of every spec and add it to its menu. Raises KeyError when a spec has no handler."""
        super().__init__()
        self._window, self._article_view = window, article_view
        self._menus: dict[str, QMenu] = {name: window.menuBar().addMenu(name) for name in MENUS}
        self._groups: dict[str, QActionGroup] = {}
        for name, menu in self._menus.items():
            menu.menuAction().setVisible(any(spec.menu == name for spec in ACTION_SPECS))
        self.update({spec.id: self._make(spec, handlers[spec.id]) for spec in ACTION_SPECS})

    def _make(self, spec: ActionSpec, handler: Callable[[], object]) -> QAction:
        action = QAction(spec.text, self._window)
        action.setObjectName(spec.id)
        action.setMenuRole(_ROLES.get(spec.id, QAction.MenuRole.NoRole))
        action.setCheckable(bool(spec.group) or spec.toggle)
        action.setShortcuts([QKeySequence(keys) for keys in spec.usual_keys])
        action.triggered.connect(lambda _checked=False: handler())
        if spec.group:
            self._groups.setdefault(spec.group, QActionGroup(self._window)).addAction(action)
        if spec.separator:
            self._menus[spec.menu].addSeparator()
        self._menus[spec.menu].addAction(action)
        if spec.on == "article":
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            self._article_view.addAction(action)
        return action

    def follow(self, keymap: Keymap) -> None:
        """Set the shortcuts of all actions from `keymap`, now and whenever it changes."""
        self._set_shortcuts(keymap)
        keymap.changed.connect(lambda: self._set_shortcuts(keymap))

    def _set_shortcuts(self, keymap: Keymap) -> None:
        wanted = {key: [QKeySequence(keys) for keys in keymap.keys(key)] for key in self}
        changed = [key for key, keys in wanted.items() if self[key].shortcuts() != keys]
        for key in changed:
            self[key].setShortcuts([])  # first remove, then set: no key is ambiguous in between
        for key in changed:
            self[key].setShortcuts(wanted[key])

    def press(self, event: QKeyEvent, keymap: Keymap) -> bool:
        """Trigger the action of a shortcut that Qt has not matched by itself; return whether there was one."""
        action = self.get(keymap.action_at(event))
        if action is None or not action.isEnabled() or not _has_focus(action):
            return False
        action.trigger()
        return True

    def pressed(self, event: QKeyEvent, keymap: Keymap) -> str:
        """Return the id of the action that a key is for where the focus is; empty when it is for none."""
        key = pressed(event)
        found = next((action for action in self if key and key in keymap.keys(action)), "") or keymap.action_at(event)
        return found if found and _has_focus(self[found]) else ""


def _has_focus(action: QAction) -> bool:
    """Return whether the widget that an action's keys are limited to, if any, has the focus."""
    if action.shortcutContext() is not Qt.ShortcutContext.WidgetShortcut:
        return True
    return any(isinstance(found, QWidget) and found.hasFocus() for found in action.associatedObjects())
