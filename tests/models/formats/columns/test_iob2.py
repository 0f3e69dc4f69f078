"""Universal NER: the bytes of its files, how its own code reads them, and in again as a table of tokens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings

from models import formats
from models.base.documents import AnnotatedArticle
from models.exporting.plan import ExportPlan
from models.exporting.run import export
from models.formats.support.options import Cut, Overlaps, WriteOptions
from models.project.project import Project
from tests.models.formats.helpers import HARD, article, fill, read_back, surfaces, written
from tests.models.formats.test_every_format import articles
from tests.selection import examples

ONE = article("سلیمکو لاہور\u00a0میں۔\n\n# وہ", [(0, 4, "PERSON"), (7, 12, "LOCATION")], "a b.txt")


def out(project: Project, folder: Path, options: WriteOptions | None = None) -> tuple[str, list[str]]:
    plan = ExportPlan("iob2", options=options or WriteOptions())
    report = export(project, folder / "o.iob2", plan)
    return (folder / "o.iob2").read_text(), [note.what for note in report.notes]


def as_universal_ner_reads(text: str) -> list[tuple[list[str], list[str]]]:
    """(tokens, tags) of each sentence: cut at blank lines, comments passed over, the first three of the columns."""
    found = []
    for sentence in re.split(r"\n\t?\n", text.strip()):
        rows = [line.split("\t")[:3] for line in sentence.split("\n") if not line.startswith("#")]
        assert [number for number, _, _ in rows] == [str(number) for number in range(1, len(rows) + 1)]
        found.append(([token for _, token, _ in rows], [tag for _, _, tag in rows]))
    return found


def test_bytes_are_those_of_universal_ner(project: Project, tmp_path: Path) -> None:
    fill(project, [ONE])
    text, notes = out(project, tmp_path)
    assert text == (
        "# newdoc id = a b.txt\n# sent_id = a b.txt-0001\n# text = سلیمکو لاہور\u00a0میں۔\n"
        "1\tسلیمکو\tB-PERSON\t-\t-\n2\tلاہور\tB-LOCATION\t-\t-\n3\tمیں\tO\t-\t-\n4\t۔\tO\t-\t-\n\n"
        "# sent_id = a b.txt-0002\n# text = # وہ\n1\t#\tO\t-\t-\n2\tوہ\tO\t-\t-\n\n"
    )
    assert notes == ["ends inside a token; widened to [0, 6)"]


def test_split_tokens_keep_the_span(project: Project, tmp_path: Path) -> None:
    fill(project, [ONE])
    text, notes = out(project, tmp_path, WriteOptions(tokens=Cut.SPLIT))
    assert "\n1\tسلیم\tB-PERSON\t-\t-\n2\tکو\tO\t-\t-\n" in text
    assert notes == []


def test_nested_span_is_left_out_with_a_note(project: Project, tmp_path: Path) -> None:
    fill(project, [article("تحریک پاکستان", [(0, 13, "ORGANIZATION"), (6, 13, "LOCATION")])])
    assert out(project, tmp_path)[1] == ["overlaps a longer span; left out"]
    assert out(project, tmp_path, WriteOptions(Overlaps.INNERMOST))[1] == ["overlaps a shorter span; left out"]


def test_file_is_read_as_a_table_of_tokens(project: Project, tmp_path: Path) -> None:
    made = [article(text, spans, f"{number}.txt") for number, (text, spans) in enumerate(HARD)]
    fill(project, made)
    out(project, tmp_path, WriteOptions(tokens=Cut.SPLIT))
    found = formats.detect(tmp_path / "o.iob2")
    assert found is not None
    assert found[0].key == "conll2003"
    again, report = read_back(tmp_path / "o.iob2")
    assert [one.source for one in again] == [one.source for one in made]
    nested = [article("پاکستان", [(0, 7, "LOCATION")])]  # one policy of overlaps: the longer
    assert surfaces(again) == surfaces(made) - surfaces(nested), report.notes


@pytest.mark.parametrize("cut", Cut)
@given(made=articles())
@settings(max_examples=examples(30), deadline=None)
def test_every_span_is_there_or_told(cut: Cut, made: list[AnnotatedArticle]) -> None:
    with written(made, ExportPlan("iob2", options=WriteOptions(tokens=cut)), ".iob2") as there:
        sentences = as_universal_ner_reads(there.path.read_text())
        begun = sum(tag.startswith("B-") for _, tags in sentences for tag in tags)
        assert begun == there.report.spans == sum(len(one.layers[0].spans) for one in made) - there.left_out
        assert not any("widened" in note.what for note in there.report.notes if cut is Cut.SPLIT)
