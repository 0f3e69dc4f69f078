"""The chosen rows of a table on the clipboard: text with tabs between cells, which sheets take as cells."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QMimeData, QModelIndex, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView, QTreeView

from ui.support.bidi import LRM, without_isolates
from ui.support.physical_keys import us_key

TSV = "text/tab-separated-values"
_BREAKS = re.compile(r"\s*[\t\r\n\u2028\u2029]\s*")
_ROLE = Qt.ItemDataRole


def copy_rows(view: QAbstractItemView) -> None:
    """Put the chosen rows, or the current one, on the clipboard: a line each, the cells in the order of the view."""
    text = "\n".join(_line(view, row) for row in _chosen(view))
    if not text:
        return
    found = QMimeData()
    found.setText(text)
    found.setData(TSV, f"{text}\n".encode())
    QApplication.clipboard().setMimeData(found)


def let_copy_rows(view: QAbstractItemView) -> None:
    """Let a view copy its rows by the system's key, and by its menu where it has none of its own."""
    view.installEventFilter(_CopyKey(view))
    action = QAction("&Copy rows", view)
    action.setObjectName("copy_rows")
    action.triggered.connect(lambda: copy_rows(view))
    view.addAction(action)
    if view.contextMenuPolicy() is Qt.ContextMenuPolicy.DefaultContextMenu:
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)


class _CopyKey(QObject):
    """Copies rows when the system's key is pressed, also under a layout without Latin letters."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        kinds = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
        if not isinstance(event, QKeyEvent) or event.type() not in kinds or not _is_copy(event):
            return False
        event.accept()
        if event.type() is QEvent.Type.KeyPress:
            copy_rows(self._view)
        return True


def _is_copy(event: QKeyEvent) -> bool:
    control = Qt.KeyboardModifier.ControlModifier
    return event.matches(QKeySequence.StandardKey.Copy) or (event.modifiers() == control and us_key(event) == "c")


def _chosen(view: QAbstractItemView) -> list[QModelIndex]:
    """Return an index of each chosen row from top to bottom, else of the current one."""
    rows = {_place(each): each for each in view.selectionModel().selectedIndexes()}
    if not rows and view.currentIndex().isValid():
        return [view.currentIndex()]
    return [rows[place] for place in sorted(rows)]


def _place(index: QModelIndex) -> tuple[int, ...]:
    """Return the numbers of the rows that a row is in, the outermost first, and its own."""
    place = list[int]()
    while index.isValid():
        place.append(index.row())
        index = index.parent()
    return tuple(reversed(place))


def _line(view: QAbstractItemView, row: QModelIndex) -> str:
    return "\t".join(_cell(row.siblingAtColumn(column)) for column in _columns(view))


def _columns(view: QAbstractItemView) -> list[int]:
    """Return the columns that are shown, in their order on the screen."""
    header = _header(view)
    if header is None:
        return [0]
    shown = [column for column in range(header.count()) if not header.isSectionHidden(column)]
    return sorted(shown, key=header.visualIndex)


def _header(view: QAbstractItemView) -> QHeaderView | None:
    if isinstance(view, QTableView):
        return view.horizontalHeader()
    return view.header() if isinstance(view, QTreeView) else None


def _cell(index: QModelIndex) -> str:
    """Return what a cell says, on one line; what only an icon says in words."""
    said = index.data(_ROLE.DisplayRole)
    if said is None or said == "":
        said = index.data(_ROLE.AccessibleTextRole)
    return _BREAKS.sub(" ", without_isolates("" if said is None else str(said)).replace(LRM, ""))
