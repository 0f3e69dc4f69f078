"""Equal and near-equal texts, found in time linear in their number and in at most 200 bytes a text.

Texts are compared by the words of their match keys: white space, punctuation, spelling and signs make no difference.
Two are near-equal when both have `LEAST` words and share `NEAR` of all sequences of `SHINGLE` words that either has
(Jaccard). Of each text the `SKETCH` smallest hashes of its sequences are kept (a bottom-k sketch, Cohen and Kaplan
2007); whoever shares one of them is a candidate, and is compared exactly if the sketches do not speak against it.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b
from heapq import nsmallest
from itertools import groupby, pairwise
from zlib import crc32

from models.text.urdu import match_text

SHINGLE = 3
"""Words in a sequence: one that is changed in a text changes three sequences."""
LEAST = 10
"""Words from which on a text can be near-equal to another one; shorter ones are equal or not."""
NEAR = 0.4
"""The share of common sequences from which on texts are near-equal; of different texts it is under 0.1."""
SKETCH = 16
"""Hashes of 4 bytes that are kept of a text."""
_HINT = 1 / 6  # of sketches in common; three of 16, where texts at NEAR have six
_WINDOW = 4  # further texts with the same hash that a text is compared with: many share a phrase
_WORD = re.compile(r"[^\W_]+")
_MIX, _MASK, _MASK64 = 0x9E3779B1, 0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF


class Together:
    """Sets of numbers from 0 on that belong together (union-find), in 4 bytes a number."""

    def __init__(self, count: int) -> None:
        self._parents = array("I", range(count))

    def root(self, number: int) -> int:
        """Return the smallest number of the set."""
        parents = self._parents
        while parents[number] != number:
            parents[number] = number = parents[parents[number]]
        return number

    def unite(self, one: int, other: int) -> None:
        """Make one set of those of two numbers."""
        one, other = self.root(one), self.root(other)
        self._parents[max(one, other)] = min(one, other)

    def unite_equal(self, keys: array[int], numbers: array[int] | range) -> None:
        """Unite the numbers whose keys, in the same places, are equal."""
        order = sorted(range(len(keys)), key=keys.__getitem__)
        for one, other in pairwise(order):
            if keys[one] == keys[other]:
                self.unite(numbers[one], numbers[other])

    def copy(self) -> Together:
        """Return the same sets, to go on from."""
        made = Together(0)
        made._parents = self._parents[:]
        return made


def key_of(text: str) -> int:
    """Return 64 bits that are the same for texts whose words are equal."""
    return _digest(*_words(text))


def _words(text: str) -> tuple[str, list[str]]:
    key = match_text(text)
    return key, _WORD.findall(key)


def _digest(key: str, words: list[str]) -> int:
    # Of a text without words, its signs.
    return int.from_bytes(blake2b(" ".join(words or key.split()).encode(), digest_size=8).digest())


def _shingles(words: list[str]) -> frozenset[int]:
    """Return the hashes of all sequences of words; none for a text that is too short. Never 0."""
    if len(words) < LEAST:
        return frozenset()
    followed = zip(words, words[1:], words[2:], strict=False)
    return frozenset((crc32(f"{one} {two} {three}".encode()) * _MIX & _MASK) or 1 for one, two, three in followed)


class Likeness:
    """Takes texts one by one, each with the next number from 0 on, and says which belong together."""

    def __init__(self) -> None:
        self._digests, self._sketches = array("Q"), array("I")

    def add(self, text: str) -> None:
        """Take the next text."""
        key, words = _words(text)
        self._digests.append(_digest(key, words))
        sketch = nsmallest(SKETCH, _shingles(words))
        self._sketches.extend(sketch + [0] * (SKETCH - len(sketch)))

    def equal(self) -> Together:
        """Return which texts are equal."""
        found = Together(len(self._digests))
        found.unite_equal(self._digests, range(len(self._digests)))
        return found

    def near(self, equal: Together, text_of: Callable[[int], str]) -> Together:
        """Return which texts are equal or near-equal. `text_of` gives a text again by its number."""
        found = equal.copy()

        @lru_cache(maxsize=64)
        def shingles(number: int) -> frozenset[int]:
            return _shingles(_words(text_of(number))[1])

        for one, others in self._candidates(equal):
            mine = frozenset(self._sketch(one))
            for other in others:
                if found.root(one) == found.root(other) or not _may_be_near(mine, self._sketch(other)):
                    continue
                here, there = shingles(one), shingles(other)
                if len(here & there) >= NEAR * len(here | there):
                    found.unite(one, other)
        return found

    def _candidates(self, equal: Together) -> Iterator[tuple[int, list[int]]]:
        """Yield texts with others that share a hash; the same pairs in whatever order the texts came."""
        for number in range(len(self._digests)):
            if equal.root(number) != number:  # the first of equal ones is enough
                self._sketches[number * SKETCH : (number + 1) * SKETCH] = array("I", [0] * SKETCH)
        for part in range(SKETCH):  # a part of the hashes at a time, for the memory
            hashes = enumerate(self._sketches)
            entries = [hash_ << 32 | at // SKETCH for at, hash_ in hashes if hash_ % SKETCH == part and hash_]
            entries.sort()
            for hash_, run in groupby(entries, key=lambda entry: entry >> 32):
                numbers = [entry & _MASK for entry in run]
                if len(numbers) > 1:
                    # Another order for each hash: neighbours differ where many texts share a phrase.
                    numbers.sort(key=lambda number: (self._digests[number] * (hash_ | 1)) & _MASK64)
                    yield from ((one, numbers[at : at + _WINDOW]) for at, one in enumerate(numbers, start=1))

    def _sketch(self, number: int) -> array[int]:
        return self._sketches[number * SKETCH : (number + 1) * SKETCH]


def _may_be_near(one: frozenset[int], other: Iterable[int]) -> bool:
    """Return whether two sketches leave it possible that their texts are near-equal."""
    common, both = one.intersection(other) - {0}, one.union(other) - {0}
    if len(common) < _HINT * min(len(both), SKETCH):  # soon said of most
        return False
    smallest = sorted(both)[:SKETCH]
    return sum(found <= smallest[-1] for found in common) >= _HINT * len(smallest)
