"""The rows of an import, written in batches inside the import's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.annotated import Annotated, LabelledSpan, Layer, span_uid
from models.corpus import AnnotatorId, Kind, article_uid
from models.errors import UserError
from models.import_labels import ImportLabels
from models.project import Project
from models.report import Report, counted
from models.rows import digest, now, to_json
from models.urdu import match_text

if TYPE_CHECKING:
    from models.importing import ImportPlan

_BATCH = 200  # articles written at once
_CHANGES = {"bom": "a byte order mark was dropped", "crlf": "CRLF became LF", "cr": "CR became LF"}
_SPAN = (
    'INSERT INTO span (uid, article_id, annotator_id, start, "end", label_id, origin, note, confidence, '
    "attributes, rev, updated_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (uid) DO NOTHING"
)


class ImportWriter:
    """Takes articles one by one; `finish` writes what is left."""

    def __init__(self, project: Project, report: Report, plan: ImportPlan) -> None:
        self._project, self._report, self._plan = project, report, plan
        self._labels = ImportLabels(project, report, plan.labels, create=plan.create)
        self._annotators: dict[tuple[str, Kind], AnnotatorId] = {}
        self._next = (project.value("SELECT max(id) FROM article") or 0) + 1
        self._new: dict[str, int] = {}
        self._at = now()
        self._articles: list[tuple[Any, ...]] = []
        self._index: list[tuple[Any, ...]] = []
        self._work: list[tuple[Any, ...]] = []
        self._spans: list[tuple[Any, ...]] = []
        self._marks: list[tuple[Any, ...]] = []  # labels of whole articles
        self._rejections: list[tuple[Any, ...]] = []

    def add(self, article: Annotated) -> None:
        """Write an article and its layers. Raises UserError."""
        uid = article_uid(article.source, article.text)
        known = self._new.get(uid)
        stored = None if known else self._project.value("SELECT id FROM article WHERE uid = ?", (uid,))
        if known or stored:
            self._report.present += 1
        else:
            self._new[uid], self._next = self._next, self._next + 1
            self._report.articles += 1
            self._add_text(self._new[uid], uid, article)
        key = known or stored or self._new[uid]
        self._labels.describe(article.labels)
        seen: set[str] = set()
        for layer in article.layers:
            self._add_layer(key, uid, layer, article, seen, present=bool(known or stored))
        if len(self._articles) >= _BATCH or len(self._spans) >= 50 * _BATCH:
            self._flush()

    def _add_text(self, key: int, uid: str, article: Annotated) -> None:
        text, changes = article.text, tuple(dict.fromkeys((*article.past, *article.changes)))
        row = (key, uid, article.source, article.title, text, digest(text), len(text))
        self._articles.append((*row, to_json(article.meta), to_json(changes), self._at))
        self._index.append((key, match_text(article.title), match_text(text)))
        for change in article.changes:
            self._report.note(article.where, _CHANGES.get(change, change))

    def _add_layer(
        self, key: int, uid: str, layer: Layer, article: Annotated, seen: set[str], *, present: bool
    ) -> None:
        name = self._plan.annotator or layer.annotator or self._plan.default_annotator
        kind = Kind.SUGGESTER if self._plan.suggestions else layer.kind
        annotator = self._annotator_id(name, kind)
        self._work.append((key, annotator, layer.status.value, layer.seconds, self._at))
        same = self._same(key, annotator) if present and layer.spans else set()
        left_out: dict[str, int] = {}
        label_of, rows, length = self._labels.span_label, self._spans, len(article.text)
        for span in layer.spans:
            if not 0 <= span.start < span.end <= length:
                raise UserError(
                    f"{article.where}: the span [{span.start}, {span.end}) does not lie in the text of {length}."
                )
            label = label_of(span.label, article.where)
            if label is None:
                left_out[span.label] = left_out.get(span.label, 0) + 1
                continue
            # Under another name, or with an id given before, it is another span: its own id, or one would be lost.
            keeps = span.uid and name == layer.annotator and span.uid not in seen
            own = span.uid if keeps else span_uid(uid, name, span)
            seen.add(own)
            if (span.start, span.end, label) in same:
                continue
            attributes = to_json(dict(span.attributes)) if span.attributes else "{}"
            extras = (span.origin, span.note, span.confidence, attributes, span.rev, span.updated_at or self._at)
            rows.append((own, key, annotator, span.start, span.end, label, *extras))
        for label_name, count in left_out.items():
            self._report.note(article.where, f"{counted(count, 'span')} of {label_name} left out: no label for them")
        self._add_rejections(key, annotator, layer.rejections, article)
        if kind is Kind.SUGGESTER and layer.labels:
            self._report.note(article.where, f"labels of the whole article left out: {', '.join(layer.labels)}")
        elif layer.labels:
            chosen = self._labels.article_labels(layer.labels, key, annotator, article.where)
            self._marks += [(key, annotator, label, self._at) for label in chosen]

    def _same(self, article: int, annotator: AnnotatorId) -> set[tuple[int, int, int]]:
        """What the annotator has labelled there already."""
        select = 'SELECT start, "end", label_id FROM span WHERE article_id = ? AND annotator_id = ? AND deleted = 0'
        there = self._project.query(select, (article, annotator))
        return {(row["start"], row["end"], row["label_id"]) for row in there}

    def _add_rejections(
        self, article: int, annotator: AnnotatorId, rejections: tuple[LabelledSpan, ...], given: Annotated
    ) -> None:
        for span in rejections:
            label = self._labels.span_label(span.label, given.where)
            if label is not None:
                self._rejections.append((article, annotator, span.start, span.end, label, self._at))

    def _annotator_id(self, name: str, kind: Kind) -> AnnotatorId:
        if (name, kind) not in self._annotators:
            there = {found.name: found.kind for found in self._project.annotators()}
            own = name
            if kind is Kind.SUGGESTER and there.get(own, kind) is not kind:
                own = f"{name} (suggestions)"  # what a person has marked is data, suggestions are not
            elif there.get(own) is Kind.SUGGESTER and kind is not Kind.SUGGESTER:
                raise UserError(f"{name}: makes suggestions in this project; import its spans as suggestions.")
            self._annotators[name, kind] = self._project.annotator(own, kind).id
        return self._annotators[name, kind]

    def _flush(self) -> None:
        write = self._project.write_many
        write(
            "INSERT INTO article (id, uid, source, title, text, sha256, length, meta, changes, imported_at) "
            "VALUES (?,?,?,?,?,?,?,?,?,?)",
            self._articles,
        )
        write("INSERT INTO article_fts (rowid, title, text) VALUES (?,?,?)", self._index)
        write(
            "INSERT INTO work (article_id, annotator_id, status, seconds, updated_at) VALUES (?,?,?,?,?) "
            "ON CONFLICT DO NOTHING",
            self._work,
        )
        written = write(_SPAN, self._spans)
        if written < len(self._spans):
            written += write(_SPAN, self._elsewhere())
        self._report.spans += written
        self._report.article_labels += write(
            "INSERT INTO article_label (article_id, annotator_id, label_id, updated_at) VALUES (?,?,?,?) "
            "ON CONFLICT DO NOTHING",
            self._marks,
        )
        write(
            'INSERT INTO rejection (article_id, annotator_id, start, "end", label_id, updated_at) '
            "VALUES (?,?,?,?,?,?) ON CONFLICT DO NOTHING",
            self._rejections,
        )
        for rows in (self._articles, self._index, self._work, self._spans, self._marks, self._rejections):
            rows.clear()

    def _elsewhere(self) -> list[tuple[Any, ...]]:
        """Spans whose id belongs to another article or layer, under ids of their own: none is lost."""
        uids = to_json([row[0] for row in self._spans])
        select = (
            "SELECT span.uid, article_id, annotator_id, article.uid AS article FROM span "
            "JOIN article ON article.id = article_id WHERE span.uid IN (SELECT value FROM json_each(?))"
        )
        owners = {row["uid"]: (row["article_id"], row["annotator_id"]) for row in self._project.query(select, (uids,))}
        return [
            (span_uid(str(row[1]), str(row[2]), LabelledSpan(*row[3:6])), *row[1:])
            for row in self._spans
            if owners.get(row[0], row[1:3]) != row[1:3]
        ]

    def finish(self, files: list[str]) -> None:
        """Write the rest, and the event that says what was imported."""
        self._flush()
        after = {"articles": self._report.articles, "spans": self._report.spans, "files": files[:100]}
        if self._report.articles or self._report.spans or self._report.article_labels:
            row = (now(), "import", "import", to_json(after))
            self._project.write_many("INSERT INTO event (at, gesture, object, after) VALUES (?,?,?,?)", [row])
