"""The labels of a box to choose from; the picture of each is drawn when it is shown, as there may be thousands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from models.base.entities import Label
from ui.support.bidi import shown_label
from ui.support.label_icons import label_icon

_ROLE = Qt.ItemDataRole
_NO_PARENT = QModelIndex()


class LabelChoices(QAbstractListModel):
    """The rows of a box: at first a line for all of them, if that has a text, then the labels with their ids."""

    def __init__(self, every: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._every = every
        self._labels: tuple[Label, ...] = ()

    def show_labels(self, labels: Iterable[Label]) -> None:
        self.beginResetModel()
        self._labels = tuple(labels)
        self.endResetModel()

    def row_of(self, label: object) -> int:
        """Return the row of a label's id, 0 for that of all; -1 when there is none."""
        if self._every and not label:
            return 0
        first = int(bool(self._every))
        return next((row for row, found in enumerate(self._labels, first) if found.id == label), -1)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._labels) + bool(self._every)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = _ROLE.DisplayRole) -> Any:
        row = index.row() - bool(self._every)
        if row < 0:
            return {_ROLE.DisplayRole: self._every, _ROLE.UserRole: 0}.get(_ROLE(role))
        if role == _ROLE.DisplayRole:
            return shown_label(self._labels[row])
        if role == _ROLE.UserRole:
            return self._labels[row].id
        return label_icon(self._labels[row]) if role == _ROLE.DecorationRole else None
