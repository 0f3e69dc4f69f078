"""A text made ready to be searched many times: its match key with an index of words, built in short steps.

Offsets are code points, end-exclusive, into the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from models.text.offsets import ceil_edge, floor_edge
from models.text.urdu import MatchKey, match_key, match_text

_BLOCK = 2_000  # code points whose key is made, or mapped back, at once
_RUNS = 2_000  # words that are indexed at once
_LETTER_OR_SPACE = re.compile(r"[^\W_]|\s")  # a text may be cut before one: no sign is parted from its letter
_PLACES = 200  # that are mapped back at once
_RUN = re.compile(r"[^\W_]+")  # as `str.isalnum` has it


class TextIndex:
    """Finds every place of a string, whole words, by match key. What was found once is found again at once."""

    def __init__(self, text: str) -> None:
        """Nothing is read yet: `step` does it piece by piece, and `places` whatever it needs."""
        self.text = text
        self.key = ""
        self.ready = False
        self._starts: list[int] = []  # of blocks, in the text
        self._key_starts: list[int] = []  # of blocks, in the key
        self._maps: dict[int, MatchKey] = {}
        self._runs: dict[str, list[int]] = {}  # a word -> where in the key it stands
        self._needles: dict[str, str] = {}
        self._found: dict[str, list[tuple[int, int]]] = {}
        self._work = self._build()

    def step(self) -> bool:
        """Do about a millisecond of the work; whether more is left."""
        return next(self._work, None) is not None

    def finish(self) -> None:
        """Do what is needed to find something."""
        while not self.ready:
            self.step()

    def _build(self) -> Iterator[bool]:
        self._starts = cuts(self.text)
        keys: list[str] = []
        length = 0
        for start, end in zip(self._starts, [*self._starts[1:], None], strict=True):
            self._key_starts.append(length)
            keys.append(match_text(self.text[start:end]))
            length += len(keys[-1])
            yield True
        self.key = "".join(keys)
        for number, run in enumerate(_RUN.finditer(self.key), start=1):
            self._runs.setdefault(run[0], []).append(run.start())
            if number % _RUNS == 0:
                yield True
        self.ready = True
        for block in range(len(self._starts)):  # the way back, which a single search needs only in parts
            yield True
            self._map(block)

    def needle(self, wanted: str) -> str:
        """The match key of a string; empty when it holds no letter or digit, as nothing is to be found then."""
        if wanted not in self._needles:
            key = match_text(wanted)
            self._needles[wanted] = key if _RUN.search(key) else ""
        return self._needles[wanted]

    def places(self, wanted: str) -> list[tuple[int, int]]:
        """Every place of a string in order, grown to whole graphemes; as `urdu.occurrences` has it."""
        for _ in self.look_up(wanted):
            pass
        return self._found[self.needle(wanted)]

    def look_up(self, wanted: str) -> Iterator[None]:
        """Find the places of a string, for `places` to give at once, in short steps."""
        needle = self.needle(wanted)
        if needle in self._found:
            return
        self.finish()
        found = []
        for number, at in enumerate(self._in_key(needle), start=1):
            found.append(self._stretch(at, at + len(needle)))
            if number % _PLACES == 0:
                yield
        self._found[needle] = found

    def _in_key(self, needle: str) -> Iterator[int]:
        if not needle:
            return
        done = 0
        for at in self._candidates(needle):
            end = at + len(needle)
            if at >= done and self.key.startswith(needle, at) and not (self._joins(at) or self._joins(end)):
                done = end
                yield at

    def _candidates(self, needle: str) -> Iterator[int]:
        first = _RUN.match(needle)
        if first is not None:
            yield from self._runs.get(first[0], ())
            return
        at = self.key.find(needle)
        while at >= 0:
            yield at
            at = self.key.find(needle, at + 1)

    def _joins(self, index: int) -> bool:
        """Whether `index` lies between two characters of one word."""
        return 0 < index < len(self.key) and self.key[index - 1].isalnum() and self.key[index].isalnum()

    def _stretch(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of text behind key characters `[start, end)`, grown to whole graphemes."""
        return floor_edge(self.text, self._piece(start)[0]), ceil_edge(self.text, self._piece(end - 1)[1])

    def _piece(self, index: int) -> tuple[int, int]:
        block = bisect_right(self._key_starts, index) - 1
        base, key, inside = self._starts[block], self._map(block), index - self._key_starts[block]
        return base + key.starts[inside], base + key.ends[inside]

    def _map(self, block: int) -> MatchKey:
        if block not in self._maps:
            end = self._starts[block + 1] if block + 1 < len(self._starts) else len(self.text)
            self._maps[block] = match_key(self.text[self._starts[block] : end])
        return self._maps[block]


def cuts(text: str) -> list[int]:
    """Where blocks begin: never between a letter and its signs, so the keys of blocks joined are the text's key."""
    found = [0]
    while place := _LETTER_OR_SPACE.search(text, found[-1] + _BLOCK):
        found.append(place.start())
    return found
