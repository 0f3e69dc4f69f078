"""What a dataset format is, what it is given to read and write, and what it reports."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from models.corpus import Annotated, Label, Scope

Progress = Callable[[int, int], None]
"""Called with what is done and the whole of it; raises Cancelled to stop the job."""


def no_progress(_done: int, _whole: int) -> None:
    """For jobs that nobody watches."""


def counted(number: int, noun: str) -> str:
    """`1 article`, `2 articles`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def file_name(path: Path) -> str:
    """The name of a file as text: bytes in it that are not UTF-8, which no project can hold, become U+FFFD."""
    return os.fsencode(path.name).decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that could not be taken or written as it was. Offsets, where given, are code points."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass
class Report:
    """What an import or export did. Every loss has a note."""

    articles: int = 0
    spans: int = 0
    article_labels: int = 0
    present: int = 0
    labels: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def note(self, where: str, what: str) -> None:
        """Write down a loss or a change."""
        self.notes.append(Note(where, what))

    def __str__(self) -> str:
        """One line: `2 articles, 31 spans; 1 article was there already; new labels: CITY`."""
        parts = [f"{counted(self.articles, 'article')}, {counted(self.spans, 'span')}"]
        if self.article_labels:
            parts[0] += f", {counted(self.article_labels, 'article label')}"
        if self.present:
            were = "was" if self.present == 1 else "were"
            parts.append(f"{counted(self.present, 'article')} {were} there already")
        if self.labels:
            parts.append(f"new labels: {', '.join(self.labels)}")
        return "; ".join(parts)


@dataclass
class Source:
    """A file to read. `advance` takes the bytes read since the last call, for the progress."""

    path: Path
    report: Report
    advance: Callable[[int], None] = lambda _bytes: None


@dataclass
class Sink:
    """A file to write, as text in UTF-8, with the project's labels in their order."""

    out: TextIO
    labels: tuple[Label, ...]
    report: Report

    @property
    def span_labels(self) -> tuple[Label, ...]:
        """The labels for spans alone, which tags are made of."""
        return tuple(label for label in self.labels if label.scope is Scope.SPAN)


@dataclass(frozen=True, slots=True)
class Format:
    """A dataset format. `one_layer`: it holds the spans of a single annotator."""

    key: str
    name: str
    suffixes: tuple[str, ...]
    read: Callable[[Source], Iterator[Annotated]] | None = None
    write: Callable[[Iterable[Annotated], Sink], None] | None = None
    one_layer: bool = False
