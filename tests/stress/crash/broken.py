"""The program broken on purpose, to see that the rounds tell it: `python -m tests.stress.crash --broken WAY`."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

VARIABLE = "NISHAN_CRASH_BROKEN"


def early() -> None:
    """The window shows a gesture as saved before it is."""
    from ui.session.session import Session

    write = Session._write

    def told_first(session: Session, *arguments: Any) -> None:
        session.status_message.emit("saved")
        write(session, *arguments)

    Session._write = told_first  # type: ignore[assignment,method-assign]
    Session.outcome = property(lambda _: "")  # type: ignore[assignment,method-assign]


def late() -> None:
    """What is committed stays in memory until the next gesture: an open transaction is shown as saved."""
    from models.project.project import Project

    put = Project.put

    def put_open(project: Project, *arguments: Any, **named: Any) -> Any:
        if project._conn.in_transaction:
            project._conn.execute("COMMIT")
        project._conn.execute("BEGIN")
        return put(project, *arguments, **named)  # a savepoint in it, which commits nothing

    Project.put = put_open  # type: ignore[assignment,method-assign]


def pieces() -> None:
    """A gesture of many spans is a transaction for each of them."""
    from models.base.entities import Edit
    from models.project.project import Project

    put = Project.put

    def put_each(project: Project, edit: Edit, *more: Any, **named: Any) -> Any:
        changes = put(project, replace(edit, spans=()), *more, **named)
        for span in edit.spans:
            put(project, Edit(spans=(span,)), *more, **named)
        return changes

    Project.put = put_each  # type: ignore[assignment,method-assign]


def batches() -> None:
    """An import commits each batch."""
    from models.importing.batch import Batch

    write = Batch.write

    def committed(batch: Batch, project: Any, report: Any) -> None:
        write(batch, project, report)
        project._conn.execute("COMMIT")
        project._conn.execute("BEGIN")

    Batch.write = committed  # type: ignore[assignment,method-assign]


def in_place() -> None:
    """An export is written under its own name from the start, and a backup, too."""
    from models.backups import backing_up
    from models.exporting.files import Draft

    def enter(draft: Draft) -> Draft:
        draft.path = draft._out
        draft.path.unlink(missing_ok=True) if draft.path.is_file() else None
        if draft._folder:
            draft.path.mkdir(exist_ok=True)
        return draft

    Draft.__enter__ = enter  # type: ignore[assignment,method-assign]
    Draft.publish = lambda self: None  # type: ignore[method-assign]
    named = "20200101-000000-000-work.nishan"
    backing_up._draft = lambda folder, project: folder / named


def steps() -> None:
    """Each step of a migration is a transaction of its own."""
    from models.storage import opening

    opening.migrate_file = lambda conn, path, migrate, before=None: migrate(conn)


def unlocked() -> None:
    """A project is not locked, and who has it open waits for nobody."""
    from models.storage import opening

    connect = sqlite3.connect

    def shared(name: str, *arguments: Any, **named: Any) -> sqlite3.Connection:
        class Connection(sqlite3.Connection):
            def execute(self, sql: str, *more: Any) -> sqlite3.Cursor:
                return super().execute(sql.replace("EXCLUSIVE", "NORMAL"), *more)

        return connect(name, *arguments, factory=Connection, **named)

    sqlite3.connect = shared  # type: ignore[assignment]
    opening.is_locked = lambda path: False


def slow() -> None:
    """A second process waits before it says that it is refused."""
    from models.storage import opening

    locked = opening.is_locked

    def waiting(path: Path) -> bool:
        found = locked(path)
        time.sleep(1.5 if found else 0)
        return found

    opening.is_locked = waiting


WAYS: dict[str, Callable[[], None]] = {
    way.__name__: way for way in (early, late, pieces, batches, in_place, steps, unlocked, slow)
}


def as_asked() -> None:
    """Break this process's program as the environment says."""
    if way := os.environ.get(VARIABLE):
        WAYS[way]()
