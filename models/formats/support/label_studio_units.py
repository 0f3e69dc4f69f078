"""What the offsets of spans in Label Studio files count, found out from the text they quote. No format itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from models.base.documents import LabelledSpan
from models.text.offsets import Cleaned, Utf16Map


class LabelStudioSpan(NamedTuple):
    """A span as a file has it, in whatever unit; `surface` is the text that it quotes, or empty."""

    start: int
    end: int
    surface: str
    label: str
    uid: str = ""
    extras: dict[str, Any] = {}  # noqa: RUF012 - never changed


def placed(
    given: list[LabelStudioSpan], text: str, cleaned: Cleaned, note: Callable[[str], None]
) -> Iterator[LabelledSpan]:
    """Yield the spans of one annotation at code points of the stored text; `text` is the one given in the file.

    A span goes by code points or UTF-16 units, whichever gives the text that it quotes; where both do or nothing
    is quoted, by what the others of its annotation count. `note` is told of UTF-16 and of spans that fit in neither.
    """
    units = Utf16Map(text)
    fits = [_fits(span, text, units) for span in given]
    as_utf16 = (False, True) in fits and (True, False) not in fits
    taken = 0
    for span, (points, utf16) in zip(given, fits, strict=True):
        if not points and not utf16:
            note(f"{_named(span)} {_why_not(span, text, units)}; left out")
            continue
        by_units = utf16 and (as_utf16 or not points)
        start, end = _points(span, units) if by_units else (span.start, span.end)
        taken += by_units and (start, end) != (span.start, span.end)
        start, end = cleaned.place(start), cleaned.place(end)
        if start >= end:
            note(f"{_named(span)} holds only characters that are dropped at import; left out")
        else:
            yield LabelledSpan(start, end, span.label, span.uid, **span.extras)
    if taken:
        note(f"offsets count UTF-16 units, not code points ({taken} of {len(given)} spans); taken as such")


def _points(span: LabelStudioSpan, units: Utf16Map) -> tuple[int, int]:
    return units.to_points(span.start), units.to_points(span.end)


def _fits(span: LabelStudioSpan, text: str, units: Utf16Map) -> tuple[bool, bool]:
    """Return whether the span can be meant in code points, and in UTF-16 units."""
    points = 0 <= span.start < span.end <= len(text)
    utf16 = 0 <= span.start < span.end <= units.utf16_length
    start, end = _points(span, units) if utf16 else (0, 0)
    utf16 = utf16 and units.to_utf16(start) == span.start and units.to_utf16(end) == span.end  # no half of a pair
    if not span.surface:
        return points, utf16
    return points and _alike(text[span.start : span.end], span.surface), utf16 and _alike(text[start:end], span.surface)


def _alike(found: str, quoted: str) -> bool:
    r"""Whether the quotation can be of this stretch: a line end comes as `\n` in two characters, or not at all."""
    return found == quoted or _plain(found) == _plain(quoted)


def _plain(text: str) -> str:
    return "".join(text.replace("\\n", "").split())


def _why_not(span: LabelStudioSpan, text: str, units: Utf16Map) -> str:
    if span.start >= span.end:
        return "is empty or reversed"
    if span.start < 0 or span.end > units.utf16_length:
        return f"does not lie in the text of {len(text)}"
    return f"quotes '{span.surface[:40]}' but reads '{text[span.start : span.end][:40]}'"


def _named(span: LabelStudioSpan) -> str:
    return f"the span [{span.start}, {span.end}) {span.label}"
