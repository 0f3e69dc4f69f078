"""Project: the open file. It reads, and it writes one gesture in one transaction; it never signals."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models import ownership, store
from models.corpus import (
    Annotator,
    AnnotatorId,
    Article,
    ArticleId,
    ArticleRow,
    Changes,
    Kind,
    Label,
    LabelId,
    Span,
    Status,
)

if TYPE_CHECKING:
    from sqlite_utils import Database

_SPAN_COLUMNS = """
    uid, article_id, annotator_id, start, "end", label_id,
    origin, note, confidence, attributes, rev, updated_at, deleted
"""

# Written out: sqlite-utils' own upsert reads the table's shape each time, three times the cost of the write.
_UPSERT_SPAN = f"""
    INSERT INTO span ({_SPAN_COLUMNS})
    VALUES (:uid, :article_id, :annotator_id, :start, :end, :label_id,
            :origin, :note, :confidence, :attributes, :rev, :updated_at, :deleted)
    ON CONFLICT (uid) DO UPDATE SET
        start = excluded.start, "end" = excluded."end", label_id = excluded.label_id, origin = excluded.origin,
        note = excluded.note, confidence = excluded.confidence, attributes = excluded.attributes,
        rev = excluded.rev, updated_at = excluded.updated_at, deleted = excluded.deleted
"""


def now() -> str:
    """The time as the project stores it: UTC, ISO 8601, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def digest(text: str) -> bytes:
    """SHA-256 of an article's text, by which damage is noticed."""
    return hashlib.sha256(text.encode()).digest()


def to_json(value: Any) -> str:
    """Compact JSON with Urdu left readable."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class Project:
    """One open project file; the only door to its tables. Usable from any thread, one at a time."""

    def __init__(self, path: Path, conn: sqlite3.Connection) -> None:
        """Wrap an open connection; use `open` or `create`."""
        self.path = path
        self._conn = conn
        self._lock = threading.RLock()

    @classmethod
    def open(cls, path: Path) -> Project:
        """Open an existing project. Raises UserError (see `store.open_exclusively`)."""
        path = path.absolute()
        return cls(path, store.open_exclusively(path, _migrate))

    @classmethod
    def create(cls, path: Path, labels: Sequence[Label] = (), guidelines: str = "") -> Project:
        """Make a project with these labels and guidelines, and open it. Raises UserError."""

        def fill(conn: sqlite3.Connection) -> None:
            _migrate(conn)
            with _wrap(conn).atomic() as db:
                meta = {"uid": str(uuid.uuid4()), "created_at": now()}
                db.table("meta").insert_all({"key": key, "value": value} for key, value in meta.items())
                for position, label in enumerate(labels):
                    _insert_label(db, label, position)
                db.table("guideline").insert({"version": 1, "text": guidelines, "created_at": now()})

        path = path.absolute()
        store.create(path, fill)
        return cls.open(path)

    def close(self) -> None:
        """Close the file; its write-ahead log is folded in and everything is in the one file."""
        with self._lock:
            self._conn.close()
            ownership.release(self.path)

    def __enter__(self) -> Project:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @cached_property
    def _db(self) -> Database:
        return _wrap(self._conn)

    # --- the door ---------------------------------------------------------------------------------------------

    @contextmanager
    def transaction(self) -> Iterator[Database]:
        """One transaction: committed at the end, undone by any exception. Raises UserError when the disk refuses."""
        with self._lock:
            try:
                with self._db.atomic() as db:
                    yield db
            except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
                raise  # a bug of ours, not the disk's
            except sqlite3.DatabaseError as error:
                raise store.write_failure(self.path, error) from error

    def query(self, sql: str, parameters: Sequence[object] = ()) -> list[dict[str, Any]]:
        """All rows of a SELECT. Raises UserError when the file is damaged there."""
        with self._lock:
            try:
                cursor = self._conn.execute(sql, parameters)
                names = [column[0] for column in cursor.description]
                return [dict(zip(names, row, strict=True)) for row in cursor]
            except sqlite3.ProgrammingError:
                raise
            except sqlite3.DatabaseError as error:
                raise store.write_failure(self.path, error) from error

    def write_many(self, sql: str, rows: Sequence[Sequence[object]]) -> int:
        """Run one INSERT or UPDATE for each row, inside `transaction`; the number of rows that it changed."""
        with self._lock:
            before = self._conn.total_changes
            self._conn.executemany(sql, rows)
            return self._conn.total_changes - before

    def value(self, sql: str, parameters: Sequence[object] = ()) -> Any:
        """The first column of the first row; None without rows."""
        rows = self.query(sql, parameters)
        return next(iter(rows[0].values())) if rows else None

    # --- reading ----------------------------------------------------------------------------------------------

    def labels(self) -> tuple[Label, ...]:
        """The labels in their order."""
        rows = self.query(
            "SELECT id, uid, name, urdu_name, short, color, key, description FROM label "
            "WHERE deleted = 0 ORDER BY position, id"
        )
        return tuple(Label(**row) for row in rows)

    def annotators(self) -> tuple[Annotator, ...]:
        """Everybody who has or had a layer, in the order they came."""
        rows = self.query("SELECT id, uid, name, kind FROM annotator ORDER BY id")
        return tuple(Annotator(**row | {"kind": Kind(row["kind"])}) for row in rows)

    def guidelines(self) -> str:
        """The newest version of the guidelines, Markdown."""
        return self.value("SELECT text FROM guideline ORDER BY version DESC LIMIT 1") or ""

    def article_rows(self, annotator: AnnotatorId) -> list[ArticleRow]:
        """All articles in the order of import, with the annotator's status and number of spans."""
        rows = self.query(
            "SELECT article.id AS id, title, coalesce(status, 'new') AS status, coalesce(spans, 0) AS spans "
            "FROM article LEFT JOIN work ON work.article_id = article.id AND work.annotator_id = :me "
            "LEFT JOIN (SELECT article_id, count(*) AS spans FROM span WHERE annotator_id = :me AND deleted = 0 "
            "GROUP BY article_id) AS mine ON mine.article_id = article.id ORDER BY article.id",
            {"me": annotator},  # type: ignore[arg-type]
        )
        return [ArticleRow(row["id"], row["title"], _status(row["status"], row["spans"]), row["spans"]) for row in rows]

    def article_row(self, article: ArticleId, annotator: AnnotatorId) -> ArticleRow:
        """One row of `article_rows`. Raises KeyError for an unknown article."""
        rows = self.query(
            "SELECT id, title, (SELECT status FROM work WHERE article_id = article.id AND annotator_id = ?) AS status, "
            "(SELECT count(*) FROM span WHERE article_id = article.id AND annotator_id = ? AND deleted = 0) AS spans "
            "FROM article WHERE id = ?",
            (annotator, annotator, article),
        )
        if not rows:
            raise KeyError(article)
        row = rows[0]
        return ArticleRow(row["id"], row["title"], _status(row["status"] or "new", row["spans"]), row["spans"])

    def last_article(self, annotator: AnnotatorId) -> ArticleId | None:
        """The article that the annotator changed last; None when there is none."""
        found = self.value("SELECT article_id FROM event WHERE annotator_id = ? ORDER BY id DESC LIMIT 1", (annotator,))
        return found if found is None else ArticleId(found)

    def article(self, article: ArticleId) -> Article:
        """One article with its text. Raises KeyError for an unknown one."""
        rows = self.query("SELECT id, uid, source, title, text, meta, changes FROM article WHERE id = ?", (article,))
        if not rows:
            raise KeyError(article)
        row = rows[0]
        decoded = {"meta": json.loads(row["meta"]), "changes": tuple(json.loads(row["changes"]))}
        return Article(**row | decoded)

    def spans(self, article: ArticleId, annotator: AnnotatorId) -> list[Span]:
        """The spans of one layer in reading order, outer before inner."""
        rows = self.query(
            f"SELECT {_SPAN_COLUMNS} FROM span WHERE article_id = ? AND annotator_id = ? AND deleted = 0 "
            'ORDER BY start, "end" DESC, id',
            (article, annotator),
        )
        return [_span(row) for row in rows]

    # --- gestures ---------------------------------------------------------------------------------------------

    def annotator(self, name: str, kind: Kind = Kind.PERSON) -> Annotator:
        """The annotator of that name, made when new."""
        found = next((known for known in self.annotators() if known.name == name), None)
        if found is not None:
            return found
        with self.transaction() as db:
            row = {"uid": str(uuid.uuid4()), "name": name, "kind": kind.value, "created_at": now()}
            db.table("annotator").insert(row)
            key = self.value("SELECT id FROM annotator WHERE name = ?", (name,))
        return Annotator(AnnotatorId(key), row["uid"], name, kind)

    def add_label(self, label: Label) -> Label:
        """Append a label. Raises sqlite3.IntegrityError when the name is taken."""
        with self.transaction() as db:
            position = self.value("SELECT count(*) FROM label")
            row = _insert_label(db, label, position)
        return replace(label, id=LabelId(row["id"]), uid=row["uid"])

    def put_spans(self, spans: Iterable[Span], gesture: str) -> Changes:
        """Write spans as they are given (new, changed, or marked deleted) as one gesture.

        `rev` counts up on every write, undo included: it is the file's, whatever the spans say.
        Raises ValueError when a span does not lie in its article.
        """
        spans = tuple(spans)
        with self.transaction() as db:
            for span in spans:
                self._put_span(db, span, gesture)
        return Changes(articles=frozenset(span.article for span in spans))

    def _put_span(self, db: Database, span: Span, gesture: str) -> None:
        length = self.value("SELECT length FROM article WHERE id = ?", (span.article,))
        if length is None or not 0 <= span.start < span.end <= length:
            raise ValueError(f"span [{span.start}, {span.end}) does not lie in article {span.article} of {length}")
        before = self.query(f"SELECT {_SPAN_COLUMNS} FROM span WHERE uid = ?", (span.uid,))
        row = _span_row(span) | {"rev": before[0]["rev"] + 1 if before else 1, "updated_at": now()}
        db.execute(_UPSERT_SPAN, row)
        self._log(db, gesture, span.annotator, span.article, span.uid, before[0] if before else None, row)

    def put_status(self, article: ArticleId, annotator: AnnotatorId, status: Status, gesture: str) -> Changes:
        """Say how far an annotator is with an article."""
        with self.transaction() as db:
            old = self.query(
                "SELECT status, seconds, rev FROM work WHERE article_id = ? AND annotator_id = ?", (article, annotator)
            )
            row: dict[str, Any] = {
                "article_id": article,
                "annotator_id": annotator,
                "status": status.value,
                "updated_at": now(),
            }
            row |= {"seconds": old[0]["seconds"], "rev": old[0]["rev"] + 1} if old else {"seconds": 0.0, "rev": 1}
            db.table("work").upsert(row, pk=("article_id", "annotator_id"))
            before = {"status": old[0]["status"]} if old else None
            self._log(db, gesture, annotator, article, "work", before, {"status": status.value})
        return Changes(articles=frozenset((article,)))

    def add_seconds(self, article: ArticleId, annotator: AnnotatorId, seconds: float) -> None:
        """Add time that an annotator spent on an article. No event: the clock is not a decision."""
        with self.transaction() as db:
            db.execute(
                "INSERT INTO work (article_id, annotator_id, status, seconds, updated_at) VALUES (?, ?, 'new', ?, ?) "
                "ON CONFLICT DO UPDATE SET seconds = seconds + excluded.seconds, updated_at = excluded.updated_at",
                (article, annotator, seconds, now()),
            )

    def _log(
        self,
        db: Database,
        gesture: str,
        annotator: AnnotatorId | None,
        article: ArticleId | None,
        thing: str,
        before: dict[str, Any] | None,
        after: dict[str, Any] | None,
    ) -> None:
        db.execute(
            "INSERT INTO event (at, gesture, annotator_id, article_id, object, before, after) VALUES (?,?,?,?,?,?,?)",
            (now(), gesture, annotator, article, thing, before and to_json(before), after and to_json(after)),
        )


def _wrap(conn: sqlite3.Connection) -> Database:
    """sqlite-utils over the one connection. Loaded at the first write: a start that only reads is half as long."""
    from sqlite_utils import Database  # noqa: PLC0415

    return Database(conn, execute_plugins=False)


def _migrate(conn: sqlite3.Connection) -> None:
    """Bring the tables up to date, each step in its own transaction."""
    from models.schema import migrations  # noqa: PLC0415

    migrations.apply(_wrap(conn))


def _status(status: str, spans: int) -> Status:
    """An article with spans has been started, whatever was never said about it."""
    return Status.STARTED if spans and status == Status.NEW else Status(status)


def _insert_label(db: Database, label: Label, position: int) -> dict[str, Any]:
    row = asdict(label) | {"uid": label.uid or str(uuid.uuid4()), "position": position, "updated_at": now()}
    del row["id"]
    row["id"] = db.table("label").insert(row, pk="id").last_pk
    return row


def _span(row: dict[str, Any]) -> Span:
    attributes = row["attributes"]
    decoded = {"attributes": {} if attributes == "{}" else json.loads(attributes), "deleted": bool(row["deleted"])}
    names = {"article": row.pop("article_id"), "annotator": row.pop("annotator_id"), "label": row.pop("label_id")}
    return Span(**row | names | decoded)


def _span_row(span: Span) -> dict[str, Any]:
    row = asdict(span) | {"attributes": to_json(span.attributes), "deleted": int(span.deleted)}
    names = {"article_id": row.pop("article"), "annotator_id": row.pop("annotator"), "label_id": row.pop("label")}
    return row | names
