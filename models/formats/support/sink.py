"""Where a format writes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from models.base.entities import Label, Scope
from models.base.report import Report
from models.formats.support.options import AS_USUAL, WriteOptions


@dataclass
class Sink:
    """A draft to write, with the project's labels in their order; it gets its name when all of it is written.

    `path` is the file to write; of a `Format.folder`, a folder that is there and empty, and shared by the splits
    of one export (`split` is "train", "dev", ...; empty without). `guidelines`: the project's newest, Markdown.
    """

    path: Path
    labels: tuple[Label, ...]
    report: Report
    options: WriteOptions = AS_USUAL
    split: str = ""
    guidelines: str = ""

    def open(self, path: Path | None = None) -> TextIO:
        """Return a file to write text into, UTF-8 and LF; `path` itself without another one."""
        return (path or self.path).open("w", encoding="utf-8", newline="\n")

    def beside(self, suffix: str) -> Path:
        """Return a further file of this export: the name of the first with `suffix` (".config.xml") for its own."""
        return self.path.with_name(self.path.stem + suffix)

    @property
    def folder(self) -> Path:
        """Of a folder format: where the files of this split go. Made when it is asked for."""
        found = self.path / self.split
        found.mkdir(exist_ok=True)
        return found

    @property
    def span_labels(self) -> tuple[Label, ...]:
        """The labels for spans alone, which tags are made of."""
        return tuple(label for label in self.labels if label.scope is Scope.SPAN)
