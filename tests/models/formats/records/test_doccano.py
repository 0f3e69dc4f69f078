"""doccano: its record byte for byte, the three ways it writes spans, and what its offsets count."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import formats
from models.base.documents import AnnotatedArticle, LabelledSpan, Layer
from models.base.entities import Label, Scope
from models.base.errors import UserError
from models.base.report import Report
from models.formats.records.doccano import FORMAT
from models.formats.support.offsets.ways import Way, placer
from models.formats.support.options import Offsets, ReadOptions
from models.formats.support.sink import Sink
from models.formats.support.source import SourceFile
from models.importing.plan import ImportPlan
from models.importing.run import import_files
from models.project.project import Project
from models.text.offsets import Utf16Map, grapheme_edges
from tests.models.formats.helpers import article
from tests.models.helpers import contents

TEXT = "وزیراعظم شہباز شریف نے کہا۔"
PERSON = [9, 19, "PERSON"]


def exported(folder: Path, *articles: AnnotatedArticle, labels: tuple[Label, ...] = ()) -> tuple[list[str], Report]:
    report = Report()
    assert FORMAT.write
    FORMAT.write(articles, Sink(folder / "out.jsonl", labels, report))
    return (folder / "out.jsonl").read_text("utf-8").splitlines(), report


def read(
    folder: Path, *records: dict[str, Any], offsets: Offsets | None = None
) -> tuple[list[AnnotatedArticle], Report]:
    file, report = folder / "a.jsonl", Report()
    file.write_text("".join(json.dumps(record) + "\n" for record in records))
    assert FORMAT.read
    return list(FORMAT.read(SourceFile(file, report, options=ReadOptions(offsets=offsets)))), report


def edges(one: AnnotatedArticle) -> list[tuple[int, int, str]]:
    return [span[:3] for layer in one.layers for span in layer.spans]


def test_record_is_doccanos(tmp_path: Path) -> None:
    lines, report = exported(tmp_path, article(TEXT, [(9, 19, "PERSON")], "1"))
    assert lines == [f'{{"id":"1","title":"{TEXT[:20]}","text":"{TEXT}","label":[[9,19,"PERSON"]],"meta":{{}}}}']
    assert (report.articles, report.spans, report.notes) == (1, 1, [])


def test_labels_of_articles_and_meta_come_back(tmp_path: Path) -> None:
    one = AnnotatedArticle("1", "T", "علی", {"url": "u"}, layers=(Layer(labels=("Topic",)),))
    lines, report = exported(tmp_path, one, labels=(Label("Topic", scope=Scope.ARTICLE),))
    assert report.article_labels == 1
    (again,), _ = read(tmp_path, json.loads(lines[0]))
    assert (again.source, again.title, again.meta, again.layers[0].labels) == ("1", "T", {"url": "u"}, ("Topic",))


def test_overlaps_are_said_once(tmp_path: Path) -> None:
    noted = Layer(spans=(LabelledSpan(0, 3, "A"), LabelledSpan(0, 3, "B")))
    lines, report = exported(tmp_path, *[AnnotatedArticle(str(n), "t", "علی", layers=(noted,)) for n in range(3)])
    assert json.loads(lines[0])["label"] == [[0, 3, "A"], [0, 3, "B"]]
    (overlap,) = [note.what for note in report.notes]
    assert "doccano drops those on import unless its project allows" in overlap


def test_texts_that_doccanos_page_counts_otherwise_are_told(tmp_path: Path) -> None:
    _, report = exported(tmp_path, article("علی", []), article("😀 علی", []), article("علی 𐀀", []))
    (note,) = report.notes
    assert note.what.startswith("2 texts with emoji or other characters above U+FFFF; offsets are code points, and")


@pytest.mark.parametrize(
    "spans",
    [
        {"label": [PERSON]},
        {"labels": [PERSON]},
        {"entities": [{"id": 7, "label": "PERSON", "start_offset": 9, "end_offset": 19}], "relations": []},
        {"entities": [PERSON], "cats": []},
    ],
)
def test_every_way_of_writing_spans_is_read_and_told(tmp_path: Path, spans: dict[str, Any]) -> None:
    (one,), report = read(tmp_path, {"id": 1, "text": TEXT, "Comments": [], "url": "u"} | spans)
    assert (one.source, edges(one), one.meta, report.notes) == ("1", [(9, 19, "PERSON")], {"url": "u"}, [])
    found = formats.detect(tmp_path / "a.jsonl")
    assert found is not None
    assert found[0] is FORMAT


@pytest.mark.parametrize(
    ("record", "key"),
    [
        ({"text": "a", "layers": [], "labels": []}, "jsonl"),
        ({"text": "a", "spans": []}, "jsonl"),
        ({"text": "a", "spans": [], "answer": "accept"}, "prodigy"),
        ({"text": "a", "spans": [], "tokens": []}, "prodigy"),
        ({"text": "a", "label": []}, "doccano"),
        ({"text": "a"}, "jsonl"),
    ],
)
def test_first_record_tells_the_format(tmp_path: Path, record: dict[str, Any], key: str) -> None:
    read_at = tmp_path / "a.jsonl"
    read_at.write_text(json.dumps(record))
    found = formats.detect(read_at)
    assert found is not None
    assert found[0].key == key


def test_list_of_records_is_read_too(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text(json.dumps([{"text": TEXT, "label": [PERSON]}, {"text": "علی", "label": ["Topic"]}], indent=1))
    report = import_files(project, [file])
    assert (report.articles, report.spans, report.article_labels) == (2, 1, 1)


def test_relations_and_texts_in_place_of_labels_are_noted(tmp_path: Path) -> None:
    relation = {"id": 1, "from_id": 1, "to_id": 2, "type": "x"}
    (one,), report = read(tmp_path, {"text": "علی", "relations": [relation], "label": ["a" * 300]})
    assert (one.layers, len(report.notes)) == ((), 2)
    assert report.notes[0].what.endswith("left out")


# --- what offsets count ---


@given(st.text(st.sampled_from("اa😀\u0653\u200d\r\n "), max_size=20))
def test_offsets_of_every_unit_are_placed_exactly(text: str) -> None:
    units, graphemes = Utf16Map(text), grapheme_edges(text)
    by_unit, by_grapheme = placer(text, Way(Offsets.UTF16)), placer(text, Way(Offsets.GRAPHEMES))
    assert [by_unit(units.to_utf16(point)) for point in range(len(text) + 1)] == list(range(len(text) + 1))
    assert [by_grapheme(number) for number in range(len(graphemes))] == graphemes
    assert by_unit(units.utf16_length + 1) == by_unit(-1) == by_grapheme(len(graphemes)) == by_grapheme(-1) == -1


EMOJI = "😀😀 عمران لاہور گئے"  # لاہور is [9, 14) in code points
MARKS = "ا\u0653ا\u0653 لاہور گئے"  # [5, 10); in graphemes [3, 8)


@pytest.mark.parametrize(
    ("text", "given", "unit", "placed"),
    [(EMOJI, [11, 16], Offsets.UTF16, (9, 14)), (MARKS, [3, 8], Offsets.GRAPHEMES, (5, 10))],
)
def test_another_unit_is_found_out_and_told_and_a_choice_wins(
    tmp_path: Path, text: str, given: list[int], unit: Offsets, placed: tuple[int, int]
) -> None:
    record = {"text": text, "label": [[*given, "CITY"]]}
    (one,), report = read(tmp_path, record, offsets=unit)
    assert (edges(one), report.notes) == ([(*placed, "CITY")], [])
    (one, _), report = read(tmp_path, record, record)
    assert edges(one) == [(*placed, "CITY")]
    (note,) = report.notes
    assert "so fit 4 of the 4 edges of spans that differ, as code points 0; taken so in 2 records" in note.what
    (one,), report = read(tmp_path, record, offsets=Offsets.CODEPOINTS)
    assert (edges(one), report.notes) == ([(*given, "CITY")], [])


def test_file_in_code_points_is_not_doubted(tmp_path: Path) -> None:
    _, report = read(tmp_path, {"text": EMOJI, "label": [[9, 14, "CITY"]]}, {"text": MARKS, "label": [[5, 10, "CITY"]]})
    assert report.notes == []


def test_offsets_outside_in_the_chosen_unit_name_the_one_that_fits(tmp_path: Path) -> None:
    _, report = read(tmp_path, {"text": "😀 لاہور", "label": [[3, 8, "CITY"]]}, offsets=Offsets.CODEPOINTS)
    (note,) = report.notes
    assert note.what == (
        "the span [3, 8) does not lie in the text of 7; if offsets count UTF-16 units, choose --offsets utf16; "
        "the span is left out"
    )


def test_our_own_export_counts_code_points_whatever_fits(tmp_path: Path) -> None:
    odd = article("😀 علی گیا", [(3, 6, "PERSON")])  # in UTF-16 it is the whole word
    lines, _ = exported(tmp_path, odd)
    (again,), report = read(tmp_path, json.loads(lines[0]))
    assert (edges(again), report.notes) == ([(3, 6, "PERSON")], [])


def test_offsets_follow_line_ends_that_change(tmp_path: Path) -> None:
    (one,), _ = read(tmp_path, {"text": "😀\r\nلاہور", "label": [[4, 9, "CITY"]]}, offsets=Offsets.UTF16)
    assert (one.text, edges(one)) == ("😀\nلاہور", [(2, 7, "CITY")])


def test_white_space_in_a_text_makes_no_tags_of_the_rest_of_a_line(tmp_path: Path) -> None:
    exported(tmp_path, article("\u2028-", []))
    found = formats.detect(tmp_path / "out.jsonl")
    assert found is not None
    assert found[0] is FORMAT


BAD = {
    "cut off": ('{"text": "a", "label": [[0, 1', "not JSON"),
    "text is a number": ('{"text": 5, "label": []}', '"text" must be text'),
    "label is an object": ('{"text": "a", "label": {}}', '"label" must be a list'),
    "a span of two": ('{"text": "a", "label": [[0, 1]]}', r'"label" must be a list of \[start, end, label\]'),
    "a span is a number": ('{"text": "a", "label": [1]}', r"must be a list of \[start"),
    "offsets are text": ('{"text": "a", "label": [["0", "x", "A"]]}', "must be whole numbers"),
    "entity without offsets": ('{"text": "a", "entities": [{"label": "A"}]}', "must be whole numbers"),
    "outside": ('{"text": "a", "label": [[0, 9, "A"]]}', r"\[0, 9\) does not lie"),
    "below zero": ('{"text": "a", "label": [[-1, 1, "A"]]}', r"\[-1, 1\) does not lie"),
    "reversed": ('{"text": "abc", "label": [[2, 1, "A"]]}', r"\[2, 1\) is empty or reversed"),
    "empty span": ('{"text": "abc", "label": [[1, 1, "A"]]}', r"\[1, 1\) is empty or reversed"),
    "NUL": ('{"text": "a\\u0000", "label": []}', "is NUL"),
}


@pytest.mark.parametrize("offsets", Offsets)
@pytest.mark.parametrize(("line", "says"), BAD.values(), ids=BAD.keys())
def test_bad_record_is_named(tmp_path: Path, line: str, says: str, offsets: Offsets) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text('{"text": "a", "label": [[0, 1, "A"]]}\n' + line + "\n")
    assert FORMAT.read
    with pytest.raises(UserError, match=says) as caught:
        list(FORMAT.read(SourceFile(file, Report(), options=ReadOptions(offsets=offsets, strict=True))))
    assert str(caught.value).startswith(f"{file}, line 2: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ['[{"text": "a", "label": []}, 5]', '[{"text": "a", "label": []}', "[" * 100_000])
def test_bad_list_of_records_changes_nothing(project: Project, tmp_path: Path, text: str) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(text)
    before = contents(project)
    with pytest.raises(UserError, match=r"not JSON|record 2: not a JSON object"):
        import_files(project, [file], ImportPlan(options=ReadOptions(strict=True)))
    assert contents(project) == before


# --- as its files really are ---


def test_one_bad_span_or_record_is_left_out_alone(tmp_path: Path) -> None:
    bad = [[0, 99, "A"], [3, 1, "A"], [0, 1], 5, [None, 4, "A"], [0, 4, " "]]
    rows: list[dict[str, Any]] = [
        {"text": TEXT, "label": [PERSON, [9.0, 14.0, "X"], *bad]},
        {"text": "", "label": []},
        {"text": TEXT, "label": None},
    ]
    articles, report = read(tmp_path, *rows)
    assert [edges(one) for one in articles] == [[(9, 19, "PERSON"), (9, 14, "X")], []]
    assert report.left_out == 1
    assert [note.line for note in report.notes if note.what.endswith("the span is left out")] == [1] * len(bad)


def test_answers_of_seq2seq_are_no_labels(tmp_path: Path) -> None:
    rows = [
        {"text": TEXT, "label": ["Zainab met Ahmad in Karachi."]},
        {"text": TEXT, "label": ["زینب نے کراچی میں ملاقات کی۔"]},
    ]
    articles, report = read(tmp_path, *rows)
    assert all(not one.layers and len(one.meta["label"]) == 1 for one in articles)
    (note,) = report.notes
    assert note.what.startswith('"label" holds answers or sentences, no names of labels (2 items in 2 records)')


@pytest.mark.parametrize("name", ["annotator", "username", "by"])
def test_field_that_was_chosen_names_whose_layer_it_is(tmp_path: Path, name: str) -> None:
    rows = [{"id": 1, "text": TEXT, "label": [PERSON], name: who} for who in ("زینب", "bilal")]
    file = tmp_path / "a.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert FORMAT.read
    for roles, people in (({"annotator": (name,)}, ["زینب", "bilal"]), ({}, ["", ""])):
        report = Report()
        found = [*FORMAT.read(SourceFile(file, report, options=ReadOptions(roles=roles)))]
        assert [one.layers[0].annotator for one in found] == people
        assert (f"annotator = field {name}" in str(*report.readings.values())) is bool(roles)
        assert [name in one.meta for one in found] == [not roles] * 2  # or it is looked at with all articles


def test_numbers_are_named_by_the_labels_beside_or_kept(tmp_path: Path) -> None:
    rows = [{"text": TEXT, "label": [[9, 19, 3], [0, 8, 4]]}]
    (one,), report = read(tmp_path, *rows)
    assert [label for _, _, label in edges(one)] == ["3", "4"]
    assert "2 labels are numbers without a name, kept as numbers" in report.notes[0].what
    (tmp_path / "labels.json").write_text(json.dumps([{"id": 3, "text": "PER"}, {"id": 4, "text": "TITLE"}]))
    (one,), report = read(tmp_path, *rows)
    assert [label for _, _, label in edges(one)] == ["PER", "TITLE"]


def test_text_may_be_called_data_and_a_person_may_say_so(tmp_path: Path) -> None:
    (one,), report = read(tmp_path, {"data": TEXT, "label": [PERSON]})
    assert (one.text, edges(one), report.notes) == (TEXT, [(9, 19, "PERSON")], [])
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps({"body": TEXT, "text": "x", "label": [PERSON]}))
    assert FORMAT.read
    (one,) = FORMAT.read(SourceFile(file, Report(), options=ReadOptions(roles={"text": ("body",)})))
    assert edges(one) == [(9, 19, "PERSON")]


def test_first_record_may_lack_labels(tmp_path: Path) -> None:
    articles, _ = read(tmp_path, {"text": "لاہور"}, {"text": TEXT, "label": []}, {"text": TEXT, "label": [PERSON]})
    found = formats.detect(tmp_path / "a.jsonl")
    assert found is not None
    assert found[0] is FORMAT
    assert [len(edges(one)) for one in articles] == [0, 0, 1]
