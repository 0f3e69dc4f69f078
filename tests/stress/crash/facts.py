"""All that a project says, without when it was said: to be compared before and after."""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path

from models.base.errors import UserError
from models.checks import check
from models.project.project import Project
from tests.stress.crash.outcome import Outcome

Facts = dict[str, tuple[int, str]]
"""Table -> its number of rows, and a digest of them."""
_WHEN = ("updated_at", "created_at", "imported_at", "applied_at", "at")
_CHECKSUM = "checksum"  # covers the times, too; `check` compares it with the row
_MADE = ("label", "annotator", "meta")  # made by an import, with uids of their own
_SHADOWS = ("article_fts_data", "article_fts_idx", "article_fts_config")  # how they are cut, batches decide


def told(path: Path, outcome: Outcome | None = None) -> Facts:
    """Open a project as the program does and read it, looking for damage on the way."""
    outcome = outcome or Outcome("")
    try:
        with Project.open(path) as project:
            for problem in check(project):
                outcome.wrong("damaged", problem.what)
            return read_all(project._conn)
    except UserError as error:
        outcome.wrong("shut out" if "open in another window" in str(error) else "damaged", str(error))
        return {}


def read_all(conn: sqlite3.Connection) -> Facts:
    """Every table by name. Rows are compared by what they say, whatever order they came in."""
    found: Facts = {}
    for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall():
        if name in _SHADOWS or name.startswith("sqlite_"):
            continue
        without = (*_WHEN, _CHECKSUM, *(("uid",) if name in _MADE else ()))
        columns = [f'"{row[1]}"' for row in conn.execute(f"PRAGMA table_info({name})") if row[1] not in without]
        usual = "WHERE key NOT IN ('opening', 'look')" if name == "meta" else ""  # new at each opening, after a death
        rows = sorted(repr(row) for row in conn.execute(f"SELECT {', '.join(columns)} FROM {name} {usual}"))
        found[name] = len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest()[:16]
    return found
