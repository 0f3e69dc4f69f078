"""brat's `annotation.conf` and `visual.conf`: what its page knows of labels and attributes. No format itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TextIO

from models.base.entities import Label
from models.base.report import Report, counted

_TERM = re.compile(r"[A-Za-z0-9_-]*[A-Za-z0-9_][A-Za-z0-9_-]*")  # `normalize_to_storage_form` leaves these alone
_MOST_VALUES = 200
_DRAWING = "SPAN_DEFAULT\tfgColor:black, bgColor:lightgreen, borderColor:darken\nATTRIBUTE_DEFAULT\tglyph:*\n"


class Attributes:
    """The attributes of spans that were written: name -> its values; none of a flag."""

    def __init__(self) -> None:
        self._values: dict[str, dict[str, None]] = {}

    def add(self, name: str, value: str) -> None:
        """Remember a value, "" for a flag."""
        values = self._values.setdefault(name, {})
        if value and len(values) <= _MOST_VALUES:
            values[value] = None

    def lines(self, report: Report) -> Iterator[str]:
        """Yield a line of the section each; what it cannot declare is noted."""
        for name, values in self._values.items():
            if why := _why_not(name, values):
                report.note_once(f"attribute {name}", f"written, but not declared in annotation.conf: {why}")
            else:
                more = f", Value:{'|'.join(values)}" if values else ""
                yield f"{name}\tArg:<ENTITY>{more}\n"


def _why_not(name: str, values: Iterable[str]) -> str:
    if not _TERM.fullmatch(name):
        return "brat takes names of a-z, A-Z, 0-9, _ and - alone"
    many = [*values]
    if len(many) > _MOST_VALUES:
        return f"it has more than {counted(_MOST_VALUES, 'value')}"
    return "a value of it holds | or ," if any("|" in value or "," in value for value in many) else ""


def write_annotation(out: TextIO, labels: Iterable[str], attributes: Attributes, report: Report) -> None:
    """Write the labels (as they are called in the annotations) and the attributes."""
    out.write("[entities]\n")
    for label in labels:
        out.write(f"{label}\n")
        if not _TERM.fullmatch(label):
            what = "brat takes names of a-z, A-Z, 0-9, _ and - alone: its page shows this one without name and colour"
            report.note_once(f"label {label}", what)
    out.write("\n[relations]\n\n[events]\n\n[attributes]\n")
    out.writelines(attributes.lines(report))


def write_visual(out: TextIO, labels: Iterable[tuple[str, Label]], report: Report) -> None:
    """Write what the page shows of labels (name in the annotations, label): Urdu name, short one, colour."""
    found = [*labels]
    out.write("[labels]\n")
    for name, label in found:
        if any(_plain(text) != text for text in (label.urdu_name, label.short)):
            report.note_once(f"label {name}", "brat's page shows its Urdu or short name without line ends and |")
        shown = dict.fromkeys(filter(None, map(_plain, (label.name, label.urdu_name, label.short))))
        out.write(" | ".join((name, *shown)) + "\n")
    out.write("\n[drawing]\n" + _DRAWING)
    out.writelines(f"{name}\tbgColor:{label.color}\n" for name, label in found)
    out.write("\n[options]\nText\tdirection:rtl\n")


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[|\x00-\x1f]", " ", text).split())
