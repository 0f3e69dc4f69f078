"""Every gesture of the window as an action with a name, a place in the menus and a key."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

if TYPE_CHECKING:
    from ui.keys.keymap import Keymap

MENUS = ("&File", "&Edit", "&Span", "&Go", "&Article", "&Project", "&View", "&Help")


@dataclass(frozen=True, slots=True)
class Gesture:
    """One action. `group`: it is one choice of several, and shows which is taken. `on`: where its keys work.

    `toggle`: it turns something on and off, and shows which.
    """

    id: str
    menu: str
    text: str
    keys: tuple[str, ...] = ()
    group: str = ""
    separator: bool = False
    on: Literal["window", "article"] = "window"
    toggle: bool = False


GESTURES = (
    Gesture("new", "&File", "&New project…", ("Ctrl+N",)),
    Gesture("open", "&File", "&Open project…", ("Ctrl+O",)),
    Gesture("recent", "&File", "Open &recent"),
    Gesture("sample", "&File", "Open the sa&mple"),
    Gesture("close_project", "&File", "&Close the project", ("Ctrl+W",)),
    Gesture("import_files", "&File", "&Import files…", ("Ctrl+I",), separator=True),
    Gesture("import_folder", "&File", "Import a &folder…", ("Ctrl+Shift+I",)),
    Gesture("save_copy", "&File", "Sa&ve a copy…"),
    Gesture("export", "&File", "&Export a dataset…", ("Ctrl+E",)),
    Gesture("settings", "&File", "Se&ttings…", ("Ctrl+,",), separator=True),
    Gesture("quit", "&File", "&Quit", ("Ctrl+Q",), separator=True),
    Gesture("undo", "&Edit", "&Undo", ("Ctrl+Z",)),
    Gesture("redo", "&Edit", "&Redo", ("Ctrl+Shift+Z", "Ctrl+Y")),
    Gesture("find", "&Edit", "&Find in the article…", ("Ctrl+F",), separator=True),
    Gesture("find_next", "&Edit", "Find the &next place", ("F3",)),
    Gesture("find_previous", "&Edit", "Find the pre&vious place", ("Shift+F3",)),
    Gesture("search", "&Edit", "&Search the project…", ("Ctrl+Shift+F",)),
    Gesture("copy", "&Edit", "C&opy", ("Ctrl+C",), on="article"),
    Gesture("palette", "&Edit", "Command &palette…", ("Ctrl+K",), separator=True),
    Gesture("choose_label", "&Span", "&Choose a label…", ("Space",), on="article"),
    Gesture("duplicate", "&Span", "&Duplicate with another label…", ("Ctrl+D",)),
    Gesture("remove", "&Span", "Re&move", ("Del", "Backspace"), on="article"),
    Gesture("accept", "&Span", "&Accept the suggestion", ("Return", "Enter"), on="article"),
    Gesture("label_all", "&Span", "&Label all its places…", ("Ctrl+L",)),
    Gesture("note", "&Span", "&Note…", ("Ctrl+M",)),
    Gesture("unsure", "&Span", "&Unsure, or sure again", ("Ctrl+U",)),
    Gesture("end_grow", "&Span", "&End one further", ("Alt+End",), separator=True),
    Gesture("end_shrink", "&Span", "End one &back", ("Alt+Shift+End",)),
    Gesture("start_grow", "&Span", "&Start one further", ("Alt+Home",)),
    Gesture("start_shrink", "&Span", "Start one bac&k", ("Alt+Shift+Home",)),
    Gesture("end_grow_character", "&Span", "End one character further", ("Ctrl+Alt+End",)),
    Gesture("end_shrink_character", "&Span", "End one character back", ("Ctrl+Alt+Shift+End",)),
    Gesture("start_grow_character", "&Span", "Start one character further", ("Ctrl+Alt+Home",)),
    Gesture("start_shrink_character", "&Span", "Start one character back", ("Ctrl+Alt+Shift+Home",)),
    Gesture("next_span", "&Go", "&Next span", ("Alt+Left",)),
    Gesture("previous_span", "&Go", "&Previous span", ("Alt+Right",)),
    Gesture("extend_next_span", "&Go", "Select up to the next span", ("Alt+Shift+Left",)),
    Gesture("extend_previous_span", "&Go", "Select up to the previous span", ("Alt+Shift+Right",)),
    Gesture("next_candidate", "&Go", "Next su&ggestion", ("F8",), separator=True),
    Gesture("previous_candidate", "&Go", "Previous s&uggestion", ("Shift+F8",)),
    Gesture("same_next", "&Go", "Next place of the same &string", ("Ctrl+F3",)),
    Gesture("same_previous", "&Go", "Previous place of the same s&tring", ("Ctrl+Shift+F3",)),
    Gesture("next", "&Go", "Ne&xt article", ("Ctrl+PgDown", "Alt+Down"), separator=True),
    Gesture("previous", "&Go", "Previous &article", ("Ctrl+PgUp", "Alt+Up")),
    Gesture("back", "&Go", "&Back to the article before", ("Ctrl+Backspace",)),
    Gesture("next_pane", "&Go", "Next pan&e", ("F6",), separator=True),
    Gesture("done_next", "&Article", "&Done, and on to the next", ("Ctrl+Return", "Ctrl+Enter")),
    Gesture("skip", "&Article", "&Skip, and on to the next", ("Ctrl+Shift+Return",)),
    Gesture("reopen", "&Article", "Mark as &new again"),
    Gesture("history", "&Article", "&History of this article…", ("Ctrl+T",), separator=True),
    Gesture("labels", "&Project", "&Labels…", ("Ctrl+Shift+L",)),
    Gesture("guidelines", "&Project", "&Guidelines…", ("Ctrl+G",)),
    Gesture("annotator", "&Project", "&Annotator…"),
    Gesture("backups", "&Project", "&Backups…", separator=True),
    Gesture("granularity", "&View", "Select by characters, &words or sentences", ("F7",)),
    Gesture("hidden", "&View", "&Hidden characters", ("Ctrl+H",), toggle=True, separator=True),
    Gesture("sentence_focus", "&View", "Sentence &focus", ("Ctrl+J",), toggle=True),
    Gesture("paragraph_numbers", "&View", "&Paragraph numbers", toggle=True),
    Gesture("suggestions", "&View", "Su&ggestions", ("Ctrl+Shift+H",), toggle=True),
    Gesture("others", "&View", "Layers of &others"),
    Gesture("urdu_chips", "&View", "U&rdu names on chips", toggle=True),
    Gesture("larger", "&View", "&Larger text", ("Ctrl++", "Ctrl+="), separator=True),
    Gesture("smaller", "&View", "&Smaller text", ("Ctrl+-",)),
    Gesture("usual_size", "&View", "Text of the &usual size", ("Ctrl+0",)),
    Gesture("nastaliq", "&View", "N&astaliq", group="typeface", separator=True),
    Gesture("naskh", "&View", "Nas&kh", group="typeface"),
    Gesture("theme_system", "&View", "As the s&ystem", group="theme", separator=True),
    Gesture("theme_light", "&View", "L&ight", group="theme"),
    Gesture("theme_dark", "&View", "&Dark", group="theme"),
    Gesture("shortcuts", "&Help", "&Keys and mouse", ("F1", "?", "؟")),
    Gesture("log", "&Help", "Show the &log file"),
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
            action.setCheckable(bool(gesture.group) or gesture.toggle)
            if gesture.group:
                group = groups.setdefault(gesture.group, QActionGroup(window))
                group.addAction(action)
            if gesture.separator:
                menus[gesture.menu].addSeparator()
            menus[gesture.menu].addAction(action)
            if gesture.on == "article":
                action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
                article_view.addAction(action)
            self._actions[gesture.id] = action

    def follow(self, keymap: Keymap) -> None:
        """Give every action the keys that `keymap` says, now and whenever it changes."""
        self._obey(keymap)
        keymap.changed.connect(lambda: self._obey(keymap))

    def _obey(self, keymap: Keymap) -> None:
        wanted = {key: [QKeySequence(keys) for keys in keymap.keys(key)] for key in self._actions}
        changed = [key for key, keys in wanted.items() if self._actions[key].shortcuts() != keys]
        for key in changed:
            self._actions[key].setShortcuts([])  # first free, then given: no key means two things in between
        for key in changed:
            self._actions[key].setShortcuts(wanted[key])

    def press(self, event: QKeyEvent, keymap: Keymap) -> bool:
        """Do what a key stands for that Qt has not found by itself; whether there was such a thing."""
        action = self._actions.get(keymap.gesture_at(event))
        if action is None or not action.isEnabled() or not _is_within_reach(action):
            return False
        action.trigger()
        return True

    def __iter__(self) -> Iterator[QAction]:
        return iter(self._actions.values())

    def __getitem__(self, key: str) -> QAction:
        return self._actions[key]


def _is_within_reach(action: QAction) -> bool:
    """Whether an action whose keys work on one widget alone has the focus there."""
    if action.shortcutContext() is not Qt.ShortcutContext.WidgetShortcut:
        return True
    return any(isinstance(place, QWidget) and place.hasFocus() for place in action.associatedObjects())
