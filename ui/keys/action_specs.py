"""Every action of the window, declared: its id, menu, text and default keys."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Literal

MENUS = ("&File", "&Edit", "&Span", "&Go", "&Article", "&Project", "&View", "&Help")


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """An action's id, place in the menus, text and default keys.

    `group` names the exclusive group that a checkable action belongs to; `toggle` makes it checkable by itself.
    `separator` puts a line above it. `on` is where its keys work: anywhere, or while the article has the focus.
    """

    id: str
    menu: str
    text: str
    keys: tuple[str, ...] = ()
    group: str = ""
    separator: bool = False
    on: Literal["window", "article"] = "window"
    toggle: bool = False

    @property
    def usual_keys(self) -> tuple[str, ...]:
        """The default keys on this system."""
        return _KEYS_OF_MACOS.get(self.id, self.keys) if on_macos() else self.keys


def on_macos() -> bool:
    """Whether the keys of macOS are meant."""
    return sys.platform == "darwin"


# Ctrl is ⌘ there: ⌘H and ⌘M are the system's, and Alt with an arrow moves the caret in every text.
_KEYS_OF_MACOS = {
    "note": ("Ctrl+Shift+N",),
    "hidden": ("Ctrl+R",),
    "next_span": ("Ctrl+Alt+Left",),
    "previous_span": ("Ctrl+Alt+Right",),
    "extend_next_span": ("Ctrl+Alt+Shift+Left",),
    "extend_previous_span": ("Ctrl+Alt+Shift+Right",),
    "next": ("Ctrl+PgDown", "Ctrl+Alt+Down"),
    "previous": ("Ctrl+PgUp", "Ctrl+Alt+Up"),
    "distraction_free": ("Ctrl+Meta+F",),
}
ACTION_SPECS = (
    ActionSpec("new", "&File", "&New project…", ("Ctrl+N",)),
    ActionSpec("open", "&File", "&Open project…", ("Ctrl+O",)),
    ActionSpec("recent", "&File", "Open &recent"),
    ActionSpec("sample", "&File", "Open the sa&mple"),
    ActionSpec("close_project", "&File", "&Close the project", ("Ctrl+W",)),
    ActionSpec("import_files", "&File", "&Import files…", ("Ctrl+I",), separator=True),
    ActionSpec("import_folder", "&File", "Import a &folder…", ("Ctrl+Shift+I",)),
    ActionSpec("save_copy", "&File", "Sa&ve a copy…"),
    ActionSpec("export", "&File", "&Export a dataset…", ("Ctrl+E",)),
    ActionSpec("print", "&File", "&Print the article…", ("Ctrl+P",), separator=True),
    ActionSpec("pdf", "&File", "Save the article as P&DF…"),
    ActionSpec("settings", "&File", "Se&ttings…", ("Ctrl+,",), separator=True),
    ActionSpec("quit", "&File", "&Quit", ("Ctrl+Q",), separator=True),
    ActionSpec("undo", "&Edit", "&Undo", ("Ctrl+Z",)),
    ActionSpec("redo", "&Edit", "&Redo", ("Ctrl+Shift+Z", "Ctrl+Y")),
    ActionSpec("find", "&Edit", "&Find in the article…", ("Ctrl+F",), separator=True),
    ActionSpec("find_next", "&Edit", "Find the &next place", ("F3",)),
    ActionSpec("find_previous", "&Edit", "Find the pre&vious place", ("Shift+F3",)),
    ActionSpec("search", "&Edit", "&Search the project…", ("Ctrl+Shift+F",)),
    ActionSpec("copy", "&Edit", "C&opy", ("Ctrl+C",), on="article"),
    ActionSpec("copy_labelled", "&Edit", "Copy with la&bels", ("Ctrl+Shift+C",)),
    ActionSpec("palette", "&Edit", "Command &palette…", ("Ctrl+K",), separator=True),
    ActionSpec("choose_label", "&Span", "&Choose a label…", ("Space",), on="article"),
    ActionSpec("duplicate", "&Span", "&Duplicate with another label…", ("Ctrl+D",)),
    ActionSpec("remove", "&Span", "Re&move", ("Del", "Backspace"), on="article"),
    ActionSpec("accept", "&Span", "&Accept the suggestion", ("Return", "Enter"), on="article"),
    ActionSpec("accept_alike", "&Span", "Acce&pt all of the same words", ("Shift+Return", "Shift+Enter"), on="article"),
    ActionSpec("label_all", "&Span", "&Label all its places…", ("Ctrl+L",)),
    ActionSpec("note", "&Span", "&Note…", ("Ctrl+M",)),
    ActionSpec("unsure", "&Span", "&Unsure, or sure again", ("Ctrl+U",)),
    ActionSpec("end_grow", "&Span", "Grow at the &end", ("Alt+End",), separator=True),
    ActionSpec("end_shrink", "&Span", "&Shrink at the end", ("Alt+Shift+End",)),
    ActionSpec("start_grow", "&Span", "&Grow at the start", ("Alt+Home",)),
    ActionSpec("start_shrink", "&Span", "Shrin&k at the start", ("Alt+Shift+Home",)),
    ActionSpec("end_grow_character", "&Span", "Grow at the end by a character", ("Ctrl+Alt+End",)),
    ActionSpec("end_shrink_character", "&Span", "Shrink at the end by a character", ("Ctrl+Alt+Shift+End",)),
    ActionSpec("start_grow_character", "&Span", "Grow at the start by a character", ("Ctrl+Alt+Home",)),
    ActionSpec("start_shrink_character", "&Span", "Shrink at the start by a character", ("Ctrl+Alt+Shift+Home",)),
    ActionSpec("next_span", "&Go", "&Next span", ("Alt+Left",)),
    ActionSpec("previous_span", "&Go", "&Previous span", ("Alt+Right",)),
    ActionSpec("extend_next_span", "&Go", "Select up to the next span", ("Alt+Shift+Left",)),
    ActionSpec("extend_previous_span", "&Go", "Select up to the previous span", ("Alt+Shift+Right",)),
    ActionSpec("next_candidate", "&Go", "Next su&ggestion", ("F8",), separator=True),
    ActionSpec("previous_candidate", "&Go", "Previous s&uggestion", ("Shift+F8",)),
    ActionSpec("same_next", "&Go", "Next place of the same &string", ("Ctrl+F3",)),
    ActionSpec("same_previous", "&Go", "Previous place of the same s&tring", ("Ctrl+Shift+F3",)),
    ActionSpec("next", "&Go", "Ne&xt article", ("Ctrl+PgDown", "Alt+Down"), separator=True),
    ActionSpec("previous", "&Go", "Previous &article", ("Ctrl+PgUp", "Alt+Up")),
    ActionSpec("back", "&Go", "&Back to the article before", ("Ctrl+Backspace",)),
    ActionSpec("next_pane", "&Go", "Next pan&e", ("F6",), separator=True),
    ActionSpec("done_next", "&Article", "&Done, and on to the next", ("Ctrl+Return", "Ctrl+Enter")),
    ActionSpec("skip", "&Article", "&Skip, and on to the next", ("Ctrl+Shift+Return",)),
    ActionSpec("reopen", "&Article", "Mark as &new again"),
    ActionSpec("history", "&Article", "&History of this article…", ("Ctrl+T",), separator=True),
    ActionSpec("paste_article", "&Article", "&Paste a text as a new article…", ("Ctrl+V",), separator=True),
    ActionSpec("rename_article", "&Article", "&Rename…", ("F2",)),
    ActionSpec("details", "&Article", "&Title and metadata…", ("Alt+Return",)),
    ActionSpec("remove_article", "&Article", "Remo&ve…"),
    ActionSpec("restore_article", "&Article", "R&estore"),
    ActionSpec("removed", "&Article", "List re&moved articles", toggle=True, separator=True),
    ActionSpec("sort", "&Article", "S&ort the articles"),
    ActionSpec("labels", "&Project", "&Labels…", ("Ctrl+Shift+L",)),
    ActionSpec("guidelines", "&Project", "&Guidelines…", ("Ctrl+G",)),
    ActionSpec("guidelines_print", "&Project", "&Print the guidelines…"),
    ActionSpec("guidelines_pdf", "&Project", "Save the guidelines as P&DF…"),
    ActionSpec("annotator", "&Project", "&Annotator…"),
    ActionSpec("overview", "&Project", "&Overview…", ("Ctrl+Shift+O",)),
    ActionSpec("check_labels", "&Project", "&Check the labels…"),
    ActionSpec("backups", "&Project", "&Backups…", separator=True),
    ActionSpec("granularity", "&View", "Select by characters, &words or sentences", ("F7",)),
    ActionSpec("hidden", "&View", "&Hidden characters", ("Ctrl+H",), toggle=True, separator=True),
    ActionSpec("sentence_focus", "&View", "Sentence &focus", ("Ctrl+J",), toggle=True),
    ActionSpec("paragraph_numbers", "&View", "&Paragraph numbers", toggle=True),
    ActionSpec("suggestions", "&View", "Su&ggestions", ("Ctrl+Shift+H",), toggle=True),
    ActionSpec("others", "&View", "Layers of &others"),
    ActionSpec("urdu_chips", "&View", "U&rdu names on chips", toggle=True),
    ActionSpec("hide_label", "&View", "Hide a label in the te&xt…", separator=True),
    ActionSpec("solo_label", "&View", "Show o&ne label alone…"),
    ActionSpec("show_labels", "&View", "Show all la&bels"),
    ActionSpec("articles_pane", "&View", "Articl&es pane", ("Ctrl+Shift+1",), toggle=True, separator=True),
    ActionSpec("spans_pane", "&View", "Spans and guide pane", ("Ctrl+Shift+2",), toggle=True),
    ActionSpec("distraction_free", "&View", "Distraction-free &mode", ("F11",), toggle=True),
    ActionSpec("larger", "&View", "&Larger text", ("Ctrl++", "Ctrl+="), separator=True),
    ActionSpec("smaller", "&View", "&Smaller text", ("Ctrl+-",)),
    ActionSpec("usual_size", "&View", "Text of the &usual size", ("Ctrl+0",)),
    ActionSpec("line_spacing", "&View", "Line spa&cing"),
    ActionSpec("text_width", "&View", "Wid&th of the text"),
    ActionSpec("nastaliq", "&View", "N&astaliq", group="typeface", separator=True),
    ActionSpec("naskh", "&View", "Nas&kh", group="typeface"),
    ActionSpec("theme_system", "&View", "As the s&ystem", group="theme", separator=True),
    ActionSpec("theme_light", "&View", "L&ight", group="theme"),
    ActionSpec("theme_dark", "&View", "&Dark", group="theme"),
    ActionSpec("theme_contrast", "&View", "High contrast", group="theme"),
    ActionSpec("shortcuts", "&Help", "&Keys and mouse", ("F1", "?", "؟")),
    ActionSpec("whats_this", "&Help", "&What is this?"),
    ActionSpec("log", "&Help", "Show the &log file"),
    ActionSpec("about", "&Help", "&About Nishan"),
)
