"""Chat messages, as programs for fine-tuning read them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from models.base.documents import AnnotatedArticle
from models.base.entities import Label
from models.base.report import Report
from models.exporting.plan import ExportPlan
from models.exporting.run import export
from models.formats.records.chat import LONGEST_GUIDELINES, LONGEST_LABELS, write
from models.formats.support.options import Unit, WriteOptions
from models.formats.support.sink import Sink
from models.labels.templates import seed_labels
from models.project.project import Project
from tests.models.formats.helpers import HARD, article, fill

LABELS = tuple(seed_labels())


def put(
    file: Path, *articles: AnnotatedArticle, labels: tuple[Label, ...] = LABELS, guidelines: str = ""
) -> tuple[list[list[dict[str, Any]]], Report]:
    report = Report()
    write(articles, Sink(file, labels, report, guidelines=guidelines))
    return [json.loads(line)["messages"] for line in file.read_text(encoding="utf-8").splitlines()], report


def test_answer_names_every_entity_where_it_stands(tmp_path: Path) -> None:
    found, report = put(tmp_path / "a.jsonl", *(article(text, spans) for text, spans in HARD))
    for (system, user, assistant), (text, spans) in zip(found, HARD, strict=True):
        assert [one["role"] for one in (system, user, assistant)] == ["system", "user", "assistant"]
        assert user["content"] == text
        answers = json.loads(assistant["content"])
        expected = [{"text": text[a:b], "label": label, "start": a} for a, b, label in sorted(spans)]
        assert answers == expected
        assert "\\u" not in assistant["content"]
    assert not report.notes


def test_instructions_name_the_labels_and_the_guidelines_in_bounds(tmp_path: Path) -> None:
    ((system, *_),), report = put(tmp_path / "a.jsonl", article("متن", []), guidelines="# سر\nنام میں رہتا ہے۔\n")
    assert "- PERSON (شخص): " in system["content"]
    assert system["content"].endswith("Guidelines:\n# سر\nنام میں رہتا ہے۔")
    assert not report.notes
    ((system, *_),), report = put(tmp_path / "b.jsonl", article("متن", []), guidelines="قاعدہ نمبر\n" * 9_000)
    assert len(system["content"]) < LONGEST_GUIDELINES + LONGEST_LABELS
    assert system["content"].endswith("قاعدہ نمبر")
    assert [str(note) for note in report.notes] == [
        "the guidelines: of 98999 characters, the first 3992 are in each record"
    ]


def test_labels_without_end_are_named_alone(tmp_path: Path) -> None:
    many = tuple(replace(LABELS[0], name=f"L{number}") for number in range(200))
    ((system, *_),), report = put(tmp_path / "a.jsonl", article("متن", []), labels=many)
    assert system["content"].endswith("- L198\n- L199")
    assert [note.where for note in report.notes] == ["the labels"]


def test_export_gives_the_guidelines_of_the_project_and_a_record_a_sentence(tmp_path: Path) -> None:
    plan = ExportPlan("chat", "me", options=WriteOptions(unit=Unit.SENTENCE))
    with Project.create(tmp_path / "q.nishan", LABELS, "سر نام میں رہتا ہے۔") as project:
        fill(project, [article("علی آیا۔ زید گیا۔", [(9, 12, "PERSON")])])
        export(project, tmp_path / "a.jsonl", plan)
    lines = (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()
    found = [json.loads(line)["messages"] for line in lines]
    assert [messages[1]["content"] for messages in found] == ["علی آیا۔", "زید گیا۔"]
    assert [json.loads(messages[2]["content"]) for messages in found] == [
        [],
        [{"text": "زید", "label": "PERSON", "start": 0}],
    ]
    assert "سر نام میں رہتا ہے۔" in found[0][0]["content"]
