"""Make backups of a project, and remove old ones.

They are in the user's data folder, not beside the project: on another disk than the USB stick that it may be on, and
found again when the project was moved or renamed (see `listing`).

At most 37 are kept (see `thinning`), together no more than 20 GB unless these are the three newest. None is removed
unless the newest one is sound; of a damaged project, the three newest damaged backups are kept besides all sound ones.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import threading
from contextlib import closing, suppress
from dataclasses import asdict, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from models.backups import thinning
from models.backups.comparing import removed_of
from models.backups.listing import TIME, Backup, Contents, Reason, backups_in, folder_of, notes_of, readable
from models.base.data_folder import make_private_folder, tighten
from models.base.errors import UserError, error_text
from models.base.report import Progress, no_progress
from models.storage import page_copy, tokens
from models.storage.disk import atomic, patience
from models.storage.disk.atomic import sync_file, sync_folder
from models.storage.looking import owed
from models.storage.page_copy import CopySource
from models.storage.sqlite_connections import connect, harden

_DAMAGED = 3  # backups of a damaged project that are kept
_ROOM = 50_000_000  # bytes that a backup leaves free


class NoBackup(UserError):  # noqa: N818 - the sentence is the error's
    """A backup could not be made; `why`, in a few words."""

    def __init__(self, project: Path, why: str) -> None:
        super().__init__(f"{project}: no backup could be made ({why}); work goes on.")
        self.why = f"none could be made ({why})"


def uid_of(source: CopySource) -> str:
    """Return the uid of an open project; empty when it has none."""
    rows = source.rows("SELECT value FROM meta WHERE key = 'uid'")
    return str(rows[0][0]) if rows else ""


def fingerprint(source: CopySource) -> str:
    """Return what identifies a state of a project among its own states and those of copies that were changed."""
    event = source.rows("SELECT id, at, object FROM event ORDER BY id DESC LIMIT 1")
    values = [*page_copy.last_rows(source).values(), *(event[0] if event else ())]
    return json.dumps(values, default=bytes.hex)  # damage makes bytes of a text


def back_up(
    source: CopySource, root: Path, reason: Reason, progress: Progress = no_progress, *, always: bool = False
) -> Backup | None:
    """Make a backup under `root`, off the UI thread while the project stays in use; None when none is needed.

    None is needed of a project without articles, or whose state a backup has already, unless `always`. Raises
    UserError when none could be made (Busy: try later), and Cancelled; then nothing is left and all backups are
    unchanged.
    """
    draft = None
    try:
        folder = folder_of(root, uid_of(source))
        if not always and not source.rows("SELECT 1 FROM article LIMIT 1"):
            return None
        found = backups_in(folder)
        before, mark = next(iter(found), None), fingerprint(source)
        if not always and any(each.contents and each.is_sound and each.contents.mark == mark for each in found):
            return None
        for place in (root.parent, root, folder):
            make_private_folder(place)
        for place in (root, folder, *(backup.path for backup in found)):
            tighten(place)
        _refuse_without_room(source, folder)
        draft = _draft(folder, source.path)
        last = page_copy.last_rows(source)
        page_copy.copy_pages(source, draft, progress)
        contents = _verified_contents(draft, source, last, progress)
        made = replace(_publish(draft, reason, contents), fell=_fell(contents, before))
        _thin(folder, made)
        return made
    except (OSError, sqlite3.Error) as error:
        raise NoBackup(source.path, error_text(error)) from error
    finally:
        if draft is not None:
            _remove_at_once(draft)


def before_migration(root: Path, conn: sqlite3.Connection, path: Path) -> None:
    """Back up a project that only `conn` has open, before its migration. Raises UserError, and nothing is changed."""
    try:
        back_up(CopySource(path, conn), root, Reason.MIGRATION)
    except UserError as error:
        raise UserError(
            f"{path}: it is of an older version, and there must be a backup before it is brought up to date, "
            f"but {error.why if isinstance(error, NoBackup) else error}; look at {root}, then open it again."
        ) from error


def _refuse_without_room(source: CopySource, folder: Path) -> None:
    """Raise NoBackup where the copy would fill the disk, which may be the project's own."""
    ((pages,),), ((size,),) = (source.rows(f"PRAGMA {name}") for name in ("page_count", "page_size"))
    free = shutil.disk_usage(folder).free
    if free < pages * size + _ROOM:
        raise NoBackup(source.path, f"the disk of {folder} has only {readable(free)} left")


def _draft(folder: Path, project: Path) -> Path:
    """Return the path for an unfinished copy, after removing this project's last one and abandoned ones of others."""
    own = sha256(os.path.realpath(project).encode("utf-8", "surrogateescape")).hexdigest()[:32]
    for path in folder.glob(f".{own}.*"):
        _remove(path)
    atomic.remove_abandoned(folder)
    draft = folder / f".{own}.tmp"
    draft.touch(mode=0o600, exist_ok=False)  # its name can be foretold: nobody's link is to be written through
    return draft


def _verified_contents(draft: Path, source: CopySource, last: dict[str, int], progress: Progress) -> Contents:
    """Check the integrity of the copy, compare its rows with the project's, and count its contents.

    `last` are the project's last rows when copying began. Raises UserError when rows are missing.
    """
    with closing(connect(draft)) as conn:
        harden(conn)
        conn.execute("PRAGMA journal_mode = DELETE")  # it is one file from now on
        tokens.give_own(conn)
        copy = CopySource(source.path, conn)
        damage = page_copy.damage(copy, progress, draft)
        if not damage:
            owed.remove(conn)  # what is restored from it need not be looked through
            conn.commit()
        here = page_copy.last_rows(copy)
        rows = page_copy.count_rows(copy, here, progress)
        if any(here[table] < last[table] for table in last) or rows != page_copy.count_rows(source, here, progress):
            raise NoBackup(source.path, "rows are missing in the copy")
        with page_copy.stoppable(copy, progress):
            spans, labels = (
                copy.rows(f"SELECT count(*) FROM {table} WHERE deleted = 0")[0][0] for table in ("span", "label")
            )
            articles = rows["article"] - copy.rows(f"SELECT count(*) FROM ({removed_of(copy)})")[0][0]
        return Contents(str(source.path), fingerprint(copy), articles, spans, labels, rows, damage)


def _publish(draft: Path, reason: Reason, contents: Contents) -> Backup:
    """Bring a copy and its JSON file to the disk and give them their names, the JSON file first."""
    at = datetime.now(UTC)
    path = draft.with_name(f"{at:{TIME}}-{at.microsecond // 1000:03}-{reason}.nishan")
    notes = draft.with_suffix(".json")
    try:
        with notes.open("x", encoding="utf-8") as file:
            json.dump(asdict(contents), file)  # in ASCII: a path may hold bytes that are no UTF-8
        tighten(notes)
        for written in (notes, draft):
            sync_file(written)
        patience.replace(notes, notes_of(path))
        patience.replace(draft, path)
    finally:
        _remove(notes)
    sync_folder(path.parent)
    return Backup(path, at.replace(microsecond=at.microsecond // 1000 * 1000), reason, path.stat().st_size, contents)


def _thin(folder: Path, made: Backup) -> None:
    """Remove the backups that need not be kept; `made` is the newest."""
    found = backups_in(folder)
    damaged = [backup for backup in found if backup.contents and backup.contents.damage]
    good = [backup for backup in found if backup not in damaged]
    waste = damaged[_DAMAGED:]
    if made.is_sound and not made.fell:
        times = {backup.at.astimezone(): backup for backup in good}
        stay = [times[at] for at in sorted(thinning.kept(times, datetime.now().astimezone()), reverse=True)]
        stay = stay[: thinning.within([backup.size for backup in stay])]
        waste += [backup for backup in good if backup not in stay]
    for backup in waste:
        if backup.path != made.path:  # by a clock that was set back it may be the oldest
            _remove(backup.path)
            _remove(notes_of(backup.path))


def _fell(after: Contents, newest: Backup | None) -> bool:
    """Whether the project has fewer rows than the newest backup, which only restoring over the project can cause."""
    before = newest.contents if newest and newest.reason is not Reason.RESTORE else None
    if before is None or before.project != after.project:
        return False
    return any(after.rows.get(table, 0) < rows for table, rows in before.rows.items())


def _remove(path: Path) -> None:
    with suppress(OSError):  # it is looked at again next time
        path.unlink()


def _remove_at_once(draft: Path) -> None:
    """Remove an unfinished copy without waiting for its blocks: the drive takes a second to free those of 2 GB.

    They are freed when the last handle to them is closed, on a thread, where a file that is open can lose its name.
    """
    handle = None
    if os.name == "posix":
        with suppress(OSError):  # it has its own name by now, or never was there
            handle = os.open(draft, os.O_RDONLY | os.O_NOFOLLOW)
    _remove(draft)
    if handle is not None:
        threading.Thread(target=os.close, args=(handle,)).start()
