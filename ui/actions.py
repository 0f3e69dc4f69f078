"""Every gesture of the window as an action with a name, a place in the menus and a key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

MENUS = ("&File", "&Edit", "&Span", "&Go", "&Article", "&Project", "&View", "&Help")


@dataclass(frozen=True, slots=True)
class Gesture:
    """One action. `group`: it is one choice of several, and shows which is taken. `on`: where its keys work."""

    id: str
    menu: str
    text: str
    keys: tuple[str, ...] = ()
    group: str = ""
    separator: bool = False
    on: Literal["window", "article"] = "window"


GESTURES = (
    Gesture("new", "&File", "&New project…", ("Ctrl+N",)),
    Gesture("open", "&File", "&Open project…", ("Ctrl+O",)),
    Gesture("recent", "&File", "Open &recent"),
    Gesture("sample", "&File", "Open the &sample"),
    Gesture("close_project", "&File", "&Close the project", ("Ctrl+W",)),
    Gesture("import_files", "&File", "&Import files…", ("Ctrl+I",), separator=True),
    Gesture("import_folder", "&File", "Import a &folder…", ("Ctrl+Shift+I",)),
    Gesture("export", "&File", "&Export a dataset…", ("Ctrl+E",)),
    Gesture("quit", "&File", "&Quit", ("Ctrl+Q",), separator=True),
    Gesture("undo", "&Edit", "&Undo", ("Ctrl+Z",)),
    Gesture("redo", "&Edit", "&Redo", ("Ctrl+Shift+Z", "Ctrl+Y")),
    Gesture("remove", "&Span", "Re&move", ("Del", "Backspace"), on="article"),
    Gesture("unsure", "&Span", "&Unsure, or sure again", ("Ctrl+U",)),
    Gesture("end_grow", "&Span", "&End one further", ("Alt+End",), separator=True),
    Gesture("end_shrink", "&Span", "End one &back", ("Alt+Shift+End",)),
    Gesture("start_grow", "&Span", "&Start one further", ("Alt+Home",)),
    Gesture("start_shrink", "&Span", "Start one ba&ck", ("Alt+Shift+Home",)),
    Gesture("end_grow_character", "&Span", "End one character further", ("Ctrl+Alt+End",)),
    Gesture("end_shrink_character", "&Span", "End one character back", ("Ctrl+Alt+Shift+End",)),
    Gesture("start_grow_character", "&Span", "Start one character further", ("Ctrl+Alt+Home",)),
    Gesture("start_shrink_character", "&Span", "Start one character back", ("Ctrl+Alt+Shift+Home",)),
    Gesture("next_span", "&Go", "&Next span", ("Alt+Left",)),
    Gesture("previous_span", "&Go", "&Previous span", ("Alt+Right",)),
    Gesture("extend_next_span", "&Go", "Select up to the next span", ("Alt+Shift+Left",)),
    Gesture("extend_previous_span", "&Go", "Select up to the previous span", ("Alt+Shift+Right",)),
    Gesture("next", "&Go", "Ne&xt article", ("Ctrl+PgDown", "Alt+Down"), separator=True),
    Gesture("previous", "&Go", "Previous &article", ("Ctrl+PgUp", "Alt+Up")),
    Gesture("next_pane", "&Go", "Next pa&ne", ("F6",), separator=True),
    Gesture("done_next", "&Article", "&Done, and on to the next", ("Ctrl+Return", "Ctrl+Enter")),
    Gesture("skip", "&Article", "&Skip, and on to the next", ("Ctrl+Shift+Return",)),
    Gesture("reopen", "&Article", "Mark as &new again"),
    Gesture("granularity", "&View", "Select by characters, words or &sentences", ("F7",)),
    Gesture("larger", "&View", "&Larger text", ("Ctrl++", "Ctrl+="), separator=True),
    Gesture("smaller", "&View", "&Smaller text", ("Ctrl+-",)),
    Gesture("usual_size", "&View", "Text of the &usual size", ("Ctrl+0",)),
    Gesture("nastaliq", "&View", "N&astaliq", group="typeface", separator=True),
    Gesture("naskh", "&View", "Nas&kh", group="typeface"),
    Gesture("theme_system", "&View", "As the s&ystem", group="theme", separator=True),
    Gesture("theme_light", "&View", "L&ight", group="theme"),
    Gesture("theme_dark", "&View", "&Dark", group="theme"),
    Gesture("about", "&Help", "&About Nishan"),
)


class Actions:
    """The window's actions by their ids."""

    def __init__(
        self, window: QMainWindow, article_view: QWidget, handlers: Mapping[str, Callable[[], object]]
    ) -> None:
        """Make every gesture's action. Raises KeyError when a gesture has no handler."""
        menus: dict[str, QMenu] = {name: window.menuBar().addMenu(name) for name in MENUS}
        for name, menu in menus.items():
            menu.menuAction().setVisible(any(gesture.menu == name for gesture in GESTURES))
        groups: dict[str, QActionGroup] = {}
        self._actions: dict[str, QAction] = {}
        for gesture in GESTURES:
            action = QAction(gesture.text, window)
            action.setObjectName(gesture.id)
            action.setShortcuts([QKeySequence(keys) for keys in gesture.keys])
            handler = handlers[gesture.id]
            action.triggered.connect(lambda _checked=False, handler=handler: handler())
            if gesture.group:
                action.setCheckable(True)
                group = groups.setdefault(gesture.group, QActionGroup(window))
                group.addAction(action)
            if gesture.separator:
                menus[gesture.menu].addSeparator()
            menus[gesture.menu].addAction(action)
            if gesture.on == "article":
                action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
                article_view.addAction(action)
            self._actions[gesture.id] = action

    def __getitem__(self, key: str) -> QAction:
        return self._actions[key]
