"""Articles and spans out of a project into one file, whole or not at all."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from models import formats
from models.corpus import Annotated, AnnotatorId, Kind, LabelledSpan, Layer, Status
from models.errors import UserError
from models.formats.base import Format, Progress, Report, Sink, no_progress
from models.project import Project

_BATCH = 200  # articles in memory at once


def export_file(
    project: Project, out: Path, format_key: str, *, annotator: str = "", progress: Progress = no_progress
) -> Report:
    """Write `annotator`'s layer, or all layers where the format holds them, to the file `out`.

    The file appears whole or not at all; one that was there before stays until then. Suggestions are never
    written. Raises UserError or Cancelled.
    """
    format_ = formats.named(format_key, formats.writers())
    assert format_.write is not None
    chosen = _chosen_layer(project, annotator, format_)
    report = Report()
    if _same_file(out, project.path):
        raise UserError(f"{out}: this is the project itself; choose another name.")
    draft = out.with_name(f".{uuid.uuid4().hex}.tmp")
    try:
        with draft.open("w", encoding="utf-8", newline="\n") as file:
            format_.write(annotated(project, chosen, progress), Sink(file, project.labels(), report))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(out)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UserError(f"{out}: the file cannot be written ({reason}); choose another place.") from error
    finally:
        with suppress(OSError):  # where nothing could be written, nothing can be removed
            draft.unlink()
    return report


def _same_file(out: Path, project: Path) -> bool:
    try:
        return out.samefile(project)
    except OSError:
        return False


def _chosen_layer(project: Project, name: str, format_: Format) -> AnnotatorId | None:
    """The annotator to export; None for all. Raises UserError when there is no such one, or a choice to make."""
    people = {found.name: found.id for found in project.annotators() if found.kind is not Kind.SUGGESTER}
    if name:
        if name not in people:
            raise UserError(f"{name}: no such annotator in {project.path}; there are: {', '.join(people) or 'none'}.")
        return people[name]
    if not format_.one_layer:
        return None
    rows = project.query("SELECT DISTINCT annotator_id FROM span WHERE deleted = 0")
    working = {key: who for who, key in people.items() if any(row["annotator_id"] == key for row in rows)}
    if len(working) > 1:
        raise UserError(f"{format_.key} holds one layer; say whose, of: {', '.join(working.values())}.")
    return next(iter(working), None) or next(iter(people.values()), AnnotatorId(0))


def annotated(project: Project, annotator: AnnotatorId | None, progress: Progress = no_progress) -> Iterator[Annotated]:
    """All articles in order with one annotator's layer, or with everybody's; memory for a few hundred at most."""
    whole = project.value("SELECT count(*) FROM article")
    # By name, not in the order they came: the same work gives the same file from every copy of a project.
    people = sorted(project.annotators(), key=lambda found: found.name)
    names = {found.id: found for found in people if found.kind is not Kind.SUGGESTER}
    labels = {label.id: label.name for label in project.labels()}
    done, last = 0, 0
    progress(0, whole)
    select = f"SELECT id, source, title, text, meta, changes, uid FROM article WHERE id > ? ORDER BY id LIMIT {_BATCH}"
    while batch := project.query(select, (last,)):
        layers = _layers(project, last, batch[-1]["id"], labels)
        for row in batch:
            chosen = {who: layers.get((row["id"], who)) for who in names if annotator in (None, who)}
            yield Annotated(
                source=row["source"],
                title=row["title"],
                text=row["text"],
                meta=json.loads(row["meta"]),
                changes=tuple(json.loads(row["changes"])),
                layers=tuple(_layer(names[who].name, names[who].kind, raw) for who, raw in chosen.items() if raw),
                uid=row["uid"],
            )
            done += 1
        last = batch[-1]["id"]
        progress(done, whole)


_Raw = tuple[dict[str, Any], list[LabelledSpan], list[str]]


def _layers(project: Project, after: int, last: int, labels: dict[Any, str]) -> dict[tuple[int, int], _Raw]:
    """(article, annotator) -> work row, spans and article labels, for the articles in `(after, last]`."""
    layers: dict[tuple[int, int], _Raw] = {}
    for row in project.query(
        "SELECT article_id, annotator_id, status, seconds FROM work WHERE article_id > ? AND article_id <= ?",
        (after, last),
    ):
        layers[row["article_id"], row["annotator_id"]] = (row, [], [])
    for row in project.query(
        'SELECT article_id, annotator_id, start, "end", label_id, uid, origin, note, confidence, attributes, rev, '
        "updated_at FROM span WHERE article_id > ? AND article_id <= ? AND deleted = 0 "
        'ORDER BY article_id, start, "end" DESC, id',
        (after, last),
    ):
        key = (row.pop("article_id"), row.pop("annotator_id"))
        attributes = json.loads(row["attributes"]) if row["attributes"] != "{}" else {}
        label = labels[row.pop("label_id")]
        span = LabelledSpan(**row | {"label": label, "attributes": attributes})
        layers.setdefault(key, _started())[1].append(span)
    for row in project.query(
        "SELECT article_id, annotator_id, label_id FROM article_label JOIN label ON label.id = label_id "
        "WHERE article_id > ? AND article_id <= ? AND article_label.deleted = 0 ORDER BY position, label.id",
        (after, last),
    ):
        key = (row["article_id"], row["annotator_id"])
        layers.setdefault(key, _started())[2].append(labels[row["label_id"]])
    return layers


def _started() -> _Raw:
    """A layer that nothing was said about yet."""
    return {"status": "started", "seconds": 0.0}, [], []


def _layer(name: str, kind: Kind, raw: _Raw) -> Layer:
    work, spans, labels = raw
    return Layer(name, kind, Status(work["status"]), work["seconds"], tuple(spans), tuple(labels))
