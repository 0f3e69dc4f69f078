"""What a person may say about files that are read, and about a dataset that is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from models.base.reading import Roles


class Offsets(StrEnum):
    """What the offsets of a file count."""

    CODEPOINTS = "codepoints"
    UTF16 = "utf16"
    GRAPHEMES = "graphemes"
    UTF8 = "utf8"


class Overlaps(StrEnum):
    """What becomes of overlapping spans in a format that holds none."""

    OUTERMOST = "outermost"
    INNERMOST = "innermost"
    LAYERS = "layers"  # one file per depth of nesting


class Scheme(StrEnum):
    """How tags say where a span begins and ends."""

    IOB2 = "iob2"
    IOB1 = "iob1"
    IOBES = "iobes"


class Unit(StrEnum):
    """What one record of a dataset is."""

    ARTICLE = "article"
    SENTENCE = "sentence"


class Cut(StrEnum):
    """What becomes of a token that a span ends in."""

    WHOLE = "whole"  # the span is widened to it
    SPLIT = "split"  # it becomes two


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a person says about files to be read. An empty `encoding` is UTF-8, or UTF-16 with its mark.

    `offsets`: what they count; None where a file shows it by what fits. `roles`: what columns, fields, layers or
    elements are; those that nobody spoke of are found out. `strict`: a record that cannot be read refuses the
    import, instead of being left out.
    """

    encoding: str = ""
    offsets: Offsets | None = None
    roles: Roles = field(default_factory=dict)
    strict: bool = False

    def chosen(self, role: str) -> str | None:
        """Return the one part that was chosen for a role, "" for none of them; None when nobody spoke of it."""
        names = self.roles.get(role)
        return None if names is None else names[0] if names else ""


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """What a person says about a dataset to be written. Without a `unit`, the format's own."""

    overlaps: Overlaps = Overlaps.OUTERMOST
    scheme: Scheme = Scheme.IOB2
    unit: Unit | None = None
    tokens: Cut = Cut.WHOLE


ROLES = (
    *("text", "title", "id", "annotator", "label", "spans", "start", "end", "names"),
    *("token", "tag", "sentence", "document", "layer", "element"),
)
"""What a column, field, layer or element can be; the others go to the meta of the article.

`names`: what numbers of labels stand for, from 0.
"""
AS_USUAL = WriteOptions()
AS_FOUND = ReadOptions()
