"""The rows of a list of matches, with check boxes where matches are chosen to be labelled."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Qt

from models.base.entities import ArticleId, Label, LabelId, Span
from models.base.short_names import short_names
from models.project.search import Match
from ui.search.match_search import span_index, with_spans
from ui.support.bidi import isolated, named, shown_text
from ui.support.tips import tip
from ui.widgets.tables.context_delegate import CONTEXT, Context, around
from ui.widgets.tables.rows import Index, Role, RowsModel

_MOST_CHIPS = 3
_PART = r"[\w\u0610-\u061a\u064b-\u065f\u0670\u200c\u200d]+"  # letters and their signs
_LAST_PART, _FIRST_PART = re.compile(_PART + "$"), re.compile("^" + _PART)
_PART_OF = re.compile(_PART)


class MatchModel(RowsModel[Match]):
    """A row for each match. Those that carry `label` already are counted in `already`, and not listed."""

    headings = ("",)

    def __init__(self, owner: QObject, *, checkable: bool) -> None:
        super().__init__(owner)
        self._checkable = checkable
        self.label: Label | None = None
        self.labels: dict[int, Label] = {}
        self._short: dict[LabelId, str] = {}  # what chips say
        self.articles: set[ArticleId] = set()  # of the rows
        self.chosen_count = 0
        self._all: list[Match] = []
        self._chosen: dict[tuple[ArticleId, int, int], bool] = {}  # what the annotator has checked and unchecked

    def clear(self, label: Label | None = None, labels: Iterable[Label] = (), *, forget: bool = True) -> None:
        """List nothing, and matches of `label` no more; `forget`: what was checked and unchecked counts no more."""
        self.beginResetModel()
        self._all, self.rows, self.chosen_count, self.articles = [], [], 0, set()
        self.label, self.labels = label, {each.id: each for each in labels}
        self._short = {}
        if forget:
            self._chosen = {}
        self.endResetModel()

    def add(self, matches: list[Match]) -> None:
        self._all += matches
        new = [match for match in matches if not match.has(self.label)]
        self.chosen_count += sum(map(self.is_chosen, new))
        self.articles.update(match.article for match in new)
        if new:
            self.insert_rows(len(self.rows), new)

    @property
    def already(self) -> int:
        """Return how many matches carry the label already."""
        return len(self._all) - len(self.rows)

    @property
    def searched(self) -> set[ArticleId]:
        """Return the articles with matches, those that carry the label already included."""
        return {match.article for match in self._all}

    def set_spans(self, spans: Mapping[ArticleId, Sequence[Span]]) -> None:
        """Take over the spans that the annotator has in these articles now."""
        if spans:
            indexes = {article: span_index(own) for article, own in spans.items()}
            every = (with_spans(each, indexes[each.article]) if each.article in spans else each for each in self._all)
            self._list_again(self.label, list(every))

    def set_label(self, label: Label | None) -> None:
        self._list_again(label, self._all)

    def _list_again(self, label: Label | None, matches: list[Match]) -> None:
        self.clear(label, tuple(self.labels.values()), forget=False)
        self.add(matches)

    def row_of(self, match: Match | None) -> int:
        """Return the row of a match; -1 when it is not listed."""
        return next((row for row, each in enumerate(self.rows) if match and each.key == match.key), -1)

    def is_chosen(self, match: Match) -> bool:
        """Return whether a match is to get the label: one without spans is, unless the annotator unchecks it."""
        return self._chosen.get(match.key, not match.spans)

    def choose(self, row: int, chosen: bool) -> None:
        self.chosen_count += chosen - self.is_chosen(self.rows[row])
        self._chosen[self.rows[row].key] = chosen
        self.dataChanged.emit(self.index(row, 0), self.index(row, 0))

    def choose_all(self, chosen: bool) -> None:
        self._chosen |= {match.key: chosen for match in self.rows}
        self.chosen_count = len(self.rows) if chosen else 0
        self.redraw()

    def chosen(self) -> list[Match]:
        """Return the matches that are to get the label."""
        return [match for match in self.rows if self.is_chosen(match)]

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if self._checkable else flags

    def setData(self, index: Index, value: object, role: int = Role.EditRole) -> bool:
        if role != Role.CheckStateRole:
            return False
        self.choose(index.row(), Qt.CheckState(value) is Qt.CheckState.Checked)
        return True

    def cell(self, row: Match, column: int, role: int) -> object:
        match role:
            case _ if role == CONTEXT:
                return self._context(row)
            case Role.CheckStateRole if self._checkable:
                return Qt.CheckState.Checked if self.is_chosen(row) else Qt.CheckState.Unchecked
            case Role.DisplayRole if not self._checkable:  # what typed letters go to: there they are labels'
                return shown_text(row.text)
            case Role.ToolTipRole | Role.AccessibleTextRole:
                return tip(self._describe(row))
        return None

    def _context(self, match: Match) -> Context:
        labels = [self.labels[span.label] for span in match.spans if span.label in self.labels]
        self._short = self._short or short_names(self.labels.values())
        chips = tuple((self._short[label.id], label.color) for label in dict.fromkeys(labels))[:_MOST_CHIPS]
        before, after = around(match)
        return Context(*_whole(replace(match, before=before, after=after)), chips, match.title).shown()

    def _describe(self, match: Match) -> str:
        names = Counter(self.labels[span.label].name for span in match.spans if span.label in self.labels)
        lines = [isolated(f"{match.before}{match.text}{match.after}".strip())]
        lines += [f"labelled {', '.join(map(named, names))}"] if names else []
        lines += [isolated(match.title)] if match.title else []
        return "\n".join(lines)


def _whole(match: Match) -> tuple[str, str, str]:
    """Return before, match and after, the match with the rest of its words: letters that join are drawn as one."""
    left, right = _LAST_PART.search(match.before), _FIRST_PART.search(match.after)
    before = left[0] if left and _PART_OF.match(match.text) else ""
    after = right[0] if right and _PART_OF.match(match.text[-1:]) else ""
    return match.before[: len(match.before) - len(before)], before + match.text + after, match.after[len(after) :]
