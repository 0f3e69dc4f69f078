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
from models.formats.support.told import NAMED, listed, place_in
from models.text.offsets import Cleaned

_FIRST_RECORDS = 500  # looked at before the first article, or as many as have
_FIRST_CHARACTERS = 1_000_000

Places = list[tuple[int, int] | None]
Edges = Sequence[tuple[Any, Any]]


class Counting:
    """Places the spans of a file, record by record, and tells at its end what was taken for what."""

    def __init__(self, source: SourceFile) -> None:
        self.source = source
        self._evidence = Evidence()
        self._looked_at = 0  # records that the first look has weighed
        self._shown = self._leaning = USUAL
        self._records = self._characters = 0
        self._taken: Counter[Way] = Counter()
        self._against = 0
        self._first_against: list[str] = []
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
        self._shown, self._leaning = self._evidence.shown(), self._evidence.leaning()

    def stretches(
        self,
        given: str,
        cleaned: Cleaned,
        edges: Edges,
        where: FileLocation,
        quotes: Sequence[str | None] = (),
        *,
        known: Offsets | None = None,
    ) -> Places:
        """Return where the spans of `given` are in the stored text, code points; None for one that was left out.

        `quotes` are the texts that the spans quote, "" or None where there is none. `known`: what the record itself
        says that its offsets count. What is left out is told. Raises UserError for that, where the import is strict.
        """
        quoted = [quote or "" for quote in quotes] or [""] * len(edges)
        pairs = [
            (start, end) if type(start) is type(end) is int else (_number(start), _number(end)) for start, end in edges
        ]
        spans = [GivenSpan(*pair, quote) for pair, quote in zip(pairs, quoted, strict=True) if None not in pair]  # type: ignore[arg-type]
        way = Way(self.chosen or known) if self.chosen or known else self._way(given, spans, where)  # type: ignore[arg-type]
        placing = _Placing(self, given, cleaned, way, where)
        if len(spans) == len(edges) and placing.fit(spans):
            return [span[:2] for span in spans]
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
        self._records += 1
        self._characters += len(given)
        own = weighed(given, spans, self._evidence.open_ways())
        if not own.records:
            return self._shown
        if self._records > self._looked_at:
            self._evidence.add(own)
            self._shown, self._leaning = self._evidence.shown(), self._evidence.leaning()
        way, shown = self._shown, own.shown()
        if way == USUAL != self._leaning:
            way = shown
        elif own.contradicts(way) or (shown not in (USUAL, way) and same_in(given, shown) != same_in(given, way)):
            self._against += 1
            if len(self._first_against) < NAMED:
                self._first_against.append(place_in(self.source, where))
        if own.edges[way]:
            self._taken[way] += 1
        return way

    def move(self, what: str, span: GivenSpan, where: FileLocation) -> None:
        """Count a span that was taken where its quotation stands."""
        self._moved[what] += 1
        if len(self._examples) < NAMED:
            self._examples.append(f"{place_in(self.source, where)} [{span.start}, {span.end})")

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
        way, doubt = self._shown, self._leaning
        if way == USUAL != doubt and doubt not in self._taken and self.chosen is None:
            told.append(
                f"counted as {doubt}, {self._evidence.fit[doubt]} of {self._evidence.edges[doubt]} edges of spans fit, "
                f"as code points {self._evidence.usual[doubt]}; if the whole file counts so, import it with "
                f"--offsets {doubt.unit.value}"
            )
        if self._against:
            records = counted(self._against, "record does", "records do")
            places = listed(self._first_against, self._against)
            told.append(f"{records} not count as the others do ({places}); look at their spans")
        return told

    def _moves_told(self) -> list[str]:
        if not self._moved:
            return []
        number = self._moved.total()
        kinds = ", ".join(f"{what}: {count}" for what, count in self._moved.most_common())
        spans = counted(number, "span was", "spans were")
        return [
            f"{spans} taken where the quotation stands, not at the offsets ({kinds}): {listed(self._examples, number)}"
        ]


def unit_of_tokens(given: str, tokens: object) -> Offsets | None:
    """Return what the offsets of a text's own tokens count, `{"text", "start", "end"}` each; None where none fits."""
    rows = tokens if isinstance(tokens, list) else []
    if not rows or not all(isinstance(row, dict) and {"text", "start", "end"} <= row.keys() for row in rows):
        return None
    marks = [(_number(row["start"]), _number(row["end"]), row["text"]) for row in rows]
    for unit in Offsets:
        place = placer(given, Way(unit))
        if all(None not in (start, end) and given[place(start) : place(end)] == text for start, end, text in marks):  # type: ignore[arg-type]
            return unit
    return None


class _Placing:
    """Places the spans of one record, in the order of their starts."""

    def __init__(self, counting: Counting, given: str, cleaned: Cleaned, way: Way, where: FileLocation) -> None:
        self._counting, self._given, self._cleaned, self._where = counting, given, cleaned, where
        self._way = same_in(given, way)
        self._place = placer(given, self._way)
        self._as_given = self._way == USUAL and not cleaned.removed
        self._quotations: Quotations | None = None
        self._shift = 0

    def fit(self, spans: list[GivenSpan]) -> bool:
        """Return whether all spans stand where they say, as nearly always: there is nothing to place."""
        given, length = self._given, len(self._given)
        return self._as_given and all(
            0 <= start < end <= length and (not quoted or quoted == given[start:end]) for start, end, quoted in spans
        )

    def place(self, span: GivenSpan) -> tuple[int, int] | None:
        """Return where a span is in the stored text; None, and told, for one that is nowhere."""
        start, end, quoted = span
        if self._as_given and 0 <= start < end <= len(self._given) and quoted in ("", self._given[start:end]):
            return start, end
        start, end = self._place(start), self._place(end)
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
            return self._leave_out(
                f"the span [{span.start}, {span.end}) holds only characters that are dropped at import"
            )

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
    if type(edge) is int:
        return edge
    edge = whole(edge)
    if isinstance(edge, str) and edge.isascii() and edge.isdecimal() and len(edge) < 16:
        return int(edge)
    return edge if type(edge) is int else None
