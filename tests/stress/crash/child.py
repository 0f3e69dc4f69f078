"""The process that is killed: the program itself, which writes down what it promises.

`python -m tests.stress.crash.child JOURNAL` and then
`window SEED GESTURES MAIN-ARGUMENTS...`: the window, with a hand that works in it.
`command MAIN-ARGUMENTS...`: a command, all of it imported before it begins.
`upgrade PROJECT`, `backup PROJECT ROOT`, `restore BACKUP PROJECT keep|over`: what the window does at times.
`serve`: runs what is asked for at stdin, each in a fork (`attack/serving.py`).
`open PROJECT`: opens a project at one line from stdin, and closes it at the next.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.stress.crash.broken import as_asked
from tests.stress.crash.journal import Journal, promised


def window(journal: Journal, seed: int, gestures: int, arguments: list[str]) -> None:
    from main import main
    from models.project.project import Project
    from tests.stress.crash.hand import Hand
    from ui.shell.app import App

    put, start = Project.put, App.start

    def told_put(project: Project, edit: Any, *more: Any, **named: Any) -> Any:
        count, rows = promised(edit)
        journal.write(**{"try": count, "many": count > 5, "rows": rows})
        try:
            return put(project, edit, *more, **named)
        except Exception as error:
            journal.write(refused=str(error))
            raise

    def heard(text: str) -> None:
        if text.startswith("saved"):
            journal.write(saved=text)

    def started(app: App, path: Path | None) -> None:
        start(app, path)
        assert app.window is not None, app.welcome and app.welcome.messages.text()
        session = app.window.session
        session.status_message.connect(heard)  # last in the row
        app.hand = Hand(app.window, seed, gestures, journal)  # type: ignore[attr-defined]

    Project.put, App.start = told_put, started  # type: ignore[assignment,method-assign]
    journal.write(begin="window")
    try:
        main(arguments)
    finally:
        journal.write(end="window")


def command(journal: Journal, arguments: list[str]) -> None:
    import models.storage.tables.schema  # noqa: F401 - loaded late by the program, and not what is to be killed
    import ui.cli.group  # noqa: F401
    from main import main
    from models import formats

    formats.all_formats()
    with _told(journal):
        main(arguments)


def upgrade(journal: Journal, path: Path) -> None:
    import models.storage.tables.schema  # noqa: F401
    from models.project.project import Project

    with _told(journal):
        Project.open(path).close()


def backup(journal: Journal, path: Path, root: Path) -> None:
    from models.backups.backing_up import back_up
    from models.backups.listing import Reason
    from models.project.project import Project

    with Project.open(path) as project, _told(journal):
        back_up(project.source(), root, Reason.WORK, lambda *_: None, always=True)


def restore(journal: Journal, backup: Path, path: Path, keep: bool) -> None:
    from models.backups.restoring import prepare, replace_project

    with _told(journal):
        replace_project(prepare(backup, path), path, keep=keep)


@contextmanager
def _told(journal: Journal) -> Iterator[None]:
    _tell_steps(journal)
    journal.write(begin="")
    yield
    journal.write(end="")


def _tell_steps(journal: Journal) -> None:
    """A line for each statement of SQL and for whatever is done to files: by these, moments are drawn."""
    connect = sqlite3.connect

    def step(what: str) -> None:
        journal.write(step=what, t=round(time.monotonic(), 5))

    def connected(*arguments: Any, **named: Any) -> sqlite3.Connection:
        made: sqlite3.Connection = connect(*arguments, **named)
        made.set_trace_callback(lambda _: step("sql"))
        return made

    def audited(event: str, _: object) -> None:
        if event.startswith(("os.", "shutil.")) or event == "open":
            step(event)

    sqlite3.connect = connected  # type: ignore[assignment]
    sys.addaudithook(audited)


def opened(path: Path) -> None:
    import models.storage.tables.schema  # noqa: F401
    from models.base.errors import UserError
    from models.project.project import Project

    print("ready", flush=True)
    while sys.stdin.readline():
        began, error, project = time.monotonic(), "", None
        try:
            project = Project.open(path)
        except UserError as refusal:
            error = str(refusal)
        print(json.dumps({"seconds": time.monotonic() - began, "error": error}), flush=True)
        sys.stdin.readline()
        if project is not None:
            project.close()
        print("closed", flush=True)


if __name__ == "__main__":
    written, mode, *rest = sys.argv[1:]
    as_asked()
    told = Journal(Path(written))
    match mode:
        case "window":
            window(told, int(rest[0]), int(rest[1]), rest[2:])
        case "command":
            command(told, rest)
        case "upgrade":
            upgrade(told, Path(rest[0]))
        case "backup":
            backup(told, Path(rest[0]), Path(rest[1]))
        case "restore":
            restore(told, Path(rest[0]), Path(rest[1]), keep=rest[2] == "keep")
        case "serve":
            from tests.stress.crash.attack.serving import serve

            serve()
        case _:
            opened(Path(rest[0]))
