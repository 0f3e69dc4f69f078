"""The list of labels, in groups for spans and for articles; ordered by dragging or with Alt+arrow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from models.base.entities import Label, LabelId, Scope
from ui.support.bidi import named, shown_label, shown_text
from ui.support.label_icons import label_icon
from ui.widgets.tables.piece_delegate import PieceDelegate
from ui.widgets.tables.row_copy import let_copy_rows

_HEADINGS = ("Label", "Urdu", "Key", "Used")
_GROUPS = {Scope.SPAN: "For spans", Scope.ARTICLE: "For whole articles"}
_ID = Qt.ItemDataRole.UserRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class LabelList(QTreeWidget):
    """Emits `chosen` with a label's id, and `moved` with its id and its new row in its group, from 0."""

    chosen = Signal(int)
    moved = Signal(int, int)
    delete_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Labels")
        self.setAccessibleDescription("Alt with an arrow moves a label up or down, Delete deletes it.")
        self.setHeaderLabels(list(_HEADINGS))
        self.headerItem().setTextAlignment(1, _RIGHT)
        self.headerItem().setTextAlignment(2, Qt.AlignmentFlag.AlignCenter)
        self.headerItem().setTextAlignment(3, _RIGHT)
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setIndentation(0)
        self.setItemDelegate(PieceDelegate(self))
        self.setUniformRowHeights(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)  # which is cut first where there is no room
        header.sectionResized.connect(lambda section: self._fit_names() if section > 1 else None)
        self._filling = False
        let_copy_rows(self)
        self.currentItemChanged.connect(self._emit_chosen)
        self._fit()

    def _fit(self) -> None:
        self.setIconSize(QSize(1, 1) * self.fontMetrics().height())
        self.header().setMinimumSectionSize(self.fontMetrics().averageCharWidth())

    def _fit_names(self) -> None:
        """Give the names the room that they need, at least half of it; the Urdu names keep their heading."""
        header = self.header()
        room = self.viewport().width() - header.sectionSize(2) - header.sectionSize(3)
        heading = header.sectionSizeFromContents(1).width()
        urdu = max(self.sizeHintForColumn(1), heading)
        name = max(min(self.sizeHintForColumn(0), room // 2), room - urdu)
        self.setColumnWidth(0, max(min(name, room - heading), header.sectionSizeFromContents(0).width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_names()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def sizeHint(self) -> QSize:
        letter = self.fontMetrics()
        return QSize(letter.averageCharWidth() * 48, letter.height() * 16)

    def show_labels(self, labels: Iterable[Label], uses: Mapping[LabelId, int], current: LabelId) -> None:
        """Show these labels, with `current` as the chosen one."""
        self._filling = True
        self.clear()
        groups = {scope: _group(text) for scope, text in _GROUPS.items()}
        for label in labels:
            groups[label.scope].addChild(_item(label, uses.get(label.id, 0)))
        for group in groups.values():
            if group.childCount():
                self.addTopLevelItem(group)
                group.setFirstColumnSpanned(True)
                group.setExpanded(True)
        found = next((item for item in self.items() if item.data(0, _ID) == current), None)
        if found is not None:
            self.setCurrentItem(found)
        self._filling = False
        self._fit_names()

    def show_uses(self, uses: Mapping[LabelId, int]) -> None:
        for item in self.items():
            item.setText(3, f"{uses.get(item.data(0, _ID), 0):,}")

    def items(self) -> list[QTreeWidgetItem]:
        groups = (self.topLevelItem(at) for at in range(self.topLevelItemCount()))
        rows = (group.child(row) for group in groups if group is not None for row in range(group.childCount()))
        return [item for item in rows if item is not None]

    def clear_choice(self) -> None:
        self._filling = True
        self.setCurrentItem(None)  # type: ignore[call-overload]
        self.clearSelection()
        self._filling = False

    def _emit_chosen(self, item: QTreeWidgetItem | None) -> None:
        if not self._filling and item is not None and item.parent() is not None:
            self.chosen.emit(item.data(0, _ID))

    def move_current(self, by: int) -> None:
        """Emit `moved` for the chosen label, one row up (-1) or down (1)."""
        item = self.currentItem()
        group = item.parent() if item is not None else None
        if item is not None and group is not None:
            self.moved.emit(item.data(0, _ID), max(group.indexOfChild(item) + by, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.move_current(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() == Qt.Key.Key_Delete:
            self.delete_asked.emit()
        else:
            super().keyPressEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Emit `moved` for the dragged label; the list follows once the project has changed."""
        item, onto = self.currentItem(), self.itemAt(event.position().toPoint())
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        group = item.parent() if item is not None else None
        if item is None or onto is None or group is None or onto.parent() is not group:
            return
        mine, to = group.indexOfChild(item), group.indexOfChild(onto)
        below = self.dropIndicatorPosition() == QAbstractItemView.DropIndicatorPosition.BelowItem
        above = self.dropIndicatorPosition() == QAbstractItemView.DropIndicatorPosition.AboveItem
        to += (1 if below and to < mine else 0) - (1 if above and to > mine else 0)
        self.moved.emit(item.data(0, _ID), to)


def _group(text: str) -> QTreeWidgetItem:
    item = QTreeWidgetItem([text])
    item.setFlags(Qt.ItemFlag.ItemIsEnabled)
    font = item.font(0)
    font.setBold(True)
    item.setFont(0, font)
    return item


def _item(label: Label, uses: int) -> QTreeWidgetItem:
    item = QTreeWidgetItem([shown_text(label.name), shown_text(label.urdu_name), shown_text(label.key), f"{uses:,}"])
    item.setData(0, _ID, label.id)
    item.setIcon(0, label_icon(label))
    item.setTextAlignment(1, _RIGHT)
    item.setTextAlignment(2, Qt.AlignmentFlag.AlignCenter)
    item.setTextAlignment(3, _RIGHT)
    item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled)
    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsDropEnabled)
    text = " ".join(filter(None, (shown_label(label), label.key and f"key {named(label.key)}", f"used {uses} times")))
    item.setData(0, Qt.ItemDataRole.AccessibleTextRole, text)
    return item
