"""A text that is searched by match key, once or many times, so that ی finds ي and diacritics do not matter.

Preparing it takes short steps: the match keys of its blocks, an index of its words, then the maps back to the text.
A search does first what it needs of them, and maps back only the blocks around its matches. Offsets are code points,
end-exclusive, into the text; every match is grown to whole graphemes.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import chain

from models.text.offsets import ceil_edge, floor_edge
from models.text.urdu import MatchKey, match_key, match_text

_BLOCK = 1_000  # code points whose key is made, or mapped back, in one step
_WORDS = 2_000  # words that are indexed in one step
_MATCHES = 200  # matches that are mapped back in one step
_LETTER_OR_SPACE = re.compile(r"[^\W_]|\s")  # a text may be cut before one: no sign is parted from its letter
_WORD = re.compile(r"[^\W_]+")  # as `str.isalnum` has it


class TextIndex:
    """Finds the matches of strings in one text. `find` searches once; `matches` keeps what it has found."""

    def __init__(self, text: str) -> None:
        """Prepare nothing yet: `step` does it piece by piece, `find` and `matches` whatever they need."""
        self.text = text
        self.key = ""
        self.ready = False  # for `matches`
        self._keyed = False
        self._starts: list[int] = []  # of blocks, in the text
        self._key_starts: list[int] = []  # of blocks, in the key
        self._maps: dict[int, MatchKey] = {}
        self._words: dict[str, list[int]] = {}  # a word -> where in the key it stands
        self._needles: dict[str, str] = {}
        self._matches: dict[str, list[tuple[int, int]]] = {}
        self._work = chain(self._make_key(), self._index_words(), self._make_maps())

    def step(self) -> bool:
        """Do about a millisecond of the preparation. Returns whether more is left."""
        return next(self._work, None) is not None

    def _make_key(self) -> Iterator[bool]:
        self._starts = _cuts(self.text)
        keys: list[str] = []
        length = 0
        for start, end in zip(self._starts, [*self._starts[1:], None], strict=True):
            if keys:
                yield True
            self._key_starts.append(length)
            keys.append(match_text(self.text[start:end]))
            length += len(keys[-1])
        self.key = "".join(keys)
        self._keyed = True
        yield True  # who searches once needs no more

    def _index_words(self) -> Iterator[bool]:
        for number, word in enumerate(_WORD.finditer(self.key), start=1):
            self._words.setdefault(word[0], []).append(word.start())
            if number % _WORDS == 0:
                yield True
        self.ready = True

    def _make_maps(self) -> Iterator[bool]:
        for block in range(len(self._starts)):
            yield True
            self._map(block)

    def find(self, wanted: str, *, whole_words: bool = False) -> Iterator[tuple[int, int]]:
        """Yield each match of a string, in order, not overlapping; inside words, too, unless `whole_words`."""
        while not self._keyed:
            self.step()
        needle = match_text(wanted)
        return self._grown(needle, self._in_key(needle, self._everywhere(needle), whole_words))

    def matches(self, wanted: str) -> list[tuple[int, int]]:
        """Return all whole-word matches of a string, in order; none for one without a letter or digit."""
        for _ in self.look_up(wanted):
            pass
        return self._matches[self.needle(wanted)]

    def look_up(self, wanted: str) -> Iterator[None]:
        """Find the matches of a string in short steps, for `matches` to return them at once."""
        needle = self.needle(wanted)
        if needle in self._matches:
            return
        while not self.ready:
            self.step()
        found = []
        starts = self._in_key(needle, self._candidates(needle), whole_words=True)
        for number, match in enumerate(self._grown(needle, starts), start=1):
            found.append(match)
            if number % _MATCHES == 0:
                yield
        self._matches[needle] = found

    def needle(self, wanted: str) -> str:
        """Return the match key of a string; empty when it holds no letter or digit, as `matches` has none then."""
        if wanted not in self._needles:
            key = match_text(wanted)
            self._needles[wanted] = key if _WORD.search(key) else ""
        return self._needles[wanted]

    def _in_key(self, needle: str, candidates: Iterable[int], whole_words: bool) -> Iterator[int]:
        """Yield those candidates at which the needle stands, none inside the match before."""
        done = 0
        for at in candidates:
            end = at + len(needle)
            if at < done or not self.key.startswith(needle, at):
                continue
            if not (whole_words and (self._is_in_word(at) or self._is_in_word(end))):
                done = end
                yield at

    def _candidates(self, needle: str) -> Iterable[int]:
        """Return where the first word of the needle stands, by the index; for another beginning, as `_everywhere`."""
        first = _WORD.match(needle)
        return self._everywhere(needle) if first is None else self._words.get(first[0], ())

    def _everywhere(self, needle: str) -> Iterator[int]:
        at = self.key.find(needle) if needle else -1
        while at >= 0:
            yield at
            at = self.key.find(needle, at + 1)

    def _is_in_word(self, index: int) -> bool:
        """Return whether `index` lies between two characters of one word."""
        return 0 < index < len(self.key) and self.key[index - 1].isalnum() and self.key[index].isalnum()

    def _grown(self, needle: str, starts: Iterable[int]) -> Iterator[tuple[int, int]]:
        """Yield the stretches of text behind the needle at these places of the key, grown to whole graphemes."""
        for at in starts:
            start, end = self._piece(at)[0], self._piece(at + len(needle) - 1)[1]
            yield floor_edge(self.text, start), ceil_edge(self.text, end)

    def _piece(self, index: int) -> tuple[int, int]:
        """Return the stretch of text behind one character of the key."""
        block = bisect_right(self._key_starts, index) - 1
        base, key, inside = self._starts[block], self._map(block), index - self._key_starts[block]
        return base + key.starts[inside], base + key.ends[inside]

    def _map(self, block: int) -> MatchKey:
        if block not in self._maps:
            end = self._starts[block + 1] if block + 1 < len(self._starts) else len(self.text)
            self._maps[block] = match_key(self.text[self._starts[block] : end])
        return self._maps[block]


def _cuts(text: str) -> list[int]:
    """Return where blocks begin: never between a letter and its signs, so that their keys joined are the text's."""
    starts = [0]
    while cut := _LETTER_OR_SPACE.search(text, starts[-1] + _BLOCK):
        starts.append(cut.start())
    return starts
