"""WebAnno TSV 2, as WebAnno wrote it before 2016: layers in the first line, a line a token, no offsets. No format.

` # x.Person | kind # x.Of | type | AttachTo=x.Person` names the columns after token number and token; what goes on over
tokens has B- and I- before its values, and stacked ones are parted by |.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from models.base.documents import FileLocation
from models.base.errors import UserError
from models.formats.support.layers import ENTITY, RELATION, SPAN, LayerAnnotation, LayerUse
from models.text.offsets import Utf16Map

_LAYER = r"# ?[^\s#|]+\.[^\s#|.]+(?: \|[^|#\t]*)*"
_HEADER = re.compile(rf"(?=.*\|)\s?{_LAYER}(?: {_LAYER})*\s*")
_ROW = re.compile(r"[0-9]+-[0-9]+\t[^\t]+")
_EDGE = re.compile(r"([BI])-(.*)", re.DOTALL)
_NOTHING = ("", "_", "O")


def is_header(line: str) -> bool:
    """Return whether a first line names layers as WebAnno TSV 2 does."""
    return _HEADER.fullmatch(line) is not None


class Webanno2:
    """Takes the lines of a file; its text, layers and annotations, in UTF-16 units, are there afterwards."""

    def __init__(self, header: str) -> None:
        self.uses: list[LayerUse] = []
        self.found: list[LayerAnnotation] = []
        self.text = ""
        self._columns: list[list[tuple[str, int]]] = []
        self._open: dict[tuple[str, int], LayerAnnotation] = {}
        place = 2
        for layer in re.split(r"(?:^|\s)# ?", header.strip())[1:]:
            name, *features = [part.strip() for part in layer.split("|")]
            kind = RELATION if any(feature.startswith("AttachTo=") for feature in features) else SPAN
            own = tuple(feature for feature in features if not feature.startswith("AttachTo="))
            self.uses.append(LayerUse(name, kind, own, entity=name == ENTITY))
            self._columns.append([(feature, place + at) for at, feature in enumerate(own or ("",))])
            place += max(1, len(features))

    def take(self, lines: Iterable[tuple[FileLocation, str]]) -> None:
        """Take all lines after the first. Raises UserError for one that is no token."""
        sentence, rows = "", list[tuple[list[str], int]]()
        for where, line in lines:
            if line.startswith("#text="):
                self._end(sentence, rows)
                sentence, rows = line[6:], []
            elif line.strip() and not line.startswith("#"):
                if not _ROW.match(line):
                    raise UserError(
                        f"{where}: no line of a token (1-1, tab, token, tab, values); the file may be broken."
                    )
                rows.append((line.split("\t"), where.line))
        self._end(sentence, rows)
        units = Utf16Map(self.text)
        for one in self.found:
            one.start, one.end = units.to_utf16(one.start), units.to_utf16(one.end)

    def _end(self, sentence: str, rows: list[tuple[list[str], int]]) -> None:
        """Add a sentence with its tokens; where they are not those of its text, they are the text."""
        tokens = [cells[1] for cells, _ in rows]
        places, at = [], 0
        for token in tokens:
            start = sentence.find(token, at)
            places.append(start)
            at = start + len(token) if start >= 0 else at
        if -1 in places:
            sentence, places = " ".join(tokens), [len(" ".join([*tokens[:n], ""])) for n in range(len(tokens))]
        base = len(self.text) + bool(self.text and sentence)
        self.text += "\n" * (base - len(self.text)) + sentence
        self._open.clear()
        for (cells, line), start in zip(rows, places, strict=True):
            for use, columns in zip(self.uses, self._columns, strict=True):
                self._row(use, columns, cells, (base + start, base + start + len(cells[1]), line))

    def _row(
        self, use: LayerUse, columns: list[tuple[str, int]], cells: list[str], place: tuple[int, int, int]
    ) -> None:
        stacks = [(name, cells[at].split("|")) for name, at in columns if at < len(cells)]
        for number in range(max((len(stack) for _, stack in stacks), default=0)):
            given = [(name, stack[number]) for name, stack in stacks if number < len(stack)]
            if all(value in _NOTHING for _, value in given):
                self._open.pop((use.name, number), None)
                continue
            edges = [(name, _EDGE.fullmatch(value), value) for name, value in given]
            values = {name: edge[2] if edge else value for name, edge, value in edges if name}
            values = {name: value for name, value in values.items() if value not in (*_NOTHING, "*")}
            before = self._open.get((use.name, number))
            if before and before.values == values and any(edge and edge[1] == "I" for _, edge, _ in edges):
                before.end = place[1]
                continue
            one = LayerAnnotation(use.name, place[0], place[1], values, place[2])
            self.found.append(one)
            self._open[use.name, number] = one
