"""The labels of a new project as rows that can be changed: words in place, the colour by a dialog."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QColorDialog,
    QHeaderView,
    QLineEdit,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from models.base.entities import Label, LabelId, Scope
from models.base.short_names import short_names
from models.base.unprintable import hidden_named, sentence
from models.labels.colors import free_color
from ui.keys.action_specs import ACTION_SPECS
from ui.support.bidi import FSI, PDI, isolated, shown_text
from ui.support.colors import warning
from ui.support.label_icons import label_icon
from ui.support.physical_keys import fold_key
from ui.support.tips import tip
from ui.widgets.tables.piece_delegate import PieceDelegate
from ui.widgets.tables.row_copy import let_copy_rows

_HEADINGS = ("Label", "Urdu name", "Key", "What it is for", "Short name")
_FIELDS = ("name", "urdu_name", "key", "description", "short")
NAME, URDU, KEY, DESCRIPTION, SHORT = range(5)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_KEYS_OF_ACTIONS = {key for spec in ACTION_SPECS for key in spec.keys if len(key) == 1}
_FOLDS: dict[int, Callable[[str], str]] = {NAME: str, KEY: fold_key, SHORT: str.casefold}  # none bears another's
_Index = QModelIndex | QPersistentModelIndex


class LabelRows(QTreeWidget):
    """Shows labels; a double click or F2 changes a cell. Emits `changed`, or `refused` with why nothing was."""

    changed = Signal()
    refused = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.labels: tuple[Label, ...] = ()
        self.setAccessibleName("The labels, as they will be")
        self.setAccessibleDescription("F2 changes a cell, Delete takes a label away.")
        self.setHeaderLabels(list(_HEADINGS))
        self.setRootIsDecorated(False)
        self.setIconSize(QSize(1, 1) * self.fontMetrics().height())
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setAllColumnsShowFocus(False)
        self.setItemDelegate(_Editor(self))
        header = self.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setMinimumSectionSize(self.fontMetrics().averageCharWidth() * 5)
        let_copy_rows(self)
        self.headerItem().setTextAlignment(URDU, _RIGHT)
        header.moveSection(SHORT, KEY)  # beside the names
        header.setSectionResizeMode(DESCRIPTION, QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(False)
        header.sectionResized.connect(lambda section: self._fit() if section != DESCRIPTION else None)
        self._fit()

    def _fit(self) -> None:
        """Give the last column its heading's width at least, in whatever font; with more room it takes that."""
        header = self.header()
        header.resizeSection(DESCRIPTION, max(header.sectionSizeFromContents(DESCRIPTION).width(), self._room()))

    def _room(self) -> int:
        """Return what the other columns leave of the width, in pixels."""
        others = (column for column in range(self.columnCount()) if column != DESCRIPTION)
        return self.viewport().width() - sum(map(self.header().sectionSize, others))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def show_labels(self, labels: Iterable[Label]) -> None:
        """Show these labels. Rows stay the same items where they can: one may be open to be written."""
        self.labels = tuple(replace(label, id=LabelId(number)) for number, label in enumerate(labels))
        while self.topLevelItemCount() > len(self.labels):
            self.takeTopLevelItem(self.topLevelItemCount() - 1)
        while self.topLevelItemCount() < len(self.labels):
            self.addTopLevelItem(QTreeWidgetItem())
        shorts = short_names(self.labels)
        for row, label in enumerate(self.labels):
            item = self.topLevelItem(row)
            assert item is not None
            _fill(item, label, shorts[label.id])

    def value(self, row: int, column: int) -> str:
        """Return what a cell holds, as it is edited; a short name that was made of the name, too."""
        label = self.labels[row]
        return str(getattr(label, _FIELDS[column])) or (short_names(self.labels)[label.id] if column == SHORT else "")

    def change(self, row: int, column: int, text: str) -> None:
        """Write a cell, unless something is wrong with it."""
        text = " ".join(text.split())
        if text == self.value(row, column):
            return
        label, others = self.labels[row], [*self.labels[:row], *self.labels[row + 1 :]]
        if wrong := _refusal(column, text, others):
            self.refused.emit(wrong)
            return
        self._put(row, replace(label, **{_FIELDS[column]: text}))  # type: ignore[arg-type]

    def add(self) -> None:
        """Add a label, and open its name to be written."""
        names = {label.name for label in self.labels}
        name = next(each for number in range(1, len(names) + 2) if (each := f"LABEL_{number}") not in names)
        keys = {fold_key(label.key) for label in self.labels if label.key}
        key = next((key for key in "123456789qwertyuiopasdfghjklzxcvbnm" if key not in keys), "")
        color = free_color(label.color for label in self.labels)
        self.show_labels((*self.labels, Label(name, color=color, key=key)))
        self.changed.emit()
        index = self.model().index(len(self.labels) - 1, NAME)
        self.setCurrentIndex(index)
        self.edit(index)

    def remove(self) -> None:
        """Take the current label away."""
        row = self.currentIndex().row()
        if row >= 0:
            self.show_labels((*self.labels[:row], *self.labels[row + 1 :]))
            self.changed.emit()

    def ask_color(self) -> None:
        """Ask for the colour of the current label."""
        row = self.currentIndex().row()
        if row < 0:
            return
        dialog = QColorDialog(QColor(self.labels[row].color), self)
        dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
        dialog.setWindowTitle("Colour of the label")
        dialog.colorSelected.connect(lambda color: self._give_color(row, color.name()))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _give_color(self, row: int, color: str) -> None:
        """Give a label a colour, and warn of one that is hard to see or to tell from another's."""
        self._put(row, replace(self.labels[row], color=color))
        if text := warning(color, [*self.labels[:row], *self.labels[row + 1 :]]):
            self.refused.emit(text)

    def _put(self, row: int, label: Label) -> None:
        self.show_labels((*self.labels[:row], label, *self.labels[row + 1 :]))
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.state() != self.State.EditingState:
            self.remove()
        else:
            super().keyPressEvent(event)


class _Editor(PieceDelegate):
    """Edits what a label holds, which may not be what its cell shows."""

    def __init__(self, rows: LabelRows) -> None:
        super().__init__(rows)
        self._rows = rows

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: _Index) -> QWidget:
        field = QLineEdit(parent)
        field.setAccessibleName(_HEADINGS[index.column()])
        field.setFrame(False)
        field.setAutoFillBackground(True)
        if index.column() == KEY:
            field.setMaxLength(1)
        return field

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        if isinstance(editor, QLineEdit):
            editor.setText(self._rows.value(index.row(), index.column()))
            editor.selectAll()

    def setModelData(self, editor: QWidget, _model: object, index: _Index) -> None:
        if isinstance(editor, QLineEdit):
            self._rows.change(index.row(), index.column(), editor.text())


def _fill(item: QTreeWidgetItem, label: Label, short: str) -> None:
    for column, text in ((NAME, label.name), (URDU, label.urdu_name), (KEY, label.key), (SHORT, label.short or short)):
        item.setText(column, shown_text(text))
    item.setText(DESCRIPTION, sentence(description(label)))
    item.setIcon(NAME, label_icon(label))
    item.setTextAlignment(URDU, _RIGHT)
    item.setToolTip(DESCRIPTION, tip(description(label)))
    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)


def description(label: Label) -> str:
    """Return the description of a label, with its scope if that is the article."""
    said = f"{FSI}{sentence(label.description)}{PDI}" if label.description else ""
    if label.scope is Scope.SPAN:
        return said
    kind = f" ({isolated(label.choice)})" if label.choice else ""
    return f"For whole articles{kind}. {said}".rstrip()


def _refusal(column: int, text: str, others: Iterable[Label]) -> str:
    """Return why a cell cannot hold a text, in a sentence; empty when it can."""
    if column == NAME and not text:
        return "A label needs a name; write one."
    if column != DESCRIPTION and (hidden := hidden_named(text)):
        return f"{shown_text(text)} holds {hidden[0]}, which nobody can see; write it without."
    if column == KEY and text in _KEYS_OF_ACTIONS:
        return f"The key {text} is that of an action; choose another."
    fold = _FOLDS.get(column)
    if text and fold is not None:
        for other in others:
            held = str(getattr(other, _FIELDS[column]))
            if held and fold(held) == fold(text):
                return f"The {_HEADINGS[column].lower()} {text} is taken by {isolated(other.name)}; choose another."
    return ""
