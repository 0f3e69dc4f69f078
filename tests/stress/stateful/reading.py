"""What is in a project, read fresh from its tables, in the shape of the model; and how the two differ."""

from __future__ import annotations

from collections import Counter
from typing import Any

from models.base.entities import Scope, Status
from models.project.project import Project
from tests.stress.stateful.model import Key, Kind, Model, Row
from ui.session.session import Session

_SPANS = (
    'SELECT uid, rev, deleted, article_id, annotator_id, start, "end", label_id, origin, note, confidence FROM span'
)
_LABELS = "SELECT id, rev, deleted, name, color, description, scope, choice, position FROM label"
_MARKS = "SELECT rev, deleted, article_id, annotator_id, label_id FROM article_label"
_REJECTIONS = 'SELECT rev, deleted, article_id, annotator_id, start, "end", label_id FROM rejection'
_STATUSES = "SELECT article_id, annotator_id, status FROM work WHERE status <> 'new'"


def read(project: Project) -> tuple[dict[Key, Any], Counter[Key]]:
    """Values, and how often each key was written, be it there or not; of a status that is not counted."""
    values: dict[Key, Any] = {("guidelines",): project.guidelines()}
    writes: Counter[Key] = Counter({("guidelines",): project.value("SELECT count(*) FROM guideline")})
    found: list[tuple[Key, int, int, Any]] = []
    for uid, rev, deleted, *row in project.rows(f"{_SPANS} ORDER BY id"):
        found.append((("span", uid), rev, deleted, Row(*row)))
    for label, rev, deleted, name, color, description, scope, *rest in project.rows(f"{_LABELS} ORDER BY id"):
        found.append((("label", label), rev, deleted, Kind(name, color, description, Scope(scope), *rest)))
    for kind, select in (("mark", _MARKS), ("rejection", _REJECTIONS)):
        found += [((kind, *key), rev, deleted, True) for rev, deleted, *key in project.rows(select)]
    for key, rev, deleted, value in found:
        writes[key] = rev
        if not deleted:
            values[key] = value
    values |= {("status", *layer): Status(status) for *layer, status in project.rows(_STATUSES)}
    return values, writes


def differences(session: Session, model: Model) -> list[str]:
    """What the project, or what the window shows of it, has otherwise than the model; empty when all agree."""
    values, writes = read(session.project)
    keys = values.keys() | model.values.keys()
    told = [
        f"{key}: found {values.get(key)}, expected {model.values.get(key)}"
        for key in keys
        if values.get(key) != model.values.get(key)
    ]
    told += [
        f"{key}: written {writes[key]} times, expected {model.writes[key]}"
        for key in writes.keys() | model.writes.keys()
        if key[0] != "status" and writes[key] != model.writes[key]
    ]
    return told or _shown(session, model)


def _shown(session: Session, model: Model) -> list[str]:
    """What the session holds in memory, and what the list of articles says."""
    assert session.article is not None
    layer = session.article.id, session.annotator.id
    order = sorted(((row.start, -row.end), key[1], row) for key, row in model.layer(*layer).items())
    shown = sorted(
        ((s.start, -s.end), s.uid, Row(*layer, s.start, s.end, s.label, s.origin, s.note, s.confidence))
        for s in session.spans
    )
    stack, labels = session.undo_stack, [label.id for label in (*session.labels, *session.article_choices)]
    pairs = [
        ("spans in view", shown, order),
        ("spans in view are those read", session.spans, session.project.spans(*layer)),
        ("labels", labels, model.labels() + model.labels(Scope.ARTICLE)),
        ("undo", (stack.index(), stack.count()), (len(model.done), len(model.done) + len(model.undone))),
    ]
    for row in session.project.article_rows(session.annotator.id):
        spans = len(model.layer(row.id, layer[1]))
        pairs.append((f"article {row.id}", (row.status, row.spans), (shown_status(model, row.id, layer[1]), spans)))
    return [f"{what}: found {found}, expected {expected}" for what, found, expected in pairs if found != expected]


def shown_status(model: Model, article: int, annotator: int) -> Status:
    """An article with spans is started, unless it was said otherwise."""
    said: Status = model.values.get(("status", article, annotator), Status.NEW)
    return Status.STARTED if said is Status.NEW and model.layer(article, annotator) else said
