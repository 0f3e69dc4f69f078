"""Characters that nobody sees, or that reorder what stands around them: named, so that names can be shown with them.

A project keeps names as they came. Whoever shows one shows `marked` of it: a title that turns the line around, or a
label that moves a terminal's cursor, then is an odd name and no more.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class HiddenCharacter:
    """A character that nobody sees: a short name for a mark, and the name that a person looks up."""

    short: str
    name: str


HIDDEN = {
    character: HiddenCharacter(short, name)
    for character, short, name in (
        ("\u00a0", "NBSP", "no-break space"),
        ("\u00ad", "SHY", "soft hyphen"),
        ("\u061c", "ALM", "Arabic letter mark"),
        ("\u200b", "ZWSP", "zero-width space"),
        ("\u200c", "ZWNJ", "zero-width non-joiner"),
        ("\u200d", "ZWJ", "zero-width joiner"),
        ("\u200e", "LRM", "left-to-right mark"),
        ("\u200f", "RLM", "right-to-left mark"),
        ("\u2028", "LS", "line separator"),
        ("\u2029", "PS", "paragraph separator"),
        ("\u202a", "LRE", "left-to-right embedding"),
        ("\u202b", "RLE", "right-to-left embedding"),
        ("\u202c", "PDF", "pop directional formatting"),
        ("\u202d", "LRO", "left-to-right override"),
        ("\u202e", "RLO", "right-to-left override"),
        ("\u202f", "NNBSP", "narrow no-break space"),
        ("\u2060", "WJ", "word joiner"),
        ("\u2066", "LRI", "left-to-right isolate"),
        ("\u2067", "RLI", "right-to-left isolate"),
        ("\u2068", "FSI", "first strong isolate"),
        ("\u2069", "PDI", "pop directional isolate"),
        ("\ufeff", "BOM", "zero-width no-break space"),
    )
}

# What is no part of a name: C0 and C1 controls, marks of direction, zero width, fillers, tags, halves of pairs.
# Urdu needs the non-joiner and emoji the joiner: they count only where they have nothing beside them.
_ODD = "\0-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e"
_ODD += "\u2060-\u206f\u3164\ud800-\udfff\ufeff\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
_LONE = "(?<!\\S)[\u200c\u200d]+|[\u200c\u200d]+(?!\\S)|(?<=[\u200c\u200d])[\u200c\u200d]+"
_MARKED = re.compile(f"[{_ODD}\t\n]|{_LONE}")
_MARKED_IN_TEXT = re.compile(f"[{_ODD}]|{_LONE}")
_CONTROLS = {"\0": "NUL", "\t": "TAB", "\n": "LF", "\r": "CR", "\x1b": "ESC", "\x7f": "DEL", "\x85": "NEL"}
_ISOLATES = "\u2066\u2067\u2068\u2069"  # three begin one, the last ends it
_OPEN, _SHUT = "\u27e6", "\u27e7"  # ⟦ ⟧


def marked(text: str, *, lines: bool = False) -> str:
    """Return `text` with a mark such as ⟦RLO⟧ for each character that cannot be seen or reorders others.

    It then is one line, safe on a screen and on a terminal; with `lines`, line ends and tabs stay.
    """
    if text.isascii() and text.isprintable():
        return text
    return (_MARKED_IN_TEXT if lines else _MARKED).sub(lambda found: "".join(map(_mark, found[0])), text)


def file_name(name: str) -> str:
    """A file's name set apart from the sentence around it; its suffix stays on its right, whatever the direction.

    A name that begins from right to left and has Latin letters, too, as "لاہور (damaged)", is told from left to right.
    """
    stem, dot, suffix = name.rpartition(".")
    if not stem or not suffix.isascii():
        stem, dot, suffix = name, "", ""
    letters = [unicodedata.bidirectional(sign) for sign in stem]
    first = next((way for way in letters if way in ("L", "R", "AL")), "L")
    start = "\u2066" if first != "L" and "L" in letters else "\u2068"
    return f"{start}{marked(stem)}\u2069{dot}{marked(suffix)}"


def hidden_named(text: str) -> tuple[str, ...]:
    """Return what is marked in `text`, each once, as a person looks it up: `RLO (U+202E, right-to-left override)`."""
    found = dict.fromkeys("".join(_MARKED.findall(text)))
    return tuple(named(character) for character in found)


def named(character: str) -> str:
    """Return a character by its short name, number and name."""
    hidden = HIDDEN.get(character)
    code = f"U+{ord(character):04X}"
    return f"{hidden.short} ({code}, {hidden.name})" if hidden else code


def sentence(text: str, most: int = 1_000) -> str:
    """A sentence that names things as they came: in one line, each odd character marked, the middle left out if long.

    Isolates that belong together and U+200E stay: the sentence may have set its names apart itself.
    """
    if not (text.isascii() and text.isprintable()):
        kept = _paired_isolates(text) | {at for at, character in enumerate(text) if character == "\u200e"}
        edges = [-1, *sorted(kept), len(text)]
        parts = (marked(text[before + 1 : at]) + text[at : at + 1] for before, at in pairwise(edges))
        text = "".join(parts)
    return text if len(text) <= most else f"{_isolates_shut(text[: most // 2])} … {_isolates_shut(text[-most // 2 :])}"


def _paired_isolates(text: str) -> set[int]:
    """Return where isolates begin and end that belong together, also those inside another."""
    begun, found = list[int](), set[int]()
    for at, character in enumerate(text):
        if character in _ISOLATES[:3]:
            begun.append(at)
        elif character == "\u2069" and begun and text[start := begun.pop()] != "\u2067":  # no name turns a line around
            found |= {start, at}
    return found


def _isolates_shut(part: str) -> str:
    """Return a part of a sentence in which an isolate that was cut begins or ends at the edge."""
    pairs = _paired_isolates(part)
    lone = [character for at, character in enumerate(part) if character in _ISOLATES and at not in pairs]
    ends = lone.count("\u2069")
    return "\u2068" * ends + part + "\u2069" * (len(lone) - ends)


def _mark(character: str) -> str:
    hidden = HIDDEN.get(character)
    short = hidden.short if hidden else _CONTROLS.get(character, f"{ord(character):02X}")
    return f"{_OPEN}{short}{_SHUT}"
