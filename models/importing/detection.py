"""Which files an import reads, each with its format and why it is taken for that."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from models import formats
from models.base.errors import UserError, error_text
from models.base.report import Report, counted, file_name
from models.formats.rows.card_yaml import COPIES
from models.formats.support.base import Format
from models.formats.support.refusals import refusal, refusal_by_name
from models.formats.support.safe_xml import tree
from models.formats.support.source import HEAD, Head
from models.importing import foreign
from models.storage.disk import regular

_MAX_NAMED = 5  # files that a note names


@dataclass(frozen=True, slots=True)
class DetectedFile:
    """A file to import. `why` is a clause: "its name ends in .txt"."""

    path: Path
    format: Format
    why: str


def files_of(
    paths: Iterable[Path],
    format_key: str = "",
    encoding: str = "",
    step: Callable[[], object] = lambda: None,
    report: Report | None = None,
) -> list[DetectedFile]:
    """Return the files to import, folders looked through, each with its format; `format_key` is that of all of them.

    `step` is called for each file, and may raise Cancelled. What of a folder holds no articles is passed over, and
    noted in `report`. Raises UserError for what is missing, cannot be entered, or tells no format.
    """
    forced = formats.named(format_key, formats.readers()) if format_key else None
    found: dict[Path, DetectedFile] = {}
    for path in paths:
        if _is_folder(path):
            inside = _inside(path, forced, encoding, step, report or Report())
        else:
            step()
            inside = [_named(path, forced, encoding)]
        found |= {one.path: one for one in inside if one.path not in found}
    return list(found.values())


def _inside(
    folder: Path, forced: Format | None, encoding: str, step: Callable[[], object], report: Report
) -> list[DetectedFile]:
    """Return the files of a folder that hold articles; the others are noted, counted, with the first names."""
    inside, passed = list[DetectedFile](), list[Path]()
    for file in _walk(folder):
        step()
        if regular.is_ours(file):  # texts often lie beside the project
            continue
        strange = not _belongs(file, forced, encoding) if forced else foreign.by_name(file)
        head = None if strange else Head.of(file, encoding)
        one = None if head is None or refusal(head) else _found(head, forced)
        if one is None or (not forced and head and foreign.by_contents(head)):
            passed.append(file)
        else:
            inside.append(one)
    main = {one.path for one in inside}
    passed = [file for file in passed if file not in main]
    said = f"{counted(len(passed), 'file')} passed over, no format of articles: {_some(passed)}" if passed else ""
    if not inside:
        more = f"; {said}" if passed else ""
        raise UserError(f"{folder}: the folder holds no file to import ({', '.join(formats.suffixes())}){more}.")
    if passed:
        report.note(file_name(folder) or str(folder), said)
    return inside


def _some(files: list[Path]) -> str:
    """Return the first names, and how many others there are."""
    names = [file_name(file) for file in files[:_MAX_NAMED]]
    more = len(files) - len(names)
    return ", ".join(names) + (f" and {more} more" if more > 0 else "")


def _named(path: Path, forced: Format | None, encoding: str) -> DetectedFile:
    """Return a file that was named itself. Raises UserError for one that tells no format."""
    head = Head.of(path, encoding)
    if not forced and (what := foreign.by_contents(head)):
        raise UserError(f"{path}: holds {what}, no articles; import the file with the texts.")
    if said := refusal(head):
        raise UserError(f"{path}: {said}.")
    if one := _found(head, forced):
        return one
    raise UserError(f"{path}: {refusal_by_name(path) or _xml_told(head) or _unknown()}.")


def _xml_told(head: Head) -> str:
    """Return what is the matter with XML that no format knows, and what to do; "" for other files."""
    if head.suffix not in {".xml", ".tei"} or not head.start.strip():
        return ""
    try:
        if len(head.start) < HEAD:
            tree(head.start, head.path, head.encoding)
    except UserError as error:
        return str(error).removeprefix(f"{head.path}: ").removesuffix(".")
    return "no element of this XML looks like one that holds text; name those that do, --format xml --element NAME"


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
    """Whether a file of a folder holds articles: types, settings, labels and a card often lie beside them."""
    if file.name.startswith(".") or file.parent.name == COPIES:
        return False
    if file.suffix.lower() in format_.suffixes or (format_.main_file and format_.main_file(file) == file):
        return not (format_.sniff and foreign.by_contents(Head.of(file, encoding)))
    if not format_.sniff:
        return not foreign.by_name(file, prose=True)
    return bool(format_.sniff(Head.of(file, encoding)))


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
    """Return every file below a folder, hidden folders left out, in the order of their names."""

    def refuse(error: OSError) -> None:
        raise UserError(f"{error.filename}: the folder cannot be read ({(error.strerror or '').lower()}).") from error

    files = []
    for parent, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        files += [Path(parent, name) for name in sorted(names)]
    return files
