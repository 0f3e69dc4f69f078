"""Short names of labels, for chips: unique, from initials or consonants, and no other word."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import count

from models.base.entities import Label, LabelId

_WHOLE = 4  # letters of a name that is its own short name
_MOST = 4  # letters of a short name, without the number that tells it from others
_PARTS = re.compile(r"\d+|[^\W\d_]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")  # where a word begins in camelCase
_VOWELS = frozenset("aeiouاآوىیيےئؤأإٱء")
_ARABIC = "ARABIC"


def short_names(labels: Iterable[Label]) -> dict[LabelId, str]:
    """Return what the chips of these labels say, no two alike: their own short names, else ones made of their names.

    Of labels that bear the same short name, the first keeps it.
    """
    every = tuple(labels)
    taken, found = set[str](), dict[LabelId, str]()
    for label in every:
        if label.short and _folded(label.short) not in taken:
            found[label.id] = label.short
            taken.add(_folded(label.short))
    names = Counter(name for label in every for name in _names_of(label))
    for label in every:
        if label.id not in found:
            own = _names_of(label)
            short = _first_free(label.name, lambda each, own=own: each in taken or names[each] > (each in own))  # type: ignore[misc]
            found[label.id] = short
            taken.add(_folded(short))
    return {label.id: found[label.id] for label in every}


def short_name(name: str, taken: Iterable[str] = ()) -> str:
    """Return a short name that is none of `taken`, whatever their case: the initials of several words, the first
    letter and consonants of one. Urdu letters stand apart, as joined they would be read as a word.
    """
    known = {_folded(each) for each in taken}
    return _first_free(name, lambda each: each in known)


def _names_of(label: Label) -> set[str]:
    return {_folded(name) for name in (label.name, label.urdu_name)}


def _first_free(name: str, is_taken: Callable[[str], bool]) -> str:
    """Return the first candidate that is free, folded; else the best of them with a number."""
    shorts = list(dict.fromkeys(filter(None, _candidates(name)))) or ["?"]
    free = next((short for short in shorts if not is_taken(_folded(short))), "")
    gap = " " if " " in shorts[0] else ""
    return free or next(each for n in count(2) if not is_taken(_folded(each := f"{shorts[0]}{gap}{n}")))


def _candidates(name: str) -> Iterator[str]:
    name = unicodedata.normalize("NFC", name).strip()
    if len(name) <= _WHOLE:
        yield name
    parts = _PARTS.findall(_HUMP.sub(" ", name))
    if len(parts) > 1:
        yield _spelt(_initials(parts))
        head = _skeleton(parts[0])
        for more in (2, 3):
            if len(head) >= more:
                yield _spelt([*head[:more], *_initials(parts[1:])])
    elif parts:
        letters = _skeleton(parts[0])
        rooted = _is_arabic(letters[0])  # there three consonants in a row are often a word of their own
        ways = (letters[:2] + letters[-1:], letters[:3]) if rooted else (letters[:3], letters[:2] + letters[-1:])
        for way in (*ways, letters[:_MOST], letters[:1] + letters[2:4]):
            yield _spelt(way)


def _initials(parts: list[str]) -> list[str]:
    """Return the first letter of each word; a number stays whole, as it is what tells the names apart."""
    words = parts if len(parts) <= _MOST else [*parts[: _MOST - 1], parts[-1]]
    return [part if part.isdigit() else part[0] for part in words]


def _skeleton(word: str) -> list[str]:
    """Return the first letter of a word and its consonants, each once in a row, and its last letter if they are few."""
    letters = [word[0]]
    for letter in word[1:]:
        if letter.isalpha() and letter.casefold() not in _VOWELS and letter != letters[-1]:
            letters.append(letter)
    if len(letters) < 3 and word[-1].isalpha() and word[-1] != letters[-1]:
        letters.append(word[-1])
    return letters


def _spelt(letters: list[str]) -> str:
    arabic = any(map(_is_arabic, letters))
    return (" " if arabic else "").join(letters if arabic else map(str.upper, letters))


def _is_arabic(letter: str) -> bool:
    return unicodedata.name(letter[0], "").startswith(_ARABIC)


def _folded(name: str) -> str:
    return name.replace(" ", "").casefold()
