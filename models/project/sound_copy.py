"""A copy of the sound rows of a damaged project, for what is to leave it, and a list of what the copy lacks."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from models.base.entities import Label
from models.base.errors import UserError, error_text
from models.base.report import Progress, no_progress
from models.project.around import KEYS, UnreadableRows, pages, unreadable
from models.project.left_out import LeftOut, left_out_of_log
from models.project.names import RowNames
from models.project.project import Project
from models.project.sound import Unsound, read_sound, structure_error
from models.storage.snapshots import Snapshot
from models.storage.tables import checksums
from models.storage.tables.checksums import INDEXES
from models.storage.tables.migrating import bring_up_to_date
from models.storage.tables.rows import digest

_ORDER = ("label", "annotator", "article", "guideline", "work", "span", "article_label", "rejection", "event")
_PARENTS = {"article_id": "article", "annotator_id": "annotator", "label_id": "label"}
_MORE = {"article": ("text",), "span": ("id",)}  # columns that no checksum covers
_PAGE = {"article": 50}


@contextmanager
def sound_copy(
    project: Project, tables: Collection[str] = _ORDER, progress: Progress = no_progress
) -> Iterator[tuple[Project, LeftOut]]:
    """Yield a read-only project of the sound rows of these tables, gone at the end, and what of them it lacks.

    It has the path and the numbers of the project itself; `meta`, the full-text index and rows that are marked
    deleted, labels apart, are not in it. Raises UserError when there is no room for it, and Cancelled.
    """
    folder = Path(tempfile.mkdtemp(prefix="nishan-"))
    try:
        conn = sqlite3.connect(folder / "sound.nishan", check_same_thread=False)
        with Project(project.path, conn, snapshot=Snapshot(conn, folder=folder)) as copy:
            try:
                left_out = _Copying(project, conn, progress).run(tables)
            except (OSError, sqlite3.OperationalError) as error:
                why = f"the project is damaged, and there is no room in {folder.parent} for a copy of what is sound"
                raise UserError(f"{project.path}: {why} ({error_text(error)}); make room there.") from error
            yield copy, left_out
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sound_labels(project: Project) -> tuple[tuple[Label, ...], LeftOut]:
    """Return the labels whose rows are sound, in their order, and what is left out. Raises UserError."""
    try:
        read_sound(project, ("label",))
        return project.labels(), LeftOut()
    except Unsound:
        with sound_copy(project, ("label",)) as (copy, left_out):
            return copy.labels(), left_out


class _Copying:
    """Copies table after table; a row that refers to one that is left out is left out, too."""

    def __init__(self, project: Project, conn: sqlite3.Connection, progress: Progress) -> None:
        self._project, self._conn, self._progress = project, conn, progress
        self._names, self._left_out = RowNames(project), left_out_of_log(project)
        self._sound: dict[str, set[Any]] = {table: set() for table in _PARENTS.values()}
        self._deleted: set[Any] = set()  # labels
        self._without: dict[tuple[str, Any], Counter[str]] = {}

    def run(self, tables: Collection[str]) -> LeftOut:
        """Copy the tables; return what was left out. Raises sqlite3.Error of the copy, and Cancelled."""
        for pragma in ("journal_mode = OFF", "synchronous = OFF"):  # it is thrown away at the end
            self._conn.execute(f"PRAGMA {pragma}")
        bring_up_to_date(self._conn)
        self._conn.execute("PRAGMA foreign_keys = OFF")
        for table in (table for table in _ORDER if table in tables):
            self._table(table)
        self._conn.commit()
        for (table, key), rows in self._without.items():
            self._left_out.add_with(self._why(table, key), rows)
        if not self._left_out and (found := structure_error(self._project)):
            self._left_out.note(f"the file is damaged, though nothing of this is lost: {found}")
        return self._left_out

    def _why(self, table: str, key: Any) -> str:
        """Say which row others refer to that is not in the copy, and why not."""
        name: str = getattr(self._names, table)(key)
        named = name if name.startswith(f"{table} ") else f"{table} {name}"
        return f"{named} {'was deleted' if table == 'label' and key in self._deleted else 'cannot be trusted'}"

    def _table(self, table: str) -> None:
        seen: set[Any] = set()
        gaps: list[str] = []
        for page in self._pages(table):
            self._progress(0, 0)
            if isinstance(page, UnreadableRows):
                gaps.append(unreadable(page))
                continue
            self._take(table, page, seen)
        if table not in INDEXES:
            found = structure_error(self._project, table)
            gaps += [f"{table}: its pages are damaged, so that rows may be missing ({found})"] if found else []
            for gap in gaps:
                self._left_out.note(gap)
        elif not self._missing(table, seen):
            for gap in gaps or [f"{table}: whether rows are missing cannot be told, as the index is damaged, too"]:
                self._left_out.note(gap)

    def _pages(self, table: str) -> Iterator[list[Any] | UnreadableRows]:
        columns = (*(f'"{name}"' for name in checksums.COLUMNS[table]), "checksum", *_MORE.get(table, ()))
        return pages(self._project, table, columns, _PAGE.get(table, 1000))

    def _take(self, table: str, page: Sequence[tuple[Any, ...]], seen: set[Any]) -> None:
        """Copy the sound rows of a page that refer to sound ones."""
        columns, first = checksums.COLUMNS[table], len(KEYS[table])
        wrong = set(checksums.wrong(table, page, first))
        rows = []
        for place, (whole, values) in enumerate((whole, whole[first:]) for whole in page):
            row = dict(zip((*columns, "checksum", *_MORE.get(table, ())), values, strict=True))
            again = table in INDEXES and whole[0] in seen
            if table in INDEXES:
                seen.add(whole[0])
            if place in wrong or (table == "article" and not _is_text(row)):
                self._left_out.add(table, f"{self._names.row(table, row)}: it is not what was written")
            elif self._is_wanted(table, row):
                rows.append(row | {"id": None} if table == "span" and again else row)
        if rows:
            names = ", ".join(f'"{name}"' for name in rows[0])
            places = ", ".join(f":{name}" for name in rows[0])
            self._conn.executemany(f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({places})", rows)

    def _is_wanted(self, table: str, row: dict[str, Any]) -> bool:
        """Whether a sound row is to be copied: not deleted, and all that it refers to is sound."""
        if table in self._sound:
            self._sound[table].add(row["id"])
            if table == "label" and row["deleted"]:
                self._deleted.add(row["id"])
            return True
        if row.get("deleted"):
            return False
        for column, parent in _PARENTS.items():
            key = row.get(column)
            is_deleted = parent == "label" and key in self._deleted
            if key is None or (key in self._sound[parent] and not is_deleted):
                continue
            if table != "rejection" or not is_deleted:  # those of deleted labels mean nothing any more
                self._without.setdefault((parent, key), Counter())[table] += 1
            return False
        return True

    def _missing(self, table: str, seen: set[Any]) -> bool:
        """Name the rows that only the index of a table knows; return whether it could be read."""
        article = "article_id" if table == "span" else "id"
        live = "WHERE deleted = 0" if table == "span" else ""
        try:
            select = f"SELECT id, {article} FROM {table} INDEXED BY {INDEXES[table]} {live}"
            for key, where in self._project.stream(select):
                if key not in seen:
                    what = f"a span in {self._names.article(where)}" if table == "span" else f"{table} {key}"
                    self._left_out.add(table, f"{what}: it cannot be read")
        except UserError:
            return False
        return True


def _is_text(row: dict[str, Any]) -> bool:
    return isinstance(row["text"], str) and digest(row["text"]) == row["sha256"]
