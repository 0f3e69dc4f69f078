"""How far a corpus is: its articles by status, its spans by label, annotator and day, its commonest strings.

Counted in steps short enough to go beside the work, from indexes where they suffice. Rows are not verified here: that
is what a check is for.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from heapq import nsmallest

from models.base.entities import Annotator, AnnotatorId, AnnotatorKind, Label, LabelId, Scope, Status
from models.base.report import Progress, no_progress
from models.project.facts import is_there, removed_articles
from models.project.project import Project
from models.storage.tables.rows import shown_status, text_of

_ARTICLES_AT_ONCE, _TEXTS_AT_ONCE, _EVENTS_AT_ONCE = 400, 50, 4_000
_ORDER = (Status.NEW, Status.STARTED, Status.SKIPPED, Status.DONE)
_MADE = (
    "before IS NULL AND object NOT IN ('article_label', 'article', 'guidelines', 'rejection', 'work') "
    "AND object NOT LIKE 'label %'"
)
_DAYS = (
    f"SELECT substr(at, 1, 16) AS minute, annotator_id, sum({_MADE}), sum(seconds), sum(strokes) FROM event "
    "WHERE id BETWEEN ? AND ? AND gesture <> 'import' AND annotator_id IS NOT NULL GROUP BY minute, annotator_id"
)
_STRINGS = (
    'SELECT article_id, start, "end", label_id, annotator_id FROM span WHERE article_id IN ({}) AND deleted = 0 '
    "AND typeof(start) = 'integer' AND typeof(\"end\") = 'integer'"  # damage can make anything of them
)

LONGEST = 200
"""Code points of a string that is counted: longer ones come once, and would be half of the corpus in memory."""
LabelledString = tuple[LabelId, str]
"""The label of a span, and the words as they stand in the text."""


@dataclass
class Effort:
    """What one annotator did in the window: spans made, and the seconds and strokes of all gestures, where known."""

    spans: int = 0
    seconds: float = 0.0
    strokes: int = 0

    @property
    def pace(self) -> float | None:
        """Return the seconds for each span made; None where they are not known."""
        return self.seconds / self.spans if self.spans and self.seconds else None

    @property
    def touch(self) -> float | None:
        """Return the strokes for each span made; None where they are not known."""
        return self.strokes / self.spans if self.spans and self.strokes else None


@dataclass
class Overview:
    """The counts of a project as far as they are known: `done` of `whole` steps.

    Counts of spans are by (annotator, label), suggesters' among them. `status` counts the articles as one annotator has
    them, `furthest` each once, as the annotator has it who is furthest.
    `days` counts the spans made in the window, by day here and annotator.
    """

    name: str
    labels: tuple[Label, ...]
    annotators: tuple[Annotator, ...]
    articles: int = 0
    characters: int = 0
    removed: int = 0
    status: dict[AnnotatorId, Counter[Status]] = field(default_factory=dict)
    spans: Counter[tuple[AnnotatorId, LabelId]] = field(default_factory=Counter)
    article_labels: Counter[tuple[AnnotatorId, LabelId]] = field(default_factory=Counter)
    furthest: Counter[Status] = field(default_factory=Counter)
    days: dict[date, Counter[AnnotatorId]] = field(default_factory=dict)
    effort: dict[AnnotatorId, Effort] = field(default_factory=dict)
    strings: Counter[LabelledString] = field(default_factory=Counter)
    done: int = 0
    whole: int = 1

    def people(self) -> list[Annotator]:
        """Return the annotators and curators, who are no programs."""
        return [each for each in self.annotators if each.kind is not AnnotatorKind.SUGGESTER]

    def of_label(self, label: LabelId, annotator: AnnotatorId | None = None) -> int:
        """Return how many spans got a label from one annotator, or all people (None), or how many articles did."""
        counts = self.article_labels if label in self.whole_labels else self.spans
        return sum(counts[who, label] for who in self._who(annotator))

    def made_by_day(self, annotator: AnnotatorId | None = None) -> dict[date, int]:
        """Return how many spans one annotator, or all people (None), made in the window, by days with any, in order."""
        who = self._who(annotator)
        counts = {day: sum(self.days[day][each] for each in who) for day in sorted(self.days)}
        return {day: count for day, count in counts.items() if count}

    def _who(self, annotator: AnnotatorId | None) -> list[AnnotatorId]:
        return [person.id for person in self.people()] if annotator is None else [annotator]

    def of_annotator(self, annotator: AnnotatorId) -> int:
        """Return how many spans an annotator has made."""
        return sum(self.spans[annotator, label.id] for label in self.labels)

    def status_of(self, annotator: AnnotatorId) -> Counter[Status]:
        """Count the articles of each status, as one annotator has them."""
        return self.status.get(annotator, Counter())

    @property
    def untouched(self) -> int:
        """Return how many articles nobody has worked on."""
        return self.furthest[Status.NEW]

    def total(self) -> int:
        """Return how many spans people made."""
        return sum(self.of_annotator(person.id) for person in self.people())

    @property
    def whole_labels(self) -> frozenset[LabelId]:
        """Return the labels that are put on whole articles."""
        return frozenset(label.id for label in self.labels if label.scope is Scope.ARTICLE)

    def most_frequent(self, most: int = 20) -> list[tuple[LabelledString, int]]:
        """Return the strings (of `LONGEST` at most) that people labelled most often, with how often."""
        return nsmallest(most, self.strings.items(), key=lambda item: (-item[1], item[0][1], item[0][0]))

    def longest(self, most: int = 20) -> list[tuple[LabelledString, int]]:
        """Return the longest strings (of `LONGEST` at most) that people labelled, with how often."""
        return nsmallest(most, self.strings.items(), key=lambda item: (-len(item[0][1]), item[0][1], item[0][0]))


def overview_steps(project: Project) -> Iterator[Overview]:
    """Yield the overview again and again while it fills: at once with what is known, last with everything."""
    found = _begun(project)
    articles = [key for (key,) in project.rows(f"SELECT id FROM article WHERE {is_there(project, 'id')} ORDER BY id")]
    said: _Said = {}
    steps: list[Callable[[], object]] = [
        *(partial(_count_spans, project, found, label) for label in found.labels if label.scope is Scope.SPAN),
        lambda: said.update(_said(project)),
        *(partial(_count_articles, project, found, each, said) for each in _pages(articles, _ARTICLES_AT_ONCE)),
        *(partial(_add_days, project, found, *each) for each in _events(project)),
        *(partial(_add_strings, project, found, each) for each in _pages(articles, _TEXTS_AT_ONCE)),
    ]
    found.whole = len(steps)
    yield found
    for found.done, step in enumerate(steps, 1):
        step()
        yield found


def _pages(articles: list[int], size: int) -> list[list[int]]:
    return [articles[at : at + size] for at in range(0, len(articles), size)]


def _events(project: Project) -> Iterator[tuple[int, int]]:
    """Yield the first and last id of some events at a time, which have no gaps but where the file is damaged."""
    size = _EVENTS_AT_ONCE
    select = "SELECT (SELECT min(id) FROM event), (SELECT max(id) FROM event), (SELECT count(*) FROM event)"
    ((first, last, count),) = project.rows(select)
    if count and last - first < count:
        yield from ((at, at + size - 1) for at in range(first, last + 1, size))
    else:  # to step through a gap could take for ever
        events = [key for (key,) in project.rows("SELECT id FROM event ORDER BY id")]
        yield from ((each[0], each[-1]) for each in _pages(events, size))


def overview(project: Project, progress: Progress = no_progress) -> Overview:
    """Return the whole overview. Raises what `progress` (steps done, and all) raises."""
    for found in overview_steps(project):
        progress(found.done, found.whole)
    return found


def _begun(project: Project) -> Overview:
    there = is_there(project, "id")
    count, characters = project.rows(f"SELECT count(*), coalesce(sum(length), 0) FROM article WHERE {there}")[0]
    found = Overview(project.path.stem, project.labels(), project.annotators(), count, characters)
    found.removed = len(removed_articles(project))
    there = is_there(project, "article_id")
    select = f"SELECT annotator_id, label_id, count(*) FROM article_label WHERE deleted = 0 AND {there} GROUP BY 1, 2"
    found.article_labels.update({(who, label): count for who, label, count in project.rows(select)})
    return found


_Said = dict[int, dict[int, Status]]
"""What annotators said of articles: article -> annotator -> status, where it is not new."""


def _said(project: Project) -> _Said:
    found: _Said = {}
    for article, who, status in project.rows("SELECT article_id, annotator_id, status FROM work WHERE status <> 'new'"):
        if status in list(Status):
            found.setdefault(article, {})[who] = Status(status)
    return found


def _count_spans(project: Project, found: Overview, label: Label) -> None:
    """Count the spans of one label from its index alone, then take away those of removed articles."""
    select = "SELECT annotator_id, count(*) FROM span WHERE label_id = ? AND deleted = 0"
    for who, count in project.rows(f"{select} GROUP BY annotator_id", (label.id,)):
        found.spans[who, label.id] += count
    if found.removed:
        removed = f"{select} AND article_id IN (SELECT value FROM json_each(?)) GROUP BY annotator_id"
        for who, count in project.rows(removed, (label.id, json.dumps([*removed_articles(project)]))):
            found.spans[who, label.id] -= count


def _count_articles(project: Project, found: Overview, articles: list[int], said: _Said) -> None:
    """Count how far people are with some articles."""
    people = [person.id for person in found.people()]
    select = "SELECT DISTINCT article_id, annotator_id FROM span WHERE article_id BETWEEN ? AND ? AND deleted = 0"
    started = set(project.rows(select, (articles[0], articles[-1])))
    for article in articles:
        of_article = said.get(article, {})
        statuses = [of_article.get(who) or shown_status("new", (article, who) in started) for who in people]
        found.furthest[max(statuses, key=_ORDER.index, default=Status.NEW)] += 1
        for who, status in zip(people, statuses, strict=True):
            found.status.setdefault(who, Counter())[status] += 1


def _add_days(project: Project, found: Overview, first: int, last: int) -> None:
    for minute, who, spans, seconds, strokes in project.rows(_DAYS, (first, last)):
        effort = found.effort.setdefault(who, Effort())
        effort.spans += spans or 0
        effort.seconds += seconds or 0.0
        effort.strokes += strokes or 0
        if spans and (day := _day(minute)):
            found.days.setdefault(day, Counter())[who] += spans


def _day(minute: object) -> date | None:
    """Return the day here of a minute in UTC; None for what is none."""
    try:
        return datetime.fromisoformat(text_of(minute)).replace(tzinfo=UTC).astimezone().date()
    except (ValueError, OverflowError, OSError):
        return None


def _add_strings(project: Project, found: Overview, articles: list[int]) -> None:
    people, known = {person.id for person in found.people()}, {label.id for label in found.labels}
    places = ", ".join("?" * len(articles))
    select = f"SELECT id, text FROM article WHERE id IN ({places}) AND typeof(text) = 'text'"
    texts = dict(project.rows(select, articles))
    spans = project.rows(_STRINGS.format(places), articles)
    found.strings.update(
        [
            (label, texts[article][start:end])
            for article, start, end, label, who in spans
            if who in people and label in known and article in texts and 0 < end - start <= LONGEST
        ]
    )
