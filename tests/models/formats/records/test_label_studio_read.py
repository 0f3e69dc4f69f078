"""Label Studio's tasks as Label Studio exports them: whose work it is, and what is kept of it."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from models.base.documents import LabelledSpan
from models.base.entities import AnnotatorKind, Status
from models.base.errors import UserError
from models.base.report import Report
from models.formats.records.label_studio import read
from models.formats.support import json_array
from models.formats.support.json_array import records
from models.formats.support.options import ReadOptions
from models.formats.support.source import SourceFile
from tests.models.formats.records.test_label_studio import UID, T, region, take_in, task


def test_names_of_annotators_however_they_are_given(tmp_path: Path) -> None:
    by: list[dict[str, Any]] = [
        {"completed_by": {"id": 1, "email": "a@b.pk", "first_name": "A"}},
        {"completed_by": {"id": 2, "first_name": "Sana", "last_name": "K"}},
        {"completed_by": 3},
        {"completed_by": 4, "created_username": "Sana K s@b.pk, 4"},
        {},
        {},
        {"completed_by": 3},
    ]
    (one,), report = take_in(tmp_path, [{"data": {"text": T}, "annotations": [{"result": []} | row for row in by]}])
    names = [layer.annotator for layer in one.layers]
    assert names == ["a@b.pk", "Sana K", "annotator 3", "s@b.pk", "", "annotation 2", "annotator 3 (2)"]
    assert [note.what for note in report.notes] == [
        "more than one annotation of nobody in particular in a task, a layer each: 1 (record 1)",
        "more than one annotation of annotator 3 in a task, a layer each: 1 (record 1)",
    ]


def test_skipped_work_drafts_and_other_results_are_noted(tmp_path: Path) -> None:
    row = task(region(9, 19), was_cancelled=True, completed_by={"email": "a@b.pk"}) | {"id": 12, "drafts": [{}]}
    relation = {"type": "relation", "from_id": "a", "to_id": "b"}
    row["annotations"].append({"result": [region(9, 19), relation, {"type": "textarea", "id": "a", "value": {}}]})
    (one,), report = take_in(tmp_path, [row])
    assert [(layer.status, len(layer.spans)) for layer in one.layers] == [(Status.SKIPPED, 0), (Status.DONE, 1)]
    assert one.source == "12"
    assert [note.what for note in report.notes] == [
        "spans and labels of skipped annotations, which are no data, left out: 1 (task 12)",
        "results of type relation, which have no place here, left out: 1 (task 12)",
        "results of type textarea, which have no place here, left out: 1 (task 12)",
        "drafts that nobody has submitted, left out: 1 (task 12)",
    ]


def test_predictions_are_suggestions_and_old_completions_are_layers(tmp_path: Path) -> None:
    result = [region(9, 19, score=0.5)]
    row: dict[str, Any] = {
        "data": {"text": T},
        "completions": [{"result": result}],
        "predictions": [{"result": result}],
    }
    row["predictions"].append({"model_version": "bert", "result": []})
    (one,), _ = take_in(tmp_path, [row])
    assert [(layer.annotator, layer.kind) for layer in one.layers] == [
        ("", AnnotatorKind.PERSON),
        ("predictions", AnnotatorKind.SUGGESTER),
        ("bert", AnnotatorKind.SUGGESTER),
    ]
    assert one.layers[0].spans == (LabelledSpan(9, 19, "PERSON", attributes={"score": 0.5}),)


def test_one_region_with_two_labels_is_two_spans(tmp_path: Path) -> None:
    two = region(9, 19)
    two["value"]["labels"], two["id"] = ["PERSON", "POLITICIAN"], UID
    (one,), _ = take_in(tmp_path, [task(two)])
    assert [span[:4] for span in one.layers[0].spans] == [(9, 19, "PERSON", UID), (9, 19, "POLITICIAN", "")]


def test_choices_of_the_whole_text_are_article_labels_those_of_a_region_are_not(tmp_path: Path) -> None:
    choices = {"type": "choices", "from_name": "topic", "to_name": "text", "value": {"choices": ["news"]}}
    row = task(region(9, 19), choices | {"id": "a"}, choices | {"id": "b"}, choices | {"id": "c"})
    (one,), report = take_in(tmp_path, [row])
    assert one.layers[0].labels == ("news",)
    assert [note.what for note in report.notes] == [
        "results of type choices, which have no place here, left out: 1 (record 1)"
    ]


@pytest.mark.parametrize("form", ["[{0},\n{1}]", "[\n  {0}\n  ,{1}]\n\n", "{0}\n{1}\n", "\ufeff{0}{1}"])
def test_arrays_lines_and_objects_one_after_another(form: str, tmp_path: Path) -> None:
    rows = [json.dumps(task(region(9, 19))), json.dumps(task(text="ب"), indent=1)]
    found, _ = take_in(tmp_path, form.replace("{0}", rows[0]).replace("{1}", rows[1]))
    assert [one.text for one in found] == [T, "ب"]


def test_text_is_the_labelled_field_or_the_only_one(tmp_path: Path) -> None:
    labelled = {"data": {"body": T, "head": "x"}, "annotations": [{"result": [region(0, 4, to_name="body")]}]}
    only = {"data": {"article": T, "words": 5, "title": "خبر"}}
    found, _ = take_in(tmp_path, [labelled, only])
    assert [(one.text, one.meta) for one in found] == [(T, {"head": "x"}), (T, {"words": 5})]
    assert found[1].title == "خبر"


EMOJI = "عمران خان😀 لاہور"


def spans_and_notes(folder: Path, *regions: dict[str, Any], text: str = T) -> tuple[list[Any], list[str]]:
    (one,), report = take_in(folder, [task(*regions, text=text)])
    return [span[:3] for span in one.layers[0].spans], [note.what for note in report.notes]


def test_code_points_are_taken_where_they_fit(tmp_path: Path) -> None:
    assert spans_and_notes(tmp_path, region(11, 16, text="لاہور"), text=EMOJI) == ([(11, 16, "PERSON")], [])


def test_utf16_units_are_found_out_and_told(tmp_path: Path) -> None:
    found, notes = spans_and_notes(tmp_path, region(12, 17, text="لاہور"), region(0, 5), text=EMOJI)
    assert found == [(11, 16, "PERSON"), (0, 5, "PERSON")]
    assert notes == [
        "offsets count UTF-16 units, not code points: so fit 2 of the 2 edges of spans that differ, as code points 0; "
        "taken so in 1 record"
    ]


def test_span_that_fits_both_units_goes_by_what_the_others_count(tmp_path: Path) -> None:
    text = "😀 اا اا اا"  # [3, 4) is alif in both units
    alone, notes = spans_and_notes(tmp_path, region(3, 4, text="ا"), text=text)
    assert (alone, notes) == ([(3, 4, "PERSON")], [])
    among, _ = spans_and_notes(tmp_path, region(3, 4, text="ا"), region(3, 5, text="اا"), region(5, 6), text=text)
    assert among == [(2, 3, "PERSON"), (2, 4, "PERSON"), (4, 5, "PERSON")]


def test_what_stands_nowhere_is_left_out_and_told(tmp_path: Path) -> None:
    found, notes = spans_and_notes(tmp_path, region(9, 12, text="عمران"), region(9, 14, text="شہباز"))
    assert found == [(9, 14, "PERSON")]
    assert notes == ["the span [9, 12) quotes 'عمران' but reads 'شہب'; the span is left out"]


@pytest.mark.parametrize("quoted", ["الف\\nب", "الف\nب", "الف ب", "الفب", " الف\\n ب"])
def test_quotation_over_a_line_end_is_not_held_against_the_span(quoted: str, tmp_path: Path) -> None:
    assert spans_and_notes(tmp_path, region(0, 5, text=quoted), text="الف\nب") == ([(0, 5, "PERSON")], [])


def test_offsets_are_of_the_text_with_its_crlf(tmp_path: Path) -> None:
    found, notes = spans_and_notes(tmp_path, region(5, 10, text="لاہور"), region(3, 4), text="الف\r\nلاہور")
    assert found == [(4, 9, "PERSON")]
    assert notes == ["the span [3, 4) holds only characters that are dropped at import; the span is left out"]


@pytest.mark.parametrize(
    ("start", "end", "why"),
    [
        (9, 99, "does not lie in the text of 27"),
        (-1, 3, "does not lie in the text of 27"),
        (19, 9, "is empty or reversed"),
        (9, 9, "is empty or reversed"),
    ],
)
def test_edges_that_label_studio_lets_in_are_left_out(start: int, end: int, why: str, tmp_path: Path) -> None:
    found, notes = spans_and_notes(tmp_path, region(start, end))
    assert (found, notes) == ([], [f"the span [{start}, {end}) {why}; the span is left out"])


def test_span_without_label_is_left_out(tmp_path: Path) -> None:
    bare = region(0, 3)
    bare["value"]["labels"] = []
    assert spans_and_notes(tmp_path, bare) == ([], ["the span [0, 3) has no label; the span is left out"])


def said(folder: Path, content: str) -> str:
    with pytest.raises(UserError) as error:
        take_in(folder, content)
    return str(error.value).removeprefix(f"{folder}/in.json")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("", ", line 1: the file is empty."),
        ("[{}", ", line 1: not JSON (the list has no end); the file may have been cut off."),
        ('[{"data": {"text": "ا"}}', ", line 1: not JSON (the list has no end); the file may have been cut off."),
        ('[{"data": {"text": "ا"}} {}]', ", line 1: not JSON (no comma between two records)"),
        ('[{"data": {"text": "ا"}},\n]', ", line 2: not JSON (a comma before the end of the list)"),
        ('[{"data": {"text": "ا"}}]\n x', ", line 2: not JSON (something follows the end of the list)"),
        ('[{"data": {"text": "ا\n', ", line 2: not JSON (Invalid control character at); the file may have been cut"),
        ("[" + '{"a":' * 100_000, ", line 1: not JSON (nested too deep); export it again"),
        ('[{"data": 5}, {"data": 6}]', ': no task of it can be read; the last was left out: "data" must be an object.'),
    ],
)
def test_files_that_cannot_be_read(content: str, what: str, tmp_path: Path) -> None:
    assert said(tmp_path, content).startswith(what)


@pytest.mark.parametrize(
    ("bad", "what"),
    [
        ("{}", 'record 2: left out: there is no "data"'),
        ("5", "line 2: left out: not a JSON object in braces"),
        ("null", "line 2: left out: not a JSON object in braces"),
        ('{"id": 7, "data": 5}', 'task 7: left out: "data" must be an object'),
        ('{"data": {"text": 5}}', 'record 2: left out: "text" must be text'),
        ('{"data": {"text": " "}}', "record 2: left out: the text is empty; an article needs text"),
        ('{"text": ""}', "record 2: left out: the text is empty; an article needs text"),
        ('{"data": {"text": "ا\\u0000"}}', "record 2: left out: character 2 is NUL, so this is not plain text"),
        ('{"data": {"text": "\\ud83d"}}', "line 2: left out: not JSON (holds half of a surrogate pair)"),
        ('{"data": {"text": "ا"}, "x": NaN}', "line 2: left out: not JSON (NaN is no JSON number)"),
        ('{"data": {"a": "x", "b": "y"}}', "record 2: left out: no telling which field of the data is the text (there"),
        ('{"data": {"text": "ا"}, "annotations": {"a": 1}}', 'record 2: left out: "annotations" must be a list'),
    ],
)
def test_one_bad_task_is_left_out_and_the_others_are_read(bad: str, what: str, tmp_path: Path) -> None:
    good = json.dumps(task(region(9, 19)), ensure_ascii=False)
    content = f"[{good},\n{bad},\n{good}]"
    found, report = take_in(tmp_path, content)
    assert [len(one.layers[0].spans) for one in found] == [1, 1]
    assert report.left_out == 1
    assert str(report.notes[0]).removeprefix(f"{tmp_path}/in.json, ").startswith(what)
    with pytest.raises(UserError) as error:
        list(read(SourceFile(tmp_path / "in.json", Report(), options=ReadOptions(strict=True))))
    assert what.partition("left out: ")[2] in str(error.value)


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        (region(0, "x"), "the edges of a span must be whole numbers, not 0 and 'x'; the span is left out"),
        (region(0, 1.5), "the edges of a span must be whole numbers, not 0 and 1.5; the span is left out"),
        (region(None, 1), "the edges of a span must be whole numbers, not None and 1; the span is left out"),
        (region(0, 1, value=[]), "results of type labels, which have no place here, left out: 1 (record 1)"),
        (region(0, 1, value={"start": 0, "end": 1}), "the span [0, 1) has no label; the span is left out"),
        (region(0, 1, value={"start": 0, "end": 1, "labels": [1]}), "labels that are no names, left out: 1 (record 1)"),
        (region("/div[1]/text()[1]", "/div[1]/text()[1]"), "spans in HTML or paragraphs, whose places are no offsets"),
        ({"type": "hypertextlabels", "value": {"start": 0, "end": 1}}, "spans in HTML or paragraphs, whose places"),
        ({"type": "rating", "value": {"rating": 4}}, "results of type rating, which have no place here, left out: 1"),
        (None, "results that are no objects, left out: 1 (record 1)"),
    ],
)
def test_one_bad_result_is_left_out_and_told(wrong: Any, what: str, tmp_path: Path) -> None:
    (one,), report = take_in(tmp_path, [task(wrong, region(9, 19))])
    assert [span[:3] for span in one.layers[0].spans] == [(9, 19, "PERSON")]
    assert any(note.what.startswith(what) for note in report.notes)


def test_odd_results_that_can_be_read(tmp_path: Path) -> None:
    floats, name = region(9.0, "19"), region(0, 4)
    name["value"]["labels"] = "PERSON"
    (one, none), report = take_in(
        tmp_path, [task(floats, name, meta=5), {"data": {"text": "ا"}, "annotations": [{"result": None}]}]
    )
    assert [span[:3] for span in one.layers[0].spans] == [(9, 19, "PERSON"), (0, 4, "PERSON")]
    assert (none.layers[0].spans, report.notes) == ((), [])


def test_bytes_that_are_no_utf8_are_told_with_their_line(tmp_path: Path) -> None:
    file = tmp_path / "in.json"
    file.write_bytes(b'[\n{"data": {"text": "\xff\xfe"}}]')
    with pytest.raises(UserError, match="line 2: not UTF-8"):
        list(records(SourceFile(file, Report())))


def test_record_without_an_end_is_not_looked_for_forever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_array, "MAX_RECORD", 10_000)
    file = tmp_path / "in.json"
    file.write_text('[\n{"data": "' + "ا" * 2_000_000, encoding="utf-8")
    read_bytes: list[int] = []
    with pytest.raises(UserError, match="line 2: a record longer than 16 million characters, or not JSON"):
        list(records(SourceFile(file, Report(), read_bytes.append)))
    assert sum(read_bytes) < 1_000_000


def test_places_count_the_lines_of_whole_records(tmp_path: Path) -> None:
    file = tmp_path / "in.json"
    file.write_text('[\n{"a":\n\n1},\n{"a": 2}]', encoding="utf-8")
    assert [where.line for where, _ in records(SourceFile(file, Report()))] == [2, 5]


def test_memory_does_not_grow_with_the_array(tmp_path: Path) -> None:
    file, row = tmp_path / "in.json", json.dumps(task(text=T * 100), ensure_ascii=False)
    file.write_text("[" + ",\n".join([row] * 4000) + "]", encoding="utf-8")
    read_bytes: list[int] = []
    tracemalloc.start()
    try:
        assert sum(1 for _ in records(SourceFile(file, Report(), read_bytes.append))) == 4000
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert sum(read_bytes) == file.stat().st_size > 16_000_000
    assert peak < 6_000_000
