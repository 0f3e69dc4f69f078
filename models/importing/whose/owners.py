"""Whose work files are, by where they lie and how they are called: nothing is read here."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePath

from models.base.entities import AnnotatorKind, Status
from models.base.presence import exists
from models.base.report import readable_text
from models.importing.detection import DetectedFile
from models.importing.plan import FROM_FILE, FROM_FOLDER
from models.storage.disk import regular

CURATION = "CURATION_USER"
_INITIAL = "INITIAL_CAS"  # a document before anybody has annotated it
_CURATOR = "curator"
_PROJECT = "exportedproject.json"
_TREES = ("annotation", "curation")
_BESIDE = ("source", "annotation_ser", "curation_ser")
_OWN = (_PROJECT, "annotation_ser", "curation_ser", "log", "settings")
_INCEPTION = ("webanno-tsv", "uima-xmi")
_DOCCANO_NOBODY = ("unknown", "all")
_STATES = {
    "IN_PROGRESS": Status.STARTED,
    "INPROGRESS": Status.STARTED,
    "CURATION_IN_PROGRESS": Status.STARTED,
    "FINISHED": Status.DONE,
    "COMPLETE": Status.DONE,
    "LOCKED": Status.NEW,
    "IGNORE": Status.SKIPPED,
    "CURATION_FINISHED": Status.DONE,
}
_MOST = 8 << 20  # bytes of a project's own file


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose work a file is. `how` that is known: a clause; `asked`: it goes before what the file itself says.

    `document`: the id of its article, "" for the file's own; `status`: how far the annotator is, None for the file's.
    """

    annotator: str
    how: str
    kind: AnnotatorKind = AnnotatorKind.PERSON
    asked: bool = False
    document: str = ""
    status: Status | None = None


Owners = dict[Path, Owner]


def owners_of(files: Sequence[DetectedFile], annotator_from: str = "") -> Owners:
    """Return whose work the files are, as was asked, or where their places are evidence."""
    found = _inception(files)
    if annotator_from == FROM_FILE:
        return {one.path: _asked(found, one.path, stem_of(one.path), "the name of its file") for one in files}
    if annotator_from == FROM_FOLDER:
        named = folders_of([one.path for one in files])
        return {path: _asked(found, path, name, "the name of its folder") for path, name in named.items()}
    return found or _doccano(files)


def _asked(found: Owners, path: Path, name: str, how: str) -> Owner:
    known = found.get(path)
    return Owner(name, how, asked=True, document=known.document if known else "")


def stem_of(path: PurePath) -> str:
    """Return the name of a file without its suffix, as text."""
    return one_line(path.stem) or "file"


def one_line(name: str) -> str:
    """Return a name of a file or folder as that of a person: text, its white space single."""
    return " ".join(readable_text(name).split())


def folders_of(paths: Sequence[Path]) -> dict[Path, str]:
    """Return the folder that names a person, of each file: on the level where other folders hold the same names.

    Without any that do, it is the first level on which the files differ, or else the folder that holds them.
    """
    parts = {path: path.absolute().parts for path in paths}
    common = _shared([names[:-1] for names in parts.values()])
    twins: Counter[int] = Counter()
    for level in range(common, max((len(names) for names in parts.values()), default=0) - 1):
        rests = Counter((names[:level], names[level + 1 :]) for names in parts.values() if len(names) - 1 > level)
        twins[level] = sum(count for count in rests.values() if count > 1)
    best = max(twins, key=lambda level: (twins[level], -level)) if twins else common
    return {path: one_line(names[best if best < len(names) - 1 else -2]) for path, names in parts.items()}


def _shared(folders: list[tuple[str, ...]]) -> int:
    """Return how many parts all these paths begin with alike."""
    depth = 0
    for level in zip(*folders, strict=False):
        if len(set(level)) > 1:
            break
        depth += 1
    return depth


def _inception(files: Sequence[DetectedFile]) -> Owners:
    """Return the owners in trees of INCEpTION: `annotation/DOCUMENT/USER.tsv`, `annotation/DOCUMENT/USER/USER.xmi`."""
    places = {one.path: place for one in files if (place := _place(one))}
    people: dict[Path, Counter[str]] = {}
    for root, _, _, user in places.values():
        people.setdefault(root, Counter())[user] += 1
    states = {root: _states(root) for root in people}
    found: Owners = {}
    for path, (root, tree, document, user) in places.items():
        if user == CURATION:
            how, status = "curation/DOCUMENT/CURATION_USER", states[root].get((document, ""))
            found[path] = Owner(_CURATOR, how, AnnotatorKind.CURATOR, document=document, status=status)
        elif tree == "annotation" and (_is_project(root, document) or people[root][user] > 1):
            how = "its place in an INCEpTION project, annotation/DOCUMENT/USER"
            name = "" if user == _INITIAL else user
            found[path] = Owner(name, how, document=document, status=states[root].get((document, user)))
    return found


def _place(one: DetectedFile) -> tuple[Path, str, str, str] | None:
    """Return (project, tree, document, user) of a file in such a tree."""
    parts = one.path.absolute().parts
    if one.format.key not in _INCEPTION:
        return None
    if one.path.stem.startswith(CURATION) and len(parts) > 3:  # wherever it was put
        return Path(*parts[:-3]), "curation", readable_text(parts[-2]), CURATION
    for depth, user in ((3, one.path.stem), (4, one.path.parent.name)):
        if len(parts) > depth and parts[-depth] in _TREES:
            return Path(*parts[:-depth]), parts[-depth], readable_text(parts[1 - depth]), one_line(user)
    return None


def _is_project(root: Path, document: str) -> bool:
    return bool(PurePath(document).suffix) or any(exists(root / name) for name in (_PROJECT, *_BESIDE, "curation"))


def _states(root: Path) -> dict[tuple[str, str], Status]:
    """Return (document, user) -> how far INCEpTION's project says that is; the user is "" for the curation."""
    found: dict[tuple[str, str], Status] = {}
    with suppress(OSError, ValueError, RecursionError, AttributeError, TypeError):
        with regular.open_regular(root / _PROJECT) as file:
            given = json.loads(file.read(_MOST).decode("utf-8", "replace"))
        for row in (*given.get("annotation_documents", ()), *given.get("source_documents", ())):
            status = _STATES.get(str(row.get("state")))
            if status is not None and isinstance(row.get("name"), str):
                found[row["name"], str(row.get("user") or "")] = status
    return found


def _doccano(files: Sequence[DetectedFile]) -> Owners:
    """Return the owners in an export of doccano's with a file for each user: one of them is `unknown` or `admin`."""
    folders: dict[Path, list[Path]] = {}
    for one in files:
        if one.path.suffix.lower() in (".jsonl", ".json", ".csv"):
            folders.setdefault(one.path.parent, []).append(one.path)
    found: Owners = {}
    for inside in folders.values():
        names = {stem_of(path).lower() for path in inside}
        if len(names) > 1 and names & {"unknown", "admin"}:
            how = "its name, as doccano exports a file for each user"
            found |= {path: Owner(stem_of(path), how) for path in inside if not is_nobody(path)}
    return found


def is_nobody(path: PurePath) -> bool:
    """Whether the name of a file is what doccano calls work of nobody, or of everybody."""
    return stem_of(path).lower() in _DOCCANO_NOBODY


def without_project_files(files: Iterable[DetectedFile]) -> tuple[list[DetectedFile], list[tuple[Path, str]]]:
    """Return the files that hold work, and (path, why) of those that INCEpTION keeps beside it, to be passed over."""
    given = list(files)
    places = {one.path: place for one in given if (place := _place(one))}
    owned = _inception(given)
    worked = {owned[path].document for path in owned if places[path][3] != _INITIAL}
    roots = {places[path][0] for path in owned}
    kept, passed = [], []
    for one in given:
        if why := _why_passed(one, owned, places, worked, roots):
            passed.append((one.path, why))
        else:
            kept.append(one)
    return kept, passed


def _why_passed(
    one: DetectedFile,
    owned: Mapping[Path, Owner],
    places: Mapping[Path, tuple[Path, str, str, str]],
    worked: set[str],
    roots: set[Path],
) -> str:
    """Return why a file is no work of anybody; "" when it is."""
    if one.path in owned:
        initial = places[one.path][3] == _INITIAL and owned[one.path].document in worked
        return "a document before anybody annotated it" if initial else ""
    path = one.path.absolute()
    root = next((root for root in roots if root in path.parents), None)
    if root is None:
        return ""
    top = path.relative_to(root).parts[0]
    if top == "source":
        return "" if path.name not in worked else "a document as it was before the import into INCEpTION"
    return "a file of INCEpTION's own" if top in _OWN or path.name == "TypeSystem.xml" else ""
