"""What every format owes, whoever wrote it: a new one is tested here by being there."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import formats
from models.base.documents import AnnotatedArticle
from models.base.errors import UserError
from models.exporting.plan import ExportPlan
from models.formats import Format
from models.importing.run import import_files
from models.project.project import Project
from tests.models.formats.helpers import (
    HARD,
    Spans,
    There,
    article,
    need,
    read_back,
    spans_of,
    surfaces,
    texts,
    written,
)
from tests.models.helpers import contents
from tests.selection import examples

LETTERS = "ابپک ک  ۔،؟\n\u0653\u0670\u00a0\u200c\u2028😀aB1۲.-_<&\"'|=[]*;\\@#/\ufefb\u0640"
BLANK = " \n\u00a0\u2028\u200c"
LABELS = ("PERSON", "LOCATION", "DATE")
HARD_ARTICLES = [article(text, spans, f"{number}.txt") for number, (text, spans) in enumerate(HARD)]


def keyed(found: tuple[Format, ...]) -> list[object]:
    return [pytest.param(one, id=one.key) for one in found]


WRITERS = keyed(formats.writers())
READERS = keyed(formats.readers())
BOTH = keyed(tuple(one for one in formats.writers() if one.read))


@st.composite
def articles(draw: st.DrawFn) -> list[AnnotatedArticle]:
    """Texts with spans anywhere: nested, crossing, twice the same stretch, on white space, in words."""
    made: list[AnnotatedArticle] = []
    for number in range(draw(st.integers(1, 3))):
        text = draw(
            st.text(LETTERS, min_size=1, max_size=60).filter(lambda given: given.strip(" \n\u00a0\u2028\u200c"))
        )
        if any(text == there.text for there in made):  # one text is one article, whatever files it is in
            continue
        edges = st.integers(0, len(text))
        pairs = draw(st.lists(st.tuples(edges, edges, st.sampled_from(LABELS)), max_size=6, unique=True))
        spans: Spans = [(min(a, b), max(a, b), label) for a, b, label in pairs if a != b]
        made.append(article(text, sorted(set(spans)), f"{number}.txt"))
    return made


def counts_add_up(given_: list[AnnotatedArticle], there: There) -> None:
    """Every span is written, or said to be left out."""
    assert there.report.articles == len(given_)
    assert there.report.spans + there.left_out == spans_of(given_).total(), there.report.notes


def comes_back(given_: list[AnnotatedArticle], there: There, format_: Format) -> None:
    """What was written is read as the same: all but what a note speaks of."""
    again, report = read_back(there.path)
    assert {why.partition(":")[0] for why in report.formats.values()} == {format_.key}, report.formats
    # Two spans that were narrowed to one stretch are one when they come back, and that is told.
    twice = sum(int(note.what.split()[0]) for note in report.notes if note.what.endswith("given twice: taken once"))
    assert sum(len(layer.spans) for one in again for layer in one.layers) + twice == there.report.spans, report.notes
    kept = [
        (one, span)
        for one in given_
        for span in one.layers[0].spans
        if (one.source, span.start, span.end, span.label) not in there.noted
    ]
    if format_.exact:
        assert texts(again) == texts(given_)
        exact = spans_of(again)
        for one, span in kept:
            assert exact[one.text, span.start, span.end, span.label] > 0, (span, report.notes)
    else:
        alike = surfaces(again)
        for one, span in kept:
            assert alike[span.label, "".join(one.text[span.start : span.end].split())] > 0, (span, report.notes)


@pytest.mark.parametrize("format_", WRITERS)
def test_every_span_of_the_hard_cases_is_written_or_reported(format_: Format) -> None:
    need(format_)
    with written(HARD_ARTICLES, ExportPlan(format_.key, "me"), format_.suffixes[0]) as there:
        counts_add_up(HARD_ARTICLES, there)


@pytest.mark.parametrize("format_", BOTH)
def test_hard_cases_come_back_as_they_went(format_: Format) -> None:
    need(format_)
    with written(HARD_ARTICLES, ExportPlan(format_.key, "me"), format_.suffixes[0]) as there:
        comes_back(HARD_ARTICLES, there, format_)


@pytest.mark.slow
@pytest.mark.parametrize("format_", WRITERS)
@settings(max_examples=examples(12), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made=articles())
def test_spans_anywhere_are_written_or_reported_and_come_back(format_: Format, made: list[AnnotatedArticle]) -> None:
    need(format_)
    with written(made, ExportPlan(format_.key, "me"), format_.suffixes[0]) as there:
        counts_add_up(made, there)
        if format_.read:
            comes_back(made, there, format_)


def files_in(path: Path) -> list[Path]:
    return sorted(found for found in path.rglob("*") if found.is_file()) if path.is_dir() else [path]


@pytest.mark.parametrize("format_", WRITERS)
def test_same_project_gives_the_same_bytes(format_: Format) -> None:
    need(format_)
    plan = ExportPlan(format_.key, "me")
    with (
        written(HARD_ARTICLES[:3], plan, format_.suffixes[0]) as one,
        written(HARD_ARTICLES[:3], plan, format_.suffixes[0]) as two,
    ):
        first, second = files_in(one.path), files_in(two.path)
        assert [file.name for file in first] == [file.name for file in second]
        if format_.key not in ("jsonl", "w3c"):  # they tell when each span was made
            assert [file.read_bytes() for file in first] == [file.read_bytes() for file in second]


def broken(format_: Format, folder: Path) -> list[bytes]:
    """Bytes that are no file of this format, and beginnings of ones that are."""
    chance = random.Random(7)
    made = [
        b"",
        b"\0",
        b"\xff\xfe\xff",
        b"{",
        b"[" * 100_000,
        b"<a>" * 20_000,
        bytes(chance.choices(range(256), k=999)),
    ]
    if format_.write:
        with written(HARD_ARTICLES, ExportPlan(format_.key, "me"), format_.suffixes[0]) as there:
            whole = max((file.read_bytes() for file in files_in(there.path)), key=len)
        made += [whole[: chance.randrange(len(whole))] for _ in range(6)]
        made += [whole[:cut] + b"\xff\0\x01" + whole[cut:] for cut in chance.choices(range(len(whole)), k=3)]
    return made


def refusal(project: Project, file: Path) -> str:
    """What is said against a file; empty when it is imported."""
    try:
        import_files(project, [file])
    except UserError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("format_", READERS)
def test_broken_files_change_nothing_and_are_told_in_one_sentence(
    format_: Format, project: Project, tmp_path: Path
) -> None:
    need(format_)
    for number, data in enumerate(broken(format_, tmp_path)):
        file = tmp_path / f"{number}{format_.suffixes[0]}"
        file.write_bytes(data)
        before = contents(project)
        said = refusal(project, file)
        assert "\n" not in said, data[:80]
        if said:
            assert contents(project) == before
