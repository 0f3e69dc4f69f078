"""Where the spans of a file's records are, by what its offsets count and what its spans quote. No format itself.

Nobody says what offsets count, so it is found: where nearly all edges of a file are edges of words (or fit what is
quoted) in one way of counting and hardly any as code points, that way is taken and told. A person's choice wins.
A quotation that stands near its offsets, and not at them, is taken where it stands, and that is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from models.base.documents import FileLocation
from models.base.errors import UserError
from models.base.report import Report, counted
from models.formats.support.fields import stretch, whole
from models.formats.support.offsets.evidence import Evidence, GivenSpan, weighed
from models.formats.support.offsets.quotations import Quotations
from models.formats.support.offsets.ways import NAMES, USUAL, Way, placer, same_in
from models.formats.support.options import Offsets
from models.formats.support.source import SourceFile
from models.text.offsets import Cleaned

_FIRST_RECORDS = 2_000  # looked at before the first article, or as many as have
_FIRST_CHARACTERS = 4_000_000
_EXAMPLES = 10  # places that a sentence names

Places = list[tuple[int, int] | None]
Edges = Sequence[tuple[Any, Any]]


class Counting:
    """Places the spans of a file, record by record, and tells at its end what was taken for what."""

    def __init__(self, source: SourceFile) -> None:
        self.source = source
        self._evidence = Evidence()
        self._looked_at = 0  # records that the first look has weighed
        self._records = self._characters = 0
        self._taken: Counter[Way] = Counter()
        self._against: list[str] = []
        self._moved: Counter[str] = Counter()
        self._examples: list[str] = []

    @property
    def chosen(self) -> Offsets | None:
        """What a person says that offsets count."""
        return self.source.options.offsets

    def first_look(self, articles: Callable[[Counting], Iterable[object]]) -> None:
        """Weigh the first records of a file before any is placed; `articles` reads them with a silent counting."""
        if self.chosen is not None:
            return
        options = replace(self.source.options, strict=False)
        quiet = Counting(SourceFile(self.source.path, Report(), options=options))
        try:
            for _ in articles(quiet):
                if quiet._records >= _FIRST_RECORDS or quiet._characters >= _FIRST_CHARACTERS:
                    break
        except UserError:
            pass  # told when it is read
        self._evidence, self._looked_at = quiet._evidence, quiet._records

    def stretches(
        self, given: str, cleaned: Cleaned, edges: Edges, where: FileLocation, quotes: Sequence[str | None] = ()
    ) -> Places:
        """Return where the spans of `given` are in the stored text, code points; None for one that was left out.

        `quotes` are the texts that the spans quote, "" or None where there is none. What is left out is told.
        Raises UserError for that alone, and where the import is strict.
        """
        quoted = [quote or "" for quote in quotes] or [""] * len(edges)
        pairs = [(_number(start), _number(end)) for start, end in edges]
        spans = [GivenSpan(*pair, quote) for pair, quote in zip(pairs, quoted, strict=True) if None not in pair]  # type: ignore[arg-type]
        way = self._way(given, spans, where)
        placing = _Placing(self, given, cleaned, way, where)
        found: Places = [None] * len(edges)
        for number in sorted(range(len(edges)), key=lambda at: pairs[at][0] or 0):
            start, end = pairs[number]
            if start is None or end is None:
                what = f"the edges of a span must be whole numbers, not {edges[number][0]!r} and {edges[number][1]!r}"
                self.source.leave_out_span(where, what)
            else:
                found[number] = placing.place(GivenSpan(start, end, quoted[number]))
        return found

    def _way(self, given: str, spans: list[GivenSpan], where: FileLocation) -> Way:
        """Return how the offsets of a record count: as those of the file, or as it shows itself where that is mixed."""
        if self.chosen is not None:
            return Way(self.chosen)
        self._records += 1
        self._characters += len(given)
        own = weighed(given, spans, self._evidence.open_ways())
        if self._records > self._looked_at:
            self._evidence.add(own)
        way, shown = self._evidence.shown(), own.shown()
        if way == USUAL and self._evidence.leaning() != USUAL:
            way = shown
        elif own.contradicts(way) or (shown not in (USUAL, way) and same_in(given, shown) != same_in(given, way)):
            self._against.append(self._short(where))
        if own.edges[way]:
            self._taken[way] += 1
        return way

    def move(self, what: str, span: GivenSpan, where: FileLocation) -> None:
        """Count a span that was taken where its quotation stands."""
        self._moved[what] += 1
        if len(self._examples) < _EXAMPLES:
            self._examples.append(f"{self._short(where)} [{span.start}, {span.end})")

    def _short(self, where: FileLocation) -> str:
        return str(where).removeprefix(str(self.source.path)).removeprefix(", ")

    def better(self, given: str, span: GivenSpan, way: Way) -> str:
        """Return a clause that names another unit in which a span lies in the text; empty without one."""
        for unit in Offsets:
            place = placer(given, Way(unit))
            if unit is not way.unit and 0 <= place(span.start) < place(span.end):
                return f"; if offsets count {NAMES[unit]}, choose --offsets {unit.value}"
        return ""

    def note(self) -> None:
        """Tell, once a file, what offsets were taken for, and how many spans were taken elsewhere."""
        for what in (*self._ways_told(), *self._doubts_told(), *self._moves_told()):
            self.source.report.note(self.source.at(), what)

    def _ways_told(self) -> list[str]:
        found = self._evidence
        return [
            f"offsets count {way}, not code points: so fit {found.fit[way]} of the {found.edges[way]} edges of spans "
            f"that differ, as code points {found.usual[way]}; taken so in {counted(records, 'record')}"
            for way, records in self._taken.items()
            if way != USUAL
        ]

    def _doubts_told(self) -> list[str]:
        told = []
        way, doubt = self._evidence.shown(), self._evidence.leaning()
        if way == USUAL and doubt != USUAL and self.chosen is None:
            told.append(
                f"counted as {doubt}, {self._evidence.fit[doubt]} of {self._evidence.edges[doubt]} edges of spans fit, "
                f"as code points {self._evidence.usual[doubt]}; if the whole file counts so, import it with "
                f"--offsets {doubt.unit.value}"
            )
        if self._against:
            records = counted(len(self._against), "record does", "records do")
            told.append(f"{records} not count as the others do ({_listed(self._against)}); look at their spans")
        return told

    def _moves_told(self) -> list[str]:
        if not self._moved:
            return []
        number = self._moved.total()
        kinds = ", ".join(f"{what}: {count}" for what, count in self._moved.most_common())
        spans = counted(number, "span was", "spans were")
        return [
            f"{spans} taken where the quotation stands, not at the offsets ({kinds}): {_listed(self._examples, number)}"
        ]


class _Placing:
    """Places the spans of one record, in the order of their starts."""

    def __init__(self, counting: Counting, given: str, cleaned: Cleaned, way: Way, where: FileLocation) -> None:
        self._counting, self._given, self._cleaned, self._where = counting, given, cleaned, where
        self._way = same_in(given, way)
        self._place = placer(given, self._way)
        self._quotations: Quotations | None = None
        self._shift = 0

    def place(self, span: GivenSpan) -> tuple[int, int] | None:
        """Return where a span is in the stored text; None, and told, for one that is nowhere."""
        start, end = self._place(span.start), self._place(span.end)
        valid = 0 <= start < end
        if span.quoted and not (valid and self._given[start:end] == span.quoted):
            found = self._quoted(span, start, end, valid=valid)
            if found is None:
                return None
            start, end = found
        elif not valid:
            return self._leave_out(self._why(span))
        try:
            return stretch(self._cleaned, start, end, self._where)
        except UserError:
            return self._leave_out(f"the span [{span.start}, {span.end}) holds only what an import drops")

    def _quoted(self, span: GivenSpan, start: int, end: int, *, valid: bool) -> tuple[int, int] | None:
        quotations = self._quotations = self._quotations or Quotations(self._given)
        if valid and quotations.fits(start, end, span.quoted):
            trimmed = quotations.trimmed(start, end, span.quoted)
            if trimmed != (start, end):
                self._counting.move("blanks around it", span, self._where)
            return trimmed
        aim = (start, end) if valid else (span.start, span.end)
        found = quotations.find(*aim, span.quoted, self._shift)
        named = f"the span [{span.start}, {span.end})"
        if found is None:
            reads = f"reads '{self._given[start:end][:40]}'" if valid else self._why(span).removeprefix(f"{named} ")
            return self._leave_out(f"{named} quotes '{span.quoted[:40]}' but {reads}")
        if found.ambiguous:
            twice = f"{named} quotes '{span.quoted[:40]}', which stands at two places equally near"
            if not valid:
                return self._leave_out(twice)
            self._counting.source.report.note(self._where, f"{twice}; left at its offsets, look at it")
            return start, end
        self._shift = found.start - aim[0]
        self._counting.move(_how(*aim, found.start, found.end), span, self._where)
        return found.start, found.end

    def _why(self, span: GivenSpan) -> str:
        named = f"the span [{span.start}, {span.end})"
        if span.start >= span.end:
            return f"{named} is empty or reversed"
        better = self._counting.better(self._given, span, self._way)
        return f"{named} does not lie in the text of {len(self._given)}{better}"

    def _leave_out(self, what: str) -> tuple[int, int] | None:
        """Tell of a span that is nowhere, and return that."""
        self._counting.source.leave_out_span(self._where, what)
        return None


def _how(start: int, end: int, to_start: int, to_end: int) -> str:
    """Return how offsets are off, in words."""
    if start == to_start:
        return "end too far" if end > to_end else "end too near"
    if end == to_end:
        return "start too early" if start < to_start else "start too late"
    return "both edges too early" if start < to_start else "both edges too late"


def _number(edge: Any) -> int | None:
    """Return an edge as the whole number that it is; None for what is none."""
    edge = whole(edge)
    if isinstance(edge, str) and edge.isascii() and edge.isdecimal() and len(edge) < 16:
        return int(edge)
    return edge if type(edge) is int else None


def _listed(places: list[str], number: int = 0) -> str:
    more = (number or len(places)) - _EXAMPLES
    return ", ".join(places[:_EXAMPLES]) + (f" and {more} more" if more > 0 else "")
