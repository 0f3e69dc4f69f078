"""The rows of the overview's tables: what is counted, a bar, the number, and where it leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt

from models.base.entities import AnnotatorId, Status
from models.project.filters import EVERYBODY, Filter
from models.reporting.overview import Effort, LabelledString, Overview
from ui.support.bidi import as_in_article, named, shown_label, shown_text
from ui.widgets.tables.rows import Role, RowsModel

BAR = Qt.ItemDataRole.UserRole + 1
"""(share of the longest bar, 0 to 1, its colour as `#rrggbb` or empty for the accent) of a cell."""
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_SIDES = (_LEFT, _LEFT, _RIGHT, _RIGHT)
_OF_WORDS = "Label"
"""The heading of a last column that has words, not numbers."""
Link = Filter | str | None
"""The list behind a number: the articles that a filter lets through, or the places of a string."""


@dataclass(frozen=True, slots=True)
class CountRow:
    """One number: what it counts, how many, what else is said of it, the colour of its bar, where it leads."""

    what: str
    count: int
    more: str = ""
    color: str = ""
    link: Link = None


class CountsModel(RowsModel[CountRow]):
    """Shows numbers with bars as long as they are large."""

    WHAT, BARS, COUNT, MORE = range(4)

    def __init__(self, headings: tuple[str, str, str, str]) -> None:
        super().__init__()
        self.headings = headings
        self._most = 1

    def show(self, rows: list[CountRow]) -> None:
        """Show these rows; where there are as many, the view keeps its place and what is chosen."""
        self._most = max((row.count for row in rows), default=0) or 1
        if len(rows) != len(self.rows):
            self.set_rows(rows)
            return
        self.rows = rows
        self.redraw()

    def _side(self, column: int) -> Qt.AlignmentFlag:
        return _LEFT if self.headings[column] == _OF_WORDS else _SIDES[column]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> object:
        if role == Role.TextAlignmentRole and orientation is Qt.Orientation.Horizontal:
            return self._side(section)  # a heading stands over its numbers
        return super().headerData(section, orientation, role)

    def cell(self, row: CountRow, column: int, role: int) -> Any:
        if role == BAR:
            return (row.count / self._most, row.color) if column == self.BARS else None
        if role == Role.TextAlignmentRole:
            return self._side(column)
        if role == Role.ToolTipRole:
            return _way(row.link)
        if role != Role.DisplayRole:
            return None
        return {self.WHAT: row.what, self.COUNT: f"{row.count:,}", self.MORE: row.more}.get(column)


def _way(link: Link) -> str | None:
    if link is None:
        return None
    return "Enter or a double click searches for it" if isinstance(link, str) else "Enter or a double click lists them"


def _layer(person: AnnotatorId | None, me: AnnotatorId) -> AnnotatorId | None:
    """Return whose work a filter looks at for the numbers of one person, or of all (None)."""
    return EVERYBODY if person is None else None if person == me else person


def statuses(overview: Overview, person: AnnotatorId | None, me: AnnotatorId) -> list[CountRow]:
    """Return how many articles are how far, as one annotator has them, or whoever is furthest (None)."""
    counts = overview.furthest if person is None else overview.status_of(person)
    whole = counts.total() or 1
    by = _layer(person, me)
    return [
        CountRow(each.value, counts[each], f"{counts[each] / whole:.0%}", "", Filter(each, by=by)) for each in Status
    ]


def labels(overview: Overview, person: AnnotatorId | None, me: AnnotatorId) -> list[CountRow]:
    """Return how often each label was put by one annotator, or by all people (None)."""
    whole = (
        sum(overview.of_label(label.id, person) for label in overview.labels if label.id not in overview.whole_labels)
        or 1
    )
    found = []
    for label in overview.labels:
        count = overview.of_label(label.id, person)
        more = "articles" if label.id in overview.whole_labels else f"{count / whole:.1%}"
        link = Filter(label=label.id, by=_layer(person, me))
        found.append(CountRow(shown_label(label), count, more, label.color, link))
    return found


def annotators(overview: Overview) -> list[CountRow]:
    """Return how many spans each annotator has, and what they took in the window."""
    found = []
    for person in overview.people():
        effort = overview.effort.get(person.id, Effort())
        said = [f"{effort.pace:.1f} s" if effort.pace else "", f"{effort.touch:.1f} strokes" if effort.touch else ""]
        more = " and ".join(filter(None, said))
        link = Filter(by=person.id)
        found.append(CountRow(named(person.name), overview.of_annotator(person.id), more and f"{more} each", "", link))
    return found


def days(overview: Overview, person: AnnotatorId | None) -> list[CountRow]:
    """Return how many spans were made on each day here, the newest first."""
    made = overview.made_by_day(person)
    return [CountRow(f"{day:%a} {day.day} {day:%b %Y}", count) for day, count in reversed(made.items())]


def strings(overview: Overview, counted: list[tuple[LabelledString, int]]) -> list[CountRow]:
    """Return strings with their labels; each leads to its places."""
    found = []
    known = {label.id: label for label in overview.labels}
    for (key, words), count in counted:
        label = known.get(key)
        name, color = (shown_label(label), label.color) if label else ("", "")
        found.append(CountRow(as_in_article(shown_text(words)), count, name, color, words))
    return found
