"""Project: the open file. It reads, and it writes one gesture in one transaction; it never signals."""

from __future__ import annotations

import json
import sqlite3
import threading
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models import ownership, seals, store
from models.corpus import (
    Annotator,
    AnnotatorId,
    Article,
    ArticleId,
    ArticleLabel,
    ArticleRow,
    Changes,
    Edit,
    Effort,
    Guideline,
    Kind,
    Label,
    LabelId,
    Rejection,
    Span,
)
from models.edits import SPAN_COLUMNS, Writer
from models.errors import NotWritable, UserError
from models.opening import USUAL, Opening, open_exclusively
from models.rows import from_json, kind_of, label_of, now, span_of, status_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database

    from models.copying import Source
    from models.snapshots import Snapshot

_NO_EFFORT = Effort()
Row = Sequence[object] | Mapping[str, object]
"""Values for the places of a statement, by order or by name."""
# The last two: damaged names and messages that are no UTF-8, and lengths that nobody has memory for.
_DAMAGE = (sqlite3.DatabaseError, sqlite3.InterfaceError, UnicodeDecodeError, MemoryError)


class Project:
    """One open project file; the only door to its tables. Usable from any thread, one at a time."""

    def __init__(
        self,
        path: Path,
        conn: sqlite3.Connection,
        *,
        ended_unexpectedly: bool = False,
        snapshot: Snapshot | None = None,
    ) -> None:
        """Wrap an open connection; use `open`, `create`, or `looking.look`.

        `ended_unexpectedly`: the session before this one did. `snapshot`: what is read in place of the project's file.
        """
        self.path = path
        self.ended_unexpectedly = ended_unexpectedly
        self._conn = conn
        self._snapshot = snapshot
        self._lock = threading.RLock()
        self._held = False
        self._identity = store.identity(path)

    @classmethod
    def open(cls, path: Path, how: Opening = USUAL) -> Project:
        """Open an existing project to work on it. Raises UserError (see `opening.open_exclusively`)."""
        path = path.absolute()
        opened = open_exclusively(path, bring_up_to_date, how)
        return cls(path, opened.conn, ended_unexpectedly=opened.ended_unexpectedly)

    @classmethod
    def create(cls, path: Path, labels: Sequence[Label] = (), guidelines: str = "") -> Project:
        """Make a project with these labels and guidelines, and open it. Raises UserError."""

        def fill(conn: sqlite3.Connection) -> None:
            bring_up_to_date(conn)
            with _wrap(conn).atomic() as db:
                meta = {"uid": str(uuid.uuid4()), "created_at": now()}
                db.table("meta").insert_all(seals.sealed("meta", {"key": k, "value": v}) for k, v in meta.items())
                for position, label in enumerate(labels):
                    _insert_label(db, label, position + 1, position)
                first = {"version": 1, "text": guidelines, "created_at": now()}
                db.table("guideline").insert(seals.sealed("guideline", first))

        path = path.absolute()
        store.create(path, fill)
        return cls.open(path)

    def close(self) -> None:
        """Close the file; its write-ahead log is folded in and everything is in the one file."""
        with self._lock:
            self._conn.close()
            if self._snapshot is not None:
                self._snapshot.remove()
            else:
                ownership.release(self.path)

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written: the file may not be, or somebody else has it open."""
        return self._snapshot is not None

    @property
    def as_of(self) -> datetime | None:
        """When the copy was made that is read in place of a file that somebody else writes."""
        return self._snapshot.as_of if self._snapshot is not None else None

    def __enter__(self) -> Project:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @cached_property
    def _db(self) -> Database:
        return _wrap(self._conn)

    def source(self) -> Source:
        """The connection, for copying the file while it is open, and for nothing else."""
        from models.copying import Source  # noqa: PLC0415 - the first backup comes when the window stands

        return Source(self.path, self._conn, self._lock)

    # --- the door ---------------------------------------------------------------------------------------------

    @contextmanager
    def transaction(self, *, joins: bool = False) -> Iterator[Database]:
        """One transaction: committed at the end, undone by any exception. Raises DiskRefused when the disk refuses.

        While gestures are held in memory (see `hold`), only what `joins` them is taken; all else raises UserError.
        """
        if self.read_only:
            raise NotWritable(f"{self.path}: the project is open read-only; save a copy of it to work on it.")
        with self._lock:
            if self._held and not joins:
                raise UserError(f"{self.path}: earlier changes are not saved yet; make room for them first.")
            if not self._held and store.identity(self.path) != self._identity:
                raise store.moved(self.path)
            try:
                with self._db.atomic() as db:
                    yield db
            except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
                raise  # a bug of ours, not the disk's
            except _DAMAGE as error:
                raise store.write_failure(self.path, error) from error

    def hold(self) -> None:
        """From now on keep what is written in memory, in a transaction that stays open until `drop`.

        Raises DiskRefused where not even that can be had.
        """
        with self._lock:
            try:
                store.keep_in_memory(self._conn)
                self._conn.execute("BEGIN IMMEDIATE")
            except sqlite3.DatabaseError as error:
                raise store.write_failure(self.path, error) from error
            self._held = True

    def drop(self) -> None:
        """End what `hold` began; nothing of it is in the project."""
        with self._lock:
            if self._held:
                self._held = False
                with suppress(sqlite3.DatabaseError):  # the disk may be gone, and the transaction with it
                    self._conn.rollback()
                    store.use_disk(self._conn)

    def copy_to(self, path: Path) -> None:
        """Write the project as it is to a new file, whole or not at all. Raises UserError."""
        with self._lock:
            store.copy(self._conn, self.path, path.absolute())

    def query(self, sql: str, parameters: Row = ()) -> list[dict[str, Any]]:
        """All rows of a SELECT. Raises UserError when the file is damaged there."""
        with self._lock, self._telling_damage():
            cursor = self._conn.execute(sql, parameters)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    def rows(self, sql: str, parameters: Row = ()) -> list[tuple[Any, ...]]:
        """`query` as bare tuples, for the many rows of an export."""
        with self._lock, self._telling_damage():
            return self.unlocked_rows(sql, parameters)

    def stream(self, sql: str, parameters: Row = ()) -> Iterator[tuple[Any, ...]]:
        """`rows` a few at a time, however many there are; nothing may be written meanwhile."""
        with self._lock, self._telling_damage():
            cursor = self._conn.execute(sql, parameters)
        while True:
            with self._lock, self._telling_damage():
                found = cursor.fetchmany(200)
            if not found:
                return
            yield from found

    @contextmanager
    def _telling_damage(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.ProgrammingError:
            raise  # a bug of ours
        except _DAMAGE as error:
            raise store.write_failure(self.path, error) from error

    def write_many(self, sql: str, rows: Sequence[Row]) -> int:
        """Run one INSERT or UPDATE for each row, inside `transaction`; the number of rows that it changed."""
        with self._lock:
            before = self._conn.total_changes
            self._conn.executemany(sql, rows)
            return self._conn.total_changes - before

    def put_row(self, table: str, row: Mapping[str, Any]) -> None:
        """Write a whole row of a table that no row is known in but by its key, with its seal, inside `transaction`."""
        names = (*seals.COLUMNS[table], "seal")
        columns, places = ", ".join(f'"{name}"' for name in names), ", ".join(f":{name}" for name in names)
        sets = ", ".join(f'"{name}" = excluded."{name}"' for name in names)
        insert = f"INSERT INTO {table} ({columns}) VALUES ({places}) ON CONFLICT DO UPDATE SET {sets}"
        self.write_many(insert, [seals.sealed(table, row)])

    def seal_index(self) -> None:
        """Seal the full-text index as it is now, inside the transaction that changed it."""
        with self.transaction() as db:  # of its own: the end of one brings to the tables what the index keeps back
            value = seals.index_seal(db.execute)
        self.put_row("meta", {"key": seals.INDEX, "value": value})

    def unlocked_rows(
        self, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()
    ) -> list[tuple[Any, ...]]:
        """`rows` without the lock, for the same threads as `insert_rows`. Raises sqlite3.Error."""
        return self._conn.execute(sql, parameters).fetchall()

    def insert_rows(self, head: str, rows: Sequence[Sequence[object]], tail: str = "") -> int:
        """Many rows by few statements, `head` before their values and `tail` after; the number that it inserted.

        Takes no lock: for the thread inside `transaction`, or for one that this thread waits for. Python is free
        while a statement runs, which takes as long as some thousand lines of Python.
        """
        written = 0
        most = self._conn.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER) // len(rows[0]) if rows else 1
        for first in range(0, len(rows), most):
            part = rows[first : first + most]
            places = ",".join([f"({','.join('?' * len(part[0]))})"] * len(part))
            written += self._conn.execute(f"{head} VALUES {places} {tail}", [*chain.from_iterable(part)]).rowcount
        return written

    def value(self, sql: str, parameters: Sequence[object] = ()) -> Any:
        """The first column of the first row; None without rows."""
        rows = self.query(sql, parameters)
        return next(iter(rows[0].values())) if rows else None

    # --- reading ----------------------------------------------------------------------------------------------

    def labels(self) -> tuple[Label, ...]:
        """The labels in their order."""
        rows = self.query(
            "SELECT id, uid, name, urdu_name, short, color, key, description, examples, scope, choice, position, "
            "deleted FROM label WHERE deleted = 0 ORDER BY position, id"
        )
        return tuple(label_of(row) for row in rows)

    def annotators(self) -> tuple[Annotator, ...]:
        """Everybody who has or had a layer, in the order they came."""
        rows = self.query("SELECT id, uid, name, kind FROM annotator ORDER BY id")
        return tuple(Annotator(**row | {"kind": kind_of(row["kind"], row["name"])}) for row in rows)

    def guidelines(self) -> str:
        """The newest version of the guidelines, Markdown."""
        return self.value("SELECT text FROM guideline ORDER BY version DESC LIMIT 1") or ""

    def guideline_versions(self) -> list[Guideline]:
        """All versions of the guidelines, the newest first."""
        rows = self.query("SELECT version, text, created_at FROM guideline ORDER BY version DESC")
        return [Guideline(**row) for row in rows]

    def article_rows(self, annotator: AnnotatorId, articles: Sequence[ArticleId] | None = None) -> list[ArticleRow]:
        """These articles, or all, in the order of import, with the annotator's status and number of spans."""
        among = "" if articles is None else "WHERE id IN (SELECT value FROM json_each(:ids)) "
        rows = self.query(
            "SELECT id, title, "
            "(SELECT status FROM work WHERE article_id = article.id AND annotator_id = :me) AS status, "
            "(SELECT count(*) FROM span WHERE article_id = article.id AND annotator_id = :me AND deleted = 0) AS spans "
            f"FROM article {among}ORDER BY id",
            {"me": annotator, "ids": json.dumps(articles)},
        )
        return [
            ArticleRow(row["id"], row["title"], status_of(row["status"] or "new", row["spans"]), row["spans"])
            for row in rows
        ]

    def article_row(self, article: ArticleId, annotator: AnnotatorId) -> ArticleRow:
        """One row of `article_rows`. Raises KeyError for an unknown article."""
        rows = self.article_rows(annotator, (article,))
        if not rows:
            raise KeyError(article)
        return rows[0]

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
        about = f"{row['title'][:80]}: what is kept with the text"
        decoded = {
            "meta": from_json(row["meta"], about, dict),
            "changes": tuple(from_json(row["changes"], about, list)),
        }
        return Article(**row | decoded)

    def spans(self, article: ArticleId, annotator: AnnotatorId) -> list[Span]:
        """The spans of one layer in reading order, outer before inner."""
        rows = self.query(
            f"SELECT {SPAN_COLUMNS} FROM span WHERE article_id = ? AND annotator_id = ? AND deleted = 0 "
            'ORDER BY start, "end" DESC, id',
            (article, annotator),
        )
        return [span_of(row) for row in rows]

    def spans_from(self, article: ArticleId, annotator: AnnotatorId, starts: Iterable[int]) -> list[Span]:
        """Those spans of one layer that begin at one of `starts` (code points), in the order of `spans`."""
        rows = self.query(
            f"SELECT {SPAN_COLUMNS} FROM span WHERE article_id = ? AND annotator_id = ? AND deleted = 0 "
            'AND start IN (SELECT value FROM json_each(?)) ORDER BY start, "end" DESC, id',
            (article, annotator, json.dumps([*starts])),
        )
        return [span_of(row) for row in rows]

    def other_spans(self, article: ArticleId, annotator: AnnotatorId) -> list[Span]:
        """The spans of all other layers, suggesters' included, in reading order, outer before inner."""
        rows = self.query(
            f"SELECT {SPAN_COLUMNS} FROM span WHERE article_id = ? AND annotator_id <> ? AND deleted = 0 "
            'ORDER BY start, "end" DESC, id',
            (article, annotator),
        )
        return [span_of(row) for row in rows]

    def article_labels(self, article: ArticleId, annotator: AnnotatorId) -> list[ArticleLabel]:
        """The labels that the annotator has put on the whole article, in the labels' order."""
        rows = self.query(
            "SELECT label_id FROM article_label JOIN label ON label.id = label_id WHERE article_id = ? "
            "AND annotator_id = ? AND article_label.deleted = 0 AND label.deleted = 0 ORDER BY position, label.id",
            (article, annotator),
        )
        return [ArticleLabel(article, annotator, LabelId(row["label_id"])) for row in rows]

    def rejections(self, article: ArticleId, annotator: AnnotatorId) -> list[Rejection]:
        """The suggestions in an article that the annotator has rejected for good."""
        rows = self.query(
            'SELECT start, "end", label_id AS label FROM rejection '
            "WHERE article_id = ? AND annotator_id = ? AND deleted = 0",
            (article, annotator),
        )
        return [Rejection(article, annotator, **row) for row in rows]

    # --- gestures ---------------------------------------------------------------------------------------------

    def annotator(self, name: str, kind: Kind = Kind.PERSON) -> Annotator:
        """The annotator of that name, made when new."""
        found = next((known for known in self.annotators() if known.name == name), None)
        if found is not None:
            return found
        with self.transaction() as db:
            key = (self.value("SELECT max(id) FROM annotator") or 0) + 1
            made = Annotator(AnnotatorId(key), str(uuid.uuid4()), name, kind)
            row = asdict(made) | {"kind": kind.value, "created_at": now()}
            db.table("annotator").insert(seals.sealed("annotator", row))
        return made

    def add_label(self, label: Label) -> Label:
        """Append a label. Raises sqlite3.IntegrityError when the name is taken."""
        with self.transaction() as db:
            position = self.value("SELECT coalesce(max(position), -1) + 1 FROM label")
            row = _insert_label(db, label, self.free_label_id(), position)
        return replace(label, id=LabelId(row["id"]), uid=row["uid"], position=position)

    def put(self, edit: Edit, gesture: str, effort: Effort = _NO_EFFORT, at: str = "") -> Changes:
        """Write rows as they are given (new, changed, or marked deleted) as one gesture, which took `effort`.

        `at` is when it was made, if not now.
        `rev` counts up on every write, undo included: it is the file's, whatever the rows say. Raises ValueError
        when a span does not lie in its article, UserError when the disk refuses; then nothing is written.
        """
        with self.transaction(joins=True):
            Writer(self, gesture, effort, at or now()).write(edit)
        return Changes.of(edit)

    def free_label_id(self) -> LabelId:
        """The id for a label that is not there yet."""
        return LabelId((self.value("SELECT max(id) FROM label") or 0) + 1)

    def add_seconds(self, article: ArticleId, annotator: AnnotatorId, seconds: float) -> None:
        """Add time that an annotator spent on an article. No event: the clock is not a decision."""
        key: dict[str, Any] = {"article_id": article, "annotator_id": annotator}
        with self.transaction(joins=True):
            found = self.query("SELECT * FROM work WHERE article_id = ? AND annotator_id = ?", (article, annotator))
            old: dict[str, Any] = found[0] if found else key | {"status": "new", "rev": 1, "seconds": 0.0}
            self.put_row("work", old | {"seconds": old["seconds"] + seconds, "updated_at": now()})


def _wrap(conn: sqlite3.Connection) -> Database:
    """sqlite-utils over the one connection. Loaded at the first write: a start that only reads is half as long."""
    from sqlite_utils import Database  # noqa: PLC0415

    return Database(conn, execute_plugins=False)


def load_writing() -> None:
    """Load what the first write needs, which takes a fifth of a second and more: for a thread beside the window."""
    import sqlite_utils  # noqa: F401, PLC0415


def bring_up_to_date(conn: sqlite3.Connection) -> None:
    """Take the steps from the tables that are there to those of this version; the caller makes it one transaction."""
    from models.schema import bring_up_to_date as take_steps  # noqa: PLC0415

    take_steps(_wrap(conn))


def _insert_label(db: Database, label: Label, key: int, position: int) -> dict[str, Any]:
    row = asdict(label) | {"uid": label.uid or str(uuid.uuid4()), "position": position, "updated_at": now()}
    row |= {"id": key, "scope": label.scope.value, "rev": 1, "deleted": int(label.deleted)}
    db.table("label").insert(seals.sealed("label", row))
    return row
