"""What a sequence learner is told of each word of a sentence."""

from __future__ import annotations

from functools import lru_cache

from models.assist.sentences import Sentence
from models.assist.word_vectors import SIZES, WordVectors

VERSION = 1
"""Goes up with each change here: models of another version are learned anew."""
_AFFIX = 4  # letters of the longest beginning and end
_NEAR = (-2, -1, 0, 1, 2)
_LONG = 8  # letters: longer words are as long


def features(sentence: Sentence, known: WordVectors, *, vectors: bool = True) -> list[dict[str, float]]:
    """Return name -> value for each word: its own form, its neighbours, their clusters, and its vector."""
    keys, last = sentence.keys, len(sentence.keys)
    groups = [known.clusters.get(key) for key in keys]
    found = []
    for place, key in enumerate(keys):
        names = dict(_form(key))
        for distance in _NEAR:
            at = place + distance
            if not 0 <= at < last:
                names[f"w{distance}=<>"] = 1.0
                continue
            names[f"w{distance}={keys[at]}"] = 1.0
            if (group := groups[at]) is not None:
                for size, number in zip(SIZES, group, strict=True):
                    names[f"c{distance}/{size}={number}"] = 1.0
        if vectors and (values := known.vectors.get(key)) is not None:
            for number, value in enumerate(values):
                names[f"v{number}"] = value
        found.append(names)
    return found


@lru_cache(maxsize=50_000)
def _form(key: str) -> tuple[tuple[str, float], ...]:
    """Return what a word's own form tells: beginnings and ends, kinds of characters, length."""
    names = [f"p{size}={key[:size]}" for size in range(1, min(_AFFIX, len(key)) + 1)]
    names += [f"s{size}={key[-size:]}" for size in range(1, min(_AFFIX, len(key)) + 1)]
    names += [f"shape={_shape(key)}", f"length={min(len(key), _LONG)}", "bias"]
    return tuple((name, 1.0) for name in names)


def _shape(key: str) -> str:
    """Return the kinds of characters in order, each once: letters of Urdu, Latin ones, digits, signs."""
    kinds: list[str] = []
    for character in key:
        kind = "9" if character.isdigit() else "u" if character > "\u05ff" and character.isalpha() else ""
        kind = kind or ("a" if character.isalpha() else ".")
        if not kinds or kinds[-1] != kind:
            kinds.append(kind)
    return "".join(kinds)
