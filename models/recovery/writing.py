"""Writes the rows that were found as a project: the newest version of each, and a new full-text index."""

from __future__ import annotations

import sqlite3
from typing import Any

from models.base.uids import new_uid
from models.project.around import KEYS
from models.project.names import TABLES, how_many
from models.recovery.history import from_history, reconcile
from models.recovery.layout import RecognisedRow, Row
from models.recovery.recovered import NUMBERED, Recovered
from models.storage.tables import checksums, meta
from models.storage.tables.migrating import bring_up_to_date
from models.storage.tables.rows import now
from models.text.urdu import match_text

_THERE = dict.fromkeys(("span", "label", "article_label", "rejection"), " WHERE deleted = 0")  # for a person
_FACTS = {"uid", "created_at"}  # keys in `meta`; of the others the new project has its own


class Writing:
    """Writes rows in any order, in one transaction; `finish` repairs references to rows that are lost."""

    def __init__(self, conn: sqlite3.Connection, recovered: Recovered) -> None:
        self._conn, self._recovered = conn, recovered
        bring_up_to_date(conn)
        conn.execute("PRAGMA foreign_keys = OFF")  # rows come in any order
        conn.isolation_level = None
        conn.execute("BEGIN")
        self._triggers = conn.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in self._triggers:
            conn.execute(f"DROP TRIGGER {name}")
        self.has_something = False

    def take(self, found: RecognisedRow) -> None:
        """Write a row that is sound; note one that is not."""
        table, row = found.layout.table, found.row
        if table == "meta" and row["key"] not in _FACTS:
            return
        if not found.is_sound:
            self._recovered.doubt(table, row)
            return
        self.put(table, row)
        self.has_something = self.has_something or table in {"article", "label", "guideline"}

    def put(self, table: str, row: Row) -> bool:
        """Write a row unless one with its key is as new; return whether it was written."""
        row = row | {"checksum": checksums.with_checksum(table, row)["checksum"]}
        names = ", ".join(f'"{name}"' for name in row)
        insert = f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(row))})"
        try:
            self._conn.execute(insert, [*row.values()])
        except sqlite3.IntegrityError:
            return self._put_over(table, row, insert)
        return True

    def _put_over(self, table: str, row: Row, insert: str) -> bool:
        key = ("uid",) if "uid" in row else KEYS[table]
        where = " AND ".join(f'"{name}" = :{name}' for name in key)
        version = "rev, updated_at" if "rev" in row else "0, ''"
        there = self._conn.execute(f"SELECT {version} FROM {table} WHERE {where}", row).fetchone()
        if there is not None and (row.get("rev", 0), row.get("updated_at", "")) <= there:
            return False
        if there is None:
            row = row | {name: None for name in ("id",) if table == "span"}  # its number is another's
            statement, values = insert, [*row.values()]
        else:
            names = [name for name in row if name != "id"]
            sets = ", ".join(f'"{name}" = ?' for name in names)
            conditions = " AND ".join(f'"{name}" = ?' for name in key)
            statement = f"UPDATE {table} SET {sets} WHERE {conditions}"
            values = [*(row[name] for name in names), *(row[name] for name in key)]
        try:
            self._conn.execute(statement, values)
        except sqlite3.IntegrityError:
            self._recovered.doubt(table, row)
            return False
        return True

    def finish(self) -> None:
        """Complete the project from the history, repair its references and build its index."""
        conn, recovered = self._conn, self._recovered
        recovered.from_history = from_history(conn, self.put)
        self._drop_orphans()
        self._make_missing()
        reconcile(conn, self.put)
        self._facts()
        for key, title, text in conn.execute("SELECT id, title, text FROM article ORDER BY id"):
            values = (key, match_text(title), match_text(text))
            conn.execute("INSERT INTO article_fts (rowid, title, text) VALUES (?,?,?)", values)
        for _, sql in self._triggers:
            conn.execute(sql)
        conn.execute("COMMIT")
        for table in TABLES:
            recovered.found[table] = self._value(f"SELECT count(*) FROM {table}{_THERE.get(table, '')}")
        for table in NUMBERED:
            missing = self._value(f"SELECT coalesce(max(id), 0) - count(*) FROM {table}")
            recovered.lost[table] = max(recovered.lost[table], missing)
            if missing > 0:
                recovered.note(f"{how_many(missing, table)} lost: that many numbers are missing")

    def _drop_orphans(self) -> None:
        """Delete the rows of lost articles, and the spans and rejections that reach beyond their articles."""
        gone = "article_id IS NOT NULL AND article_id NOT IN (SELECT id FROM article)"
        for table in ("span", "work", "article_label", "rejection", "event"):
            counts = self._conn.execute(f"SELECT article_id, count(*) FROM {table} WHERE {gone} GROUP BY 1").fetchall()
            for article, count in counts:
                self._recovered.lost[table] += count
                self._recovered.note(f"article {article} is lost, and with it {how_many(count, table)}")
            self._conn.execute(f"DELETE FROM {table} WHERE {gone}")
        for table in ("span", "rejection"):
            outside = f'"end" > (SELECT length FROM article WHERE id = {table}.article_id)'
            count = self._conn.execute(f"DELETE FROM {table} WHERE {outside}").rowcount
            if count:
                self._recovered.lost[table] += count
                self._recovered.note(f"{how_many(count, table)} left out: outside their articles")

    def _make_missing(self) -> None:
        """Make lost labels and annotators anew, under names that say so, as there are spans of theirs."""
        for table, scope in (("span", "span"), ("rejection", "span"), ("article_label", "article")):
            for key in self._missing(f"SELECT DISTINCT label_id FROM {table}", "label"):
                row = {"id": key, "uid": new_uid(), "name": f"recovered-{key}", "color": "#5b6b7b", "rev": 1}
                row |= dict.fromkeys(("urdu_name", "short", "key", "description", "examples", "choice"), "")
                self.put("label", row | {"scope": scope, "position": key - 1, "updated_at": now(), "deleted": 0})
                self._recovered.note(f"label {key} is lost; what carried it carries recovered-{key}")
        for table in ("span", "work", "article_label", "rejection", "event"):
            for key in self._missing(f"SELECT DISTINCT annotator_id FROM {table}", "annotator"):
                row = {"id": key, "uid": new_uid(), "name": f"recovered-{key}", "kind": "person"}
                self.put("annotator", row | {"created_at": now()})
                self._recovered.note(f"annotator {key} is lost; the layer is that of recovered-{key}")

    def _missing(self, used: str, table: str) -> list[int]:
        known = {key for (key,) in self._conn.execute(f"SELECT id FROM {table}")}
        return sorted({key for (key,) in self._conn.execute(used) if key is not None} - known)

    def _facts(self) -> None:
        there = {key for (key,) in self._conn.execute("SELECT key FROM meta")}
        if self._value("SELECT count(*) FROM article") and not self._value("SELECT count(*) FROM event"):
            self._recovered.note("the history is lost: not even the import of the articles is in it")
        if "uid" not in there:
            meta.put(self._conn, "uid", new_uid())
        if "created_at" not in there:
            meta.put(self._conn, "created_at", now())
        if not self._value("SELECT count(*) FROM guideline"):
            self.put("guideline", {"version": 1, "text": "", "created_at": now()})
            self._recovered.note("the guidelines are lost")
        meta.put(self._conn, "recovered_events", str(self._value("SELECT coalesce(max(id), 0) FROM event")))

    def _value(self, sql: str) -> Any:
        return self._conn.execute(sql).fetchone()[0]
