"""JSON lines of tokens and tags: their bytes, exact texts, what `datasets` makes of them, and wrong records."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from models import formats
from models.base.documents import AnnotatedArticle
from models.exporting.plan import ExportPlan
from models.exporting.rows import annotated
from models.exporting.run import export
from models.formats.support.options import Cut, Scheme, Unit, WriteOptions
from models.formats.support.tokenized import SPACED
from models.importing.run import import_files
from models.project.project import Project
from tests.models.formats.helpers import HARD, article, fill, read_back, spans_of, texts, written
from tests.models.formats.test_every_format import articles
from tests.selection import examples

ONE = article("سلیمکو  لاہور\u2028گئے۔\nوہ ", [(0, 4, "PERSON"), (8, 13, "LOCATION")], "a")
ROW = {"id": "1", "tokens": ["علی", "۔"], "ner_tags": ["B-P", "O"], "text": "علی۔", "starts": [0, 3]}


def out(project: Project, folder: Path, **options: Any) -> tuple[list[str], list[str]]:
    report = export(project, folder / "o.jsonl", ExportPlan("tokens", options=WriteOptions(**options)))
    return (folder / "o.jsonl").read_text().splitlines(), [note.what for note in report.notes]


def read(project: Project, path: Path, *rows: object) -> tuple[list[AnnotatedArticle], list[str]]:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    report = import_files(project, [path])
    return list(annotated(project, None)), [str(note).removeprefix(str(path)) for note in report.notes]


def test_bytes_of_a_record(project: Project, tmp_path: Path) -> None:
    fill(project, [ONE])
    lines, notes = out(project, tmp_path)
    assert lines == [
        '{"id":"a","tokens":["سلیمکو","لاہور","گئے","۔","وہ"],"ner_tags":["B-PERSON","B-LOCATION","O","O","O"],'
        '"text":"سلیمکو  لاہور\\u2028گئے۔\\nوہ ","starts":[0,8,14,17,19]}'
    ]
    assert notes == ["ends inside a token; widened to [0, 6)"]


def test_split_tokens_bring_every_span_back(project: Project, tmp_path: Path) -> None:
    fill(project, [ONE])
    lines, notes = out(project, tmp_path, tokens=Cut.SPLIT)
    assert json.loads(lines[0])["tokens"][:2] == ["سلیم", "کو"]
    assert notes == []
    assert spans_of(read_back(tmp_path / "o.jsonl")[0]) == spans_of([ONE])


def test_a_sentence_is_a_record_by_choice(project: Project, tmp_path: Path) -> None:
    fill(project, [ONE])
    rows = [json.loads(line) for line in out(project, tmp_path, unit=Unit.SENTENCE)[0]]
    assert [(row["id"], row["text"], row["starts"]) for row in rows] == [
        ("a#1", "سلیمکو  لاہور\u2028گئے۔", [0, 8, 14, 17]),
        ("a#2", "وہ", [0]),
    ]


@pytest.mark.parametrize("scheme", Scheme)
def test_every_scheme_comes_back(project: Project, tmp_path: Path, scheme: Scheme) -> None:
    one = article("ا ب ج د", [(0, 3, "DATE"), (4, 5, "DATE"), (6, 7, "TIME")])
    fill(project, [one])
    out(project, tmp_path, scheme=scheme)
    again, report = read_back(tmp_path / "o.jsonl")
    assert spans_of(again) == spans_of([one])
    assert report.notes == []


@given(made=articles())
@settings(max_examples=examples(40), deadline=None)
def test_texts_and_spans_come_back_as_they_were(made: list[AnnotatedArticle]) -> None:
    with written(made, ExportPlan("tokens", options=WriteOptions(tokens=Cut.SPLIT)), ".jsonl") as there:
        again, _ = read_back(there.path)
        assert texts(again) == texts(made)
        for one in made:
            for span in one.layers[0].spans:
                if (one.source, span.start, span.end, span.label) not in there.noted:
                    assert spans_of(again)[one.text, span.start, span.end, span.label] > 0


def test_datasets_loads_tokens_and_tags(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    datasets = pytest.importorskip("datasets")
    made = [article(text, spans, str(number)) for number, (text, spans) in enumerate(HARD)]
    fill(project, made)
    out(project, tmp_path)
    table = datasets.load_dataset(
        "json", data_files=str(tmp_path / "o.jsonl"), split="train", cache_dir=str(tmp_path / "cache")
    )
    assert table.column_names == ["id", "tokens", "ner_tags", "text", "starts"]
    assert len(table) == len(made)
    for row, one in zip(table, made, strict=True):
        assert row["text"] == one.text
        assert len(row["tokens"]) == len(row["ner_tags"]) == len(row["starts"])
        assert all(one.text.startswith(*pair) for pair in zip(row["tokens"], row["starts"], strict=True))


def test_tokens_between_white_space_are_kept(project: Project, tmp_path: Path) -> None:
    one = replace(article("کراچی، اور\nلاہور۔", [(0, 6, "LOCATION")]), meta=dict(SPACED))
    fill(project, [one])
    assert '"tokens":["کراچی،","اور","لاہور۔"]' in out(project, tmp_path)[0][0]
    again, _ = read_back(tmp_path / "o.jsonl")
    assert (again[0].text, again[0].meta) == (one.text, SPACED)


def test_records_of_others_are_any_json(project: Project, tmp_path: Path) -> None:
    row = {name: ROW[name] for name in ("id", "tokens", "ner_tags")}
    found, _ = read(project, tmp_path / "a.jsonl", row)
    key = formats.detect(tmp_path / "a.jsonl")
    assert key is not None
    assert key[0].key == "json"
    assert [(one.text, [span[:3] for span in one.layers[0].spans]) for one in found] == [("علی ۔", [(0, 3, "P")])]


def test_other_fields_are_meta(project: Project, tmp_path: Path) -> None:
    found, notes = read(project, tmp_path / "a.jsonl", ROW | {"url": "u", "none": None})
    assert (found[0].source, found[0].meta, notes) == ("1", {"url": "u"}, [])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"starts": [0]}, "holds 2 tokens, 2 tags and 1 starts; there must be as many of each"),
        ({"starts": [0, 2]}, "token 2 (۔) does not stand at its start 2 in the text"),
        ({"starts": [0, -1]}, "token 2 must be text with a tag and a whole number for its start"),
        ({"ner_tags": ["B-P", None]}, "token 2 must be text with a tag and a whole number for its start"),
        ({"text": " ", "tokens": [], "ner_tags": [], "starts": []}, "the text is empty; an article needs text"),
    ],
)
def test_record_that_does_not_hold_together_is_left_out(
    project: Project, tmp_path: Path, change: dict[str, Any], said: str
) -> None:
    found, notes = read(project, tmp_path / "a.jsonl", ROW, ROW | {"id": "2"} | change)
    assert [one.source for one in found] == ["1"]
    assert [note for note in notes if said in note and note.startswith(", line 2: ")], notes


def test_stray_tags_are_told_by_their_line(project: Project, tmp_path: Path) -> None:
    found, notes = read(project, tmp_path / "a.jsonl", ROW, ROW | {"id": "2", "ner_tags": ["I-P", "O"]})
    assert [len(one.layers[0].spans) for one in found] == [1, 1]
    assert notes[:1] == [", line 2: I-P without B-P; taken as a beginning"]
