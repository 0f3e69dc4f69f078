"""The files of an export: a draft beside the place where they are to be, which gets their names at the end."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

from models.base.errors import UserError, error_text
from models.storage import outputs
from models.storage.disk import atomic, patience, regular
from models.storage.disk.sidecars import real_file

_PIECE = 1 << 20  # bytes compared at once


def followed(out: Path) -> Path:
    """Return what a link leads to, so that the link stays; any other path as it is. Raises UserError for a circle."""
    if not _is_link(out):
        return out
    if _is_link(real := real_file(out)):
        raise UserError(f"{out}: this is a link that leads back to itself; choose another name.")
    return real


def _is_link(path: Path) -> bool:
    try:
        return path.is_symlink()
    except OSError:  # where it cannot be looked at, writing says why
        return False


class Draft:
    """A hidden folder beside `out` that holds `path`: the file, or the folder, to be written.

    `publish` gives everything its name, and tells it in `published`; left without it, nothing is there. OSErrors
    inside become UserErrors.
    """

    def __init__(
        self, out: Path, project: Path, *, folder: bool, replace: bool = False, beside: Iterable[Path] = ()
    ) -> None:
        """`beside`: further files that are known to be written; `replace`: what is there may be, but no project."""
        self._out, self._project, self._folder, self._replace = out, project, folder, replace
        try:
            self._check(project)
            for further in beside:
                self._check_beside(further)
        except OSError as error:
            raise self._refusal(error) from error
        self.published: tuple[Path, ...] = ()
        self._hidden = atomic.draft_path(out)
        self.path = self._hidden / out.name

    def _check(self, project: Path) -> None:
        if _same_file(self._out, project):
            raise UserError(f"{self._out}: this is the project itself; choose another name.")
        if self._folder and any(_same_file(self._out, folder) for folder in project.resolve().parents):
            raise UserError(f"{self._out}: the project lies in this folder; choose another one.")
        if self._folder and self._out.exists() and not self._out.is_dir():
            raise UserError(f"{self._out}: this is a file, and the dataset is a folder; choose another name.")
        if not self._folder and self._out.is_dir():
            raise UserError(f"{self._out}: this is a folder, and the dataset is a file; choose another name.")
        self._check_again()

    def _check_again(self) -> None:
        """Refuse to replace a project or a folder that somebody has filled. Raises UserError and OSError."""
        if not self._folder:
            outputs.refuse(self._out, (self._project,))
        elif not self._replace and self._out.is_dir() and any(self._out.iterdir()):
            raise UserError(f"{self._out}: the folder is not empty; choose a new one, or say that it is replaced.")
        else:
            outputs.refuse_folder(self._out, (self._project,))

    def _check_beside(self, path: Path, draft: Path | None = None) -> None:
        """Refuse to replace a file of somebody else beside the main one; the very bytes of `draft` may be there.

        Without `draft`, before anything is written, one beside a main file that is there may be this dataset's own.
        """
        outputs.refuse(path, (self._project,), (self._out,))
        if self._replace or not os.path.lexists(path):
            return
        if not (_same_bytes(path, draft) if draft else self._out.exists()):
            raise UserError(
                f"{path}: is there already, and would be written beside {self._out.name}; choose another name, or say "
                "that it is replaced."
            )

    def __enter__(self) -> Self:
        try:
            self._hidden.mkdir()
            if self._folder:
                self.path.mkdir()
        except OSError as error:
            raise self._refusal(error) from error
        return self

    def fresh(self) -> Path:
        """Return `path` with nothing of an earlier try in it or beside it. Raises OSError."""
        shutil.rmtree(self._hidden)
        self._hidden.mkdir()
        if self._folder:
            self.path.mkdir()
        return self.path

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self._hidden, ignore_errors=True)
        if isinstance(error, OSError):
            raise self._refusal(error) from error

    def _refusal(self, error: OSError) -> UserError:
        what = "folder" if self._folder else "file"
        return UserError(f"{self._out}: the {what} cannot be written ({error_text(error)}); choose another place.")

    def publish(self) -> None:
        """Bring the files to the disk, then give them their names, the main one last. Raises OSError."""
        for folder, _, names in os.walk(self._hidden):
            for name in names:
                atomic.sync_file(os.path.join(folder, name))  # noqa: PTH118 - a Path for each of 20,000 takes long
        self._check_again()
        if self._folder:
            self._publish_folder()
            self.published = (self._out,)
            return
        files = sorted(self._hidden.iterdir(), key=lambda found: found == self.path)
        for file in files[:-1]:
            self._check_beside(self._out.with_name(file.name), file)
        for file in files:
            patience.replace(file, self._out.with_name(file.name))
        self.published = tuple(self._out.with_name(file.name) for file in files)

    def _publish_folder(self) -> None:
        if self._out.is_dir():
            atomic.replace_folder(self.path, self._out)
        else:
            patience.rename(self.path, self._out)


def _same_bytes(one: Path, other: Path) -> bool:
    if one.stat().st_size != other.stat().st_size:
        return False
    with regular.open_regular(one) as first, regular.open_regular(other) as second:
        return all(part == second.read(_PIECE) for part in iter(lambda: first.read(_PIECE), b""))


def _same_file(out: Path, project: Path) -> bool:
    try:
        return out.samefile(project)
    except OSError:
        return False
