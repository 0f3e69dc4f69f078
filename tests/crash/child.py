"""The process that is killed: the program itself, which writes down what it promises.

`python -m tests.crash.child JOURNAL window SEED GESTURES MAIN-ARGUMENTS...`: the window, with a hand that works in it.
`python -m tests.crash.child JOURNAL command MAIN-ARGUMENTS...`: a command, all of it imported before it begins.
`python -m tests.crash.child JOURNAL open PROJECT`: opens a project at one line from stdin, closes it at the next.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import time
from pathlib import Path
from typing import Any

from tests.crash.journal import Journal, promised


def window(journal: Journal, seed: int, gestures: int, arguments: list[str]) -> None:
    from main import main
    from models.project import Project
    from tests.crash.hand import Hand
    from ui.app import App

    put, start = Project.put, App.start

    def told_put(project: Project, edit: Any, *more: Any, **named: Any) -> Any:
        count, rows = promised(edit)
        journal.write(**{"try": count, "rows": rows})
        try:
            return put(project, edit, *more, **named)
        except Exception as error:
            journal.write(refused=str(error))
            raise

    def started(app: App, path: Path | None) -> None:
        start(app, path)
        assert app.window is not None, app.welcome and app.welcome.messages.text()
        session = app.window.session
        session.said.connect(lambda text: text.startswith("saved") and journal.write(saved=text))  # last in the row
        app.hand = Hand(app.window, seed, gestures, journal)  # type: ignore[attr-defined]

    Project.put, App.start = told_put, started  # type: ignore[method-assign]
    journal.write(begin="window")
    try:
        main(arguments)
    finally:
        journal.write(end="window")


def command(journal: Journal, arguments: list[str]) -> None:
    import sqlite_utils  # noqa: F401 - loaded late by the program, and not what is to be killed

    import models.schema  # noqa: F401
    import ui.door  # noqa: F401
    from main import main
    from models import formats

    formats.all_formats()
    _tell_steps(journal)
    journal.write(begin=arguments)
    try:
        main(arguments)
    finally:
        journal.write(end=arguments)


def _tell_steps(journal: Journal) -> None:
    """A line for each statement of SQL and for whatever is done to files: by these, moments are drawn."""
    connect = sqlite3.connect

    def connected(*arguments: Any, **named: Any) -> sqlite3.Connection:
        made = connect(*arguments, **named)
        made.set_trace_callback(lambda _: journal.write(step="sql"))
        return made

    def audited(event: str, _: object) -> None:
        if event.startswith(("os.", "shutil.")) or event == "open":
            journal.write(step=event)

    sqlite3.connect = connected  # type: ignore[assignment]
    sys.addaudithook(audited)


def opened(path: Path) -> None:
    import sqlite_utils  # noqa: F401

    import models.schema  # noqa: F401
    from models.errors import UserError
    from models.project import Project

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
    if mode == "window":
        window(Journal(Path(written)), int(rest[0]), int(rest[1]), rest[2:])
    elif mode == "command":
        command(Journal(Path(written)), rest)
    else:
        opened(Path(rest[0]))
