"""The spans of the open article as a table: what the painting shows, for the keyboard and for readers aloud."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QItemSelection,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QIcon, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from models.corpus import Label, Span
from ui.gestures import spans
from ui.icons import label_icon
from ui.keys import label_for
from ui.later import later
from ui.session import Session

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_HEADINGS = ("Text", "Label")
_LABEL_WIDTH = 4.4  # heights of a line


@dataclass(frozen=True, slots=True)
class _Row:
    span: Span
    text: str
    chip: str
    icon: QIcon
    told: str


class SpanModel(QAbstractTableModel):
    """A row a span, in reading order."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._rows: list[_Row] = []
        self._icons: dict[Label, QIcon] = {}

    def read(self) -> None:
        """Take the session's spans again."""
        self.beginResetModel()
        article = self._session.article
        self._rows = [self._row(span, article.text) for span in self._session.spans] if article else []
        self.endResetModel()

    def _row(self, span: Span, article: str) -> _Row:
        label = self._session.label_of(span)
        if label not in self._icons:
            self._icons[label] = label_icon(label)
        text = " ".join(article[span.start : span.end].split())
        told = f"{text}: {label.name} {label.urdu_name}, characters {span.start} to {span.end}"
        return _Row(span, text, label.chip, self._icons[label], told)

    def span_at(self, row: int) -> Span:
        """The span of a row."""
        return self._rows[row].span

    def row_of(self, span: Span) -> int:
        """The row of a span; -1 when it has none."""
        return next((number for number, row in enumerate(self._rows) if row.span.uid == span.uid), -1)

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(_HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return _HEADINGS[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.chip if index.column() else row.text
            case Qt.ItemDataRole.DecorationRole if index.column() == 1:
                return row.icon
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return row.told
        return None


class SpanTable(QTableView):
    """The table; its row and the selected span are one."""

    activated_span = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.rows = SpanModel(session)
        self._following = False
        self.setModel(self.rows)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Spans")
        self._fit()
        self.selectionModel().selectionChanged.connect(self._row_selected)
        self._later = later(self, session, 25, self._read)
        for signal in (session.article_changed, session.changed, session.selected_changed):
            signal.connect(self._later.start)

    def _read(self) -> None:
        self._following = True
        self.rows.read()
        self._fit()  # a reset model forgets it
        self._following = False
        self._follow()

    def _follow(self) -> None:
        """Show the session's selected span as the selected row."""
        self._following = True
        selected = self._session.selected
        if selected is None:
            self.clearSelection()
        else:
            # Not selectRow: from right to left it looks for a column past the last one, and finds none.
            self.setCurrentIndex(self.rows.index(self.rows.row_of(selected), 0))
        self._following = False

    def _row_selected(self, selected: QItemSelection) -> None:
        if self._following or not selected.indexes():
            return
        self.activated_span.emit(self.rows.span_at(selected.indexes()[0].row()))

    def _fit(self) -> None:
        """Room for text of its size."""
        line = self.fontMetrics().height()
        self.verticalHeader().setMinimumSectionSize(line + 8)
        self.verticalHeader().setDefaultSectionSize(line + 8)
        self.horizontalHeader().setMinimumSectionSize(line)
        self.setColumnWidth(1, min(round(line * _LABEL_WIDTH), self.viewport().width() * 6 // 10))
        self.setIconSize(QSize(round(line * 0.76), round(line * 0.76)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Labels leave room for the text."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Text of another size."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Label keys and Delete act on the selected span, as in the article."""
        selected = self._session.selected
        label = label_for(event, self._session.labels)
        if selected and label:
            spans.relabel(self._session, selected, label)
        elif selected and event.key() == Qt.Key.Key_Delete:
            spans.remove(self._session, selected)
        else:
            super().keyPressEvent(event)
