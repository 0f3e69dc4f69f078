"""What files say otherwise than the project, which an import leaves as it is: compared, counted and noted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from models.base import json_text
from models.base.documents import AnnotatedArticle, LabelledSpan
from models.base.entities import AnnotatorId, Label, LabelId, Status
from models.base.report import Difference, Report
from models.formats.documents.text import title_of
from models.project.project import Project
from models.storage.tables.rows import shown_status, text_of, to_json

Content = tuple[int, int, int, str, str, str, str]
"""Start, end, label, origin, note, confidence and attributes of a span."""
_SPANS = (
    'SELECT uid, deleted, start, "end", label_id, origin, note, confidence, attributes FROM span '
    "WHERE article_id = ? AND annotator_id = ?"
)
_EVENTS = "SELECT object, before, after FROM event WHERE article_id = ? AND annotator_id = ?"
_LABEL_EVENTS = "SELECT object, before, after FROM event WHERE article_id IS NULL AND object LIKE 'label %'"
_FIELDS = {"urdu_name": "Urdu name", "color": "colour", "choice": "choice", "name": "name", "short": "short name"}
_FIELDS |= {name: name for name in ("key", "description", "examples", "scope")}
_USUAL = {name: getattr(Label(""), name) for name in _FIELDS}
_COLUMNS = ("start", "end", "label_id", "origin", "note", "confidence", "attributes")
_SAID = 40  # characters of a value
_NAMED = 5  # fields that a note names


class LayerHere:
    """One annotator's spans of one article as the project has them, deleted ones too."""

    def __init__(self, project: Project, article: int, annotator: AnnotatorId) -> None:
        self.article, self.annotator = article, annotator
        rows = project.rows(_SPANS, (article, annotator))
        self.alive: dict[str, Content] = {row[0]: row[2:] for row in rows if not row[1]}
        self.removed: dict[str, Content] = {row[0]: row[2:] for row in rows if row[1]}
        self.met: set[str] = set()

    @cached_property
    def places(self) -> dict[tuple[Any, ...], str]:
        """Place and label -> the id of the span there, of one that lives first."""
        return {content[:3]: uid for uid, content in (*self.removed.items(), *self.alive.items())}


class Differences:
    """Notes in a report what a file has otherwise; where that was so here once, the file is the older one."""

    def __init__(self, project: Project, report: Report) -> None:
        self._project, self._report = project, report
        self._past: tuple[tuple[int, int], dict[str, list[dict[str, Any]]]] = ((0, 0), {})
        self._names: dict[int, str] = {}

    def article(self, key: int, given: AnnotatedArticle) -> None:
        """Note another title, and, of JSON lines of our own, what stands beside the text otherwise."""
        ((title, meta),) = self._project.rows("SELECT title, meta FROM article WHERE id = ?", (key,))
        if given.title not in (title, title_of(given.text)):
            details = f"{_short(given.title)} in the file, {_short(text_of(title))} here"
            self._report.differ(Difference.NOT_TAKEN, "title", text_of(title), details, given)
        if not all(layer.whole for layer in given.layers):
            return
        here = _json(meta)
        there = here if isinstance(here, dict) else {}
        names = [name for name in {**there, **given.meta} if not _alike(there.get(name), given.meta.get(name))]
        if names and (given.meta or given.layers):
            said = ", ".join(_short(name) for name in names[:_NAMED])
            self._report.differ(Difference.NOT_TAKEN, "description", text_of(title), f"another {said}", given)

    def span(self, here: LayerHere, given: LabelledSpan, uid: str, label: int, article: AnnotatedArticle) -> bool:
        """Return whether the layer has the span, under its id or on the same words; note how it differs there."""
        content = _content(given, label)
        if here.alive.get(uid) == content:  # nearly all
            here.met.add(uid)
            return True
        if uid not in here.alive and uid not in here.removed:
            uid = here.places.get(content[:3], "")
            if not uid:
                return False
        here.met.add(uid)
        self._note_span(here, uid, given, content, article)
        return True

    def _note_span(
        self, here: LayerHere, uid: str, given: LabelledSpan, content: Content, article: AnnotatedArticle
    ) -> None:
        deleted = uid in here.removed
        details = self._details(
            here.removed[uid] if deleted else here.alive[uid], content, plain=not (given.uid and given.updated_at)
        )
        if not details and not deleted:
            return
        if details and not self._was_so(here, uid, content):
            kind = Difference.NOT_TAKEN
            details += ["which was removed here"] if deleted else []
        else:
            kind = Difference.REMOVED_HERE if deleted else Difference.CHANGED_HERE
        self._report.differ_in_span(kind, article, given, "; ".join(details))

    def _details(self, here: Content, there: Content, *, plain: bool) -> list[str]:
        """Return what the file says, and what is here. `plain`: a field's default says nothing.

        Only JSON lines of our own, in which a span has its id and its time, hold every field.
        """
        found = []
        if here[:2] != there[:2]:
            found.append(f"[{there[0]}, {there[1]}) in the file, [{here[0]}, {here[1]}) here")
        if here[2] != there[2]:
            found.append(f"label {self._name(there[2])} in the file, {self._name(here[2])} here")
        for name, usual, a, b in zip(_COLUMNS[3:], ("import", "", "", "{}"), here[3:], there[3:], strict=True):
            if a != b and not (plain and b == usual) and not (name == "attributes" and _same_json(a, b)):
                found.append(f"{name} {_short(b)} in the file, {_short(a)} here")
        return found

    def _name(self, label: int) -> str:
        if label not in self._names:
            rows = self._project.rows("SELECT id, name FROM label")
            self._names = {key: text_of(name) for key, name in rows}
        return self._names.get(label, "?")

    def _was_so(self, here: LayerHere, uid: str, content: Content) -> bool:
        """Whether the span was here once what the file says: then the file is the older one."""
        states = self._history(here).get(uid, [])
        return any(tuple(state.get(name) for name in _COLUMNS) == content for state in states)

    def _history(self, here: LayerHere) -> dict[str, list[dict[str, Any]]]:
        """Return object -> each state of it that the history logs, of one layer of one article."""
        key = here.article, here.annotator
        if self._past[0] != key:
            self._past = key, _states(self._project.rows(_EVENTS, key))
        return self._past[1]

    def status(self, here: LayerHere, given: Status, article: AnnotatedArticle, name: str) -> None:
        """Note a status that is not the one here, and is not taken as there is one."""
        where = "article_id = ? AND annotator_id = ?"
        row = self._project.value(f"SELECT status FROM work WHERE {where}", (here.article, here.annotator))
        now = shown_status(str(row), len(here.alive))
        if row is None or given in (Status.NEW, now):
            return
        past = {state.get("status") for state in self._history(here).get("work", [])}
        was_so = given.value in past or (given is Status.STARTED and Status.NEW.value in past)
        kind = Difference.CHANGED_HERE if was_so else Difference.NOT_TAKEN
        self._report.differ(kind, "status", f"{article.title}, {name}", f"{given} in the file, {now} here", article)

    def missing(self, here: LayerHere, article: AnnotatedArticle) -> None:
        """Note the spans of a layer that a file gives whole and without them."""
        for uid, content in here.alive.items():
            if uid not in here.met:
                span = LabelledSpan(*content[:2], self._name(content[2]))
                self._report.differ_in_span(Difference.NOT_IN_FILE, article, span, "")

    def article_labels(
        self, here: LayerHere, given: Iterable[LabelId], article: AnnotatedArticle, *, whole: bool
    ) -> None:
        """Note labels of the whole article that were taken away here, or that are here and not in the file."""
        select = "SELECT label_id, deleted FROM article_label WHERE article_id = ? AND annotator_id = ?"
        rows = dict(self._project.rows(select, (here.article, here.annotator)))
        asked = set(given)
        for label, deleted in rows.items():
            kind = Difference.REMOVED_HERE if deleted else Difference.NOT_IN_FILE
            if (label in asked) if deleted else (whole and label not in asked):
                self._report.differ(kind, "article label", article.title, self._name(label), article)

    def seconds(self, here: LayerHere, given: float, article: AnnotatedArticle, name: str) -> None:
        """Note more time spent in the file than here, which is not taken."""
        where = "article_id = ? AND annotator_id = ?"
        now = self._project.value(f"SELECT seconds FROM work WHERE {where}", (here.article, here.annotator))
        if isinstance(now, (int, float)) and given > now:
            details = f"{given:.0f} s in the file, {now:.0f} s here"
            self._report.differ(Difference.NOT_TAKEN, "time", f"{article.title}, {name}", details, article)

    def rejections(
        self, here: LayerHere, given: Iterable[tuple[int, int, LabelId]], article: AnnotatedArticle, *, whole: bool
    ) -> None:
        """Note rejections that were taken back here, or that are here and not in the file."""
        select = 'SELECT start, "end", label_id, deleted FROM rejection WHERE article_id = ? AND annotator_id = ?'
        asked = set(given)
        for *place, deleted in self._project.rows(select, (here.article, here.annotator)):
            kind = Difference.REMOVED_HERE if deleted else Difference.NOT_IN_FILE
            if (tuple(place) in asked) if deleted else (whole and tuple(place) not in asked):
                start, end, label = place
                where = f"{article.title} [{start}, {end}) {self._name(label)}"
                self._report.differ(kind, "rejection", where, "", article)

    def label(self, known: Label, given: Label) -> None:
        """Note how a label of the same id or name is described otherwise in a file."""
        plain = known.uid != given.uid  # then a field's default says nothing
        other = [
            said
            for name, said in _FIELDS.items()
            if getattr(known, name) != (value := getattr(given, name)) and not (plain and value == _USUAL[name])
        ]
        if not other:
            return
        there = {name: getattr(given, name) for name in _FIELDS}
        states = self._label_states.get(f"label {known.uid}", [])
        was_so = any(all(state.get(name, there[name]) == there[name] for name in _FIELDS) for state in states)
        kind = Difference.CHANGED_HERE if was_so else Difference.NOT_TAKEN
        renamed = f", which is {known.name} here" if known.name != given.name else ""
        self._report.differ(kind, "label", f"label {given.name}{renamed}", f"another {', '.join(other)} in the file")

    @cached_property
    def _label_states(self) -> dict[str, list[dict[str, Any]]]:
        return _states(self._project.rows(_LABEL_EVENTS))


def _content(given: LabelledSpan, label: int) -> Content:
    attributes = to_json(dict(given.attributes)) if given.attributes else "{}"
    return given.start, given.end, label, given.origin, given.note, given.confidence, attributes


def _states(rows: Iterable[tuple[Any, ...]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for name, *states in rows:
        found.setdefault(name, []).extend(_decoded(states))
    return found


def _decoded(states: Iterable[object]) -> Iterator[dict[str, Any]]:
    for state in states:
        row = _json(state)
        if isinstance(row, dict):
            yield row


def _json(value: object) -> object:
    try:
        return json_text.parse(value) if isinstance(value, str) else None
    except json_text.NotJson:  # damage is for `check` to tell
        return None


def _same_json(one: str, other: str) -> bool:
    found = _json(one)
    return found is not None and found == _json(other)


def _alike(one: object, other: object) -> bool:
    """Whether two values of JSON are the same; 1 is not true."""
    return one == other and to_json(one) == to_json(other)


def _short(value: str) -> str:
    return f"'{value[:_SAID]}{'…' if len(value) > _SAID else ''}'"
