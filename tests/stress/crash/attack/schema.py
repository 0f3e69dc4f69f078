"""Projects with a schema that is not ours: triggers, views, constraints and indexes that act when they are met."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

from tests.stress.crash.attack.content import content, difference
from tests.stress.crash.attack.program import Program, Ran, side_by_side
from tests.stress.crash.corpus import small_project
from tests.stress.crash.outcome import Outcome
from tests.stress.crash.rounds import Room, Task

NAME = "p.nishan"
_LONG = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
_HARM = {
    "the article goes": "DELETE FROM article WHERE id = NEW.article_id",
    "its spans go": "DELETE FROM span WHERE article_id = NEW.article_id AND id <> NEW.id",
    "its text is emptied": "UPDATE article SET text = '' WHERE id = NEW.article_id",
    "the label is another": "UPDATE span SET label_id = 3 WHERE id = NEW.id",
    "never ends": f"SELECT ({_LONG})",
    "is refused": "SELECT RAISE(ABORT, 'no')",
    "is ignored": "SELECT RAISE(IGNORE)",
    "a huge blob": "INSERT INTO guideline SELECT * FROM guideline WHERE 0; SELECT length(randomblob(900000000))",
}
_TABLES = ("span", "event", "work")
_STATEMENTS = {
    "view for a table": ("ALTER TABLE label RENAME TO label_", "CREATE VIEW label AS SELECT * FROM label_"),
    "endless view": (
        "ALTER TABLE meta RENAME TO meta_",
        f"CREATE VIEW meta AS SELECT * FROM meta_ WHERE ({_LONG}) > 0",
    ),
    "another view": ("CREATE VIEW more AS SELECT * FROM span",),
    "another table": ("CREATE TABLE more (a)", "INSERT INTO more VALUES (1)"),
    "another index": ("CREATE INDEX more ON span (note)",),
    "index on an expression": ("CREATE INDEX more ON span (length(note) + start)",),
    "unique index": ("CREATE UNIQUE INDEX more ON span (article_id, label_id) WHERE note = 'x'",),
    "another column": ("ALTER TABLE span ADD COLUMN more TEXT DEFAULT 'x'",),
    "generated column": ("ALTER TABLE span ADD COLUMN more TEXT AS (note || note)",),
    "no index": ("DROP INDEX span_layer",),
    "no trigger": ("DROP TRIGGER event_is_not_removed",),
    "virtual table": ("CREATE VIRTUAL TABLE more USING fts5 (a)",),
    "collation that nobody has": (
        "PRAGMA writable_schema = ON",
        "INSERT INTO sqlite_schema VALUES ('index', 'more', 'span', 3, 'CREATE INDEX more ON span (note COLLATE odd)')",
    ),
    "check that never ends": (
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET sql = "
        "replace(sql, 'note TEXT', 'note TEXT CHECK (length(randomblob(500000000)) > 0)') WHERE name = 'span'",
    ),
    "schema of nonsense": (
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET sql = 'x' WHERE name = 'span_label'",
    ),
    "two schemas of a name": (
        "PRAGMA writable_schema = ON",
        "INSERT INTO sqlite_schema SELECT type, 'SPAN', 'SPAN', rootpage, sql FROM sqlite_schema WHERE name = 'meta'",
    ),
}


def _kinds() -> dict[str, tuple[str, ...]]:
    found = dict(_STATEMENTS)
    for name, harm in _HARM.items():
        for table in _TABLES:
            if table == "span" or "NEW.id" not in harm:
                statement = f"CREATE TRIGGER more AFTER INSERT ON {table} BEGIN {harm}; END"
                found[f"trigger on {table}: {name}"] = (statement,)
    found["trigger on an update"] = ("CREATE TRIGGER more AFTER UPDATE ON work BEGIN DELETE FROM span; END",)
    found["trigger that is temporary by name"] = (
        "CREATE TRIGGER sqlite AFTER INSERT ON event BEGIN DELETE FROM article; END",
    )
    return found


def tasks(room: Room, rounds: int) -> Iterator[Task]:
    """Each of them met by every command and by a label in the window."""
    base, kinds = room.folder / "base.nishan", _kinds()
    small_project(base)
    order = [*kinds]
    Random(f"{room.seed} order").shuffle(order)
    with Program(room.new(), XDG_DATA_HOME=str(room.new())) as program:
        sound = room.new() / "sound.jsonl"
        program.run("export", base, sound, "--format", "jsonl")

    def one(program: Program, folder: Path, _rng: Random, outcome: Outcome) -> None:
        kind = order[outcome.number % len(order)]
        outcome.moment = kind.partition(":")[0]
        foreign = folder / "foreign.nishan"
        shutil.copy(base, foreign)
        with closing(sqlite3.connect(foreign)) as conn:
            for statement in kinds[kind]:
                conn.execute(statement)
            conn.commit()
        _Meeting(program, folder, foreign, sound, outcome, kind).meet()

    yield from side_by_side(room, "schema", rounds, one, XDG_DATA_HOME=str(room.new()))


class _Meeting:
    def __init__(self, program: Program, folder: Path, foreign: Path, sound: Path, outcome: Outcome, kind: str) -> None:
        self._program, self._folder, self._foreign, self._sound = program, folder, foreign, sound
        self._outcome, self._kind = outcome, kind

    def meet(self) -> None:
        window = self._program.window(self._copy("window"), label=True)
        saved = "saved" in window.seen.get("status", ())
        if self._judged(window, "window") and saved:
            self._wrong("silent", "the window wrote into it")
        for name in ("check", "stats"):
            self._judged(self._program.run(name, self._copy(name)), name)
        out, new = self._folder / "out.jsonl", self._folder / "new.nishan"
        if self._judged(ran := self._program.run("export", self._copy("export"), out, "--format", "jsonl"), "export"):
            self._compare("export", out, ran)
        more = self._folder / "more.txt"
        more.write_text("لاہور", encoding="utf-8")
        ran = self._program.run("import", self._copy("import"), more)
        if self._judged(ran, "import") and not ran.code:
            self._wrong("silent", "import wrote into it")
        ran = self._program.run("recover", self._copy("recover"), new)
        if self._judged(ran, "recover") and new.exists():
            out = self._folder / "recovered.jsonl"
            self._judged(self._program.run("export", new, out, "--format", "jsonl"), "recovered")
            self._compare("recover", out, ran)

    def _copy(self, name: str) -> Path:
        (self._folder / name).mkdir()
        return Path(shutil.copy(self._foreign, self._folder / name / NAME))

    def _judged(self, ran: Ran, what: str) -> bool:
        before = len(self._outcome.problems)
        sound = ran.judge(self._outcome)
        found = self._outcome.problems[before:]
        self._outcome.problems[before:] = [(kind, f"{self._kind}: {what}: {text}") for kind, text in found]
        return sound

    def _compare(self, what: str, out: Path, ran: Ran) -> None:
        if out.exists() and not ran.code:
            made, missing = difference(content(out), content(self._sound))
            if made or missing:
                self._wrong("silent", f"{what}: exit 0, {len(made)} pieces more and {len(missing)} less")

    def _wrong(self, kind: str, what: str) -> None:
        self._outcome.wrong(kind, f"{self._kind}: {what}")
