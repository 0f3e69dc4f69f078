"""The articles of the project, with how far the annotator is with each."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QLabel, QListView, QVBoxLayout, QWidget

from models.corpus import ArticleId, ArticleRow, Changes, Status
from ui.icons import status_icon
from ui.later import later
from ui.session import Session
from ui.theme import LIGHT, Theme

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class ArticleModel(QAbstractListModel):
    """Rows of articles for a list."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._rows: list[ArticleRow] = []
        self._places: dict[ArticleId, int] = {}
        self._icons: dict[Status, QIcon] = {}
        self.set_theme(LIGHT)
        self.read()

    def set_theme(self, theme: Theme) -> None:
        """Draw the signs in these colours."""
        self._icons = {status: status_icon(status, theme) for status in Status}
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def read(self) -> None:
        """Read all rows from the project."""
        self.beginResetModel()
        self._rows = self._session.project.article_rows(self._session.annotator.id)
        self._places = {row.id: place for place, row in enumerate(self._rows)}
        self.endResetModel()

    def refresh(self, article: ArticleId) -> None:
        """Read one row again."""
        place = self._places.get(article)
        if place is not None:
            self._rows[place] = self._session.project.article_row(article, self._session.annotator.id)
            self.dataChanged.emit(self.index(place), self.index(place))

    def row(self, place: int) -> ArticleRow:
        """The article at a place of the list."""
        return self._rows[place]

    def place(self, article: ArticleId) -> int:
        """The place of an article; -1 when it is not in the list."""
        return self._places.get(article, -1)

    def done(self) -> int:
        """How many articles are done."""
        return sum(row.status is Status.DONE for row in self._rows)

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.title or "(untitled)"
            case Qt.ItemDataRole.DecorationRole:
                return self._icons[row.status]
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                spans = "1 span" if row.spans == 1 else f"{row.spans} spans"
                return f"{row.title}\n{row.status.value} · {spans}"
        return None


class ArticleList(QWidget):
    """The list and its progress line."""

    chosen = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.model = ArticleModel(session)
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.view.setUniformItemSizes(True)
        self.view.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fit()
        self.view.setSpacing(1)
        self.view.setFrameShape(QListView.Shape.NoFrame)
        self.view.setAccessibleName("Articles")
        self.view.selectionModel().currentChanged.connect(self._current)
        self._progress = QLabel()
        self._progress.setContentsMargins(8, 4, 8, 6)
        self._progress.setWordWrap(True)
        heading = QLabel("Articles")
        heading.setContentsMargins(8, 6, 8, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (heading, self.view, self._progress):
            layout.addWidget(widget)
        self._stale: set[ArticleId] = set()
        self._later = later(self, session, 25, self._refresh)
        session.article_changed.connect(self._show_current)
        session.changed.connect(self._changed)
        self._show_progress()

    def _fit(self) -> None:
        side = round(self.fontMetrics().height() * 0.76)
        self.view.setIconSize(QSize(side, side))

    def changeEvent(self, event: QEvent) -> None:
        """Signs as large as the text."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def step(self, by: int) -> None:
        """Open the article `by` places on."""
        place = self.view.currentIndex().row() + by
        if 0 <= place < self.model.rowCount():
            self.view.setCurrentIndex(self.model.index(place))
        else:
            self._session.said.emit("this is the last article" if by > 0 else "this is the first article")

    def _current(self, index: QModelIndex) -> None:
        if index.isValid():
            article = self.model.row(index.row()).id
            if self._session.article is None or self._session.article.id != article:
                self.chosen.emit(article)

    def _show_current(self) -> None:
        article = self._session.article
        if article is not None:
            self.view.setCurrentIndex(self.model.index(self.model.place(article.id)))

    def _changed(self, changes: Changes) -> None:
        if changes.structure:
            self.model.read()
            self._show_current()
            self._show_progress()
        self._stale |= changes.articles
        self._later.start()

    def _refresh(self) -> None:
        for article in self._stale:
            self.model.refresh(article)
        self._stale.clear()
        self._show_progress()

    def _show_progress(self) -> None:
        count = self.model.rowCount()
        articles = "1 article" if count == 1 else f"{count} articles"
        self._progress.setText(f"{self.model.done()} of {articles} done")
