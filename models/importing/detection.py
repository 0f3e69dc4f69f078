"""Which files an import reads, each with its format and why it is taken for that."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from models import formats
from models.base.errors import UserError, error_text
from models.formats.support.base import Format
from models.formats.support.refusals import refusal, refusal_by_name
from models.formats.support.source import Head
from models.storage.disk import regular


@dataclass(frozen=True, slots=True)
class DetectedFile:
    """A file to import. `why` is a clause: "its name ends in .txt"."""

    path: Path
    format: Format
    why: str


def files_of(
    paths: Iterable[Path], format_key: str = "", encoding: str = "", step: Callable[[], object] = lambda: None
) -> list[DetectedFile]:
    """Return the files to import, folders looked through, each with its format; `format_key` is that of all of them.

    `step` is called for each file, and may raise Cancelled. Raises UserError for what is missing, cannot be
    entered, or tells no format.
    """
    forced = formats.named(format_key, formats.readers()) if format_key else None
    found: dict[Path, DetectedFile] = {}
    for path in paths:
        is_folder = _is_folder(path)
        inside = []
        for file in _walk(path) if is_folder else [path]:
            step()
            if is_folder and regular.is_ours(file):  # texts often lie beside the project
                continue
            if is_folder and forced and forced.folder and not _belongs(file, forced, encoding):
                continue
            head = Head.of(file, encoding)
            if said := refusal(head):
                if is_folder:
                    continue
                raise UserError(f"{file}: {said}.")
            inside += [one] if (one := _found(head, forced)) else []
        if not inside and is_folder:
            raise UserError(f"{path}: the folder holds no file to import ({', '.join(formats.suffixes())}).")
        if not inside:
            raise UserError(f"{path}: {refusal_by_name(path) or _unknown()}.")
        found |= {one.path: one for one in inside if one.path not in found}
    return list(found.values())


def _unknown() -> str:
    keys = ", ".join(reader.key for reader in formats.readers())
    return f"neither name nor contents tell the format; say which it is: {keys}"


def _found(head: Head, forced: Format | None) -> DetectedFile | None:
    detected = (forced, "that was asked for") if forced else formats.told_by(head)
    if detected is None:
        return None
    format_, why = detected
    return DetectedFile(format_.main_file(head.path) if format_.main_file else head.path, format_, why)


def _belongs(file: Path, format_: Format, encoding: str) -> bool:
    """Whether a file of a folder holds articles: such formats put their types, settings and a card beside them."""
    if file.suffix.lower() in format_.suffixes or (format_.main_file and format_.main_file(file) == file):
        return True
    return bool(format_.sniff and format_.sniff(Head.of(file, encoding)))


def _is_folder(path: Path) -> bool:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError as error:
        raise UserError(f"{path}: there is no such file or folder; check the name.") from error
    except OSError as error:
        raise UserError(f"{path}: cannot be read ({error_text(error)}).") from error
    if stat.S_ISDIR(mode):
        return True
    if what := regular.kind(mode):
        raise UserError(f"{path}: is {what}, not a file; save what it gives to a file, and import that.")
    return False


def _walk(folder: Path) -> list[Path]:
    """Return every file below a folder, hidden ones left out, in the order of their names."""

    def refuse(error: OSError) -> None:
        raise UserError(f"{error.filename}: the folder cannot be read ({(error.strerror or '').lower()}).") from error

    files = []
    for parent, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        files += [Path(parent, name) for name in sorted(names) if not name.startswith(".")]
    return files
