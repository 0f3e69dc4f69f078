"""The shortcut sheet: what every key and mouse gesture does now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QIcon, QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from models.text.urdu import match_text
from ui.keys.keymap import FIXED, Keymap, action_name, native_text, native_words
from ui.session.session import Session
from ui.support.bidi import isolated, named
from ui.support.label_icons import label_icon
from ui.widgets.announce_text import announce
from ui.widgets.fitting import FittedDialog
from ui.widgets.parts import room_for
from ui.widgets.whats_this import explain

_COLUMN = 36  # average letters
MOUSE = (
    ("drag", "Select words"),
    ("Alt+drag", "Select exact characters"),
    ("Shift+click", "Extend the selection"),
    ("double-click", "Select the word; with a third click the paragraph"),
    ("click", "Select the span"),
    ("click again", "Select the next span that lies there"),
    ("click a dashed one", "Choose the suggestion, for Return or Delete"),
    ("drag an edge", "Grow or shrink the selected span at that edge"),
    ("click a heading", "Sort the table of spans by it; again: backwards; again: by place"),
    ("Shift+click, Ctrl+click", "Choose several spans in the table, to label or remove in one step"),
    ("right-click on a label", "Hide it in the text, or show it alone"),
    ("Ctrl+wheel", "Size of the text"),
    ("double-click the edge of a pane", "Hide the pane, or show it again"),
    ("drop files", "Import them, or open a project"),
)


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line of the sheet: the keys, and what they do."""

    keys: str
    text: str
    urdu: str = ""
    icon: QIcon | None = None

    def matches(self, query: str) -> bool:
        """Return whether the line contains every word of a match key."""
        key = match_text(f"{self.keys} {self.text} {self.urdu}")
        return all(word in key for word in query.split())


def sheet(keymap: Keymap, session: Session) -> list[tuple[str, list[SheetLine]]]:
    """Return the headings of the sheet with their lines; an action without a key is left out."""
    every = (*session.labels, *session.article_choices)
    labels = [SheetLine(label.key, label.name, label.urdu_name, label_icon(label)) for label in every if label.key]
    menus: dict[str, list[SheetLine]] = {}
    for spec in keymap.specs:
        if keys := keymap.keys(spec.id):
            line = SheetLine("  ".join(native_text(key) for key in keys), action_name(spec.text))
            menus.setdefault(action_name(spec.menu), []).append(line)
    mouse = [SheetLine(native_words(keys), text) for keys, text in MOUSE]
    fixed = [SheetLine(native_words(found.shown), found.text[0].upper() + found.text[1:]) for found in FIXED]
    groups = [("Labels", labels), *menus.items(), ("Mouse", mouse), ("Always", fixed)]
    return [(heading, lines) for heading, lines in groups if lines]


class _Row(QWidget):
    """A line as a widget."""

    def __init__(self, line: SheetLine) -> None:
        super().__init__()
        self.line = line
        said = named(line.text) + (f"  {isolated(line.urdu)}" if line.urdu else "")
        text, keys = QLabel(said), QLabel(line.keys)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        if line.icon is not None:
            size = self.fontMetrics().height()
            sign = QLabel()
            sign.setPixmap(line.icon.pixmap(size, size))
            row.addWidget(sign)
        for label in (text, keys):
            label.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        keys.setForegroundRole(QPalette.ColorRole.Link)
        self.setAccessibleName(f"{said}: {line.keys}")
        row.addWidget(text, 1)
        row.addWidget(keys, 0, Qt.AlignmentFlag.AlignTop)


class _Group(QFrame):
    """A heading with its lines, which can be filtered."""

    def __init__(self, heading: str, lines: Iterable[SheetLine]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, self.fontMetrics().height() // 2)
        column.setSpacing(4)
        title = QLabel(heading)
        font = title.font()
        font.setBold(True)
        title.setFont(font)
        column.addWidget(title)
        self._rows = [_Row(line) for line in lines]
        for row in self._rows:
            column.addWidget(row)

    def filter(self, query: str) -> bool:
        """Show the lines that match; return whether any does."""
        shown = [row.line.matches(query) for row in self._rows]
        for visible, row in zip(shown, self._rows, strict=True):
            row.setVisible(visible)
        self.setVisible(any(shown))
        return any(shown)

    @property
    def rows(self) -> list[_Row]:
        return self._rows

    @property
    def lines(self) -> int:
        return len(self._rows) + 2


class _Columns(QWidget):
    """Groups in as many columns as fit into the width."""

    def __init__(self) -> None:
        super().__init__()
        self._groups: list[_Group] = []
        self._row = QHBoxLayout(self)
        self._row.setSpacing(self.fontMetrics().height() * 2)
        self._count = 0

    def show_groups(self, groups: list[_Group]) -> None:
        for group in self._groups:
            group.deleteLater()
        count, self._groups, self._count = self._count, groups, 0
        self._fill(max(count, 1))

    def arrange(self, width: int) -> None:
        """Use as many columns as fit into `width` pixels."""
        count = max(1, width // (self.fontMetrics().averageCharWidth() * _COLUMN))
        if count != self._count:
            self._fill(count)

    def _fill(self, count: int) -> None:
        self._count = count
        while item := self._row.takeAt(0):
            if (column := item.layout()) is not None:
                column.deleteLater()
        columns = [QVBoxLayout() for _ in range(count)]
        for column in columns:
            self._row.addLayout(column, 1)
        left, room = sum(group.lines for group in self._groups), count
        at, used = 0, 0
        for group in self._groups:
            if used and at + 1 < count and used + group.lines / 2 > left / room:
                left, room, at, used = left - used, room - 1, at + 1, 0
            columns[at].addWidget(group)
            used += group.lines
        for column in columns:
            column.addStretch(1)


class _Page(QScrollArea):
    """Scrolls the columns vertically, and adapts their number to its width."""

    def __init__(self, columns: _Columns) -> None:
        super().__init__()
        self._columns = columns
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAccessibleName("Keys and gestures")
        self.setWidget(columns)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._columns.arrange(self.viewport().width())


_WHAT = "Every key and mouse gesture as they are now. It stays open beside the work; settings give actions other keys."


class ShortcutSheet(FittedDialog):
    """The sheet, which stays open beside the work and follows changes of keys and labels."""

    def __init__(self, keymap: Keymap, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys and mouse")
        self.setModal(False)
        self._keymap, self._session = keymap, session
        self._shown: list[_Group] = []
        self.filter, self._columns = QLineEdit(), _Columns()
        self._page = _Page(self._columns)
        self.filter.setPlaceholderText("Search keys and gestures")
        self.filter.setAccessibleName("Search keys and gestures")
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._filter)
        self._no_match = QLabel("nothing here is called that")
        layout = QVBoxLayout(self)
        for widget in (self.filter, self._no_match, self._page):
            layout.addWidget(widget)
        keymap.changed.connect(self.show_now)
        self.show_now()
        letter = self.fontMetrics().averageCharWidth()
        self.resize(QSize(letter * (_COLUMN * 3 + 16), letter * 90).boundedTo(room_for(self)))
        explain(self, _WHAT)

    def show_now(self) -> None:
        self._shown = [_Group(heading, lines) for heading, lines in sheet(self._keymap, self._session)]
        self._columns.show_groups(self._shown)
        self._filter(self.filter.text())

    def rows(self) -> list[QWidget]:
        """Return the lines as they are shown."""
        return [row for group in self._shown for row in group.rows]

    def _filter(self, typed: str) -> None:
        query = match_text(typed)
        shown = [group.filter(query) for group in self._shown]
        self._no_match.setVisible(not any(shown))
        if not any(shown):
            announce(self.filter, self._no_match.text())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and self._shown:
            self.show_now()
            self._columns.arrange(self._page.viewport().width())
