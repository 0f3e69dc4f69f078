"""The marks of lists in Word documents, as they show: bullets and numbers. No format itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE = re.compile(r"%([1-9])")
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_ABJAD = "ابجدہوزحطیکلمنسعفصقرشتثخذضظغ"
_ALPHA = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"


def _letter(number: int) -> str:
    """Return a, b, … z, aa, bb, as Word counts."""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    said = ""
    for value, sign in _ROMAN:
        said += sign * (number // value)
        number %= value
    return said


def _digits(zero: str) -> Callable[[int], str]:
    return lambda number: "".join(chr(ord(zero) + int(digit)) for digit in str(number))


def _of(letters: str) -> Callable[[int], str]:
    return lambda number: letters[(number - 1) % len(letters)]


_SPELLED: Mapping[str, Callable[[int], str]] = {
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperRoman": _roman,
    "decimalZero": lambda number: f"{number:02}",
    "hindiNumbers": _digits("٠"),
    "arabicAbjad": _of(_ABJAD),
    "arabicAlpha": _of(_ALPHA),
}


class Lists:
    """Counts the items of a document's lists. `numbering` and `styles`: those parts, parsed, where they are there."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        abstract = {one.get(f"{W}abstractNumId"): one for one in _all(numbering, "abstractNum")}
        self._levels: dict[str, dict[int, Element]] = {}
        self._kinds: dict[str, str] = {}
        self._starts: dict[tuple[str, int], int] = {}
        for number in _all(numbering, "num"):
            key, kind = number.get(f"{W}numId", ""), _value(number, "abstractNumId")
            base = abstract.get(kind)
            self._levels[key] = {_level(one): one for one in _all(base, "lvl")}
            for change in _all(number, "lvlOverride"):
                kind = f"{kind}/{key}"  # counts on its own
                self._levels[key] |= {_level(one): one for one in _all(change, "lvl")}
                if (start := _value(change, "startOverride")).isdecimal():
                    self._starts[key, _level(change)] = int(start)
            self._kinds[key] = kind
        self._styles = {one.get(f"{W}styleId", ""): one for one in _all(styles, "style")}
        self._counts: dict[str, dict[int, int]] = {}

    def mark(self, paragraph: Any) -> str:
        """Return what stands before a paragraph's text, with a space; "" where it is no item of a list."""
        key, level = self._item(paragraph.find(f"{W}pPr"), set())
        found = self._levels.get(key, {}).get(level)
        if found is None:
            return ""
        counts = self._counts.setdefault(self._kinds[key], {})
        counts[level] = counts[level] + 1 if level in counts else self._start(key, level)
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        shape = _value(found, "numFmt") or "decimal"
        text = _value(found, "lvlText")
        if shape == "none":
            return ""
        if shape == "bullet":
            of_symbols = not text or "\ue000" <= text[0] <= "\uf8ff" or text in {"·", "o", "§"}
            return "• " if of_symbols else f"{text} "
        said = _PLACE.sub(lambda place: self._number(key, int(place[1]) - 1, counts), text)
        return f"{said} " if said else ""

    def _number(self, key: str, level: int, counts: dict[int, int]) -> str:
        found = self._levels[key].get(level)
        number = counts.get(level, self._start(key, level))
        spell = _SPELLED.get(_value(found, "numFmt"), str)
        return spell(number) if number > 0 else str(number)

    def _start(self, key: str, level: int) -> int:
        said = _value(self._levels[key].get(level), "start")
        return self._starts.get((key, level), int(said) if said.isdecimal() and len(said) < 7 else 1)

    def _item(self, properties: Any, seen: set[str]) -> tuple[str, int]:
        """Return the list and the level that a paragraph or its style names; no list for the others."""
        if properties is None:
            return "", 0
        listed = properties.find(f"{W}numPr")
        key = _value(listed, "numId")
        level = _value(listed, "ilvl")
        style = _value(properties, "pStyle") or _value(properties, "basedOn")
        if not key and style and style not in seen and style in self._styles:
            of_style = self._styles[style]
            key, inner = self._item(of_style.find(f"{W}pPr"), {*seen, style})
            if not key and (above := _value(of_style, "basedOn")) in self._styles and above not in seen:
                key, inner = self._item(self._styles[above].find(f"{W}pPr"), {*seen, style, above})
            return key, int(level) if level.isdecimal() else inner
        return key if key != "0" else "", int(level) if level.isdecimal() else 0


def _all(element: Element | None, name: str) -> list[Element]:
    return [] if element is None else element.findall(f"{W}{name}")


def _level(element: Element) -> int:
    said = element.get(f"{W}ilvl", "0")
    return int(said) if said.isdecimal() and len(said) < 3 else 0


def _value(element: Any, name: str) -> str:
    """Return what a child of an element says; "" for one that is not there."""
    child = element.find(f"{W}{name}") if element is not None else None
    return child.get(f"{W}val", "") if child is not None else ""
