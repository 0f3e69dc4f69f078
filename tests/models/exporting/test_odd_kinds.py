"""Odd ids, titles, marks and layers come back from every format that holds them, or are named as changed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from _pytest.mark import ParameterSet

from models import formats
from models.base.documents import AnnotatedArticle, LabelledSpan, Layer
from models.base.entities import Label, Scope, Status
from models.base.losses import Holds
from models.exporting.plan import ExportPlan
from models.exporting.run import export
from models.formats import Format
from models.project.project import Project
from tests.models.formats.helpers import fill, need, read_back
from tests.selection import one_in

WHO = "me@x.org"
SPAN = LabelledSpan(0, 4, "PERSON")
WRITERS = [pytest.param(one, id=one.key) for one in formats.writers()]
BOTH = [pytest.param(one, id=one.key) for one in formats.writers() if one.read]


def holding(kind: Holds) -> list[ParameterSet]:
    return [pytest.param(one, id=one.key) for one in formats.writers() if one.read and kind in one.holds]


def one_of(source: str = "a", title: str = "عنوان", text: str = "علی٠ لاہور") -> AnnotatedArticle:
    return AnnotatedArticle(source, title, text, layers=(Layer(WHO, spans=(SPAN,)),))


def out_of(project: Project, place: Path, format_: Format, given: list[AnnotatedArticle]) -> tuple[Path, set[str]]:
    """The dataset, and the titles or ids of articles of which something is said."""
    need(format_)
    fill(project, given)
    report = export(project, place / f"out{format_.suffixes[0]}", ExportPlan(format_.key))
    return place / f"out{format_.suffixes[0]}", {note.where for note in report.notes}


@pytest.mark.parametrize("format_", BOTH)
def test_mark_that_a_text_begins_with_comes_back_or_is_told(format_: Format, project: Project, tmp_path: Path) -> None:
    given = one_of(text="\ufeffعلی لاہور")
    out, told = out_of(project, tmp_path, format_, [given])
    (again,), _ = read_back(out)
    assert again.text == given.text or given.title in told or not format_.exact
    if format_.key in ("jsonl", "doccano", "label-studio", "prodigy"):
        assert again.text == given.text


@pytest.mark.parametrize("format_", BOTH)
@pytest.mark.parametrize("odd", one_in(5, ["a\u2028b", " a", "a\tb", "a\nb", "x\x01y"]))
def test_odd_ids_and_titles_come_back_or_are_told(format_: Format, odd: str, project: Project, tmp_path: Path) -> None:
    for given in (one_of(source=odd), one_of(title=odd, text="کراچی لاہور")):
        out, told = out_of(project, tmp_path, format_, [given])
        again = next(one for one in read_back(out)[0] if one.text.startswith(given.text[:2]))
        if Holds.TITLE in format_.holds:
            assert again.title == given.title or given.title in told
        if Holds.ID in format_.holds:
            names = {f"{given.source}{suffix}" for suffix in ("", ".txt", ".tsv")}  # a file of a folder is called so
            assert again.source in names or given.title in told or any(one.startswith(given.source) for one in told)
        if out.is_dir():
            for file in sorted(out.rglob("*"), reverse=True):
                file.rmdir() if file.is_dir() else file.unlink()


@pytest.mark.parametrize("format_", BOTH)
def test_no_id_makes_a_file_that_the_import_of_its_folder_passes_over(
    format_: Format, project: Project, tmp_path: Path
) -> None:
    ids = ("readme", "TypeSystem", "LICENSE", "CURATION_USER", "INITIAL_CAS", ".hidden", "con")
    given = [one_of(name, text=f"علی{number} لاہور") for number, name in enumerate(ids)]
    out, _ = out_of(project, tmp_path, format_, given)
    again, _ = read_back(out)
    assert {one.text for one in again} == {one.text for one in given}


@pytest.mark.parametrize("format_", WRITERS)
@pytest.mark.parametrize("value", one_in(5, [5, None, ["Q1"], {"a": 1}, True]))
def test_attribute_of_another_type_is_told_where_text_alone_has_a_place(
    format_: Format, value: object, project: Project, tmp_path: Path
) -> None:
    need(format_)
    span = SPAN._replace(attributes={"identifier": value})
    fill(project, [AnnotatedArticle("a", "علی", "علی لاہور", layers=(Layer(WHO, spans=(span,)),))])
    report = export(project, tmp_path / f"out{format_.suffixes[0]}", ExportPlan(format_.key))
    told = Holds.ATTRIBUTES in report.losses or any("identifier" in note.what for note in report.notes)
    assert told or Holds.ATTRIBUTES in format_.holds


@pytest.mark.parametrize("format_", BOTH)
def test_labels_that_are_called_by_numbers_or_as_tags_come_back(
    format_: Format, project: Project, tmp_path: Path
) -> None:
    labels = ("1", "0", "O", "B-PER", "null", "true")
    given = [
        AnnotatedArticle(str(n), "عنوان", f"علی{n} لاہور", layers=(Layer(WHO, spans=(LabelledSpan(0, 4, label),)),))
        for n, label in enumerate(labels)
    ]
    out, _ = out_of(project, tmp_path, format_, given)
    again, report = read_back(out)
    assert {why.partition(":")[0] for why in report.formats.values()} == {format_.key}
    found = {one.text[:4]: [span.label for layer in one.layers for span in layer.spans] for one in again}
    assert found == {f"علی{n}": [label] for n, label in enumerate(labels)}


def test_label_studio_tells_what_is_no_data_and_who_has_only_begun(project: Project, tmp_path: Path) -> None:
    labels = (Label("NEWS", scope=Scope.ARTICLE),)
    skipped = Layer(WHO, status=Status.SKIPPED, labels=("NEWS",))
    given = [
        AnnotatedArticle("a", "a", "علی", layers=(skipped,), labels=labels),
        AnnotatedArticle("b", "b", "لاہور", layers=(Layer(WHO, status=Status.STARTED),)),
        AnnotatedArticle("c", "c", "کراچی", layers=(Layer(WHO, seconds=7.0),)),
    ]
    out, told = out_of(project, tmp_path, formats.named("label-studio", formats.writers()), given)
    assert {*"abc"} <= told
    assert [len(one.layers) for one in read_back(out)[0]] == [1, 0, 0]


NAMES = (
    *("annotator", "_session_id", "_annotator_id", "completed_by", "user", "created_username", "coder", "answer"),
    *("accept", "label", "labels", "entities", "cats", "spans", "tokens", "ner_tags", "text", "id", "title", "meta"),
    *("layers", "changes", "Comments", "_input_hash", "ground_truth", "article_id", "starts", "status", "kind"),
)


@pytest.mark.parametrize("format_", holding(Holds.METADATA))
@pytest.mark.parametrize("value", ["sana", 5, ["a"], {"email": "x@y.org"}])
def test_metadata_comes_back_as_metadata_whatever_it_is_called(
    format_: Format, value: object, project: Project, tmp_path: Path
) -> None:
    every = dict.fromkeys(NAMES, value)
    given = [replace(one_of(name, text=f"علی{n} لاہور"), meta={name: value}) for n, name in enumerate(NAMES)]
    out, _ = out_of(project, tmp_path, format_, [*given, replace(one_of("*", text="سب لوگ"), meta=every)])
    again, _ = read_back(out)
    assert {one.source: one.meta for one in again} == {name: {name: value} for name in NAMES} | {"*": every}


def test_prodigy_answers_what_is_finished_alone(project: Project, tmp_path: Path) -> None:
    spans = (SPAN,)
    work = {
        "done": Layer(WHO, status=Status.DONE, spans=spans),
        "empty": Layer(WHO, status=Status.DONE),
        "begun": Layer(WHO, status=Status.STARTED, spans=spans),
        "seen": Layer(WHO, status=Status.STARTED),
        "new": Layer(WHO),
        "topic": Layer(WHO, status=Status.STARTED, labels=("NEWS",)),
        "left": Layer(WHO, status=Status.SKIPPED),
        "bad": Layer(WHO, status=Status.SKIPPED, spans=spans),
    }
    given = [
        replace(one_of(name, name, f"علی{name} لاہور"), layers=(layer,), labels=(Label("NEWS", scope=Scope.ARTICLE),))
        for name, layer in work.items()
    ]
    out, told = out_of(project, tmp_path, formats.named("prodigy", formats.writers()), given)
    rows = {row["id"]: row.get("answer") for row in map(json.loads, out.read_text(encoding="utf-8").splitlines())}
    assert rows == {
        "done": "accept",
        "empty": "accept",
        "begun": None,
        "seen": None,
        "new": None,
        "topic": None,
        "left": "ignore",
        "bad": "ignore",
    }
    assert told == {"seen", "topic", "bad"}
    again = {one.source: one.layers[0].status if one.layers else Status.NEW for one in read_back(out)[0]}
    assert again == {name: Status.NEW if name in ("seen", "topic") else layer.status for name, layer in work.items()}


@pytest.mark.parametrize("format_", holding(Holds.ID))
def test_id_of_any_ending_comes_back_or_is_told(format_: Format, tmp_path: Path) -> None:
    for number, name in enumerate(("a.txt", "a.conll", "a.b.tsv", "a", "1.0", "a.txt.txt", "a.tsv.tsv", "a.xmi")):
        (place := tmp_path / str(number)).mkdir()
        with Project.create(place / "p.nishan") as own:
            out, told = out_of(own, place, format_, [one_of(name)])
        (again,), _ = read_back(out)
        told |= {where.partition(", written")[0] for where in told}
        assert again.source == name or told & {"ids of articles", name}


def test_brat_tells_attributes_that_come_back_as_something_else(tmp_path: Path) -> None:
    odd: list[dict[str, Any]] = [{"Confidence": "0.5"}, {"confidence": "two words"}, {"Confidence": 3}, {"n": 1.5}]
    for number, given in enumerate(odd):
        with Project.create(tmp_path / f"{number}.nishan") as own:
            fill(own, [replace(one_of(), layers=(Layer(WHO, spans=(SPAN._replace(attributes=given),)),))])
            report = export(own, tmp_path / f"out{number}", ExportPlan("brat"))
        (again,), _ = read_back(tmp_path / f"out{number}")
        assert dict(again.layers[0].spans[0].attributes) != given
        assert any(next(iter(given)) in note.what for note in report.notes if note.start >= 0)
