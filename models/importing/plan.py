"""How files are imported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from models.formats.support.options import AS_FOUND, ReadOptions
from models.importing.cutting import Cut

FROM_FILE, FROM_FOLDER = "file", "folder"
"""The names of files, or of folders, are those of the annotators."""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """How files are imported.

    `format_key`: of all of them, instead of what each one tells. `annotator`: whose layer the spans go to, whatever
    a file says; `default_annotator`: whose, where it says nothing. `suggestions`: the spans are nobody's data yet.
    `labels`: a file's label -> the project's; "" leaves its spans out. `create`: labels that the project lacks are
    made, or else left out. `encodings`: file -> the encoding of those that differ from `options`.
    `annotator_from`: what names the annotators, `FROM_FILE`, `FROM_FOLDER` or a field or column; "" as it is found.
    `cut`: what long articles are cut at.
    """

    format_key: str = ""
    annotator: str = ""
    default_annotator: str = "annotator"
    suggestions: bool = False
    labels: Mapping[str, str] = field(default_factory=dict)
    create: bool = True
    options: ReadOptions = AS_FOUND
    encodings: Mapping[Path, str] = field(default_factory=dict)
    annotator_from: str = ""
    cut: Cut | None = None

    @property
    def annotator_field(self) -> str:
        """The field or column that was chosen to name the annotators; empty for none."""
        if self.annotator_from in (FROM_FILE, FROM_FOLDER):
            return ""
        return self.annotator_from or self.options.chosen("annotator") or ""

    def options_for(self, path: Path, encoding: str = "") -> ReadOptions:
        """Return how a file is read, in `encoding` where one is given."""
        options = self.options
        if self.annotator_field:
            options = replace(options, roles={**options.roles, "annotator": (self.annotator_field,)})
        encoding = encoding or self.encodings.get(path, "")
        return replace(options, encoding=encoding) if encoding else options


PLAIN = ImportPlan()
