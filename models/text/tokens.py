"""Tokens and sentences of Urdu text. All offsets are code points, end-exclusive.

No token holds white space, and what the pattern looks at around one never reaches past white space: so a text is
cut at its spaces, and the tokens of a piece are found once, however often the piece occurs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

_LETTER_NAMES = tuple(
    "اے بی سی ڈی ای ایف جی ایچ آئی جے کے ایل ایم این او پی کیو آر ایس ٹی یو وی ڈبلیو ایکس وائی زیڈ زی".split(" ")
)


def _spellings(name: str) -> str:
    """Return a pattern for a letter's name as news sites really encode it."""
    variants = {"ی": "[یيى]", "ک": "[کك]", "آ": "(?:آ|ا\u0653)", "ئ": "(?:ئ|[یيى]\u0654)"}
    return "".join(variants.get(letter, letter) for letter in name)


_NAME = "(?:" + "|".join(_spellings(name) for name in sorted(_LETTER_NAMES, key=len, reverse=True)) + ")"
_WORD_CHARACTERS = r"[\p{L}\p{M}\p{N}_]"
_TOKEN = rf"""
    (?P<word>
        (?:https?://|www\.)[^\s\x1c-\x1f<>"'”“،؛۔؟]*[^\s\x1c-\x1f<>"'”“،؛۔؟.,;:!?)\]}}]  # URL without its last stop
      | [\w.+-]+@[\w-]+(?:\.[\w-]+)+                                             # e-mail address
      | [@#]{_WORD_CHARACTERS}+                                                  # handle, hashtag
      | (?<!{_WORD_CHARACTERS}){_NAME}(?:۔{_NAME})+(?!{_WORD_CHARACTERS})          # acronym: ایم۔کیو۔ایم
      | (?<!{_WORD_CHARACTERS})\p{{Lu}}\.(?:\p{{Lu}}\.)+                           # acronym: U.S.
      | [$€£₹₨]?\p{{Nd}}+(?:[.,٫٬:/-]\p{{Nd}}+)*{_WORD_CHARACTERS}*                # $9M, 3.5, 2023ء, 18سالہ
      | {_WORD_CHARACTERS}+(?:(?:[\u200c\u200d]+|(?<=\p{{Latin}})['’-](?=\p{{Latin}})){_WORD_CHARACTERS}+)*
    )
  | (?P<other>[^\s\x1c-\x1f\p{{Cf}}\p{{Z}}]\p{{M}}*(?:\u200d[^\s\x1c-\x1f\p{{Z}}]\p{{M}}*)*)
    """


@cache
def _pattern() -> re.Pattern[str]:
    """Made when a text is first looked into, not at the start of the program: regex takes as long as half of Qt."""
    import regex  # noqa: PLC0415

    return regex.compile(_TOKEN, regex.VERBOSE)  # type: ignore[return-value]


class Token(NamedTuple):
    """A word or a punctuation mark at `[start, end)`."""

    start: int
    end: int
    is_word: bool


_STOP_SIGNS = "۔؟!?.…"
_STOPS = frozenset(_STOP_SIGNS)
_REST_OF_END = re.compile(rf"""[{_STOP_SIGNS}"'”’»)\]}}]*(?:[^\S\n]*[{_STOP_SIGNS}])*\s*""")
_MOST_PIECES = 100_000
_LONGEST_PIECE = 64  # code points; a longer one hardly comes twice


_Piece = tuple[tuple[tuple[int, int, bool], ...], tuple[str, ...], tuple[tuple[int, bool], ...], tuple[int, ...], bool]
"""Of a piece of text without spaces: its tokens, with offsets into it, and their texts; where sentences may end: the
number of a token, and whether it is a stop, else the first after a line end, maybe of the next piece; after which
tokens something else than a space stands, -1 for the last one before the piece; whether the piece is one token, and
nothing of all this is the case. A bare tuple: a named one takes a third longer to take apart.
"""


class _Pieces(dict[str, _Piece]):
    """Piece -> its tokens, filled as pieces are met, emptied when there are too many."""

    def __missing__(self, piece: str) -> _Piece:
        matches = _pattern().finditer(piece)
        found = tuple((match.start(), match.end(), match.lastgroup == "word") for match in matches)
        texts = tuple(piece[start:end] for start, end, _ in found)
        closing, gaps = tuple(_closing(piece, found)), tuple(_gaps(piece, found))
        made = (found, texts, closing, gaps, texts == (piece,) and not closing)
        if len(piece) <= _LONGEST_PIECE:
            if len(self) >= _MOST_PIECES:
                self.clear()
            self[piece] = made
        return made


def _closing(piece: str, found: tuple[tuple[int, int, bool], ...]) -> list[tuple[int, bool]]:
    """Return where sentences may end in a piece, in order; see `_Piece`."""
    stops = [(number, True) for number, token in enumerate(found) if _is_stop(piece, *token)]
    line_ends = [place for place, sign in enumerate(piece) if sign == "\n"]
    return sorted({*stops, *((sum(start <= place for start, _, _ in found), False) for place in line_ends)})


def _gaps(piece: str, found: tuple[tuple[int, int, bool], ...]) -> list[int]:
    """Return after which tokens of a piece something else than a space stands; see `_Piece`."""
    inside = [*range(len(found) - 1)]
    if not found:
        return [-1]
    return [*([-1] if found[0][0] else []), *inside, *([len(inside)] if found[-1][1] < len(piece) else [])]


_PIECES = _Pieces()


def _is_stop(text: str, start: int, end: int, is_word: bool) -> bool:
    if is_word or text[start] not in _STOPS:
        return False
    if text[start] != ".":
        return True
    following = text[end : end + 1]
    return not following.isascii() or not following.isalnum()


def tokens(text: str, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """Yield words and punctuation marks in order; only white space and hidden characters lie between them."""
    last = len(text) if end is None else end
    make = tuple.__new__
    if start and text[start - 1] != " ":  # what stands before may belong to it
        space = text.find(" ", start, last)
        last_here = last if space < 0 else space
        for match in _pattern().finditer(text, start, last_here):
            yield Token(match.start(), match.end(), match.lastgroup == "word")
        start = last_here + 1
    while start < last:
        space = text.find(" ", start, last)
        if space < 0:
            space = last
        for first, after, is_word in _PIECES[text[start:space]][0]:
            yield make(Token, (start + first, start + after, is_word))
        start = space + 1


def words(text: str) -> list[tuple[int, int]]:
    """Return the words of `text`, punctuation left out."""
    return [(token.start, token.end) for token in tokens(text) if token.is_word]


class Columns(NamedTuple):
    """The tokens of a text, column by column; `sentences`: how many tokens there are before each sentence's end.

    The last of them is the number of all tokens; a sentence without tokens has none. `gaps`: the numbers of all tokens
    after which something else than one space may stand, in order.
    """

    texts: list[str]
    starts: list[int]
    ends: list[int]
    sentences: list[int]
    gaps: Sequence[int]


class Parts(NamedTuple):
    """The tokens of a text, and its sentences as `sentences` gives them."""

    tokens: Columns
    sentences: list[tuple[int, int]]


def columns(text: str) -> Columns:
    """Return all tokens of `text`, as `tokens` gives them, and its sentences, as `sentences` gives them."""
    return _with_ends(text)[0]


def tokens_and_sentences(text: str) -> Parts:
    """Return `columns` and `sentences` of `text`, looked for once."""
    found, ends = _with_ends(text)
    return Parts(found, _stretches(ends, len(text)))


def _with_ends(text: str) -> tuple[Columns, list[int]]:
    """Return the tokens of `text`, and where its sentences end."""
    found, closing = _columns(text)
    sentence_ends, befores = _sentence_ends(text, found, closing)
    count = len(found.texts)
    if count and befores[-1:] != [count]:
        befores.append(count)
    return found._replace(sentences=befores), sentence_ends


def _columns(text: str) -> tuple[Columns, list[tuple[int, bool]]]:
    """Return tokens, without sentences, and where these may end: the number of a token, whether it is a stop."""
    texts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    gaps: list[int] = []
    closing: list[tuple[int, bool]] = []
    pieces, position = _PIECES, 0
    for piece in text.split(" "):
        found, of_piece, of_ends, of_gaps, whole = pieces[piece]
        if whole:
            texts.append(piece)
            starts.append(position)
            position += len(piece)
            ends.append(position)
            position += 1
            continue
        count = len(starts)
        for number in of_gaps:
            gaps.append(count + number)
        if of_ends:
            closing += [(count + number, is_stop) for number, is_stop in of_ends]
        texts += of_piece
        for first, after, _ in found:
            starts.append(position + first)
            ends.append(position + after)
        position += len(piece) + 1
    if texts:
        gaps.append(len(texts) - 1)
    return Columns(texts, starts, ends, [], [number for number in gaps if number >= 0]), closing


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the sentences of `text`, white space after each included, so that joined they are the text.

    A sentence ends after ۔ ؟ ! . with the quotes that close it, and at each line end.
    """
    return _stretches(_sentence_ends(text, *_columns(text))[0], len(text))


def _stretches(ends: list[int], length: int) -> list[tuple[int, int]]:
    """Return what lies between the ends of sentences, to the end of the text."""
    if not ends or ends[-1] < length:
        ends = [*ends, length]
    return [(start, end) for start, end in pairwise((0, *ends)) if end > start]


def _sentence_ends(text: str, tokens: Columns, closing: list[tuple[int, bool]]) -> tuple[list[int], list[int]]:
    """Return where sentences end, and how many tokens there are before each of those. See `_columns` for `closing`."""
    starts, ends = tokens.starts, tokens.ends
    found: list[int] = []
    befores: list[int] = []
    done, count = 0, len(starts)
    for number, is_stop in closing:
        if number == count:  # nothing comes after the last line end
            break
        start = starts[number]
        if start < done:  # a stop or quote that already closed the sentence before
            continue
        if number and starts[number - 1] >= done:
            line_end = text.rfind("\n", ends[number - 1], start)
            if line_end >= 0:
                done = line_end + 1
                found.append(done)
                befores.append(number)
        if is_stop:
            done = _end_of_stop(text, ends[number])
            found.append(done)
            before = number + 1
            while before < count and starts[before] < done:
                before += 1
            befores.append(before)
    return found, befores


def _end_of_stop(text: str, position: int) -> int:
    """Return the end of stops, closing quotes and white space that follow a stop; a line end closes at once."""
    found = _REST_OF_END.match(text, position)
    assert found is not None  # it may be empty
    return found.end()
