"""Offsets that count something else than code points, and the signs that they do. No format itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from models.base.errors import UserError
from models.formats.support.fields import stretch
from models.formats.support.options import Offsets
from models.formats.support.source import SourceFile
from models.text.offsets import Cleaned, Utf16Map, grapheme_edges, same_in_every_unit
from models.text.tokens import tokens

_LOOKED_AT = 200  # articles in which the units differ: enough to tell, and no burden on a large file
_NAMES = {Offsets.CODEPOINTS: "code points", Offsets.UTF16: "UTF-16 units", Offsets.GRAPHEMES: "graphemes"}

Edges = list[tuple[Any, Any]]


def placer(text: str, unit: Offsets) -> Callable[[int], int]:
    """Return what turns offsets counted in `unit` into code points of `text`; -1 for those outside the text."""
    if unit is Offsets.UTF16:
        units = Utf16Map(text)
        return lambda offset: units.to_points(offset) if 0 <= offset <= units.utf16_length else -1
    if unit is Offsets.GRAPHEMES:
        edges = grapheme_edges(text)
        return lambda offset: edges[offset] if 0 <= offset < len(edges) else -1
    return lambda offset: offset if 0 <= offset <= len(text) else -1


@dataclass
class Counting:
    """Places the spans of a file whose offsets count the unit that was chosen, and looks whether another fits better.

    `on_edges`: unit -> how many edges of spans are edges of words if offsets count it, where that makes a difference.
    """

    source: SourceFile
    on_edges: dict[Offsets, int] = field(default_factory=lambda: dict.fromkeys(Offsets, 0))
    _edges: int = 0
    _articles: int = 0

    def stretches(self, given: str, cleaned: Cleaned, spans: Edges, where: object) -> list[tuple[int, int]]:
        """Return where spans of `given` are in the stored text, code points. Raises UserError as `stretch` does."""
        chosen = self.source.options.offsets
        plain = same_in_every_unit(given)
        if not plain and spans and self._articles < _LOOKED_AT:
            self._look(given, spans)
        try:
            if plain or chosen is Offsets.CODEPOINTS:
                return [stretch(cleaned, start, end, where) for start, end in spans]
            place = placer(given, chosen)
            return [_placed(place, cleaned, start, end, where) for start, end in spans]
        except UserError as error:
            better = None if plain else self._that_holds(given, spans)
            if better is None:
                raise
            said = str(error).removesuffix(".")
            raise UserError(f"{said}; if offsets count {_NAMES[better]}, choose --offsets {better.value}.") from error

    def _look(self, given: str, spans: Edges) -> None:
        if not all(type(edge) is int for pair in spans for edge in pair):
            return
        found = {unit: self._moved(placer(given, unit), spans) for unit in Offsets}
        if len(set(map(tuple, found.values()))) == 1:
            return
        words = list(tokens(given))
        starts, ends = {word.start for word in words}, {word.end for word in words}
        for unit, pairs in found.items():
            self.on_edges[unit] += sum((start in starts) + (end in ends) for start, end in pairs)
        self._edges += 2 * len(spans)
        self._articles += 1

    @staticmethod
    def _moved(place: Callable[[int], int], spans: Edges) -> list[tuple[int, int]]:
        return [(place(start), place(end)) for start, end in spans]

    def _that_holds(self, given: str, spans: Edges) -> Offsets | None:
        """Return another unit in which all spans lie in the text."""
        if not all(type(edge) is int for pair in spans for edge in pair):
            return None
        for unit in Offsets:
            moved = self._moved(placer(given, unit), spans)
            if unit is not self.source.options.offsets and all(0 <= start < end for start, end in moved):
                return unit
        return None

    def note(self) -> None:
        """Say which unit puts most edges on those of words, when it is not the chosen one."""
        chosen = self.source.options.offsets
        best = max(Offsets, key=lambda unit: (self.on_edges[unit], unit is chosen))
        if best is not chosen:
            self.source.report.note(
                self.source.at(),
                f"counted as {_NAMES[best]}, {self.on_edges[best]} of {self._edges} edges of spans are edges of words, "
                f"as {_NAMES[chosen]} {self.on_edges[chosen]}; if the file counts so, import it with "
                f"--offsets {best.value}",
            )


def _placed(place: Callable[[int], int], cleaned: Cleaned, start: Any, end: Any, where: object) -> tuple[int, int]:
    if type(start) is int and type(end) is int:
        first, last = place(start), place(end)
        if 0 <= first < last:
            return stretch(cleaned, first, last, where)
        raise UserError(f"{where}: the span [{start}, {end}) does not lie in the text.")
    return stretch(cleaned, start, end, where)
