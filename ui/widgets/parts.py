"""What the parts of large dialogs have in common."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QScrollArea, QWidget


class Part(QWidget):
    """One group of questions. It says what is wrong with its answers."""

    changed = Signal()

    def trouble(self) -> str:
        """What is wrong, in one sentence with what to do; empty when nothing is."""
        return ""


def scrolled(inside: QWidget) -> QScrollArea:
    """Room for `inside` that scrolls: with large text on a small screen, the buttons below stay in sight."""
    room = QScrollArea()
    room.setWidgetResizable(True)
    room.setFrameShape(QFrame.Shape.NoFrame)
    room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    room.setWidget(inside)
    return room


def choice(name: str) -> QComboBox:
    """A box to choose in, no wider than it must be; a long name in it is elided."""
    box = QComboBox()
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(24)
    return box


def offer(box: QComboBox, choices: Iterable[tuple[str, object]], *, keep: bool = False) -> None:
    """Offer texts with what they stand for, the first one chosen; or, to `keep`, what was if it is among them."""
    chosen = box.currentData() if keep else None
    box.blockSignals(True)
    box.clear()
    for text, data in choices:
        box.addItem(text, data)
    values = [box.itemData(row) for row in range(box.count())]
    box.setCurrentIndex(values.index(chosen) if chosen is not None and chosen in values else 0)
    box.blockSignals(False)


def plain(text: str = "") -> QLabel:
    """A line or more of text that marks nothing up."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def faint(text: str = "") -> QLabel:
    """A line that explains, in the colour of things said aside."""
    label = plain(text)
    label.setForegroundRole(label.palette().ColorRole.PlaceholderText)
    return label


def value_of(item: Enum) -> str:
    """What an enumeration's member is stored as: Qt gives back plain strings for members that are strings."""
    return str(item.value)
