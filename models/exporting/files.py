"""The files of an export: a draft beside the place where they are to be, which gets their names at the end."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import TracebackType
from typing import Self

from models.base.errors import UserError, error_text
from models.storage import atomic, patience


class Draft:
    """A hidden folder beside `out` that holds `path`: the file, or the folder, to be written.

    `publish` gives everything its name; left without it, nothing is there. OSErrors inside become UserErrors.
    """

    def __init__(self, out: Path, project: Path, *, folder: bool, replace: bool = False) -> None:
        self._out, self._folder, self._replace = out, folder, replace
        try:
            self._check(project)
        except OSError as error:
            raise self._refusal(error) from error
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
        if self._folder and not self._replace and self._out.is_dir() and any(self._out.iterdir()):
            raise UserError(f"{self._out}: the folder is not empty; choose a new one, or say that it is replaced.")

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
        for file in self._hidden.rglob("*"):
            if file.is_file():
                atomic.sync_file(file)
        if self._folder:
            self._publish_folder()
            return
        for file in sorted(self._hidden.iterdir(), key=lambda found: found == self.path):
            patience.replace(file, self._out.with_name(file.name))

    def _publish_folder(self) -> None:
        if self._out.is_dir():
            atomic.replace_folder(self.path, self._out)
        else:
            patience.rename(self.path, self._out)


def _same_file(out: Path, project: Path) -> bool:
    try:
        return out.samefile(project)
    except OSError:
        return False
