"""Label Studio's tasks as Label Studio exports them: whose work it is, and what is kept of it."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base.documents import LabelledSpan
from models.base.entities import AnnotatorKind, Status
from models.base.errors import UserError
from models.base.report import Report
from models.formats.support import json_array
from models.formats.support.json_array import records
from models.formats.support.label_studio_units import LabelStudioSpan, placed
from models.formats.support.source import SourceFile
from models.text.offsets import Utf16Map, clean
from tests.models.formats.test_label_studio import UID, T, region, take_in, task


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
        "more than one annotation of nobody in particular; this one is named annotation 2",
        "more than one annotation of annotator 3; this one is named annotator 3 (2)",
    ]


def test_skipped_work_drafts_and_other_results_are_noted(tmp_path: Path) -> None:
    row = task(region(9, 19), was_cancelled=True, completed_by={"email": "a@b.pk"}) | {"id": 12, "drafts": [{}]}
    relation = {"type": "relation", "from_id": "a", "to_id": "b"}
    row["annotations"].append({"result": [region(9, 19), relation, {"type": "textarea", "id": "a", "value": {}}]})
    (one,), report = take_in(tmp_path, [row])
    assert [(layer.status, len(layer.spans)) for layer in one.layers] == [(Status.SKIPPED, 0), (Status.DONE, 1)]
    assert one.source == "12"
    assert [str(note).partition(": ")[2] for note in report.notes] == [
        "task 12: skipped by a@b.pk, so what is labelled there is no data; left out",
        "task 12: a result of type relation, which has no place here; left out",
        "task 12: a result of type textarea, which has no place here; left out",
        "task 12: 1 draft that nobody has submitted; left out",
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
    assert [note.what for note in report.notes] == ["a result of type choices, which has no place here; left out"]


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
    assert notes == ["offsets count UTF-16 units, not code points (1 of 2 spans); taken as such"]


def test_span_that_fits_both_units_goes_by_what_the_others_count(tmp_path: Path) -> None:
    text = "😀 اا اا اا"  # [3, 4) is alif in both units
    alone, notes = spans_and_notes(tmp_path, region(3, 4, text="ا"), text=text)
    assert (alone, notes) == ([(3, 4, "PERSON")], [])
    among, _ = spans_and_notes(tmp_path, region(3, 4, text="ا"), region(3, 5, text="اا"), region(5, 6), text=text)
    assert among == [(2, 3, "PERSON"), (2, 4, "PERSON"), (4, 5, "PERSON")]


def test_what_fits_neither_unit_is_left_out_and_told(tmp_path: Path) -> None:
    found, notes = spans_and_notes(tmp_path, region(9, 12, text="شہباز"), region(9, 14, text="شہباز"))
    assert found == [(9, 14, "PERSON")]
    assert notes == ["the span [9, 12) PERSON quotes 'شہباز' but reads 'شہب'; left out"]


@pytest.mark.parametrize("quoted", ["الف\\nب", "الف\nب", "الف ب", "الفب", " الف\\n ب"])
def test_quotation_over_a_line_end_is_not_held_against_the_span(quoted: str, tmp_path: Path) -> None:
    assert spans_and_notes(tmp_path, region(0, 5, text=quoted), text="الف\nب") == ([(0, 5, "PERSON")], [])


def test_offsets_are_of_the_text_with_its_crlf(tmp_path: Path) -> None:
    found, notes = spans_and_notes(tmp_path, region(5, 10, text="لاہور"), region(3, 4), text="الف\r\nلاہور")
    assert found == [(4, 9, "PERSON")]
    assert notes == ["the span [3, 4) PERSON holds only characters that are dropped at import; left out"]


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
    assert (found, notes) == ([], [f"the span [{start}, {end}) PERSON {why}; left out"])


def test_span_without_label_is_left_out(tmp_path: Path) -> None:
    bare = region(0, 3)
    bare["value"]["labels"] = []
    assert spans_and_notes(tmp_path, bare) == ([], ["the span [0, 3) has no label; left out"])


@given(
    st.text("اب 😀𐀀\n", min_size=1, max_size=30),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6),
    st.booleans(),
)
def test_quoting_spans_read_the_same_in_either_unit(text: str, pairs: list[tuple[int, int]], utf16: bool) -> None:
    units = Utf16Map(text)
    notes: list[str] = []
    edges = [(min(pair), max(pair)) for pair in pairs if min(pair) < max(pair) <= len(text)]
    quoted = [text[start:end] for start, end in edges]
    shown = [(units.to_utf16(start), units.to_utf16(end)) if utf16 else (start, end) for start, end in edges]
    spans = [LabelStudioSpan(start, end, surface, "L") for (start, end), surface in zip(shown, quoted, strict=True)]
    found = list(placed(spans, text, clean(text, "t"), notes.append))
    assert [text[span.start : span.end].split() for span in found] == [surface.split() for surface in quoted]
    if not utf16 or shown == edges:
        assert ([(span.start, span.end) for span in found], notes) == (edges, [])


def said(folder: Path, content: str) -> str:
    with pytest.raises(UserError) as error:
        take_in(folder, content)
    return str(error.value).removeprefix(f"{folder}/in.json")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("", ", line 1: the file is empty."),
        ("[{}", ', line 1: there is no "data".'),
        ('\n[\n{"data": 5}]', ', line 3: "data" must be an object.'),
        ('[{"data": {"text": 5}}]', ', line 1: "text" must be text.'),
        ('[{"data": {"text": " "}}]', ", line 1: the text is empty; an article needs text."),
        ('[{"data": {"text": "ا\\u0000"}}]', ", line 1: character 2 is NUL, so this is not plain text; remove it"),
        (
            '[{"data": {"text": "\\ud83d"}}]',
            ", line 1: not JSON (holds half of a surrogate pair); export it again from its source.",
        ),
        (
            '[{"data": {"a": "x", "b": "y"}}]',
            ', line 1: no telling which field of "data" is the text (there are: a, b)',
        ),
        ('[{"data": {"text": "ا"}, "annotations": {}}]', ', line 1: "annotations" must be a list.'),
        ('[{"data": {"text": "ا"}, "annotations": [5]}]', ', line 1: "annotations" must be a list of objects.'),
        ('[{"data": {"text": "ا"}, "meta": 3}]', ', line 1: "meta" must be an object.'),
        ('[{"data": {"text": "ا"}}', ", line 1: not JSON (the list has no end); the file may have been cut off."),
        ('[{"data": {"text": "ا"}} {}]', ", line 1: not JSON (no comma between two records)"),
        ('[{"data": {"text": "ا"}},\n]', ", line 2: not JSON (a comma before the end of the list)"),
        ('[{"data": {"text": "ا"}}]\n x', ", line 2: not JSON (something follows the end of the list)"),
        ('[{"data": {"text": "ا"}}, [1]]', ", line 1: not a JSON object in braces."),
        ('[{"data": {"text": "ا\n', ", line 2: not JSON (Invalid control character at); the file may have been cut"),
        (
            '[\n{"data": {"text": "ا"}, "x": NaN}]',
            ", line 2: not JSON (NaN is no JSON number); export it again from its source.",
        ),
        ("[" + '{"a":' * 100_000, ", line 1: not JSON (nested too deep); export it again"),
    ],
)
def test_files_that_cannot_be_read(content: str, what: str, tmp_path: Path) -> None:
    assert said(tmp_path, content).startswith(what)


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        (region(0, "x"), '"end" must be a whole number.'),
        (region(0, 1.5), '"end" must be a whole number.'),
        (region(0, 1, value=[]), '"value" must be an object.'),
        (region(0, 1, value={"start": 0, "end": 1, "labels": "PERSON"}), '"labels" must be a list.'),
        (region(0, 1, value={"start": 0, "end": 1, "labels": [1]}), '"labels" must be a list of names.'),
        (region(0, 1, meta=5), '"meta" must be an object.'),
    ],
)
def test_wrong_types_in_a_result(wrong: dict[str, Any], what: str, tmp_path: Path) -> None:
    assert said(tmp_path, json.dumps([task(wrong)])) == f", line 1: {what}"


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
