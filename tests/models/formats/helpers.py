"""Datasets out and in again, for whatever format."""

from __future__ import annotations

import importlib.util
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from models.base.documents import AnnotatedArticle, LabelledSpan, Layer
from models.base.report import Report
from models.exporting.plan import ExportPlan
from models.exporting.rows import annotated
from models.exporting.run import export
from models.formats import Format
from models.formats.support.options import ReadOptions
from models.formats.support.source import SourceFile
from models.importing.plan import PLAIN, ImportPlan
from models.importing.run import import_files
from models.importing.writer import ImportWriter
from models.labels.templates import seed_labels
from models.project.project import Project

Spans = list[tuple[int, int, str]]

# The hard cases of Urdu text: (text, spans in code points).
HARD: list[tuple[str, Spans]] = [
    ("ا\u0653صف درانی نے", [(0, 10, "PERSON")]),
    ("اعلیٰ عدالت", [(0, 11, "ORGANIZATION")]),
    ("\u0643راچ\u064a میں", [(0, 5, "LOCATION")]),
    ("عمران خان😀 لاہور", [(0, 9, "PERSON"), (11, 16, "LOCATION")]),
    ("ملاقات کی۔ ”یہ\u00a0ہے“ اس نے کہا۔اس نے", [(0, 6, "PERSON")]),
    ("سلیمکو پیش", [(0, 6, "PERSON")]),
    ("رسولؐ اور علیؓ", [(0, 5, "PERSON"), (10, 14, "PERSON")]),
    ("پا\ufefb ب", [(0, 3, "LOCATION")]),
    ("ایم۔کیو۔ایم کے رہنما نے کہا۔\nجی۔ شکریہ۔ آپ کیسے ہیں؟", [(0, 11, "ORGANIZATION"), (29, 31, "PERSON")]),
    ("— X/@ForeignOfficePk @AsifDurrani20، اور https://t.co/aB1 $9M", [(4, 20, "ORGANIZATION"), (58, 61, "NUMBER")]),
    ("ﻣﻴﮟ راو\u0654نڈ", [(4, 10, "LOCATION")]),
    ("تحریک طالبان پاکستان نے", [(0, 20, "ORGANIZATION"), (13, 20, "LOCATION")]),
    ("لاہور کراچی", [(0, 5, "LOCATION"), (6, 11, "LOCATION")]),
    ("<b>علی</b> & زید [1] | _ \\ * ; -> #", [(3, 6, "PERSON")]),
    ("بغیر نشان", []),
]


def usable(format_: Format) -> bool:
    """Whether the library that the format needs is there."""
    return format_.extra is None or importlib.util.find_spec(format_.extra.module.partition(".")[0]) is not None


def need(format_: Format) -> None:
    if not usable(format_):
        assert format_.extra is not None
        pytest.skip(f"{format_.extra.name} is not installed")


def pairs(one: AnnotatedArticle) -> list[tuple[str, str]]:
    """The words and the label of each span."""
    return [(one.text[span.start : span.end], span.label) for layer in one.layers for span in layer.spans]


def read_by(format_: Format, file: Path, options: ReadOptions) -> tuple[list[AnnotatedArticle], Report]:
    """What a format reads of a file, and what it says."""
    report = Report()
    assert format_.read
    return list(format_.read(SourceFile(file, report, options=options))), report


def article(text: str, spans: Spans, source: str = "a") -> AnnotatedArticle:
    layer = Layer("me", spans=tuple(LabelledSpan(*span) for span in spans))
    return AnnotatedArticle(source, text.strip()[:20] or "t", text, layers=(layer,))


def fill(project: Project, articles: list[AnnotatedArticle]) -> None:
    """Articles as they are, past every reader."""
    with project.transaction():
        writer = ImportWriter(project, Report(), PLAIN)
        for one in articles:
            writer.add(one)
        writer.finish([])


@dataclass(frozen=True)
class There:
    """A dataset that was written, and the report on it."""

    path: Path
    report: Report

    @property
    def left_out(self) -> int:
        """The spans that are said not to be in it."""
        return sum(note.start >= 0 and note.what.endswith("left out") for note in self.report.notes)

    @property
    def noted(self) -> set[tuple[str, int, int, str]]:
        """(article's source, start, end, label) of every span that something is said about."""
        return {(note.article, note.start, note.end, note.label) for note in self.report.notes if note.start >= 0}


@contextmanager
def written(articles: list[AnnotatedArticle], plan: ExportPlan, suffix: str) -> Iterator[There]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Project.create(folder / "p.nishan", seed_labels()) as project:
            fill(project, articles)
            report = export(project, folder / f"out{suffix}", plan)
        yield There(folder / f"out{suffix}", report)


def read_back(path: Path, plan: ImportPlan = PLAIN) -> tuple[list[AnnotatedArticle], Report]:
    """What an empty project makes of a dataset, found out without a word about its format."""
    with tempfile.TemporaryDirectory() as name, Project.create(Path(name) / "q.nishan") as project:
        report = import_files(project, [path], plan)
        return list(annotated(project, None)), report


def texts(articles: list[AnnotatedArticle]) -> Counter[str]:
    return Counter(one.text for one in articles)


def spans_of(articles: list[AnnotatedArticle]) -> Counter[tuple[str, int, int, str]]:
    """(text, start, end, label) of every span."""
    return Counter(
        (one.text, span.start, span.end, span.label) for one in articles for layer in one.layers for span in layer.spans
    )


def surfaces(articles: list[AnnotatedArticle]) -> Counter[tuple[str, str]]:
    """(label, what is labelled without white space) of every span."""
    return Counter(
        (span.label, "".join(one.text[span.start : span.end].split()))
        for one in articles
        for layer in one.layers
        for span in layer.spans
    )
