"""How commands open a project."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from models.backups.backing_up import before_migration
from models.checks.unclean_end import sentences
from models.project.project import Project
from models.project.read_only import open_to_read
from models.storage.disk.volumes import drive_of
from models.storage.opening import Opening
from ui.cli import backups
from ui.cli.output import say


def _before_migration(conn: sqlite3.Connection, path: Path) -> None:
    before_migration(backups.root(), conn, path)  # where backups are is asked only when one is to be made


def how(project: Path) -> Opening:
    """Return how to open a project on its drive; one of an earlier version is backed up before its migration."""
    return Opening(drive_of(project), before_migration=_before_migration)


def open_read_only(project: Path) -> Project:
    """Open a project read-only, or a copy of it while another process has it open."""
    opened = open_to_read(project, lambda sentence: say(f"nishan: {sentence}", error=True), how(project))
    tell_unclean_end(opened)
    return opened


def tell_unclean_end(opened: Project) -> None:
    """Tell what was found in what an unclean end had touched."""
    for sentence in sentences(opened) if opened.found else ():
        say(f"nishan: {opened.path}: {sentence}", error=True)
