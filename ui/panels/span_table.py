"""The spans of the open article as a table: what the painting shows, for the keyboard and for readers aloud."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QItemSelection, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from models.corpus import Span
from ui.icons import label_icon
from ui.keys import label_for
from ui.session import Session

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_HEADINGS = ("Text", "Label")


class SpanModel(QAbstractTableModel):
    """A row a span, in reading order."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._spans: list[Span] = []
        self.read()

    def read(self) -> None:
        """Take the session's spans again."""
        self.beginResetModel()
        self._spans = list(self._session.spans)
        self._icons = {label.id: label_icon(label) for label in self._session.labels}
        self.endResetModel()

    def span_at(self, row: int) -> Span:
        """The span of a row."""
        return self._spans[row]

    def row_of(self, span: Span) -> int:
        """The row of a span; -1 when it has none."""
        return next((row for row, found in enumerate(self._spans) if found.uid == span.uid), -1)

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._spans)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(_HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return _HEADINGS[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or self._session.article is None:
            return None
        span = self._spans[index.row()]
        label = self._session.label_of(span)
        text = " ".join(self._session.article.text[span.start : span.end].split())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return text if index.column() == 0 else label.chip
            case Qt.ItemDataRole.DecorationRole if index.column() == 1:
                return self._icons[label.id]
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return f"{text}: {label.name} {label.urdu_name}, characters {span.start} to {span.end}"
        return None


class SpanTable(QTableView):
    """The table; its row and the selected span are one."""

    activated_span = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.spans = SpanModel(session)
        self._following = False
        self.setModel(self.spans)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        header = self.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(64)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Spans")
        self.selectionModel().selectionChanged.connect(self._row_selected)
        session.article_changed.connect(self._read)
        session.changed.connect(self._read)
        session.selected_changed.connect(self._follow)

    def _read(self) -> None:
        self._following = True
        self.spans.read()
        self._following = False
        self._follow()

    def _follow(self) -> None:
        """Show the session's selected span as the selected row."""
        self._following = True
        selected = self._session.selected
        if selected is None:
            self.clearSelection()
        else:
            self.selectRow(self.spans.row_of(selected))
        self._following = False

    def _row_selected(self, selected: QItemSelection) -> None:
        if self._following or not selected.indexes():
            return
        self.activated_span.emit(self.spans.span_at(selected.indexes()[0].row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Label keys and Delete act on the selected span, as in the article."""
        selected = self._session.selected
        label = label_for(event, self._session.labels)
        if selected and label:
            self._session.relabel(selected, label)
        elif selected and event.key() == Qt.Key.Key_Delete:
            self._session.remove(selected)
        else:
            super().keyPressEvent(event)
