"""What a person may say about files that are read, and about a dataset that is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Offsets(StrEnum):
    """What the offsets of a file count."""

    CODEPOINTS = "codepoints"
    UTF16 = "utf16"
    GRAPHEMES = "graphemes"


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


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a person says about files to be read. An empty `encoding` is UTF-8, or UTF-16 with its mark.

    `columns`: "text", "title", "id" -> the name of the column, for tables.
    """

    encoding: str = ""
    offsets: Offsets = Offsets.CODEPOINTS
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """What a person says about a dataset to be written. Without a `unit`, the format's own."""

    overlaps: Overlaps = Overlaps.OUTERMOST
    scheme: Scheme = Scheme.IOB2
    unit: Unit | None = None


AS_USUAL = WriteOptions()
AS_FOUND = ReadOptions()
