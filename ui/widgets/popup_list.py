"""A popup with a field over a list: typing filters it, Enter activates a row, Esc closes. It is not modal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QIcon, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QHeaderView, QLabel, QLineEdit, QTableView, QVBoxLayout, QWidget

from ui.widgets.announce_text import announce
from ui.widgets.tables.rows import Role, RowsModel
from ui.widgets.tables.views import set_up_table

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -10, Qt.Key.Key_PageDown: 10}
_KEPT = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)  # losses that close nothing


@dataclass(frozen=True, slots=True)
class Choice:
    """One row: its text, a faint text at its side, and what is read aloud in their place. `id` is the owner's."""

    id: str
    text: str
    side: str = ""
    icon: QIcon | None = None
    accessible_text: str = ""
    heading: bool = False  # of the rows below: it cannot be chosen

    @property
    def read_aloud(self) -> str:
        """Return what a screen reader says of the row."""
        return self.accessible_text or f"{self.text} {self.side}"


class _Choices(RowsModel[Choice]):
    """Shows choices as rows of a text and a side."""

    headings = ("", "")

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._owner = owner

    def cell(self, row: Choice, column: int, role: int) -> object:
        side = column == 1
        match role:
            case Role.DisplayRole:
                return row.side if side else row.text
            case Role.DecorationRole:
                return None if side else row.icon
            case Role.TextAlignmentRole:
                edge = Qt.AlignmentFlag.AlignRight if side else Qt.AlignmentFlag.AlignLeft
                return edge | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
            case Role.ForegroundRole if side or row.heading:
                return self._owner.palette().color(QPalette.ColorRole.PlaceholderText)
            case Role.AccessibleTextRole:
                return row.read_aloud
        return None


class PopupList(QFrame):
    """Lies over its parent's window while its field has the focus, and then gives it back; a base class."""

    activated = Signal(str)
    closed = Signal()
    least_lines = 3

    def __init__(self, name: str, parent: QWidget) -> None:
        self.over = parent.window()
        super().__init__(self.over)
        self._before: QWidget | None = None
        self.setAutoFillBackground(True)
        self.setAccessibleName(name)
        self.field, self.view, self._empty = QLineEdit(), QTableView(), QLabel()
        self.model = _Choices(self)
        self.field.setAccessibleName(name)
        self.field.textChanged.connect(self._show_choices)
        self.field.installEventFilter(self)
        self._empty.setTextFormat(Qt.TextFormat.PlainText)
        self._empty.setContentsMargins(8, 8, 8, 8)
        self._set_up_view(name)
        self._layout = layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        for widget in (self.field, self.view, self._empty):
            layout.addWidget(widget)
        self.hide()

    def _set_up_view(self, name: str) -> None:
        view = self.view
        view.setModel(self.model)
        view.setAccessibleName(f"{name}: choices")
        view.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the field keeps it, so that typing goes on
        set_up_table(view)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.horizontalHeader().hide()
        view.horizontalHeader().setMinimumSectionSize(1)
        view.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        view.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        view.clicked.connect(lambda index: self._activate(index.row()))

    def choices(self, typed: str) -> Sequence[Choice]:
        """Return the choices for what is typed, the best first."""
        raise NotImplementedError

    def empty_text(self, typed: str) -> str:
        """Return the text in the place of the list when nothing matches."""
        return f"nothing is called “{typed.strip()}”"

    def place(self, size: QSize) -> None:
        """Set the geometry of the popup, for this size."""
        raise NotImplementedError

    def open(self, typed: str = "") -> None:
        """Show the popup with this text in its field, and focus it."""
        if not self.isVisible():
            self._before = self.over.focusWidget()
        line = self.fontMetrics().height() + 8
        self.view.verticalHeader().setDefaultSectionSize(line)
        self.view.verticalHeader().setMinimumSectionSize(line)
        self.view.setIconSize(QSize(line - 8, line - 8))
        self.field.setText(typed)
        self._show_choices(typed)
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_up(self) -> None:
        """Hide the popup, and give the focus back."""
        if self.isHidden():
            return
        before, self._before = self._before, None
        if before is not None and self.field.hasFocus():  # once hidden, Qt would pass the focus to whatever comes next
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.hide()
        self.closed.emit()

    def _show_choices(self, typed: str) -> None:
        self.model.set_rows(list(self.choices(typed)))
        count = self.model.rowCount()
        none = "" if count else self.empty_text(typed)
        self._empty.setText(none)
        self._empty.setVisible(not count)
        self.view.setVisible(bool(count))
        if count:
            self._select(0)
        else:
            self.field.setAccessibleDescription(none)
            announce(self.field, none)
        line = self.view.verticalHeader().defaultSectionSize()
        shown = min(max(count, 1), max((self.over.height() // 2) // line, self.least_lines))
        self.view.setFixedHeight(line * shown)
        self.place(QSize(self.sizeHint().width(), self._layout.sizeHint().height()))

    def _select(self, row: int, step: int = 1) -> None:
        """Select a row, or the next one that is no heading, in the direction of `step`, else the other way."""
        row = min(max(row, 0), self.model.rowCount() - 1)
        rows = range(self.model.rowCount())
        onward = (*rows[row:], *rows[:row][::-1]) if step > 0 else (*rows[: row + 1][::-1], *rows[row + 1 :])
        row = next((at for at in onward if not self.model.rows[at].heading), -1)
        if row >= 0:
            self.view.setCurrentIndex(self.model.index(row, 0))
            choice = self.model.rows[row]
            self.field.setAccessibleDescription(choice.read_aloud)
            announce(self.field, choice.read_aloud)

    def _activate(self, row: int) -> None:
        if 0 <= row < self.model.rowCount() and not self.model.rows[row].heading:
            chosen = self.model.rows[row].id
            self.close_up()
            self.activated.emit(chosen)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handle the field's keys that belong to the list, and close when the field loses the focus."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._key(event)
        if isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() not in _KEPT:
            self.close_up()
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        key, row = Qt.Key(event.key()), self.view.currentIndex().row()
        if key in _STEPS:
            self._select(row + _STEPS[key], _STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._activate(row)
        elif key == Qt.Key.Key_Escape:
            self.close_up()
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            step = 1 if key == Qt.Key.Key_Tab else -1
            self._select(row + step, step)
        else:
            return False
        return True
