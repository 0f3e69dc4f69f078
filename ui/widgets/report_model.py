"""The notes of a report as a table, sorted and filtered in memory; there may be 50,000."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt

from models.base.report import Note
from models.base.unprintable import sentence
from models.formats.support.names import WRITTEN_AS
from ui.support.bidi import FSI, LRM, isolated, named, shown_name
from ui.support.tips import tip
from ui.support.window_words import in_window
from ui.widgets.tables.rows import Role, RowsModel


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its text and its sort key."""

    name: str
    text: Callable[[Note], str]
    key: Callable[[Note], object]


def _where(note: Note) -> str:
    if note.file:
        return shown_name(Path(note.file).name)
    if not note.article and Path(note.where).is_absolute():  # the whole path is in the tip
        return shown_name(Path(note.where).name)
    own = note.title or note.article
    return isolated(own) if own else _names_apart(note.where, isolated)


def _names_apart(where: str, one: Callable[[str], str]) -> str:
    """Return where a note is about, two names each set apart, a single one as `one` does."""
    names = where.split(WRITTEN_AS)
    return LRM + WRITTEN_AS.join(map(shown_name, names)) if len(names) > 1 else one(where)


def _line(note: Note) -> str:
    """Return a note in one line, with the place set apart; an article's says more than its title."""
    where = note.where if FSI in note.where else _names_apart(note.where, named)
    return f"{where}: {in_window(note.what)}"


def _offsets(note: Note) -> str:
    return f"{note.start}\u2013{note.end}" if note.start >= 0 else ""


_FILE = Column("File", _where, lambda note: note.file or note.where)
_LINE = Column("Line", lambda note: str(note.line or ""), lambda note: (note.file, note.line))
_ABOUT = Column("About", _where, lambda note: note.where)
_ARTICLE = Column("Article", _where, lambda note: note.title or note.article or note.where)
_OFFSETS = Column("Offsets", _offsets, lambda note: (note.start, note.end))
_LABEL = Column("Label", lambda note: isolated(note.label) if note.label else "", lambda note: note.label)
_WHAT = Column("What", lambda note: sentence(in_window(note.what)), lambda note: note.what)


def columns_for(notes: Sequence[Note]) -> tuple[Column, ...]:
    """Return the columns that are not empty for these notes."""
    about_all = any(not note.article for note in notes)  # of a format, or of the whole dataset
    first: tuple[Column, ...] = (_ABOUT if about_all else _ARTICLE, _OFFSETS)
    if any(note.file for note in notes):
        first = (_FILE, _LINE)
    elif not any(note.article for note in notes):
        first = (_ABOUT,)
    return (*first, *((_LABEL,) if any(note.label for note in notes) else ()), _WHAT)


class ReportModel(RowsModel[Note]):
    """Shows the notes that match a filter."""

    def __init__(self, notes: Sequence[Note]) -> None:
        super().__init__(rows=notes)
        self._every = list(notes)
        self.columns = columns_for(notes)
        self.headings = [column.name for column in self.columns]

    def cell(self, row: Note, column: int, role: int) -> object:
        match role:
            case Role.DisplayRole:
                return self.columns[column].text(row)
            case Role.ToolTipRole:
                return tip(_line(row))
            case Role.AccessibleTextRole:
                return sentence(_line(row))
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; a negative one keeps the order of the report."""
        if column < 0:
            return
        key = self.columns[column].key
        self.beginResetModel()
        for notes in (self._every, self.rows):
            notes.sort(key=key, reverse=order is Qt.SortOrder.DescendingOrder)  # type: ignore[arg-type]
        self.endResetModel()

    def show_only(self, words: str) -> None:
        """Show the notes that contain these words."""
        folded = words.casefold()
        self.set_rows([note for note in self._every if folded in f"{note} {note.label}".casefold()])
