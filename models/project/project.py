"""Project: the open file. It reads, and it writes one gesture in one transaction; it never signals."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from models.base.entities import (
    Annotator,
    AnnotatorId,
    AnnotatorKind,
    Article,
    ArticleId,
    ArticleLabel,
    ArticleRow,
    Changes,
    Edit,
    Effort,
    Guideline,
    Label,
    LabelId,
    Rejection,
    Span,
)
from models.base.errors import Damaged
from models.base.uids import new_uid
from models.project.facts import is_there
from models.project.writer import SPAN_COLUMNS, Writer
from models.storage import project_file
from models.storage.connection import Connection
from models.storage.opening import REPAIR_HINT, USUAL, Opening, open_exclusively
from models.storage.tables import checksums
from models.storage.tables.migrating import bring_up_to_date, wrap
from models.storage.tables.rows import annotator_of, article_of, label_of, now, shown_status, spans_of, text_of

_NO_EFFORT = Effort()


class Project(Connection):
    """One open project file, and what is in its tables; made by `open`, `create` or `read_only.open_read_only`."""

    @classmethod
    def open(cls, path: Path, how: Opening = USUAL) -> Project:
        """Open an existing project to work on it. Raises UserError (see `opening.open_exclusively`)."""
        path = path.absolute()
        opened = open_exclusively(path, bring_up_to_date, how)
        end, owes, found = opened.ended_unexpectedly, opened.owes_look, opened.found
        return cls(path, opened.conn, ended_unexpectedly=end, owes_look=owes, found=found)

    @classmethod
    def create(cls, path: Path, labels: Sequence[Label] = (), guidelines: str = "") -> Project:
        """Make a project with these labels and guidelines, and open it. Raises UserError."""

        def fill(conn: sqlite3.Connection) -> None:
            with wrap(conn).atomic() as db:
                bring_up_to_date(conn)
                meta = [{"key": "uid", "value": new_uid()}, {"key": "created_at", "value": now()}]
                db.table("meta").insert_all(checksums.with_checksum("meta", row) for row in meta)
                rows = (_label_row(label, position + 1, position) for position, label in enumerate(labels))
                db.table("label").insert_all(checksums.with_checksum("label", row) for row in rows)
                first = {"version": 1, "text": guidelines, "created_at": now()}
                db.table("guideline").insert(checksums.with_checksum("guideline", first))

        path = path.absolute()
        project_file.create(path, fill)
        return cls.open(path)

    def labels(self) -> tuple[Label, ...]:
        """Return the labels in their order."""
        # Not by the index of the names, which no checksum covers.
        rows = self.query(
            "SELECT id, uid, name, urdu_name, short, color, key, description, examples, scope, choice, position, "
            "deleted FROM label NOT INDEXED WHERE deleted = 0 ORDER BY position, id"
        )
        return tuple(label_of(row) for row in rows)

    def annotators(self) -> tuple[Annotator, ...]:
        """Return everybody who has or had a layer, in the order in which they came."""
        rows = self.query("SELECT id, uid, name, kind FROM annotator ORDER BY id")
        return tuple(annotator_of(row) for row in rows)

    def guidelines(self) -> str:
        """Return the newest version of the guidelines, Markdown."""
        return text_of(self.value("SELECT text FROM guideline ORDER BY version DESC LIMIT 1"))

    def guideline_versions(self) -> list[Guideline]:
        """Return all versions of the guidelines, the newest first."""
        rows = self.query("SELECT version, text, created_at FROM guideline ORDER BY version DESC")
        return [Guideline(row["version"], text_of(row["text"]), text_of(row["created_at"])) for row in rows]

    def article_rows(self, annotator: AnnotatorId, articles: Sequence[ArticleId] | None = None) -> list[ArticleRow]:
        """Return these articles, or all but removed ones, in order of import, with the annotator's status and spans."""
        among = is_there(self, "id") if articles is None else "id IN (SELECT value FROM json_each(:ids))"
        rows = self.query(
            "SELECT id, title, "
            "(SELECT status FROM work WHERE article_id = article.id AND annotator_id = :me) AS status, "
            "(SELECT count(*) FROM span WHERE article_id = article.id AND annotator_id = :me AND deleted = 0) AS spans "
            f"FROM article WHERE {among} ORDER BY id",
            {"me": annotator, "ids": json.dumps(articles)},
        )
        return [
            ArticleRow(row["id"], str(row["title"]), shown_status(row["status"] or "new", row["spans"]), row["spans"])
            for row in rows
        ]

    def article_row(self, article: ArticleId, annotator: AnnotatorId) -> ArticleRow:
        """Return one row of `article_rows`. Raises Damaged for an article that is not found."""
        for row in self.article_rows(annotator, (article,)):
            return row
        raise self._not_found(article)

    def last_article(self, annotator: AnnotatorId) -> ArticleId | None:
        """Return the article that the annotator changed last; None when there is none."""
        sql = "SELECT article_id FROM event WHERE annotator_id = ? AND gesture <> 'import' ORDER BY id DESC LIMIT 1"
        found: ArticleId | None = self.value(sql, (annotator,))
        return found

    def article(self, article: ArticleId) -> Article:
        """Return an article with its text. Raises Damaged for one that is not found."""
        columns = "id, uid, source, title, text, meta, changes, deleted"
        rows = self.query(f"SELECT {columns} FROM article WHERE id = ?", (article,))
        if not rows:
            raise self._not_found(article)
        return article_of(rows[0])

    def _not_found(self, article: ArticleId) -> Damaged:
        """Return the error for an article that is in an index, and not where it belongs in its table."""
        why = f"article {article} is not where it belongs, as the file is damaged"
        return Damaged(f"{self.path}: {why}; {REPAIR_HINT}.")

    def spans(self, article: ArticleId, annotator: AnnotatorId) -> list[Span]:
        """Return the spans of one layer in reading order, outer before inner."""
        return self._spans("annotator_id = ?", article, annotator)

    def other_spans(self, article: ArticleId, annotator: AnnotatorId) -> list[Span]:
        """Return the spans of all other layers, suggesters' included, in reading order, outer before inner."""
        return self._spans("annotator_id <> ?", article, annotator)

    def _spans(self, whose: str, article: ArticleId, annotator: AnnotatorId) -> list[Span]:
        where = f'article_id = ? AND {whose} AND deleted = 0 ORDER BY start, "end" DESC, id'
        return spans_of(self.query(f"SELECT {SPAN_COLUMNS} FROM span WHERE {where}", (article, annotator)))

    def article_labels(self, article: ArticleId, annotator: AnnotatorId) -> list[ArticleLabel]:
        """Return the labels that the annotator has put on the whole article, in the labels' order."""
        rows = self.query(
            "SELECT label_id FROM article_label JOIN label ON label.id = label_id WHERE article_id = ? "
            "AND annotator_id = ? AND article_label.deleted = 0 AND label.deleted = 0 ORDER BY position, label.id",
            (article, annotator),
        )
        return [ArticleLabel(article, annotator, LabelId(row["label_id"])) for row in rows]

    def rejections(self, article: ArticleId, annotator: AnnotatorId) -> list[Rejection]:
        """Return the suggestions in an article that the annotator has rejected for good."""
        rows = self.query(
            'SELECT start, "end", label_id AS label FROM rejection '
            "WHERE article_id = ? AND annotator_id = ? AND deleted = 0",
            (article, annotator),
        )
        return [Rejection(article, annotator, **row) for row in rows]

    def annotator_named(self, name: str) -> Annotator | None:
        """Return the annotator of that name; None without one."""
        rows = self.query("SELECT id, uid, name, kind FROM annotator WHERE name = ?", (name,))
        return annotator_of(rows[0]) if rows else None

    def annotator(self, name: str, kind: AnnotatorKind = AnnotatorKind.PERSON) -> Annotator:
        """Return the annotator of that name, made when new."""
        if (found := self.annotator_named(name)) is not None:
            return found
        with self.transaction():
            key = (self.value("SELECT max(id) FROM annotator") or 0) + 1
            made = Annotator(AnnotatorId(key), new_uid(), name, kind)
            self.add_row("annotator", asdict(made) | {"kind": kind.value, "created_at": now()})
        return made

    def free_article_id(self) -> ArticleId:
        """Return the id for an article that is not there yet."""
        return ArticleId((self.value("SELECT max(id) FROM article") or 0) + 1)

    def add_label(self, label: Label, position: int | None = None) -> Label:
        """Append a label, at `next_position` if no other is given. Raises sqlite3.IntegrityError for a taken name."""
        with self.transaction():
            place = self.next_position() if position is None else position
            row = _label_row(label, self.free_label_id(), place)
            self.add_row("label", row)
        return replace(label, id=LabelId(row["id"]), uid=row["uid"], position=place)

    def next_position(self) -> int:
        """Return the position after those of all labels, each of which is looked at."""
        # Not of a damaged one, which may be infinite or no number at all.
        return int(self.value("SELECT coalesce(max(position), -1) + 1 FROM label WHERE typeof(position) = 'integer'"))

    def put(self, edit: Edit, gesture: str, effort: Effort = _NO_EFFORT, at: str = "") -> Changes:
        """Write rows as they are given (new, changed, or marked deleted) as one gesture, which took `effort`.

        `at` is when it was made, if not now. `rev` counts up on every write, undo included, whatever the rows say.
        Raises ValueError when a span does not lie in its article, UserError when the disk refuses; then nothing is
        written.
        """
        with self.transaction(joins=True):
            return Writer(self, gesture, effort, at or now()).write(edit)

    def free_label_id(self) -> LabelId:
        """Return the id for a label that is not there yet."""
        return LabelId((self.value("SELECT max(id) FROM label") or 0) + 1)

    def add_seconds(self, article: ArticleId, annotator: AnnotatorId, seconds: float) -> None:
        """Add time that an annotator spent on an article. No event: the clock is not a decision."""
        key: dict[str, Any] = {"article_id": article, "annotator_id": annotator}
        with self.transaction(joins=True):
            found = self.query("SELECT * FROM work WHERE article_id = ? AND annotator_id = ?", (article, annotator))
            old: dict[str, Any] = found[0] if found else key | {"status": "new", "rev": 1, "seconds": 0.0}
            self.put_row("work", old | {"seconds": old["seconds"] + seconds, "updated_at": now()})


def _label_row(label: Label, key: int, position: int) -> dict[str, Any]:
    row = asdict(label) | {"uid": label.uid or new_uid(), "position": position, "updated_at": now()}
    return row | {"id": key, "scope": label.scope.value, "rev": 1, "deleted": int(label.deleted)}
