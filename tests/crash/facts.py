"""All that a project says, without when it was said: to be compared before and after."""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path

from models.checks import check
from models.errors import UserError
from models.project import Project
from tests.crash.outcome import Outcome

Facts = dict[str, tuple[int, str]]
"""Table -> its number of rows, and a digest of them."""
_WHEN = ("updated_at", "created_at", "imported_at", "applied_at", "at")
_OURS = ("uid", "seal")  # made anew for what an import makes: labels, annotators
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
        columns = [row[1] for row in conn.execute(f"PRAGMA table_info({name})") if row[1] not in _WHEN]
        if name in ("label", "annotator", "meta"):
            columns = [column for column in columns if column not in _OURS]
        chosen = ", ".join(f'"{column}"' for column in columns)
        rows = sorted(repr(row) for row in conn.execute(f"SELECT {chosen} FROM {name}"))
        found[name] = len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest()[:16]
    return found
