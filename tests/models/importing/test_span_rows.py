"""Spans that come field by field are the rows that they are one by one."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from models.importing import span_rows, writer
from models.importing.plan import PLAIN, ImportPlan
from models.importing.run import import_files
from models.labels.templates import seed_labels
from models.project.project import Project
from models.storage.tables import checksums

TEXT = "علی لاہور گیا اور 😀 واپس آیا۔ " * 40
TIME = "2024-05-06T07:08:09.123+00:00"


def layers(seed: int, *, ids: bool, text: str) -> list[dict[str, Any]]:
    """Two layers of one person and one of another, of which some spans are on the same words under one label."""
    chance = random.Random(seed)
    found = []
    for name in ("sana", "sana", "bilal"):
        spans = []
        for start in sorted(chance.choices(range(len(text) - 20), k=30)):
            end = start + chance.randint(1, 20)
            label = chance.choice(["PERSON", "LOCATION", "نیا", "گم"])
            span = {"start": start, "end": end, "label": label, "text": text[start:end]}
            mine = {"uid": str(UUID(int=chance.getrandbits(128))), "updated_at": TIME}
            spans.append(span | (mine if ids else {}))
        found.append({"annotator": name, "spans": spans})
    return found


def one_by_one(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same, with a field that says nothing, so that each span is looked at by itself."""
    return [layer | {"spans": [span | {"note": ""} for span in layer["spans"]]} for layer in found]


def rows_of(folder: Path, found: list[dict[str, Any]], text: str, plan: ImportPlan) -> tuple[list[Any], list[str]]:
    """What an import writes, and what it says."""
    folder.mkdir()
    file = folder / "a.jsonl"
    file.write_text(json.dumps({"id": "1", "text": text, "layers": found}, ensure_ascii=False) + "\n", "utf-8")
    with Project.create(folder / "p.nishan", seed_labels()) as project:
        report = import_files(project, [file], plan)
        columns = ", ".join(f'"{name}"' for name in (*checksums.COLUMNS["span"], "checksum"))
        rows = project.rows(f"SELECT {columns} FROM span ORDER BY id")
        assert checksums.wrong("span", rows) == []
        names = dict(project.rows("SELECT id, name FROM label"))
    notes = [f"{note.what}" for note in report.notes]
    return [(row[0], names[row[1]], *row[2:7], *row[8:13]) for row in rows], notes


PLANS = (PLAIN, replace(PLAIN, create=False), replace(PLAIN, annotator="zoya"), replace(PLAIN, suggestions=True))


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("ids", [True, False])
@pytest.mark.parametrize("text", [TEXT, TEXT * 70], ids=["short", "book"])
def test_rows_are_those_of_spans_that_are_looked_at_one_by_one(
    tmp_path: Path, plan: ImportPlan, *, ids: bool, text: str
) -> None:
    found = layers(7, ids=ids, text=text)
    assert rows_of(tmp_path / "a", found, text, plan) == rows_of(tmp_path / "b", one_by_one(found), text, plan)


@pytest.mark.parametrize("change", ["id twice", "id in two layers", "span twice", "one without id"])
def test_ids_that_cannot_be_kept_are_told_apart_as_one_by_one(tmp_path: Path, change: str) -> None:
    found = layers(8, ids=change != "span twice", text=TEXT)
    spans = found[0]["spans"]
    if change == "id twice":
        spans[4]["uid"] = spans[3]["uid"]
    elif change == "id in two layers":
        found[2]["spans"][4]["uid"] = spans[3]["uid"]
    elif change == "span twice":
        spans.append(dict(spans[2]))
    else:
        spans[5]["uid"] = ""
    assert rows_of(tmp_path / "a", found, TEXT, PLAIN) == rows_of(tmp_path / "b", one_by_one(found), TEXT, PLAIN)


def test_spans_that_say_what_nearly_all_say_are_made_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = list[int]()

    def counted(*given: Any, **more: Any) -> Any:
        rows = span_rows.plain_rows(*given, **more)
        made.append(len(rows or ()))
        return rows

    monkeypatch.setattr(writer, "plain_rows", counted)
    rows_of(tmp_path / "a", layers(7, ids=False, text=TEXT), TEXT, PLAIN)
    assert sum(made) >= 60
