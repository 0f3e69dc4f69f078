"""What is said of spans: their labels, notes and the rest, as attributes of the text and as words. Code points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models.base.entities import Label, Span
from ui.article.text_view import TextView
from ui.support.bidi import as_spoken

_MOST = 120  # characters of a note that are said with its span; the attribute has all of it


@dataclass(frozen=True, slots=True)
class Spoken:
    """One span or suggestion `[start, end)` as it is told; `whose` is the annotator of another layer."""

    uid: str
    start: int
    end: int
    label: str
    note: str = ""
    unsure: bool = False
    suggested: bool = False
    whose: str = ""

    @property
    def words(self) -> str:
        """Return the label and what else there is to know, such as `PERSON, suggested`."""
        told = [self.label, "unsure" if self.unsure else "", "suggested" if self.suggested else ""]
        told += [f"of {self.whose}" if self.whose else "", f"note: {self.note[:_MOST]}" if self.note else ""]
        return ", ".join(part for part in told if part)


def spoken_of(span: Span, label: Label, *, suggested: bool = False, whose: str = "") -> Spoken:
    """Return how a span is told, without signs that only turn the reading direction."""
    note, unsure = as_spoken(span.note), span.confidence == "unsure"
    return Spoken(span.uid, span.start, span.end, as_spoken(label.name), note, unsure, suggested, as_spoken(whose))


def spoken_between(view: TextView, start: int, end: int) -> list[Spoken]:
    """Return the spans and suggestions that are drawn in `[start, end)`, outer before inner."""
    to_units = view.offsets.to_utf16
    found = view.painter.told(to_units(start), to_units(end))
    spoken = [spoken_of(span, label, suggested=suggested, whose=whose) for span, label, suggested, whose in found]
    return sorted(spoken, key=lambda each: (each.start, -each.end))


def spoken_at(view: TextView, position: int) -> list[Spoken]:
    """Return those that the character at `position` is in, outer before inner."""
    return spoken_between(view, position, position + 1) if position < len(view.text) else []


def run_at(view: TextView, position: int, within: tuple[int, int]) -> tuple[dict[str, str], int, int]:
    """Return the attributes of the character at `position`, and the stretch of `within` that has them all."""
    start, end = within
    near = spoken_between(view, start, end)
    edges = [edge for each in near for edge in (each.start, each.end)]
    first = max([edge for edge in edges if edge <= position], default=start)
    after = min([edge for edge in edges if edge > position], default=end)
    here = [each for each in near if each.start <= position < each.end]
    return attributes(here), max(first, start), min(after, end)


def attributes(spoken: Sequence[Spoken]) -> dict[str, str]:
    """Return `label` and, where there is any, `note`, `unsure`, `suggested` and `layer`, all in the order of `spoken`.

    `unsure` and `suggested` are `true`, or the labels of which they hold where that is not all of them.
    """
    told = {
        "label": _joined(each.label for each in spoken),
        "note": _joined(each.note for each in spoken),
        "unsure": _of_which(spoken, [each.label for each in spoken if each.unsure]),
        "suggested": _of_which(spoken, [each.label for each in spoken if each.suggested]),
        "layer": _joined(each.whose for each in spoken),
        "underline": "single" if any(not (each.suggested or each.whose) for each in spoken) else "",
    }
    return {name: value for name, value in told.items() if value}


def _joined(values: Iterable[str]) -> str:
    return "; ".join(value for value in values if value)


def _of_which(spoken: Sequence[Spoken], labels: list[str]) -> str:
    return "true" if labels and len(labels) == len(spoken) else "; ".join(labels)
