"""What was changed or passed over in many lines of a table, told once with its number."""

from __future__ import annotations

from collections import Counter

from models.base.report import counted
from models.formats.support.source import SourceFile

_SAID = {
    "comments": "a comment ({what} …); no part of the text",
    "marks": "a byte order mark (U+FEFF) before the line, as joined files have; dropped",
    "odd": "{what}; read as far as it goes",
    "quotes": "the word {what} is quoted as in CSV; read without those quotes",
    "guessed": "no line or column ends sentences; one ended after each full stop",
    "spellings": "{what} is not spelled as the other tags are; taken as one of its label",
    "doubled": "a span that two columns of tags have; taken once",
}


class Oddities:
    """Counts what happens in lines, and tells each kind once."""

    def __init__(self, source: SourceFile) -> None:
        """Count for a file."""
        self._source = source
        self._counts: Counter[str] = Counter()
        self._first: dict[str, tuple[int, str]] = {}

    def count(self, kind: str, line: int, what: str = "") -> None:
        """Count one of a kind at a line (from 1)."""
        self._counts[kind] += 1
        self._first.setdefault(kind, (line, what))

    def tell(self) -> None:
        """Note each kind at its first line, with how many lines more."""
        for kind, count in self._counts.items():
            line, what = self._first[kind]
            more = f" (and {counted(count - 1, 'line')} more)" if count > 1 else ""
            self._source.report.note(self._source.at(line), _SAID[kind].format(what=what) + more)
