"""Opening a project from a window: its drive, a wait for large files, and a project that is open elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QWidget

from models.base.errors import ForeignLog, NotWritable, OpenElsewhere, UserError
from models.project.project import Project
from models.storage import leftovers
from models.storage.disk import regular
from models.storage.opening import Opening
from ui.support.bidi import isolated, shown_path
from ui.support.when import day_and_time
from ui.tasks.run import wait_for
from ui.widgets.message_bar import MessageBar, Offer

if TYPE_CHECKING:
    from ui.projects.welcome import Welcome
    from ui.shell.starting.bare_page import BarePage
    from ui.shell.window import Window

_LONG = 30_000_000  # bytes of a project that take more than a moment to look through or to copy


class Opener(Protocol):
    """The part of the application that opens projects, or says why one cannot be opened."""

    window: Window | None
    welcome: Welcome | BarePage | None

    def bar(self) -> MessageBar | None: ...
    def attempt(self, path: Path, *, despite_note: bool = False) -> None: ...
    def open_read_only(self, path: Path, *, changing: bool = True) -> None: ...
    def offer(self, reason: str, offers: Sequence[Offer]) -> None: ...
    def close_project(self) -> None: ...
    def offer_backups(self, path: Path | None = None) -> None: ...


def open_project(path: Path, how: Opening, parent: QWidget | None) -> Project:
    """Open a project to work on it, or to read it where it cannot be written. Raises UserError."""
    try:
        if _is_long(path) and not regular.is_ours(path) and leftovers.find_leftover(path) is not None:
            text = f"The last session ended unexpectedly. Looking through {isolated(path.stem)}…"
            return wait_for(text, lambda: Project.open(path, how), parent)
        return Project.open(path, how)
    except NotWritable:
        return open_copy_read_only(path, parent, changing=False)


def open_copy_read_only(path: Path, parent: QWidget | None, *, changing: bool) -> Project:
    """Open a project read-only; a copy of it where it is `changing`. Raises UserError."""
    from models.project.read_only import open_read_only  # noqa: PLC0415 - seldom needed

    if not _is_long(path):
        return open_read_only(path, changing=changing)
    return wait_for(f"Reading {isolated(path.stem)}…", lambda: open_read_only(path, changing=changing), parent)


def _is_long(path: Path) -> bool:
    try:
        return path.stat().st_size >= _LONG
    except OSError:
        return False


def meet(app: Opener, path: Path, error: OpenElsewhere) -> None:
    """Handle a project that is open elsewhere: raise its window, or say who has it and what can be done."""
    from ui.shell.single_window import raise_existing  # noqa: PLC0415 - most starts meet nobody

    if error.certain and (error.owner is None or error.owner.may_be_raised) and raise_existing(path):
        if (bar := app.bar()) is not None:
            bar.show_note(f"{isolated(path.stem)} is open in another window; that one is in front now.")
        return
    offers = [("&Look at it read-only", lambda: app.open_read_only(path))]
    if not error.certain:
        offers.append(("Open it any&way", lambda: app.attempt(path, despite_note=True)))
    app.offer(_describe_owner(path, error), offers)


def meet_foreign_log(app: Opener, path: Path, error: ForeignLog) -> None:
    """Ask what to do about a log of another copy of the project: cancel, or open this copy and keep the log aside."""
    app.offer(
        f"Beside {isolated(path.stem)} lie changes of another copy of it ({isolated(error.changes)}), which was there "
        "when the program ended unexpectedly. They fit that copy only: to have them, put it back. To work on the copy "
        "that is here now, open it; they are kept in a file of their own.",
        [("&Open this copy, keep the changes aside", lambda: _open_without(app, path))],
    )


def _open_without(app: Opener, path: Path) -> None:
    try:
        aside = leftovers.set_aside(path)
    except UserError as error:
        app.offer(str(error), ())
        return
    app.attempt(path)
    bar = app.bar()
    if aside is not None and bar is not None and app.window is not None and regular.is_ours(path):
        bar.show_note(f"The changes of the other copy are kept as {shown_path(aside)}.")


def _describe_owner(path: Path, error: OpenElsewhere) -> str:
    owner = error.owner
    if owner is None:
        return f"{isolated(path.stem)} is open in another window; close it there to work on it here."
    who = f"{isolated(owner.user)} on {isolated(owner.host)} since {day_and_time(owner.since)}"
    if error.certain:
        return f"{isolated(path.stem)} is open in another window, by {who}; close it there to work on it here."
    return (
        f"{isolated(path.stem)} seems to be open elsewhere, by {who}: a note beside it says so. Open it anyway only if "
        "you know that it is not; changes of one of you would be lost."
    )
