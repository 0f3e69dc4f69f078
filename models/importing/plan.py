"""How files are imported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from models.formats.support.options import AS_FOUND, ReadOptions


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """How files are imported.

    `format_key`: of all of them, instead of what each one tells. `annotator`: whose layer the spans go to, whatever
    a file says; `default_annotator`: whose, where it says nothing. `suggestions`: the spans are nobody's data yet.
    `labels`: a file's label -> the project's; "" leaves its spans out. `create`: labels that the project lacks are
    made, or else left out. `encodings`: file -> the encoding of those that differ from `options`.
    """

    format_key: str = ""
    annotator: str = ""
    default_annotator: str = "annotator"
    suggestions: bool = False
    labels: Mapping[str, str] = field(default_factory=dict)
    create: bool = True
    options: ReadOptions = AS_FOUND
    encodings: Mapping[Path, str] = field(default_factory=dict)

    def options_for(self, path: Path) -> ReadOptions:
        """Return how a file is read."""
        encoding = self.encodings.get(path)
        return replace(self.options, encoding=encoding) if encoding else self.options


PLAIN = ImportPlan()
