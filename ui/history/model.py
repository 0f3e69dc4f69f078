"""The history of one article as a table, read by pages as it is scrolled; new entries are inserted on top."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from models.base.entities import AnnotatorId, ArticleId
from models.base.errors import UserError
from models.history.history import Entry, entries_since, history
from ui.session.session import Session
from ui.support.bidi import LRM, isolated
from ui.support.when import day_and_time
from ui.widgets.tables.rows import Index, Role, RowsModel

WHEN, WHO, WHAT = range(3)


class HistoryModel(RowsModel[Entry]):
    """Shows one row an entry, the newest first. `failed` tells why an older page cannot be read."""

    failed = Signal(str)
    headings = ("When", "Who", "What")

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._article: ArticleId | None = None
        self.annotator: AnnotatorId | None = None
        self._whole = True

    def read(self, article: ArticleId | None, annotator: AnnotatorId | None) -> None:
        """Read the newest entries of an article, of one layer or (None) of all. Raises UserError."""
        self.beginResetModel()
        self._article, self.annotator, self.rows, self._whole = article, annotator, [], True
        try:
            self.rows = self._page(None)
        finally:
            self.endResetModel()

    def _page(self, before: int | None) -> list[Entry]:
        if self._article is None:
            return []
        page = history(self._session.project, self._article, self.annotator, before, quote=isolated)
        self._whole = not page or page[-1].event == 0
        return page

    def read_new(self) -> None:
        """Insert the entries that are new on top. Raises UserError."""
        if self._article is None:
            return
        last = max((entry.event for entry in self.rows), default=0)
        if new := entries_since(self._session.project, self._article, self.annotator, last, quote=isolated):
            self.insert_rows(0, new)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and not self._whole

    def fetchMore(self, parent: Index) -> None:
        if parent.isValid() or self._whole:
            return
        try:
            page = self._page(self.rows[-1].first)
        except UserError as error:
            self._whole = True  # or it would be asked for again and again
            self.failed.emit(str(error))
            return
        if page:
            self.insert_rows(len(self.rows), page)

    def cell(self, row: Entry, column: int, role: int) -> object:
        if role == Role.DisplayRole:
            return cells(row)[column]
        return sentence(row) if role == Role.AccessibleTextRole else None  # a tooltip would take foreign words for HTML


def cells(entry: Entry) -> tuple[str, str, str]:
    """Return the texts of an entry's row."""
    return LRM + isolated(day_and_time(entry.at)), isolated(entry.who) if entry.who else "", LRM + entry.what


def sentence(entry: Entry) -> str:
    """Return an entry in one line."""
    who = f"{isolated(entry.who)} " if entry.who else ""
    return f"{LRM}{isolated(day_and_time(entry.at))}: {who}{entry.what}"
