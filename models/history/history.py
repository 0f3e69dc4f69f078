"""Lists what was done to an article: one entry for each gesture, the newest first, page by page, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from models.base.entities import AnnotatorId, ArticleId, Label, LabelId
from models.history.words import Event, EventWording
from models.project.project import Project
from models.storage.tables.rows import label_of

PAGE = 100
_CHUNK = 400  # rows that are read at once
_COLUMNS = "id, at, gesture, annotator_id, object, before, after, seconds"
Quote = Callable[[str], str]
"""Quotes a name, or words of an article, in a sentence."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One gesture on one layer of an article. `event` is the last of its events, `first` the first of them.

    `at` is UTC, ISO 8601. An import has no `annotator`: it may touch several layers. `event` 0 is the import that
    brought the article itself, where every history begins. `place` is the first span that was changed, code points.
    """

    event: int
    first: int
    at: str
    annotator: AnnotatorId | None
    who: str
    what: str
    gesture: str
    place: tuple[int, int] | None = None


def history(
    project: Project,
    article: ArticleId,
    annotator: AnnotatorId | None = None,
    before: int | None = None,
    limit: int = PAGE,
    *,
    quote: Quote = str,
) -> list[Entry]:
    """Return at most `limit` entries of one layer or of all, those whose events came before the event `before`.

    The next page is the one before the last entry's `first`; after an entry with `event` 0 there is none.
    Raises KeyError for an unknown article, UserError when the file is damaged there.
    """
    words = EventWording(project.article(article).text, every_label(project), quote)
    names = {known.id: known.name for known in project.annotators()}
    found: list[Entry] = []
    for gesture in _gestures(project, article, annotator, before):
        for whose, events in _layers(gesture):
            if annotator is not None and whose is None and annotator not in words.brought_to(events):
                continue  # an import onto the layers of others
            first, last = gesture[0], gesture[-1]
            who = names.get(whose, "") if whose is not None else ""
            found.append(
                Entry(last.id, first.id, last.at, whose, who, words.of(events), last.gesture, words.place(events))
            )
        if len(found) >= limit:
            return found
    if before != 0:
        found.append(_beginning(project, article, words))
    return found


def entries_since(
    project: Project, article: ArticleId, annotator: AnnotatorId | None, event: int, *, quote: Quote = str
) -> list[Entry]:
    """Return the entries after the event of that id, the newest first; at most a page."""
    page = history(project, article, annotator, quote=quote)
    return [entry for entry in page if entry.event > event]


def every_label(project: Project) -> dict[LabelId, Label]:
    """Return all labels, deleted ones too, under their last names."""
    rows = project.query(
        "SELECT id, uid, name, urdu_name, short, color, key, description, examples, scope, choice, position, "
        "deleted FROM label"
    )
    return {row["id"]: label_of(row) for row in rows}


def layers_of(project: Project, article: ArticleId) -> list[AnnotatorId]:
    """Return those who have, or had, something in the article, in the order in which they came to the project."""
    rows = project.rows(
        "SELECT annotator_id FROM span WHERE article_id = :it UNION SELECT annotator_id FROM work "
        "WHERE article_id = :it UNION SELECT annotator_id FROM article_label WHERE article_id = :it ORDER BY 1",
        {"it": article},
    )
    return [AnnotatorId(row[0]) for row in rows]


def _beginning(project: Project, article: ArticleId, words: EventWording) -> Entry:
    ((at, source),) = project.rows("SELECT imported_at, source FROM article WHERE id = ?", (article,))
    return Entry(0, 0, at, None, "", words.imported(source), "import")


def _gestures(
    project: Project, article: ArticleId, annotator: AnnotatorId | None, before: int | None
) -> Iterator[list[Event]]:
    """Yield the events of each gesture, the newest gesture first, in each the oldest event first.

    Rows of one gesture are adjacent and have the same time and name. Where its first row is this article's, that row
    holds the gesture's effort, which separates two gestures of the same millisecond.
    """
    gesture: list[Event] = []
    for event in _events(project, article, annotator, before):
        if gesture and (gesture[-1].begins or (gesture[-1].at, gesture[-1].gesture) != (event.at, event.gesture)):
            yield gesture[::-1]
            gesture = []
        gesture.append(event)
    if gesture:
        yield gesture[::-1]


def _events(project: Project, article: ArticleId, annotator: AnnotatorId | None, before: int | None) -> Iterator[Event]:
    """Yield events, the newest first, read in chunks."""
    whose = "" if annotator is None else "AND (annotator_id = :whose OR annotator_id IS NULL) "
    select = (
        f"SELECT {_COLUMNS} FROM event WHERE article_id = :it AND id < :before {whose}ORDER BY id DESC LIMIT :chunk"
    )
    after = 2**62 if before is None else before
    while rows := project.rows(select, {"it": article, "before": after, "whose": annotator, "chunk": _CHUNK}):
        for id_, at, gesture, who, name, old, new, seconds in rows:
            yield Event(id_, at, gesture, who, name, old, new, begins=seconds is not None)
        if rows[-1][0] >= after:  # damaged pages give rows again and again
            return
        after = rows[-1][0]


def _layers(gesture: Sequence[Event]) -> Iterator[tuple[AnnotatorId | None, list[Event]]]:
    """Yield the events of a gesture layer by layer: deleting a label, for one, makes an entry in each."""
    by_layer: dict[AnnotatorId | None, list[Event]] = {}
    for event in gesture:
        by_layer.setdefault(event.annotator, []).append(event)
    yield from by_layer.items()
