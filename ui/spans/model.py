"""The rows of the table of spans: sorted, filtered, and updated row by row, so that a change costs one row."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import cached_property
from operator import attrgetter
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QIcon

from models.base.entities import Label, LabelId, Span
from models.base.short_names import short_names
from models.text.urdu import match_text
from ui.session.session import Session
from ui.session.span_commands import UNSURE
from ui.support.bidi import isolated, shown_label, shown_text
from ui.support.glyphs import glyph
from ui.support.label_icons import label_icon
from ui.support.tips import tip
from ui.widgets.tables.rows import Role, RowsModel

_SHOWN = 120  # characters of a span's text: no column is wider
_FEW = 100  # rows that are changed one by one
_MANY = 2_000  # rows that are not looked at one by one
TEXT, LABEL, MARKS = range(3)
_NO_SIGNS = "no note"  # a cell without a name says nothing
_DESCRIPTIONS = ("Text of the span", "Label", "Note, and whether it is unsure or not saved yet")


class Order(StrEnum):
    """The keys by which rows can be sorted."""

    PLACE = "place"
    TEXT = "text"
    LABEL = "label"


class SpanRow:
    """Holds a span as the table shows it; text and sort key are computed when they are first needed."""

    def __init__(self, span: Span, article: str) -> None:
        self.span = span
        self._article = article

    @property
    def place(self) -> tuple[int, int]:
        """Return the sort key of reading order: outer spans before inner ones."""
        return self.span.start, -self.span.end

    @cached_property
    def text(self) -> str:
        """Return the beginning of the span's text on one line."""
        return " ".join(self._article[self.span.start : min(self.span.end, self.span.start + _SHOWN)].split())

    @cached_property
    def key(self) -> str:
        """Return the match key of the span's text."""
        return match_text(self._article[self.span.start : self.span.end])


class SpanModel(RowsModel[SpanRow]):
    """Shows one row a span. `count_changed` is emitted when rows were added or removed."""

    count_changed = Signal()
    headings = ("Text", "Label", "")

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._all: dict[str, SpanRow] = {}
        self._listed: list[Span] = []  # the session's spans when they were read last
        self._labels: tuple[Label, ...] = ()
        self._icons: dict[LabelId, QIcon] = {}
        self._short: dict[LabelId, str] = {}  # what the column of labels says, where their names have no room
        self._note: tuple[int, QIcon] | None = None  # and the palette that it is drawn for
        self._article = -1
        self.order, self.backwards = Order.PLACE, False
        self._words, self._label = "", LabelId(0)
        session.pending_changed.connect(self._show_saved)

    def read(self) -> None:
        """Read the session's spans; where few of them changed, only their rows are updated."""
        session, article = self._session, self._session.article
        same = session.labels == self._labels and article is not None and article.id == self._article
        self._article, self._labels = article.id if article else -1, session.labels
        text = article.text if article else ""
        if not same:
            self._icons = {}
            self._listed = session.spans
            self._all = {span.uid: SpanRow(span, text) for span in session.spans}
            self._reset()
            return
        before, now = self._changed(session.spans)
        gone = [span.uid for span in before if span.uid not in now]
        new = [SpanRow(span, text) for uid, span in now.items() if self._differs(uid, span)]
        old = [row for uid in (*gone, *(row.span.uid for row in new)) if (row := self._all.pop(uid, None))]
        self._all |= {row.span.uid: row for row in new}
        if len(gone) + len(new) > _FEW:
            self._reset()
        elif self.order is Order.PLACE and not self.backwards:
            self._exchange(old, new)
        elif gone or new:
            self._update_rows({*gone, *(row.span.uid for row in new)})

    def _changed(self, spans: list[Span]) -> tuple[list[Span], dict[str, Span]]:
        """Return what stood between the same first and last spans as before, and by uid what stands there now."""
        before, self._listed = self._listed, spans
        same = _alike(before, spans)
        after = _alike(before[same:][::-1], spans[same:][::-1])
        now = {span.uid: span for span in spans[same : len(spans) - after]}
        return before[same : len(before) - after], now

    def _differs(self, uid: str, span: Span) -> bool:
        row = self._all.get(uid)
        return row is None or (row.span is not span and row.span != span)

    def _exchange(self, old: list[SpanRow], new: list[SpanRow]) -> None:
        """Put rows in place of others in reading order, where each is found without a look at all."""
        named = self._labels_found() if self._words else set()
        new = [row for row in new if self._is_shown(row, named)]
        places = [at for row in old if (at := self._row_in_order(row.span)) >= 0]
        if len(places) == len(new) == 1 and self._fits(new[0], places[0]):
            self.rows[places[0]] = new[0]
            self.dataChanged.emit(self.index(places[0], 0), self.index(places[0], MARKS))
            new = []
        else:
            for at in sorted(places, reverse=True):
                self.remove_row(at)
        for row in new:
            self.insert_rows(bisect_right(self.rows, row.place, key=attrgetter("place")), [row])
        if old or new:
            self.count_changed.emit()

    def _fits(self, row: SpanRow, at: int) -> bool:
        """Return whether a row is in order in the place of the one at `at`."""
        before, after = self.rows[:at][-1:], self.rows[at + 1 : at + 2]
        return all(each.place <= row.place for each in before) and all(row.place < each.place for each in after)

    def _filtered(self) -> list[SpanRow]:
        """Return the rows that pass the filter, in their order."""
        named = self._labels_found() if self._words else set()  # match keys load urduhack: no part of a start
        rows = [row for row in self._all.values() if self._is_shown(row, named)]
        rows.sort(key=lambda row: row.place)  # new ones came last
        key = self._sort_key()
        if key is not None or self.backwards:
            rows.sort(key=key or (lambda row: row.place), reverse=self.backwards)
        return rows

    def _labels_found(self) -> set[LabelId]:
        """Return the labels whose names contain the words of the filter."""
        return {label.id for label in self._labels if self._words in match_text(f"{label.name} {label.urdu_name}")}

    def _sort_key(self) -> Callable[[SpanRow], Any] | None:
        if self.order is Order.TEXT:
            return lambda row: row.key
        if self.order is Order.LABEL:
            places = {label.id: number for number, label in enumerate(self._labels)}
            return lambda row: places.get(row.span.label, -1)
        return None

    def _is_shown(self, row: SpanRow, named: set[LabelId]) -> bool:
        if self._label and row.span.label != self._label:
            return False
        return not self._words or row.span.label in named or self._words in row.key

    def _reset(self) -> None:
        self.set_rows(self._filtered())
        self.count_changed.emit()

    def _update_rows(self, uids: set[str]) -> None:
        """Update, insert or remove the rows of these spans; all others have kept their order."""
        wanted = self._filtered()
        at = {row.span.uid: number for number, row in enumerate(wanted) if row.span.uid in uids}
        for number in range(len(self.rows) - 1, -1, -1):
            uid = self.rows[number].span.uid
            if uid in uids and not (len(uids) == 1 and at.get(uid) == number):
                self.remove_row(number)
        for uid, number in sorted(at.items(), key=lambda found: found[1]):
            if number < len(self.rows) and self.rows[number].span.uid == uid:
                self.rows[number] = wanted[number]
                self.dataChanged.emit(self.index(number, 0), self.index(number, MARKS))
            else:
                self.insert_rows(number, [wanted[number]])
        self.count_changed.emit()

    def set_order(self, order: Order, *, backwards: bool = False) -> None:
        self.order, self.backwards = order, backwards
        self._reset()

    def set_filter(self, words: str, label: LabelId) -> None:
        """Show only spans whose text or label's name has `words` in it (by match key), with this label (0: any)."""
        self._words, self._label = match_text(words.strip()), label
        self._reset()

    @property
    def total(self) -> int:
        """Return how many spans there are, shown or not."""
        return len(self._all)

    def span_at(self, row: int) -> Span:
        return self.rows[row].span

    def row_of(self, span: Span) -> int:
        """Return the row of a span; -1 when it is not shown."""
        if self.order is Order.PLACE and not self.backwards and (at := self._row_in_order(span)) >= 0:
            return at
        return next((number for number, row in enumerate(self.rows) if row.span.uid == span.uid), -1)

    def _row_in_order(self, span: Span) -> int:
        """Return the row of a span among rows in reading order; -1 when it is not there."""
        place = (span.start, -span.end)
        at = bisect_left(self.rows, place, key=attrgetter("place"))
        while at < len(self.rows) and self.rows[at].place == place:
            if self.rows[at].span.uid == span.uid:
                return at
            at += 1
        return -1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and role in (Role.ToolTipRole, Role.AccessibleTextRole):
            return _DESCRIPTIONS[section]
        return super().headerData(section, orientation, role)

    def cell(self, row: SpanRow, column: int, role: int) -> object:
        label = self._session.label_of(row.span)
        match role:
            case Role.DisplayRole:
                name = self._short.get(label.id, label.name)
                return (shown_text(row.text), shown_text(name), self._signs(row.span))[column]
            case Role.DecorationRole:
                return self._icon(row, column, label)
            case Role.AccessibleTextRole:
                return (self.describe(row), shown_label(label), ", ".join(self._states(row.span)) or _NO_SIGNS)[column]
            case Role.ToolTipRole:
                return tip(self.describe(row))
        return None

    def show_short_names(self, on: bool) -> None:
        """Say of labels what their chips say, or (`on` false) their names."""
        short = short_names(self._session.labels) if on else {}
        if short != self._short:
            self._short = short
            self.redraw(LABEL)

    def _icon(self, row: SpanRow, column: int, label: Label) -> QIcon | None:
        if column == LABEL:
            if label.id not in self._icons:
                self._icons[label.id] = label_icon(label)
            return self._icons[label.id]
        if column != MARKS or not row.span.note:
            return None
        palette = QGuiApplication.palette()
        if self._note is None or self._note[0] != palette.cacheKey():
            self._note = palette.cacheKey(), glyph("note", palette, QIcon.Mode.Selected)
        return self._note[1]

    def describe(self, row: SpanRow) -> str:
        """Describe in words all that the painting shows of a span."""
        span = row.span
        parts = [
            f"{isolated(row.text)}: {shown_label(self._session.label_of(span))}",
            f"characters {span.start} to {span.end}",
        ]
        if around := sum(_contains(other, span) for other in self._session.spans):
            parts.append("inside another span" if around == 1 else f"inside {around} other spans")
        return ", ".join([*parts, *self._states(span)])

    def _signs(self, span: Span) -> str:
        return ("*" if span.uid in self._session.pending else "") + ("?" if span.confidence == UNSURE else "")

    def is_marked(self) -> bool:
        """Return whether any row has a mark; thousands of rows are not looked at, one of them will have."""
        return len(self.rows) > _MANY or any(row.span.note or self._signs(row.span) for row in self.rows)

    def _show_saved(self) -> None:
        self.redraw(MARKS)  # which tells what is not saved yet

    def _states(self, span: Span) -> Iterable[str]:
        if span.uid in self._session.pending:
            yield "not saved yet"
        if span.confidence == UNSURE:
            yield "unsure"
        if span.note:
            yield f"note: {isolated(' '.join(span.note.split()))}"


def _alike(some: list[Span], others: list[Span]) -> int:
    """Return how many of the first spans are the same; by halves, as lists compare far quicker than a loop does."""
    least, most = 0, min(len(some), len(others))
    while least < most:
        middle = (least + most + 1) // 2
        if some[least:middle] == others[least:middle]:
            least = middle
        else:
            most = middle - 1
    return least


def _contains(outer: Span, inner: Span) -> bool:
    around = outer.start <= inner.start and inner.end <= outer.end
    return around and outer.end - outer.start > inner.end - inner.start
