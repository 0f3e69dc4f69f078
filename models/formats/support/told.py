"""What is told once a file, with a count and the first places, not once a record. No format itself."""

from __future__ import annotations

from models.base.documents import FileLocation
from models.formats.support.source import SourceFile

NAMED = 10
"""How many places a sentence names."""


def listed(places: list[str], number: int = 0) -> str:
    """Return the first of some places, and how many more there are; `number`: of all, where not all are kept."""
    more = (number or len(places)) - NAMED
    return ", ".join(places[:NAMED]) + (f" and {more} more" if more > 0 else "")


def place_in(source: SourceFile, where: FileLocation) -> str:
    """Return a place without the name of its file: `line 3`."""
    return str(where).removeprefix(str(source.path)).removeprefix(", ")


class Told:
    """Counts what is to be told of a file, kind by kind."""

    def __init__(self, source: SourceFile) -> None:
        self._source = source
        self._places: dict[str, list[str]] = {}
        self._counts: dict[str, int] = {}

    def add(self, what: str, where: FileLocation, count: int = 1) -> None:
        """Count something at a place, if there is any; `what` is a clause that says what became of it."""
        if not count:
            return
        places = self._places.setdefault(what, [])
        if len(places) < NAMED and (place := place_in(self._source, where)) not in places:
            places.append(place)
        self._counts[what] = self._counts.get(what, 0) + count

    def note(self) -> None:
        """Tell it: `relation between spans, left out: 12 (task 3, task 9 …)`."""
        for what, count in self._counts.items():
            places = self._places[what]
            more = ", …" if count > len(places) == NAMED else ""
            self._source.report.note(self._source.at(), f"{what}: {count} ({', '.join(places)}{more})")
