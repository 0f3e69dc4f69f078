"""What somebody was still at when the ground changed: a note, a window that closes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from models.base.entities import ArticleId
from ui.session import span_commands
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


@pytest.fixture(autouse=True)
def _painted(several: Window, qtbot: QtBot) -> None:
    qtbot.waitExposed(several)
