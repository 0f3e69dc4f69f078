"""Whose work files are, by what is in them: two that have the same texts with different spans are two people's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from models.importing.detection import DetectedFile
from models.importing.whose.owners import Owner, Owners, folders_of, is_nobody, stem_of

_SHARED = 0.2  # of the texts of a file: files of two people hold the same ones, two parts of a corpus only a few
_NO_PEOPLE = {"train", "training", "dev", "devel", "test", "testa", "testb", "valid", "validation", "val", "eval"}
_MOST_FILES = 100  # that hold one text
_SEPARATORS = re.compile(r"[\s_.\-–@+()\[\]]+")
_BY_FOLDER = "its folder: others hold the same texts with other spans"
_BY_FILE = "its file: others hold the same texts with other spans"
_BY_PART = "a part of its file's name: others hold the same texts with other spans"

Pair = tuple[int, int]


@dataclass
class _Seen:
    """Of files by their numbers: texts that two have both, those that have one with different spans, texts of each."""

    shared: Counter[Pair] = field(default_factory=Counter)
    different: dict[Pair, None] = field(default_factory=dict)
    texts: Counter[int] = field(default_factory=Counter)

    def is_much(self, pair: Pair) -> bool:
        """Whether two files share more texts than parts of a corpus do."""
        return self.shared[pair] >= max(1, _SHARED * min(self.texts[number] for number in pair))


def people_in(files: Sequence[DetectedFile], works: Iterable[Mapping[int, set[int]]]) -> Owners:
    """Return the owners of the files that are certainly people's.

    `works`: of each text, number of the file -> what was done to it there, told by a number for each way.
    """
    seen, paths = _seen(works), [one.path for one in files]
    if not seen.different:
        return {}
    return _by_folder(paths, seen) or _by_name(files, seen)


def _seen(works: Iterable[Mapping[int, set[int]]]) -> _Seen:
    seen = _Seen()
    for work in works:
        seen.texts.update(work.keys())
        for pair in combinations(sorted(work), 2) if 1 < len(work) < _MOST_FILES else ():
            seen.shared[pair] += 1
            if work[pair[0]] != work[pair[1]]:
                seen.different[pair] = None
    return seen


def _by_folder(paths: Sequence[Path], seen: _Seen) -> Owners:
    """Return the owners of files in a folder for each person, with the same names in each."""
    folders = folders_of(paths)
    numbers = {folder: number for number, folder in enumerate(dict.fromkeys(folders.values()))}
    whole = _Seen()
    for number, count in seen.texts.items():
        whole.texts[numbers[folders[paths[number]]]] += count
    for (a, b), count in seen.shared.items():
        first, second = numbers[folders[paths[a]]], numbers[folders[paths[b]]]
        if first != second and paths[a].name == paths[b].name:
            pair = min(first, second), max(first, second)
            whole.shared[pair] += count
            whole.different |= {pair: None} if (a, b) in seen.different else {}
    names = list(numbers)
    people = {names[number] for pair in whole.different if whole.is_much(pair) for number in pair}
    if not people or {name.lower() for name in people} & _NO_PEOPLE:
        return {}
    theirs = {path.name for path, name in folders.items() if name in people}
    return {path: Owner(name, _BY_FOLDER) for path, name in folders.items() if name in people or path.name in theirs}


def _by_name(files: Sequence[DetectedFile], seen: _Seen) -> Owners:
    """Return the owners of files in one folder, each called after a person, or with one in its name."""
    parents: dict[Path, dict[Pair, None]] = {}
    for a, b in seen.different:
        if files[a].path.parent == files[b].path.parent and seen.is_much((a, b)):
            parents.setdefault(files[a].path.parent, {})[a, b] = None
    inside: dict[Path, list[int]] = {}
    for number, one in enumerate(files):
        inside.setdefault(one.path.parent, []).append(number)
    found: Owners = {}
    for parent, pairs in parents.items():
        beside = inside[parent]
        found |= _by_part(files, beside, pairs) or _by_stem(files, beside, pairs, seen)
    return found


def _by_part(files: Sequence[DetectedFile], beside: Sequence[int], pairs: Iterable[Pair]) -> Owners:
    """Return the owners of `news1_sana`, `news1_bilal` and `news2_sana`; none where names are not so made."""
    parts = {number: tuple(_SEPARATORS.split(stem_of(files[number].path))) for number in beside}
    places: set[tuple[int, int]] = set()
    for a, b in pairs:
        differing = [place for place, (x, y) in enumerate(zip(parts[a], parts[b], strict=False)) if x != y]
        if len(parts[a]) != len(parts[b]) or len(parts[a]) < 2 or len(differing) != 1:
            return {}
        places.add((len(parts[a]), differing[0]))
    if len(places) != 1:
        return {}
    ((long, place),) = places
    people = {parts[number][place] for pair in pairs for number in pair}
    if any(name.isdecimal() or name.lower() in _NO_PEOPLE for name in people):
        return {}
    rests = {parts[number][:place] + parts[number][place + 1 :] for pair in pairs for number in pair}
    return {
        files[number].path: Owner(name[place], _BY_PART)
        for number, name in parts.items()
        if len(name) == long and (name[place] in people or name[:place] + name[place + 1 :] in rests)
    }


def _by_stem(files: Sequence[DetectedFile], beside: Sequence[int], pairs: Iterable[Pair], seen: _Seen) -> Owners:
    """Return the owners of `sana.jsonl` and `bilal.jsonl`, and of other files of many texts beside them."""
    people = {number for pair in pairs for number in pair}
    if any(_is_split(files[number].path) for number in people):
        return {}
    if min(seen.texts[number] for number in people) < 2 and len(people) * 2 < len(beside):
        return {}  # of many files with a text each, a few that happen to have the same
    kinds = {(files[number].format.key, files[number].path.suffix) for number in people}
    return {
        one.path: Owner(stem_of(one.path), _BY_FILE)
        for number, one in ((number, files[number]) for number in beside)
        if number in people or (seen.texts[number] > 1 and _is_like(one, kinds))
    }


def _is_like(one: DetectedFile, kinds: set[tuple[str, str]]) -> bool:
    return (one.format.key, one.path.suffix) in kinds and not is_nobody(one.path) and not _is_split(one.path)


def _is_split(path: Path) -> bool:
    """Whether the name of a file says that it is a part of a corpus: `ur_train`."""
    return not _NO_PEOPLE.isdisjoint(_SEPARATORS.split(stem_of(path).lower()))
