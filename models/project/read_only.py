"""Projects to read: those that may not be written, and those that somebody else has open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from models.base.errors import Foreign, NotWritable, OpenElsewhere
from models.project.project import Project
from models.storage import snapshots
from models.storage.opening import USUAL, Opening
from models.storage.sqlite_connections import connect_read_only
from models.storage.tables.foreign import listed
from models.storage.tables.migrating import bring_up_to_date


def open_read_only(path: Path, *, changing: bool = False) -> Project:
    """Open a project read-only; nothing is written near it. `changing`: somebody has it open. Raises UserError."""
    path = path.absolute()
    found = snapshots.open_snapshot(path, bring_up_to_date, changing=changing)
    return Project(path, found.conn, found=found.found, snapshot=found)


def open_settled(path: Path) -> Project:
    """Open a file that another process has open and in which nobody writes (`settled_file`). Raises sqlite3.Error."""
    conn = connect_read_only(path)
    return Project(path, conn, snapshot=snapshots.Snapshot(conn))


def open_to_read(path: Path, tell: Callable[[str], None], how: Opening = USUAL) -> Project:
    """Open a project only to read it; `tell` gets a sentence when it is not the latest. Raises UserError."""
    try:
        return Project.open(path, how)
    except NotWritable:
        project = open_read_only(path)
    except Foreign as error:
        if not error.can_be_read:
            raise
        project = open_read_only(path)
    except OpenElsewhere as error:
        project = open_read_only(path, changing=True)
        since = f" since {error.owner.since}" if error.owner else ""
        tell(f"{path} is open in another window{since}; reading it as of now")
    if project.left_out:
        tell(f"{path}: its tables are not as Nishan makes them ({listed(project.left_out)}); reading it without that")
    return project
