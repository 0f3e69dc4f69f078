"""Helpers of dialogs and panes: labels, boxes to choose in, sizes, and the groups of a large dialog."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QLineEdit, QScrollArea, QTreeWidget, QWidget

from ui.widgets.field_trouble import mark_field
from ui.widgets.tables.piece_delegate import PieceDelegate

SHARE = 0.94  # of the screen's room that a window takes at most: the frame and the title take the rest


class Part(QWidget):
    """A group of questions in a dialog, which reports what is wrong with its answers."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._writing = False  # whether somebody is in the midst of a field
        self._marked: QWidget | None = None

    def trouble(self) -> str:
        """Return what is wrong, in one sentence with what to do; empty when nothing is."""
        return ""

    def troubled(self) -> QWidget | None:
        """Return the field that `trouble` is about; None where it is about none alone."""
        return None

    def follow(self, *fields: QLineEdit) -> None:
        """Emit `changed` as fields are written in, and as they are left."""
        for field in fields:
            field.textEdited.connect(self._write)
            field.textChanged.connect(self.changed)
            field.editingFinished.connect(self.leave)

    def _write(self) -> None:
        self._writing = True

    def leave(self) -> None:
        """Take what is written as what is meant."""
        if self._writing:
            self._writing = False
            self.changed.emit()

    def told(self, before: str) -> str:
        """Return what is to be said of `trouble`, after `before`: nothing new in the midst of a field."""
        trouble = self.trouble()
        return trouble if not self._writing or trouble == before else ""

    def mark(self, text: str) -> None:
        """Show on its field what is said to be wrong; no more on any where `text` is empty."""
        field = self.troubled() if text else None
        if self._marked is not None and self._marked is not field:
            mark_field(self._marked, "")
        self._marked = field
        if field is not None:
            mark_field(field, text)


def scrolled(inside: QWidget, parent: QWidget | None = None) -> QScrollArea:
    """Return a scroll area around `inside`: with large text on a small screen, the buttons below stay in sight."""
    room = QScrollArea(parent)
    room.setWidgetResizable(True)
    room.setFrameShape(QFrame.Shape.NoFrame)
    room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    room.setWidget(inside)
    return room


def let_write(box: QComboBox, name: str) -> None:
    """Let a box of choices be written in, too; the field in it has the box's accessible name."""
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    for each in (box, box.lineEdit()):
        if each is not None:
            each.setAccessibleName(name)


class FittedTree(QTreeWidget):
    """A list with the height of its rows, or of `most` of them: more are scrolled to. `fit` when it was filled."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most
        self.setRootIsDecorated(False)
        self.setItemDelegate(PieceDelegate(self))
        self.horizontalScrollBar().rangeChanged.connect(self.fit)

    def fit(self) -> None:
        """Take the height of the rows, and of the bar below them where there is one."""
        row = max(self.sizeHintForRow(0), self.fontMetrics().height())
        around = self.header().sizeHint().height() + 2 * self.frameWidth()
        bar = self.horizontalScrollBar()
        below = bar.sizeHint().height() if bar.maximum() else 0
        self.setFixedHeight(around + row * min(max(self.topLevelItemCount(), 1), self._most) + below)


def choice(name: str) -> QComboBox:
    """Return a combo box that is no wider than it must be; a long text in it is elided."""
    box = NarrowBox()
    box.setAccessibleName(name)
    return box


class NarrowBox(QComboBox):
    """Asks for the width of so many letters and shrinks to 10: names in it may be of any length, and are elided."""

    _LEAST = 10

    def __init__(self, letters: int = 24) -> None:
        super().__init__()
        self._letters = letters
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(letters)

    def minimumSizeHint(self) -> QSize:
        spared = self.fontMetrics().horizontalAdvance("X") * (self._letters - self._LEAST)  # QComboBox counts in X
        return super().minimumSizeHint() - QSize(spared, 0)


def offer(box: QComboBox, choices: Iterable[tuple[str, object]], *, keep: bool = False) -> None:
    """Fill a box with (text, data), without a signal. The first is chosen; with `keep`, what was, if it is there."""
    chosen = box.currentData() if keep else None
    box.blockSignals(True)
    box.clear()
    for text, data in choices:
        box.addItem(text, data)
    values = [box.itemData(row) for row in range(box.count())]
    box.setCurrentIndex(values.index(chosen) if chosen is not None and chosen in values else 0)
    box.blockSignals(False)


class PlainLabel(QLabel):
    """Asks for no more width than a sentence needs, though a name in it may be one word of any length."""

    def sizeHint(self) -> QSize:
        return super().sizeHint().boundedTo(self._letters(100))

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().boundedTo(self._letters(40))

    def _letters(self, count: int) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * count, 1 << 20)


def plain_label(text: str = "", parent: QWidget | None = None) -> QLabel:
    """Return a label that wraps and takes no text for markup."""
    label = PlainLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def faint_label(text: str = "") -> QLabel:
    """Return a plain label that explains something, in the colour of placeholders."""
    label = plain_label(text)
    label.setForegroundRole(label.palette().ColorRole.PlaceholderText)
    return label


def right_to_left() -> QTextOption:
    """Return how a field of Urdu lines runs; Qt alone would turn their letters and leave the lines at the left."""
    option = QTextOption()
    option.setTextDirection(Qt.LayoutDirection.RightToLeft)
    option.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
    return option


def bring_to_front(window: QWidget) -> None:
    """Show a window above the others and give it the keyboard."""
    window.show()
    window.raise_()
    window.activateWindow()


def room_for(window: QWidget) -> QSize:
    """Return how large a window may be on its screen, in pixels of the interface."""
    return window.screen().availableSize() * SHARE


def resize_to_text(window: QWidget, letters: int, lines: int) -> None:
    """Resize a window to so many letters and lines of its font, or to the room that it has at most."""
    metrics = window.fontMetrics()
    wanted = QSize(metrics.averageCharWidth() * letters, metrics.height() * lines)
    window.resize(wanted.boundedTo(room_for(window)))


def value_of(item: Enum) -> str:
    """Return the value of an enumeration's member: Qt gives back plain strings for members that are strings."""
    return str(item.value)
