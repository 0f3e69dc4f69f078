"""The places of a string as rows that can be chosen, each with what it carries already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from models.base.entities import ArticleId, Label, Span
from models.project.project import Project
from models.project.search import Match, context, search_steps
from models.text.text_index import TextIndex
from ui.article.span_index import SpanIndex
from ui.support.bidi import isolated
from ui.support.tips import tip
from ui.widgets.context_delegate import CONTEXT, Context, around

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_BATCH = 100  # places of one article listed at once
_MOST_CHIPS = 3


@dataclass(frozen=True, slots=True)
class LabelAllMatch:
    """A hit, and the annotator's spans that overlap it."""

    match: Match
    spans: tuple[Span, ...] = ()

    @property
    def key(self) -> tuple[ArticleId, int, int]:
        """The article and the stretch (code points)."""
        return self.match.article, self.match.start, self.match.end

    def has(self, label: Label | None) -> bool:
        """Whether exactly this stretch carries the label."""
        same = (self.match.start, self.match.end)
        return any(
            (span.start, span.end) == same and label is not None and span.label == label.id for span in self.spans
        )


def in_article(
    text_index: TextIndex, article: ArticleId, wanted: str, spans: Sequence[Span]
) -> Iterator[list[LabelAllMatch]]:
    """The places in one article, in batches; empty ones while it is made ready."""
    while not text_index.ready:
        text_index.step()
        yield []
    for _ in text_index.look_up(wanted):
        yield []
    index = _index(spans)
    places = text_index.matches(wanted)
    for first in range(0, len(places), _BATCH):
        hits = (
            Match(article, "", start, end, *context(text_index.text, start, end))
            for start, end in places[first : first + _BATCH]
        )
        yield [_place(match, index) for match in hits]


def in_project(project: Project, wanted: str, annotator: int) -> Iterator[list[LabelAllMatch]]:
    """The places in all articles, one article's at a time; empty ones for those without any."""
    hits: list[Match] = []
    for match in search_steps(project, wanted, whole_words=True):
        if match is not None:
            hits.append(match)
            continue
        index = _index(project.spans(hits[0].article, annotator)) if hits else SpanIndex()  # type: ignore[arg-type]
        yield [_place(each, index) for each in hits]
        hits = []


def _index(spans: Sequence[Span]) -> SpanIndex:
    index = SpanIndex()
    index.update(spans, lambda point: point)
    return index


def _place(match: Match, index: SpanIndex) -> LabelAllMatch:
    return LabelAllMatch(match, tuple(placed.span for placed in index.between(match.start, match.end)))


class LabelAllModel(QAbstractTableModel):
    """A row a place; those that carry the label already are only counted."""

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        self.label: Label | None = None
        self.rows: list[LabelAllMatch] = []
        self.labels: dict[int, Label] = {}
        self.already = 0
        self.chosen_count = 0
        self.articles: set[ArticleId] = set()
        self._all: list[LabelAllMatch] = []
        self._titles = False
        self._chosen: dict[tuple[ArticleId, int, int], bool] = {}  # what the person has said

    # --- contents ---------------------------------------------------------------------------------------------

    def clear(self, label: Label | None, labels: Sequence[Label], *, titles: bool, forget: bool) -> None:
        """No rows yet; `forget`: what was chosen counts no more."""
        self.beginResetModel()
        self._all, self.rows, self.already, self.chosen_count, self.articles = [], [], 0, 0, set()
        self._titles = titles
        self.labels = {each.id: each for each in labels}
        self.label = label
        if forget:
            self._chosen = {}
        self.endResetModel()

    def add(self, places: list[LabelAllMatch]) -> None:
        """List further places."""
        self._all += places
        new = [place for place in places if not place.has(self.label)]
        self.already += len(places) - len(new)
        self.chosen_count += sum(map(self.is_chosen, new))
        self.articles.update(place.match.article for place in new)
        if new:
            self.beginInsertRows(_NOWHERE, len(self.rows), len(self.rows) + len(new) - 1)
            self.rows += new
            self.endInsertRows()

    @property
    def listed(self) -> set[ArticleId]:
        """The articles that places have been found in."""
        return {place.match.article for place in self._all}

    def restate(self, spans: Mapping[ArticleId, Sequence[Span]]) -> None:
        """The annotator has other spans in these articles now."""
        if not spans:
            return
        found = {article: _index(own) for article, own in spans.items()}
        places = (
            _place(each.match, found[each.match.article]) if each.match.article in found else each for each in self._all
        )
        self._again(self.label, list(places))

    def set_label(self, label: Label | None) -> None:
        """Which label the places are to get."""
        self._again(label, self._all)

    def _again(self, label: Label | None, places: list[LabelAllMatch]) -> None:
        self.clear(label, tuple(self.labels.values()), titles=self._titles, forget=False)
        self.add(places)

    def row_of(self, place: LabelAllMatch | None) -> int:
        """Where a place is listed; -1 when it is not."""
        return next((row for row, each in enumerate(self.rows) if place and each.key == place.key), -1)

    # --- choosing ---------------------------------------------------------------------------------------------

    def is_chosen(self, place: LabelAllMatch) -> bool:
        """Whether a place is to get the label: a free one is, unless the person says no."""
        return self._chosen.get(place.key, not place.spans)

    def choose(self, row: int, chosen: bool) -> None:
        """Say whether the place of a row is to get the label."""
        self.chosen_count += chosen - self.is_chosen(self.rows[row])
        self._chosen[self.rows[row].key] = chosen
        self.dataChanged.emit(self.index(row, 0), self.index(row, 0))

    def choose_all(self, chosen: bool) -> None:
        """Say it of every place that is listed."""
        self._chosen |= {place.key: chosen for place in self.rows}
        self.chosen_count = len(self.rows) if chosen else 0
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, 0))

    def chosen(self) -> list[LabelAllMatch]:
        """The places that are to get the label."""
        return [place for place in self.rows if self.is_chosen(place)]

    # --- Qt's -------------------------------------------------------------------------------------------------

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else 1

    def flags(self, index: _Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsUserCheckable

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.choose(index.row(), Qt.CheckState(value) is Qt.CheckState.Checked)
        return True

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        place = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.CheckStateRole:
                return Qt.CheckState.Checked if self.is_chosen(place) else Qt.CheckState.Unchecked
            case _ if role == CONTEXT:
                return self._context(place)
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return tip(self._told(place))
        return None

    def _context(self, place: LabelAllMatch) -> Context:
        labels = [self.labels[span.label] for span in place.spans if span.label in self.labels]
        chips = tuple((label.chip, label.color) for label in dict.fromkeys(labels))[:_MOST_CHIPS]
        match = place.match
        before, after = around(match)
        return Context(before, match.text, after, chips, match.title if self._titles else "").shown()

    def _told(self, place: LabelAllMatch) -> str:
        match = place.match
        names = Counter(self.labels[span.label].name for span in place.spans if span.label in self.labels)
        lines = [isolated(f"{match.before}{match.text}{match.after}".strip())]
        lines += [f"labelled {', '.join(names)}"] if names else []
        lines += [isolated(match.title)] if self._titles else []
        return "\n".join(lines)
