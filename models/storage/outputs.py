"""Decides whether a file may be written at a place, and writes small ones whole or not at all.

Nothing is written over what the same command reads or writes, over a project and what lies beside one, or over what is
no regular file. Files are compared by device and inode, so that links hide nothing.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from models.base.errors import UserError, error_text
from models.base.file_names import names_project
from models.base.presence import exists, is_file
from models.base.report import readable_text
from models.storage.disk import atomic, patience, regular, sidecars
from models.storage.disk.sidecars import real_file
from models.storage.raw import header

_OTHER = "choose another name"


def refuse(path: Path, reads: Iterable[Path] = (), writes: Iterable[Path] = ()) -> None:
    """Raise UserError when a file must not be written at `path`.

    `reads` are the files and folders that the same command reads, `writes` its other files and folders to write. To be
    called before anything is done, and again just before writing. What stays is a file to replace, or none.
    """
    reads, real = tuple(reads), real_file(path)
    for other in writes:
        if _same_name(real, other):
            raise UserError(f"{path}: {other.name} is to be written there, too; {_OTHER}.")
        if real_file(other) in real.parents:
            raise UserError(f"{path}: lies in the folder {other.name}, which is to be written anew; {_OTHER}.")
    there = _look(path)
    regular.refuse_ours(real)
    _refuse_sidecar(path, real, there, reads)
    if there is None:
        return
    if any(_holds(each, there) for each in reads):
        raise UserError(f"{path}: is read for this, too, and would be replaced; {_OTHER}.")
    if is_project(real):
        raise UserError(f"{path}: is a project, and would be replaced; {_OTHER}.")
    if any(_is_behind(stream, there) for stream in (1, 2)):
        raise UserError(f"{path}: is where the lines of this command go, and would be replaced; {_OTHER}.")


def _is_behind(stream: int, there: os.stat_result) -> bool:
    """Whether the output of this process (1), or its errors (2), go to a file."""
    try:
        return _identity(os.fstat(stream)) == _identity(there)
    except OSError:  # it has none
        return False


def refuse_new(path: Path) -> None:
    """Raise UserError when no new project can be made at `path`: something is there, or beside it, or takes it so."""
    if os.path.lexists(path):
        raise UserError(f"{path}: there is a file of that name already; {_OTHER}.")
    _refuse_sidecar(path, real_file(path), None, ())
    for suffix in (sidecars.WAL, sidecars.JOURNAL):
        left = sidecars.sidecar(path, suffix)
        if os.path.lexists(left) and (not is_file(left) or left.stat().st_size):
            raise UserError(f"{left}: was left by another project of that name; move it away, or {_OTHER}.")


def refuse_folder(path: Path, reads: Iterable[Path] = ()) -> None:
    """Raise UserError when no folder may be made or replaced at `path`.

    It has the name of a file beside a project, or a project or what the command reads lies in it. Raises OSError
    where it cannot be looked through.
    """
    reads = tuple(reads)
    _refuse_sidecar(path, real_file(path), None, reads)
    inside = {_identity(found): file for file, found in _files_in(path)}
    for each in reads:
        for _, found in _files_of(each):
            if (file := inside.get(_identity(found))) is not None:
                raise UserError(f"{path}: {file.name} lies in it and is read for this; choose another folder.")
    for file in inside.values():
        if regular.is_ours(file) or is_project(file):
            raise UserError(f"{path}: a project lies in this folder ({file.name}); choose another one.")


def is_project(path: Path) -> bool:
    """Whether a file that is not open here is a project, by its header, or by its name should that be damaged."""
    if names_project(path.name):
        return exists(path)
    try:
        with regular.open_regular(path) as file:
            found = header.parse(file.read(header.SIZE))
    except OSError:
        return False
    return found is not None and found.application_id == header.APPLICATION_ID


def write(what: str, path: Path, data: bytes, reads: Iterable[Path] = (), writes: Iterable[Path] = ()) -> None:
    """Write a file whole or not at all. `what` names its content ("the labels"). Raises UserError, as `refuse` does."""
    try:
        real = real_file(path)
        with atomic.draft_of(real) as draft:
            refuse(path, reads, writes)
            with draft.open("xb") as file:
                file.write(data)
            patience.replace(draft, real)
    except OSError as error:
        raise UserError(f"{path}: {what} cannot be written ({error_text(error)}); choose another place.") from error


def write_text(what: str, path: Path, text: str, reads: Iterable[Path] = (), writes: Iterable[Path] = ()) -> None:
    """Write a text file, UTF-8 and LF, as `write` does."""
    write(what, path, readable_text(text).encode(), reads, writes)


def write_report(path: Path, report: dict[str, Any], reads: Iterable[Path] = (), writes: Iterable[Path] = ()) -> None:
    """Write a report as JSON. Raises UserError."""
    write_text("the report", path, json.dumps(report, ensure_ascii=False, indent=1) + "\n", reads, writes)


def _look(path: Path) -> os.stat_result | None:
    """Return what is at `path`, None for nothing to be seen. Raises UserError for what is no regular file."""
    try:
        found = path.stat()
    except OSError:  # where it cannot be looked at, writing says why
        return None
    if what := regular.kind(found.st_mode):
        raise UserError(f"{path}: this is {what}, and a file is to be written; {_OTHER}.")
    return found


def _refuse_sidecar(path: Path, real: Path, there: os.stat_result | None, reads: tuple[Path, ...]) -> None:
    """Raise UserError for a file beside a project, by its name or, should it be a second name of one, by identity."""
    for suffix in sidecars.ALL:
        ends = real.name.lower().endswith(suffix) and len(real.name) > len(suffix)  # some drives know no large letters
        base = real.with_name(real.name[: -len(suffix)]) if ends else real
        named = names_project(base.name)  # also where the project has been moved away from its log
        if base != real and (
            named or regular.is_ours(base) or is_project(base) or any(_same_name(base, each) for each in reads)
        ):
            raise UserError(f"{path}: is or would be a file that belongs to the project {base.name}; {_OTHER}.")
        for project in (*reads, *regular.open_here()) if there is not None else ():
            with suppress(OSError):
                if there is not None and _identity(sidecars.sidecar(project, suffix).lstat()) == _identity(there):
                    raise UserError(f"{path}: belongs to the project {project.name}; {_OTHER}.")


def _same_name(real: Path, other: Path) -> bool:
    """Whether two names, links followed, may be those of one file; some drives do not tell large letters from small."""
    return os.fspath(real).casefold() == os.fspath(real_file(other)).casefold()


def _holds(read: Path, there: os.stat_result) -> bool:
    """Whether `there` is the file `read`, or one in the folder `read`."""
    return any(_identity(found) == _identity(there) for _, found in _files_of(read))


def _identity(found: os.stat_result) -> tuple[int, int]:
    return found.st_dev, found.st_ino


def _files_of(path: Path) -> Iterator[tuple[Path, os.stat_result]]:
    with suppress(OSError):
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            yield from _files_in(path)
        else:
            yield path, found


def _files_in(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """Yield the files below a folder with what they are, links followed; linked folders are not entered."""
    for parent, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                yield (path := Path(parent, name)), path.stat()
