"""The dictionary suggester: strings that were labelled most of the times that they occur. Needs no library."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from models.assist.base import Found, SuggesterKind
from models.assist.sentences import Sentence, TaggedSentence, runs
from models.assist.word_vectors import WordVectors

_SHARE = 0.5  # of its places that a string is labelled at
_BEFORE = (2.0, 2.5)  # as if it had been right twice at two and a half places: one place alone proves little
_LONGEST = 8  # tokens
_FILE = "dictionary.json"

Key = tuple[str, ...]


class Dictionary:
    """Strings (match keys of tokens) with their label, and how likely another place of them has it."""

    def __init__(self, entries: Mapping[Key, tuple[str, float]]) -> None:
        self._entries = entries
        self._longest = max(map(len, entries), default=0)

    def suggest(self, sentence: Sentence) -> list[Found]:
        """Return the known strings of a sentence, the longest first at each place."""
        found, place, keys = [], 0, sentence.keys
        while place < len(keys):
            for size in range(min(self._longest, len(keys) - place), 0, -1):
                entry = self._entries.get(keys[place : place + size])
                if entry is not None:
                    found.append(Found(place, place + size, *entry))
                    place += size - 1
                    break
            place += 1
        return found

    def write(self, folder: Path) -> None:
        """Write the strings to a file in a folder."""
        rows = [[*entry, *string] for string, entry in sorted(self._entries.items())]
        (folder / _FILE).write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")


def _learn(sentences: Sequence[TaggedSentence], _known: WordVectors, folder: Path) -> Dictionary:
    labels: dict[Key, Counter[str]] = defaultdict(Counter)
    for each in sentences:
        for first, end, label in runs(each.tags):
            if end - first <= _LONGEST:
                labels[each.sentence.keys[first:end]][label] += 1
    times = _times(sentences, {*labels})
    entries = {}
    for string, counts in labels.items():
        label, count = counts.most_common(1)[0]
        places = max(times[string], count)
        if count >= _SHARE * places:
            entries[string] = label, (count + _BEFORE[0]) / (places + _BEFORE[1])
    learned = Dictionary(entries)
    learned.write(folder)
    return learned


def _times(sentences: Iterable[TaggedSentence], strings: set[Key]) -> Counter[Key]:
    """Count where strings occur, labelled or not."""
    sizes = sorted({len(string) for string in strings})
    found: Counter[Key] = Counter()
    for each in sentences:
        keys = each.sentence.keys
        for size in sizes:
            for place in range(len(keys) - size + 1):
                string = keys[place : place + size]
                if string in strings:
                    found[string] += 1
    return found


def _read(_known: WordVectors, folder: Path) -> Dictionary:
    rows = json.loads((folder / _FILE).read_text(encoding="utf-8"))
    return Dictionary({tuple(string): (label, share) for label, share, *string in rows})


SUGGESTER = SuggesterKind("dictionary", 2, _learn, _read)
