"""What somebody was still at when the ground changed: a note, a suggestion, a window that closes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from models.base.entities import ArticleId, Label, Suggestion
from models.exporting.plan import ExportPlan
from models.exporting.run import export
from models.importing.plan import ImportPlan
from models.importing.run import import_files
from ui.session import label_commands, span_commands
from ui.session.session import Session
from ui.shell.window import Window
from ui.spans.note_editor import NoteEditor
from ui.tasks.slices import Slices


def begin_note(window: Window) -> NoteEditor:
    """A note that is half written, on the one span of the open article."""
    session = window.session
    assert span_commands.label(session, 0, 4, session.labels[0])
    session.select(session.spans[0])
    window.notes.handlers()["note"]()
    assert window.notes.editor is not None
    window.notes.editor.field.setPlainText("half")
    return window.notes.editor


def ids(session: Session) -> list[ArticleId]:
    return [row.id for row in session.project.article_rows(session.annotator.id)]


def test_a_note_brings_no_removed_span_back(several: Window) -> None:
    session = several.session
    assert session.article is not None
    here = session.article.id
    begin_note(several)
    span_commands.remove(session, session.spans[0])
    session.open_article(next(key for key in ids(session) if key != here))
    assert session.project.spans(here, session.annotator.id) == []
    assert session.undo_stack.undoText().startswith("remove")


def test_undo_in_another_article_while_a_note_is_written_goes_there_and_keeps_the_note(
    several: Window, qtbot: QtBot
) -> None:
    session = several.session
    first, second = ids(session)[:2]
    session.open_article(second)
    begin_note(several).accept()
    session.undo_stack.clear()
    session.open_article(first)
    assert span_commands.label(session, 0, 4, session.labels[0])
    session.open_article(second)
    session.select(session.spans[0])
    several.notes.handlers()["note"]()
    assert several.notes.editor is not None
    several.notes.editor.field.setPlainText("whole")
    session.undo()
    qtbot.waitUntil(lambda: session.undo_stack.undoText() == "note")
    assert session.article is not None
    kept = session.project.spans(second, session.annotator.id)
    assert [span.note for span in kept] == ["whole"], "what was written is not lost"
    session.undo()
    assert [span.note for span in session.project.spans(second, session.annotator.id)] == ["half"]
    assert session.project.spans(first, session.annotator.id) == []


def test_nothing_reads_the_project_after_a_note_that_closing_took(several: Window) -> None:
    begin_note(several)
    several.close()
    at_work = [timer for timer in several.findChildren(QTimer) if timer.isActive() and timer.isSingleShot()]
    assert at_work == []
    assert not any(slices.at_work for slices in several.findChildren(Slices))


def test_a_suggestion_whose_label_has_just_been_deleted_is_not_accepted(several: Window) -> None:
    session = several.session
    assert session.article is not None
    label = session.labels[0]
    suggestion = Suggestion(0, 4, label.id, "repeat")
    label_commands.delete(session, label)
    assert not span_commands.accept(session, suggestion)
    assert session.project.spans(session.article.id, session.annotator.id) == []


def test_undo_takes_no_label_away_that_an_import_has_used_since(several: Window, tmp_path: Path) -> None:
    session = several.session
    told: list[str] = []
    session.failed.connect(told.append)
    made = label_commands.create(session, Label("NEW"))
    assert made is not None
    row = {"id": "x", "text": "نیا متن", "spans": [{"start": 0, "end": 3, "label": "NEW"}]}
    (tmp_path / "new.jsonl").write_text(json.dumps(row), encoding="utf-8")
    import_files(session.project, [tmp_path / "new.jsonl"], ImportPlan(annotator=session.annotator.name))
    session.refresh()
    session.undo()
    assert made in session.project.labels()
    assert "NEW" in told[-1]
    assert export(session.project, tmp_path / "out.jsonl", ExportPlan("jsonl")).spans == 1


@pytest.fixture(autouse=True)
def _painted(several: Window, qtbot: QtBot) -> None:
    qtbot.waitExposed(several)
