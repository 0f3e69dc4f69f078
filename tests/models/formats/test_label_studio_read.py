"""Label Studio's tasks as Label Studio exports them: whose work it is, and what is kept of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from models.base.documents import LabelledSpan
from models.base.entities import AnnotatorKind, Status
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
