"""Urdu text: match keys with an exact map back, and words under a caret. The only importer of urduhack.

All offsets are code points, end-exclusive, into the text that was given; the text is never changed.
"""

from __future__ import annotations

import importlib.util
import re
import sys
import types
import unicodedata
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import takewhile

from models.text.offsets import trim_space
from models.text.tokens import Token, tokens

# regex and urduhack are loaded when a text is first looked into, not at the start of the program: together
# they take longer than Qt.


@cache
def _pattern(source: str) -> re.Pattern[str]:
    """Return a compiled pattern with Unicode properties such as \\p{M}."""
    import regex  # noqa: PLC0415

    return regex.compile(source)  # type: ignore[return-value]


def _bare_package(name: str) -> None:
    """Put `name` into sys.modules without running its __init__, which would import TensorFlow."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.submodule_search_locations is None:
        raise ImportError(f"{name} is not installed")
    module = types.ModuleType(name)
    module.__path__ = list(spec.submodule_search_locations)
    sys.modules[name] = module


@cache
def _urduhack_normalize() -> Callable[[str], str]:
    if "urduhack" not in sys.modules:
        _bare_package("urduhack")
    from urduhack.normalization import normalize  # type: ignore[import-untyped]  # noqa: PLC0415

    return normalize  # type: ignore[no-any-return]


# Runs of all but the characters that are their own key.
_ODD = re.compile(
    "[^\n-@\\[-~\u060c\u061b\u061d-\u0628\u062a-\u063f\u0641\u0642\u0644-\u0646\u0648\u0671-\u06bf"
    "\u06c1-\u06d4\u2010-\u2027]+"
)
_WORTH_KEEPING = 32  # characters: longer runs do not come again
_MARKED = r"\P{M}\p{M}+"
_CLUSTER = r"\P{M}\p{M}*|\p{M}+"
_MARK = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08d3-\u08ff]")
_HIDDEN = r"\p{Cf}"
_SPACE = r"[\p{Zs}\t]"
_ARABIC_FORMS = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")
_YE_HAMZA = r"[\u06cc\u0649](?=\p{M}*\u0654)"
# After urduhack: what it leaves apart though a reader does not, and digits as most text has them.
_FIXES = str.maketrans(
    {"\u06c0": "\u06c2", "\u06d5": "\u06c1", "\u2028": "\n", "\u2029": "\n"}
    | {chr(0x06F0 + digit): str(digit) for digit in range(10)}
)


def _letters_of_form(match: re.Match[str]) -> str:
    """Return the letters behind a presentation form; signs that stand for a phrase (ﷺ) stay what they are."""
    letters = unicodedata.normalize("NFKC", match[0])
    return letters if letters.isalpha() else match[0]


@lru_cache(maxsize=8192)
def _cluster_key(cluster: str) -> str:
    """Return the key of one base character with its marks; empty when nothing of it is to be matched."""
    # Presentation forms first: urduhack takes ﻳ for ے and ﻫ for ھ, and knows no lam-alef with signs.
    key = unicodedata.normalize("NFC", _ARABIC_FORMS.sub(_letters_of_form, cluster))
    key = _pattern(_YE_HAMZA).sub("\u0626", key)
    key = _urduhack_normalize()(key).translate(_FIXES)
    key = _pattern(_SPACE).sub(" ", _pattern(_HIDDEN).sub("", _MARK.sub("", key)))
    return unicodedata.normalize("NFC", key.casefold())


class _KeyTable(dict[int, str]):
    """What `str.translate` needs, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        key = self[code] = _cluster_key(chr(code))
        return key


_KEYS = _KeyTable()


def match_text(text: str) -> str:
    """Return the match key of `text` without its map: what is searched for, and what the index holds.

    Twenty times faster than `match_key`, whose key it always equals: only what is not plain is looked at.
    """
    pieces: list[str] = []
    done = 0
    for match in _ODD.finditer(text):
        start = max(match.start() - 1, done)  # the letter before may carry the marks that follow
        end = match.end()
        key = _stretch_key if end - start < _WORTH_KEEPING else _stretch_key.__wrapped__
        pieces += (text[done:start], key(text[start:end]))
        done = end
    return "".join((*pieces, text[done:])) if pieces else text


@lru_cache(maxsize=8192)
def _stretch_key(text: str) -> str:
    return _pattern(_MARKED).sub(lambda match: _cluster_key(match[0]), text).translate(_KEYS)


@dataclass(frozen=True, slots=True)
class MatchKey:
    """A match key and, for each of its characters, the piece `[start, end)` of the text that it stands for."""

    key: str
    starts: array[int]
    ends: array[int]


def match_key(text: str) -> MatchKey:
    """NFC, urduhack's normalisation and its fixes, cluster by cluster, with the map back to `text`."""
    parts: list[str] = []
    starts, ends = array("I"), array("I")
    for match in _pattern(_CLUSTER).finditer(text):
        key = _cluster_key(match[0])
        parts.append(key)
        for _ in key:
            starts.append(match.start())
            ends.append(match.end())
    return MatchKey("".join(parts), starts, ends)


_STRETCH = 400  # code points of context when a paragraph is longer: longer than any word


def _around(text: str, start: int, end: int) -> list[Token]:
    """Return the tokens of the lines that `[start, end)` touches, cut at white space in very long lines."""
    first = text.rfind("\n", 0, start) + 1
    if start - first > _STRETCH:
        first = max(text.rfind(" ", 0, start - _STRETCH) + 1, first)
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    if last - end > _STRETCH:
        space = text.find(" ", end + _STRETCH, last)
        last = space if space >= 0 else last
    return list(tokens(text, first, last))


def word_at(text: str, position: int) -> tuple[int, int] | None:
    """Return the word in or beside which a caret at `position` stands, the one after it first; None between others."""
    found = None
    for token in _around(text, position, position):
        if token.is_word and token.start <= position <= token.end:
            if position < token.end:
                return token.start, token.end
            found = token.start, token.end
    return found


def _words_touched(text: str, start: int, end: int) -> list[Token]:
    return [token for token in _around(text, start, end) if token.is_word and token.start < end and token.end > start]


def snap_to_words(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return `[start, end)` grown to the words it touches, without punctuation at its ends; None without one."""
    words = _words_touched(text, start, end)
    return (words[0].start, words[-1].end) if words else None


def words_within(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the words that `[start, end)` touches, cut to it, in order."""
    return [(max(word.start, start), min(word.end, end)) for word in _words_touched(text, start, end)]


def trim_edges(text: str, start: int, end: int) -> tuple[int, int]:
    """Return `[start, end)` without white space and punctuation at its ends; without white space if nothing else is.

    Punctuation inside a word (the stops of an acronym) stays.
    """
    rest = [
        token
        for token in _around(text, start, end)
        if token.start < end and token.end > start and not _is_punctuation(text, token)
    ]
    if not rest:
        return trim_space(text, start, end)
    return max(rest[0].start, start), min(rest[-1].end, end)


def _is_punctuation(text: str, token: Token) -> bool:
    return not token.is_word and unicodedata.category(text[token.start]).startswith("P")


def word_after(text: str, position: int) -> int:
    """Return where a caret at `position` goes with "a word on": the end of the word that it is in or before."""
    for token in tokens(text, max(0, text.rfind("\n", 0, position))):
        if token.is_word and token.end > position:
            return token.end
    return len(text)


def word_before(text: str, position: int) -> int:
    """Return where a caret at `position` goes with "a word back": the start of the word that it is in or after."""
    line = position
    while line > 0:
        line = text.rfind("\n", 0, line)
        found = takewhile(lambda token: token.start < position, tokens(text, max(line, 0)))  # never cut at position
        if starts := [token.start for token in found if token.is_word]:
            return starts[-1]
    return 0
