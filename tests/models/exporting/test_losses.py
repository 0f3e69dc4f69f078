"""What a format has no place for is counted and told, and what it says it holds comes back."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from models import formats
from models.base.documents import AnnotatedArticle, LabelledSpan, Layer
from models.base.entities import Label, Scope, Status
from models.base.losses import Holds
from models.base.report import Report
from models.exporting.card import Card
from models.exporting.plan import ExportPlan
from models.exporting.run import export, rehearse
from models.exporting.shares import read_shares
from models.formats import Format
from models.formats.support.options import Unit, WriteOptions
from models.project.project import Project
from tests.models.formats.helpers import article, fill, need, read_back

TEXT = "حکومت پنجاب نے  لاہور میں\u00a0علی کو بلایا۔ شام ہوئی۔"
WHO = "me@x.org"
SPANS = (
    LabelledSpan(0, 11, "ORGANIZATION", note="یادداشت"),
    LabelledSpan(6, 11, "LOCATION", confidence="0.731"),
    LabelledSpan(16, 21, "LOCATION", attributes={"kind": "capital"}),
)
LAYER = Layer(
    WHO, status=Status.DONE, seconds=5.0, spans=SPANS, labels=("NEWS",), rejections=(LabelledSpan(26, 29, "PERSON"),)
)
EVERYTHING = AnnotatedArticle(
    *("everything", "خاص عنوان", TEXT, {"url": "http://x.org/1"}),
    changes=("newlines",),
    layers=(LAYER,),
    labels=(Label("NEWS", scope=Scope.ARTICLE),),
)
SKIPPED = AnnotatedArticle("skipped", "علی", "علی", layers=(Layer(WHO, status=Status.SKIPPED),))
WRITERS = [pytest.param(one, id=one.key) for one in formats.writers()]
BOTH = [pytest.param(one, id=one.key) for one in formats.writers() if one.read]
BARE = [pytest.param(one, id=one.key) for one in formats.writers() if not one.read]

Found = list[AnnotatedArticle]


def spans(found: Found) -> list[LabelledSpan]:
    return [span for one in found for layer in one.layers for span in layer.spans]


def layers(found: Found) -> list[Layer]:
    return [layer for one in found for layer in one.layers]


def nested(found: Found) -> bool:
    labelled = {"".join(one.text[s.start : s.end].split()) for one in found for y in one.layers for s in y.spans}
    return {"حکومتپنجاب", "پنجاب"} <= labelled


COMES_BACK: dict[Holds, Callable[[Found], bool]] = {
    Holds.NOTE: lambda found: any(span.note == "یادداشت" for span in spans(found)),
    Holds.CONFIDENCE: lambda found: any(
        "0.731" in (span.confidence, span.attributes.get("confidence")) for span in spans(found)
    ),
    Holds.ATTRIBUTES: lambda found: any(span.attributes.get("kind") == "capital" for span in spans(found)),
    Holds.NESTING: nested,
    Holds.ARTICLE_LABELS: lambda found: any("NEWS" in layer.labels for layer in layers(found)),
    Holds.REJECTIONS: lambda found: any(layer.rejections for layer in layers(found)),
    Holds.ANNOTATOR: lambda found: any(layer.annotator == WHO for layer in layers(found)),
    Holds.STATUS: lambda found: {Status.DONE, Status.SKIPPED} <= {layer.status for layer in layers(found)},
    Holds.TIME: lambda found: any(layer.seconds == 5 for layer in layers(found)),
    Holds.ID: lambda found: any(one.source.startswith("everything") for one in found),
    Holds.TITLE: lambda found: any(one.title == EVERYTHING.title for one in found),
    Holds.METADATA: lambda found: any(one.meta.get("url") == "http://x.org/1" for one in found),
    Holds.CHANGES: lambda found: any(one.changes for one in found),
    Holds.TEXT: lambda found: any(one.text == TEXT for one in found),
}
IN_FILE = {
    Holds.NOTE: "یادداشت",
    Holds.CONFIDENCE: "0.731",
    Holds.ATTRIBUTES: "capital",
    Holds.ARTICLE_LABELS: "NEWS",
    Holds.ANNOTATOR: WHO,
    Holds.ID: "everything",
    Holds.TITLE: "خاص عنوان",
    Holds.METADATA: "x.org/1",
}


def put(project: Project, out: Path, format_: Format, plan: ExportPlan | None = None) -> Report:
    need(format_)
    fill(project, [EVERYTHING, SKIPPED])
    return export(project, out, plan or ExportPlan(format_.key))


@pytest.mark.parametrize("format_", BOTH)
def test_what_is_held_comes_back_and_the_rest_is_in_the_account(
    format_: Format, project: Project, tmp_path: Path
) -> None:
    report = put(project, tmp_path / f"out{format_.suffixes[0]}", format_)
    again, _ = read_back(tmp_path / f"out{format_.suffixes[0]}")
    came = {kind for kind, is_there in COMES_BACK.items() if is_there(again)}
    lacks = format_.lacks - {Holds.LAYERS}
    assert came == {*Holds} - lacks - {Holds.LAYERS}
    assert {*report.losses} == lacks


@pytest.mark.parametrize("format_", BARE)
def test_what_is_held_is_in_the_file_where_nothing_reads_it(format_: Format, project: Project, tmp_path: Path) -> None:
    report = put(project, tmp_path / f"out{format_.suffixes[0]}", format_)
    text = (tmp_path / f"out{format_.suffixes[0]}").read_text(encoding="utf-8")
    about = text.replace('xml:id="labels"', "").partition("</taxonomy>")[2] or text
    marks = IN_FILE if format_.key != "tei" else IN_FILE | {Holds.ARTICLE_LABELS: "<catRef"}
    there = {kind for kind, mark in marks.items() if mark in about}
    assert there == {*IN_FILE} - format_.lacks
    assert {*report.losses} == format_.lacks - {Holds.LAYERS}


@pytest.mark.parametrize("format_", WRITERS)
def test_nothing_is_told_that_no_article_has(format_: Format, project: Project, tmp_path: Path) -> None:
    need(format_)
    fill(project, [article("علی آیا", [(0, 3, "PERSON")], "a.txt")])
    report = export(project, tmp_path / f"out{format_.suffixes[0]}", ExportPlan(format_.key))
    assert {*report.losses} <= {Holds.ANNOTATOR, Holds.ID} & format_.lacks


@pytest.mark.parametrize("format_", WRITERS)
def test_dry_run_sentence_report_and_card_tell_each_loss(format_: Format, project: Project, tmp_path: Path) -> None:
    report = put(project, tmp_path / f"out{format_.suffixes[0]}", format_, ExportPlan(format_.key, card=Card()))
    tried = rehearse(project, ExportPlan(format_.key, card=Card()))
    assert tried.losses == report.losses
    told = {kind: loss for kind, loss in report.losses.items() if kind is not Holds.NESTING}
    card = next(tmp_path.rglob("*README.md")).read_text(encoding="utf-8")
    lines = report.losses.lines()
    assert len(lines) == len(told)
    for what, _ in lines:
        assert what in report.losses.sentence()
        assert f"- {what}" in card
        assert what in {note.where for note in report.told}
    assert {*json.loads(json.dumps(report.to_json()))["losses"]} == {kind.value for kind in report.losses}
    assert ("Everything was kept as it is." in card) == (not report.losses and not report.notes)


def test_account_counts_and_names_the_first(project: Project, tmp_path: Path) -> None:
    noted = tuple(LabelledSpan(0, 3, name, note="n") for name in ("PERSON", "DATE"))
    given = [
        AnnotatedArticle(f"{n}.txt", "علی", "علی", {"url": n}, layers=(Layer("me", spans=noted),)) for n in range(3)
    ]
    fill(project, given)
    report = export(project, tmp_path / "out.jsonl", ExportPlan("doccano"))
    assert report.losses.sentence() == "NOT in it: notes of 6 spans, annotator of 3 articles"
    found = report.to_json()["losses"]["note"]
    assert (found["spans"], found["articles"], len(found["first"])) == (6, 3, 3)
    assert found["first"][0] == "علی [0, 3) PERSON"
    assert report.to_json()["losses"]["annotator"]["values"] == ["me"]


def test_jsonl_holds_everything_and_nothing_is_counted(project: Project, tmp_path: Path) -> None:
    report = put(project, tmp_path / "out.jsonl", formats.named("jsonl", formats.writers()))
    assert (report.losses, report.losses.sentence(), report.told) == ({}, "", [])


def test_sentences_lose_what_belongs_to_whole_articles(project: Project, tmp_path: Path) -> None:
    fill(project, [EVERYTHING, SKIPPED])
    plan = ExportPlan("label-studio", options=WriteOptions(unit=Unit.SENTENCE))
    report = export(project, tmp_path / "out.json", plan)
    whole = {Holds.ARTICLE_LABELS, Holds.TIME, Holds.REJECTIONS}
    assert {*report.losses} == whole | {Holds.CHANGES}
    assert report.losses[Holds.ARTICLE_LABELS].values == ["NEWS"]


def test_sentences_without_spans_are_no_work_that_has_begun(project: Project, tmp_path: Path) -> None:
    begun = Layer(WHO, status=Status.STARTED, spans=SPANS[:1])
    fill(project, [replace(EVERYTHING, changes=(), layers=(begun,))])
    report = export(project, tmp_path / "o.json", ExportPlan("label-studio", options=WriteOptions(unit=Unit.SENTENCE)))
    assert report.told == []


def test_one_kind_of_attribute_may_have_a_place(project: Project, tmp_path: Path) -> None:
    need(formats.named("uima-xmi", formats.writers()))
    known = LabelledSpan(0, 3, "PERSON", attributes={"identifier": "Q1"})
    other = LabelledSpan(4, 7, "DATE", attributes={"identifier": "Q2", "kind": "x"})
    fill(project, [AnnotatedArticle("a", "علی آیا", "علی آیا", layers=(Layer("me", spans=(known, other)),))])
    report = export(project, tmp_path / "out", ExportPlan("uima-xmi"))
    found = report.losses[Holds.ATTRIBUTES]
    assert (found.spans, found.values) == (1, ["kind"])


def test_work_without_spans_of_somebody_else_is_told(project: Project, tmp_path: Path) -> None:
    second = Layer("zed", labels=("NEWS",))
    fill(project, [replace(EVERYTHING, layers=(LAYER, second))])
    report = export(project, tmp_path / "out.jsonl", ExportPlan("doccano"))
    assert (report.losses[Holds.LAYERS].articles, report.losses[Holds.LAYERS].values) == (1, ["zed"])
    chosen = export(project, tmp_path / "chosen.jsonl", ExportPlan("doccano", WHO))
    assert Holds.LAYERS not in chosen.losses


def test_work_of_those_who_were_not_chosen_is_told_and_nothing_is_said_to_be_whole(
    project: Project, tmp_path: Path
) -> None:
    labelled, done = Layer("ali", spans=SPANS[:1]), Layer("zed", status=Status.DONE)
    fill(project, [replace(EVERYTHING, layers=(LAYER, labelled)), replace(SKIPPED, layers=(done,))])
    report = export(project, tmp_path / "out.jsonl", ExportPlan("jsonl", WHO, card=Card()))
    said = "work of ali (1 article), zed (1 article) is not in it, as chosen"
    assert str(report) == f"2 articles, 3 spans, 1 article label; {said}"
    assert report.to_json()["not_chosen"] == {"ali": 1, "zed": 1}
    card = (tmp_path / "out.README.md").read_text(encoding="utf-8")
    assert f"- Layer: {WHO}; {said}.\n" in card
    assert "Everything that was chosen was kept as it is." in card
    assert "not_chosen" not in rehearse(project, ExportPlan("jsonl")).to_json()
    among = frozenset(project.rows("SELECT id FROM article WHERE source = 'everything'")[0])
    assert rehearse(project, ExportPlan("jsonl", WHO, articles=among)).not_chosen == {"ali": 1}


def test_card_counts_what_was_written(project: Project, tmp_path: Path) -> None:
    fill(project, [EVERYTHING, SKIPPED])
    plan = ExportPlan("conll2003", card=Card(), shares=read_shares("train=0.5,test=0.5"))
    report = export(project, tmp_path / "out", plan)
    card = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    (every,) = [line for line in card.splitlines() if line.startswith("| all |")]
    assert every.split("|")[2].strip() == str(report.articles) == "2"
    assert every.split("|")[4].strip() == str(report.spans) == "2"
    (location,) = [line for line in card.splitlines() if line.startswith("| LOCATION")]
    assert location.split("|")[-2].strip() == "1"
