"""The formats of Label Studio beside its full one, and its files as they are in the wild: every one is read or told."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest

from models.base.documents import AnnotatedArticle, LabelledSpan, Layer
from models.base.entities import AnnotatorKind, Status
from models.base.errors import UserError
from models.base.report import Report
from models.formats import detect
from models.formats.records.label_studio import FORMAT, read
from models.formats.support.options import ReadOptions
from models.formats.support.source import SourceFile
from models.importing.run import import_files
from models.project.project import Project
from tests.models.formats.records.test_label_studio import T, put_out, region, take_in, task

LS = "زینب نے کراچی میں احمد سے ملاقات کی۔"


def labelled(one: AnnotatedArticle) -> list[tuple[str, str]]:
    return [(one.text[span.start : span.end], span.label) for layer in one.layers for span in layer.spans]


def minimal(*spans: tuple[int, int, str], text: str = LS, **more: Any) -> dict[str, Any]:
    rows = [{"start": start, "end": end, "text": text[start:end], "labels": [label]} for start, end, label in spans]
    times = {"created_at": "2024-01-01T00:00:00Z", "updated_at": "2024-01-01T00:00:00Z", "lead_time": 5.1}
    return {"text": text, "id": 7, "label": rows, "annotator": 1, "annotation_id": 3} | times | more


def taken_from(folder: Path, name: str, content: str, **options: Any) -> tuple[list[AnnotatedArticle], Report]:
    (folder / name).write_bytes(content.encode())
    source = SourceFile(folder / name, Report(), options=ReadOptions(**options))
    return list(read(source)), source.report


@pytest.mark.parametrize(
    ("annotator", "name"),
    [(1, "annotator 1"), ("sana@example.org, 1", "sana@example.org"), ("Sana K", "Sana K"), (None, "")],
)
def test_json_min_is_a_layer_of_whoever_made_it(annotator: Any, name: str, tmp_path: Path) -> None:
    (one,), report = take_in(tmp_path, [minimal((0, 4, "PER"), (8, 13, "LOC"), annotator=annotator)])
    assert labelled(one) == [("زینب", "PER"), ("کراچی", "LOC")]
    assert (one.source, one.meta, report.notes) == ("7", {}, [])
    (layer,) = one.layers
    assert (layer.annotator, layer.status, layer.seconds) == (name, Status.DONE, 5.1)
    assert detect(tmp_path / "in.json") == (FORMAT, 'its records have "annotation_id"')


def test_json_min_of_several_people_is_one_article_with_their_layers(project: Project, tmp_path: Path) -> None:
    rows = [minimal((0, 4, "PER")), minimal((0, 4, "PER"), (8, 13, "LOC"), annotator=2, annotation_id=4)]
    file = tmp_path / "min.json"
    file.write_text(json.dumps(rows), encoding="utf-8")
    report = import_files(project, [file])
    assert (report.articles, report.spans) == (1, 3)
    assert {"annotator 1", "annotator 2"} <= {one.name for one in project.annotators()}


def test_json_min_has_controls_by_any_name_choices_and_answers(tmp_path: Path) -> None:
    row: dict[str, Any] = {"url": "u", "body": LS, "id": 7}
    row |= {"ner": [{"start": 8, "end": 13, "text": "کراچی", "labels": ["LOC", "CITY"]}], "topic": "خبر"}
    row |= {"more": {"choices": ["کھیل", "فن"]}, "summary": "ایک بہت لمبا جواب جو کسی نام کے لیے بہت لمبا ہے۔"}
    row |= {"stars": [{"rating": 4}], "annotator": 1, "annotation_id": 3, "lead_time": None}
    (one,), report = take_in(tmp_path, [row])
    assert labelled(one) == [("کراچی", "LOC"), ("کراچی", "CITY")]
    assert one.layers[0].labels == ("خبر", "کھیل", "فن")
    assert one.meta == {"url": "u"}
    assert [note.what for note in report.notes] == [
        "results of type textarea, which have no place here, left out: 1 (task 7)",
        "results of type rating, which have no place here, left out: 1 (task 7)",
        'the field "topic", short text under the name of a control, taken for a label of the article: 1 (task 7)',
    ]


@pytest.mark.parametrize(
    ("row", "labels", "meta"),
    [
        ({"id": 5, "text": LS, "mood": "x", "ner": 0}, (), {"mood": "x"}),
        ({"id": 5, "text": LS, "ner": 0, "topic": "خبر"}, ("خبر",), {}),
        ({"text": LS, "id": 5, "title": "عنوان", "topic": "خبر"}, ("خبر",), {}),
        ({"text": LS, "id": 5, "url": "u", "ner": 0, "topic": "خبر"}, ("خبر",), {"url": "u"}),
        ({"id": 5, "text": LS, "kind": "x"}, (), {"kind": "x"}),
    ],
)
def test_data_with_an_id_of_its_own_is_no_control(
    row: dict[str, Any], labels: tuple[str, ...], meta: dict[str, Any], tmp_path: Path
) -> None:
    spans = {"ner": minimal((0, 4, "PER"))["label"]} if "ner" in row else {}
    (one,), _ = take_in(tmp_path, [row | spans | {"annotator": 1, "annotation_id": 3}])
    assert (one.text, one.layers[0].labels, one.meta) == (LS, labels, meta)
    assert labelled(one) == ([("زینب", "PER")] if spans else [])


@pytest.mark.parametrize(("name", "sign"), [("a.csv", ","), ("a.tsv", "\t"), ("a.csv", ";")])
def test_table_of_annotations_is_read(name: str, sign: str, tmp_path: Path) -> None:
    cells = {"text": LS, "id": "7.0", "label": json.dumps(minimal((0, 4, "PER"))["label"], ensure_ascii=False)}
    cells |= {"annotator": "sana@example.org, 1", "annotation_id": "3", "created_at": "x", "lead_time": "8.4"}
    quoted = ['"' + cell.replace('"', '""') + '"' for cell in cells.values()]
    bare = ['"ا ب"', "8", "", "1", "4", "x", ""]
    content = "".join(sign.join(row) + "\r\n" for row in (list(cells), quoted, bare))
    (one, none), report = taken_from(tmp_path, name, content)
    assert labelled(one) == [("زینب", "PER")]
    assert [(layer.annotator, layer.seconds) for layer in one.layers] == [("sana@example.org", 8.4)]
    assert (one.source, none.source, report.notes) == ("7", "8", [])
    found = detect(tmp_path / name)
    assert found is not None
    assert found[0] is FORMAT


@pytest.mark.parametrize(
    "content",
    [
        json.dumps([{"text": LS, "source": "x"}, {"text": "لاہور", "source": "y"}]),
        json.dumps([{"data": {"text": LS, "source": "x"}}, {"data": {"text": "لاہور", "source": "y"}}]),
        '{"text": "زینب نے کراچی میں احمد سے ملاقات کی۔", "source": "x"}\n{"text": "لاہور", "source": "y"}\n',
        json.dumps([{"متن": LS, "source": 1}, {"متن": "لاہور", "source": 2}]),
    ],
)
def test_tasks_that_nobody_annotated_are_articles_without_layers(content: str, tmp_path: Path) -> None:
    found, report = take_in(tmp_path, content)
    assert [(one.text, one.layers) for one in found] == [(LS, ()), ("لاہور", ())]
    assert all("source" in one.meta for one in found)
    assert report.notes == []


def test_list_in_a_plain_task_that_looks_like_annotations_is_told(tmp_path: Path) -> None:
    (one,), report = take_in(tmp_path, [{"text": LS, "entities": [[0, 4, "PER"]], "words": 7}])
    assert one.meta == {"entities": [[0, 4, "PER"]], "words": 7}
    assert [note.what for note in report.notes] == [
        'the field "entities", which looks like annotations and is not read here, kept in the meta: 1 (record 1)'
    ]


# --- whose text it is ---

TWO = {"head": "کراچی سے خبر", "body": LS}


def test_text_is_the_field_that_quotations_fit_also_for_tasks_without_any(tmp_path: Path) -> None:
    quoting = {"data": TWO, "annotations": [{"result": [region(8, 13, "LOC", text="کراچی")]}]}
    found, report = take_in(tmp_path, [{"data": TWO}, quoting, {"data": TWO}])
    assert [one.text for one in found] == [LS] * 3
    assert [str(reading) for reading in report.readings.values()] == ["text = field body"]


def test_quotations_that_fit_two_fields_alike_leave_it_to_the_names(tmp_path: Path) -> None:
    result = {"from_name": "l", "to_name": "t", "type": "labels"}
    value = {"start": 0, "end": 4, "text": "زینب", "labels": ["PER"]}
    row = {"data": {"copy": f"{LS} اور", "text": LS}, "annotations": [{"result": [result | {"value": value}]}]}
    (one,), _ = take_in(tmp_path, [row])
    assert (one.text, labelled(one)) == (LS, [("زینب", "PER")])


def test_labelling_config_beside_wins_over_quotations_and_a_choice_over_all(tmp_path: Path) -> None:
    content = json.dumps([{"data": TWO, "annotations": [{"result": [region(0, 5, "LOC", text="کراچی")]}]}])
    assert taken_from(tmp_path, "a.json", content)[0][0].text == TWO["head"]
    (tmp_path / "config.xml").write_text('<View><Text\n name="text" value="$body"/></View>')
    (one,), _ = taken_from(tmp_path, "a.json", content)
    assert (one.text, labelled(one)) == (LS, [("کراچی", "LOC")])
    (one,), _ = taken_from(tmp_path, "a.json", content, roles={"text": ("head",)})
    assert one.text == TWO["head"]
    with pytest.raises(UserError, match='no text in "nobody"'):
        taken_from(tmp_path, "a.json", content, roles={"text": ("nobody",)})


# --- what Label Studio does to offsets ---

LINES = "پہلی سطر\r\nلاہور شہر\r\nکراچی شہر۔"


@pytest.mark.parametrize(
    ("text", "given", "quoted"),
    [
        (LINES, (9, 14), "لاہور"),  # CRLF counted as one
        (LINES, (19, 24), "کراچی"),
        (LINES, (10, 15), "لاہور"),
        (LS, (26, 37), "ملاقات کی۔"),  # an end one too far
        (LS, (8, 12), "کراچی"),
        (LS, (7, 13), "کراچی"),
        ("💩This is an annotation.", (13, 23), "annotation"),
        ("ا\u0653صف نے کراچی دیکھا", (7, 12), "کراچی"),  # counted after composing
        ("جامعہ\u00a0پنجاب", (0, 11), "جامعہ پنجاب"),
        ("ا  ب لاہور", (4, 9), "لاہور"),  # blanks made one
    ],
)
def test_span_is_where_its_quotation_stands(text: str, given: tuple[int, int], quoted: str, tmp_path: Path) -> None:
    (one,), report = take_in(tmp_path, [task(region(*given, text=quoted), text=text)])
    ((found, _),) = labelled(one)
    assert found.replace("\u00a0", " ") == quoted
    exact = given[1] <= len(text) and text[given[0] : given[1]].replace("\u00a0", " ") == quoted
    assert len(report.notes) == (0 if exact else 1)


def test_ten_thousand_spans_are_told_in_one_sentence(tmp_path: Path) -> None:
    rows = [task(region(26, 37, text="ملاقات کی۔"), text=LS) for _ in range(300)]
    found, report = take_in(tmp_path, rows)
    assert {labelled(one)[0] for one in found} == {("ملاقات کی۔", "PERSON")}
    (note,) = report.notes
    assert note.what.startswith(
        "300 spans were taken where the quotation stands, not at the offsets (end too far: 300): record 1 [26, 37), "
    )
    assert note.what.endswith("record 10 [26, 37) and 290 more")


# --- whose work it is ---


def test_which_work_is_true_is_kept_in_the_meta(tmp_path: Path) -> None:
    rows = [{"completed_by": 1, "result": []}, {"completed_by": 2, "result": [], "ground_truth": True}]
    (one,), _ = take_in(tmp_path, [{"data": {"text": T}, "annotations": rows, "predictions": [{"result": []}]}])
    assert one.meta == {"ground_truth": ["annotator 2"]}
    assert [layer.kind for layer in one.layers] == [AnnotatorKind.PERSON] * 2 + [AnnotatorKind.SUGGESTER]


def test_file_of_another_laboratory_with_completions_is_read(tmp_path: Path) -> None:
    value = {"start": 8, "end": 13, "text": "کراچی", "labels": ["LOC"], "confidence": 0.9}
    result = [{"value": value, "id": "z", "from_name": "label", "to_name": "text", "type": "labels"}]
    row = {"completions": [{"created_username": "eric", "result": result, "lead_time": 82}], "predictions": [], "id": 3}
    (one,), report = take_in(tmp_path, [row | {"data": {"text": LS, "title": "خبر"}, "created_at": "x"}])
    assert (labelled(one), one.layers[0].annotator, one.title) == ([("کراچی", "LOC")], "eric", "خبر")
    assert (one.layers[0].spans[0].attributes, report.notes) == ({"confidence": 0.9}, [])


def test_ids_in_place_of_annotations_are_none(tmp_path: Path) -> None:
    (one,), report = take_in(tmp_path, [{"data": {"text": LS}, "annotations": [3, 4], "drafts": None, "meta": None}])
    assert (one.layers, report.notes) == ((), [])


def test_utf16_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(json.dumps([task(region(9, 19))], ensure_ascii=False).encode("utf-16"))
    (one,) = read(SourceFile(tmp_path / "a.json", Report()))
    assert labelled(one) == [("شہباز شریف", "PERSON")]


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")  # in the converter itself
@pytest.mark.parametrize(("kind", "file"), [("JSON_MIN", "result.json"), ("CSV", "result.csv")])
def test_what_label_studios_own_converter_makes_of_our_export_comes_back(kind: str, file: str, tmp_path: Path) -> None:
    pytest.importorskip("label_studio_sdk")
    from label_studio_sdk.converter import Converter

    spans = (LabelledSpan(11, 15, "PERSON"), LabelledSpan(0, 5, "PERSON"))
    text = "عمران خان😀 علی، گیا"
    given = AnnotatedArticle("7.txt", "t", text, layers=(Layer("sana@example.org", spans=spans),))
    exported, _ = put_out(tmp_path, [given])
    logging.disable(logging.WARNING)
    try:
        config = str(tmp_path / "out.config.xml")
        converter = Converter(config, str(tmp_path), download_resources=False)
        converter.convert(str(exported), str(tmp_path / "made"), kind, is_dir=False)
    finally:
        logging.disable(logging.NOTSET)
    source = SourceFile(tmp_path / "made" / file, Report())
    (one,) = read(source)
    assert (one.text, sorted(labelled(one))) == (text, sorted([("عمران", "PERSON"), ("علی،", "PERSON")]))
    assert (one.title, one.layers[0].labels) == ("t", ())
    found = detect(tmp_path / "made" / file)
    assert found is not None
    assert found[0] is FORMAT
