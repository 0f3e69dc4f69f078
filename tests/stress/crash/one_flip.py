"""The process in which bits are turned: a bit on each line that it reads, an outcome as JSON on each that it writes."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
import traceback
from collections.abc import Iterable
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

from models.base.errors import UserError
from models.checks import check
from models.project.project import Project
from models.recovery import recover
from models.storage.tables import checksums
from models.storage.tables.usual_schema import tokens
from tests.stress.crash.flips import Outcome, articles

Dump = dict[str, list[Any]] | None


def dump(path: Path) -> Dump:
    """All rows of a project's own tables, and its schema; None when they cannot be read.

    The full-text index and the list of migration steps are left out: no checksum covers them. So are the marks in
    `meta` that each opening and each copy has of its own, and capitals in the schema's names, which mean nothing.
    """
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as conn:
            conn.text_factory = bytes
            found = {name: sorted(conn.execute(f"SELECT * FROM {name}"), key=repr) for name in checksums.COLUMNS}
            found["meta"] = [row for row in found["meta"] if row[0] not in (b"opening", b"look")]
            schema = conn.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema")
            return found | {"": sorted(_schema(schema), key=repr)}
    except (sqlite3.Error, UnicodeDecodeError):
        return None


def _schema(rows: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return [(kind, *map(bytes.lower, names), tokens((sql or b"").decode())) for kind, *names, sql in rows]


def flip(path: Path, bit: int) -> None:
    with path.open("r+b") as file:
        file.seek(bit // 8)
        byte = file.read(1)[0]
        file.seek(bit // 8)
        file.write(bytes([byte ^ 1 << bit % 8]))


class Flipper:
    """Turns bits of copies of one project."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._whole = folder, folder / "whole.nishan"
        self._dump = dump(self._whole)
        self._articles = articles(self._whole)
        self._size = int.from_bytes(self._whole.read_bytes()[16:18], "big")

    def outcome(self, bit: int) -> Outcome:
        """What turning that bit does."""
        copy, new = self._folder / "copy.nishan", self._folder / "new.nishan"
        for old in (*self._folder.glob("copy.nishan*"), *self._folder.glob("new.nishan*")):
            old.unlink()
        shutil.copy(self._whole, copy)
        flip(copy, bit)
        changed = dump(copy) != self._dump
        wrong, noticed, recovered = "", "", ""
        try:
            recovered = self._recover(copy, new, bit // 8 // self._size + 1)
            noticed = self._notice(copy)
            if recovered == "some articles are missing":
                wrong = recovered
        except Exception:
            wrong = traceback.format_exc()
        return Outcome(bit, changed, noticed, recovered, wrong)

    @staticmethod
    def _notice(copy: Path) -> str:
        try:
            with Project.open(copy) as project:
                found = check(project)
        except UserError:
            return "opening"
        return f"check ({found[0].kind})" if found else ""

    def _recover(self, copy: Path, new: Path, page: int) -> str:
        """What recover brings back; every article that is not on the damaged page must be."""
        try:
            recovered = recover(copy, new)
        except UserError as error:
            return f"refused: {str(error).partition(': ')[2]}"
        now, was = dump(new), self._dump
        assert now is not None
        assert was is not None
        rows = {row[1]: row for row in now["article"]}
        wanted = [row for row in was["article"] if page not in self._articles[row[1].decode()]]
        if any(rows.get(row[1]) != row for row in wanted):
            return "some articles are missing"
        same = all(now[table] == was[table] for table in was if table in {"article", "span", "event", "label", "work"})
        with Project.open(new) as project:
            if found := check(project):
                raise AssertionError(f"the new project is not sound: {found}")
        if same:
            return "all is there"
        return "told what is lost" if not recovered.is_whole else "something is lost, and not told"


def main() -> None:
    flipper = Flipper(Path(sys.argv[1]))
    for line in sys.stdin:
        print(json.dumps(asdict(flipper.outcome(int(line)))), flush=True)


if __name__ == "__main__":
    main()
