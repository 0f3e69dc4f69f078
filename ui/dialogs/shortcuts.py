"""The shortcut sheet: what every key and mouse gesture does now, on one page beside the work."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QIcon, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from models.urdu import match_text
from ui.bidi import isolated
from ui.icons import label_icon
from ui.keymap import FIXED, Keymap, native, plain
from ui.session import Session

_COLUMN = 46  # widths of a letter
MOUSE = (
    ("drag", "select words"),
    ("Alt+drag", "select exact characters"),
    ("Shift+click", "extend the selection"),
    ("double-click", "select the word"),
    ("click", "select the span"),
    ("click again", "select the next span that lies there"),
    ("drag an edge", "move the edge of the selected span"),
    ("Ctrl+wheel", "size of the text"),
    ("drop files", "import them, or open a project"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the sheet."""

    keys: str
    text: str
    urdu: str = ""
    icon: QIcon | None = None

    def fits(self, asked: str) -> bool:
        """Whether the line holds every word of a match key."""
        key = match_text(f"{self.keys} {self.text} {self.urdu}")
        return all(word in key for word in asked.split())


def sheet(keymap: Keymap, session: Session) -> list[tuple[str, list[Line]]]:
    """What is true now: headings, each with its lines. Gestures without a key are in the menus alone."""
    labels = [Line(label.key, label.name, label.urdu_name, label_icon(label)) for label in session.labels if label.key]
    menus: dict[str, list[Line]] = {}
    for gesture in keymap.gestures:
        if keys := keymap.keys(gesture.id):
            line = Line("  ".join(native(key) for key in keys), plain(gesture.text))
            menus.setdefault(plain(gesture.menu), []).append(line)
    groups = [("Labels", labels), *menus.items()]
    groups += [("Mouse", [Line(*each) for each in MOUSE]), ("Always", [Line(f.shown, f.text) for f in FIXED])]
    return [(heading, lines) for heading, lines in groups if lines]


class _Group(QFrame):
    """A heading with its lines, some of which may be hidden."""

    def __init__(self, heading: str, lines: Iterable[Line]) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)
        title = QLabel(heading)
        font = title.font()
        font.setBold(True)
        title.setFont(font)
        self._grid.addWidget(title, 0, 0, 1, 3)
        self._rows = [(line, self._line(row, line)) for row, line in enumerate(lines, 1)]

    def _line(self, row: int, line: Line) -> list[QLabel]:
        text, keys = QLabel(f"{line.text}  {isolated(line.urdu)}" if line.urdu else line.text), QLabel(line.keys)
        keys.setForegroundRole(QPalette.ColorRole.Link)
        keys.setAccessibleName(f"{line.text} {line.urdu}: {line.keys}")
        labels = [text, keys]
        for label in labels:
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        keys.setAlignment(Qt.AlignmentFlag.AlignRight)
        if line.icon is not None:
            size = self.fontMetrics().height()
            labels.append(QLabel())
            labels[-1].setPixmap(line.icon.pixmap(size, size))
            self._grid.addWidget(labels[-1], row, 0)
        self._grid.addWidget(text, row, 1 if line.icon else 0, 1, 1 if line.icon else 2)
        self._grid.addWidget(keys, row, 2)
        return labels

    def narrow(self, asked: str) -> bool:
        """Show the lines that fit; whether there is one."""
        shown = [line.fits(asked) for line, _ in self._rows]
        for fits, (_, labels) in zip(shown, self._rows, strict=True):
            for label in labels:
                label.setVisible(fits)
        self.setVisible(any(shown))
        return any(shown)

    @property
    def lines(self) -> int:
        """About how high it is."""
        return len(self._rows) + 2


class _Columns(QWidget):
    """Groups in as many columns as there is room for, read down and then on."""

    def __init__(self) -> None:
        super().__init__()
        self._groups: list[_Group] = []
        self._row = QHBoxLayout(self)
        self._row.setSpacing(self.fontMetrics().height() * 2)
        self._count = 0

    def show_groups(self, groups: list[_Group]) -> None:
        """Show these in place of those before."""
        for group in self._groups:
            group.deleteLater()
        self._groups, self._count = groups, 0
        self.arrange(self.width())

    def arrange(self, width: int) -> None:
        """Use as many columns as fit into `width` (pixels)."""
        count = max(1, width // (self.fontMetrics().averageCharWidth() * _COLUMN))
        if count == self._count:
            return
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


class Shortcuts(QDialog):
    """The sheet. It stays open beside the work and follows every change of a key."""

    def __init__(self, keymap: Keymap, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys and mouse")
        self.setModal(False)
        self._keymap, self._session = keymap, session
        self._shown: list[_Group] = []
        self.filter, self._columns, self._scroll = QLineEdit(), _Columns(), QScrollArea()
        self.filter.setPlaceholderText("Search keys and gestures")
        self.filter.setAccessibleName("Search keys and gestures")
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._narrow)
        self._none = QLabel("nothing here is called that")
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setAccessibleName("Keys and gestures")
        self._scroll.setWidget(self._columns)
        layout = QVBoxLayout(self)
        for widget in (self.filter, self._none, self._scroll):
            layout.addWidget(widget)
        keymap.changed.connect(self.show_now)
        self.show_now()
        letter = self.fontMetrics().averageCharWidth()
        self.resize(QSize(letter * (_COLUMN * 3 + 12), letter * 90).boundedTo(self.screen().availableSize() * 0.9))

    def show_now(self) -> None:
        """Show what is true now."""
        self._shown = [_Group(heading, lines) for heading, lines in sheet(self._keymap, self._session)]
        self._columns.show_groups(self._shown)
        self._narrow(self.filter.text())

    def _narrow(self, typed: str) -> None:
        asked = match_text(typed)
        shown = [group.narrow(asked) for group in self._shown]
        self._none.setVisible(not any(shown))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another number of columns may fit."""
        super().resizeEvent(event)
        self._columns.arrange(self._scroll.viewport().width())

    def changeEvent(self, event: QEvent) -> None:
        """Text of another size, columns of another width."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and self._shown:
            self.show_now()
