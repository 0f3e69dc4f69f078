"""The history where something is broken or old: what is not known for sure is not told."""

from __future__ import annotations

import json
import shutil
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest

from models.base.entities import ArticleId, Edit
from models.base.errors import UserError
from models.history.history import history, layers_of
from models.history.states import differences, state_after
from models.project.project import Project
from models.project.writer import write_events
from models.storage.rows import to_json
from tests.models.conftest import AddText
from tests.models.helpers import ROOT, put

from .test_history import TEXT, told


def test_an_event_that_is_broken_is_told_by_its_name_and_no_state_is_guessed(
    project: Project, add_text: AddText
) -> None:
    article = add_text(TEXT)
    put(project, article, (0, 9, "PERSON"))
    whose = project.annotator("me").id
    broken = ("2026-11-24T10:00:00.000+00:00", "label X", whose, article, "u", '{"uid', "[1")
    with project.transaction() as db:
        head = "INSERT INTO event (at, gesture, annotator_id, article_id, object, before, after) VALUES (?,?,?,?,?,?,?)"
        db.execute(head, broken)
    entries = history(project, article)
    assert told(entries)[:2] == ["label X", "labelled عمران خان PERSON"]
    assert len(state_after(project, article, whose, entries[0].event).spans) == 1
    with pytest.raises(UserError, match="history of this article is damaged"):
        state_after(project, article, whose, entries[1].event)


def test_a_flipped_bit_in_an_event_does_not_become_a_span(project: Project, add_text: AddText) -> None:
    article = add_text(TEXT)
    (span,) = put(project, article, (0, 9, "PERSON"))
    project.put(Edit(spans=(replace(span, deleted=True),)), "remove PERSON")
    with project.transaction() as db:
        db.execute("DROP TRIGGER event_is_not_rewritten")
        db.execute(
            """UPDATE event SET before = replace(before, '"end":9', '"end":8') WHERE gesture = 'remove PERSON'"""
        )
    entries = history(project, article)
    with pytest.raises(UserError, match="history of this article is damaged"):
        state_after(project, article, span.annotator, entries[1].event)


@pytest.mark.parametrize("version", [1, 2])
def test_projects_of_earlier_versions_have_their_history(version: int, tmp_path: Path) -> None:
    path = tmp_path / "old.nishan"
    shutil.copy(ROOT / "tests" / "data" / f"project_v{version}.nishan", path)
    with Project.open(path) as project:
        article = ArticleId(1)
        for whose in layers_of(project, article):
            entries = history(project, article, whose)
            assert entries[-1].what.startswith("imported")
            newest = state_after(project, article, whose, entries[0].event)
            assert not differences(project.spans(article, whose), newest.spans)
            made = {span.uid for span in state_after(project, article, whose, 0).spans}
            events = {row["object"] for row in project.query("SELECT object FROM event")}
            assert not made & events


@pytest.mark.parametrize(
    ("name", "value"),
    [("start", '"x"'), ("end", "99"), ("note", "7"), ("label_id", "[1]"), ("attributes", '"["')],
)
def test_a_past_that_somebody_made_up_is_refused_or_left_out(
    name: str, value: str, project: Project, add_text: AddText
) -> None:
    """With a checksum that fits, as a program that wants to do harm can make one."""
    article = add_text(TEXT)
    (span,) = put(project, article, (0, 9, "PERSON"))
    before = {"uid": span.uid, "article_id": article, "annotator_id": span.annotator, "start": 0, "end": 9}
    before |= {"label_id": span.label, "origin": "manual", "note": "", "confidence": "", "attributes": "{}"}
    made_up = to_json(before | {"rev": 1, "updated_at": "", "deleted": 0} | {name: json.loads(value)})
    with project.transaction():
        row = ("", "x", span.annotator, article, span.uid, made_up, to_json(before | {"deleted": 1}), 1.0, 1)
        write_events(project, [row])
    entries = history(project, article)
    assert entries[0].what == "removed عمران خان PERSON"
    with pytest.raises(UserError, match="damaged") if name != "end" else nullcontext():
        assert not state_after(project, article, span.annotator, entries[1].event).spans
