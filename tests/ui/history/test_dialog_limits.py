"""What the history of an article does not do: guess, change the layers of others, bring back what cannot be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pytestqt.qtbot import QtBot

from models.base.entities import Edit, Span
from models.project.project import Project
from tests.ui.conftest import OpenWindow, find, texts
from tests.ui.history.test_dialog import WORDS, choose, differences, label_three, opened, plain, told
from tests.ui.pending.test_flow import refusing
from ui.session import history_commands as gestures
from ui.session import label_commands, span_commands
from ui.shell.window import Window


def test_what_carried_a_label_that_is_deleted_stays_away_and_the_person_is_told(window: Window, qtbot: QtBot) -> None:
    label_three(window)
    session = window.session
    label_commands.delete(session, session.labels[0])
    span_commands.remove(session, session.spans[0])
    dialog = opened(window, qtbot)
    choose(dialog, 2, qtbot)
    assert "PERSON" in dialog.outcome_line.text()
    dialog.restore.click()
    assert sorted(name for _, name in texts(window)) == ["LOCATION", "ORGANIZATION"]
    assert "1 span of then stays away: the label is deleted" in plain(dialog.outcome_line.text())
    choose(dialog, len(told(dialog)) - 2, qtbot)
    assert dialog.restore.isEnabled()  # the two others can go, the one cannot come
    assert not gestures.bring_back(session, session.spans, "14:05", {})


def test_the_layer_of_another_is_looked_at_and_not_changed(
    open_window: OpenWindow, project_file: Path, qtbot: QtBot
) -> None:
    with Project.open(project_file) as project:
        bilal, place = project.annotator("بلال"), project.labels()[1].id
        made = Span("u1", project.value("SELECT id FROM article"), bilal.id, 0, 5, place)
        project.put(Edit(spans=(made,)), "label LOCATION")
        project.put(Edit(spans=(replace(made, deleted=True),)), "remove LOCATION")
    window = open_window(project_file)
    label_three(window)
    dialog = opened(window, qtbot)
    choose(dialog, 4, qtbot)
    assert len(differences(dialog)) == 1
    assert not dialog.restore.isEnabled()
    assert "Only your own layer can be changed" in dialog.outcome_line.text()
    dialog.annotators.setCurrentIndex(dialog.annotators.findData(bilal.id))
    dialog.annotators.activated.emit(dialog.annotators.currentIndex())
    assert len(told(dialog)) == 3
    assert "\u2068بلال\u2069" in dialog.state_panel.heading.text()


def test_a_history_that_is_damaged_is_told_and_the_rest_of_it_stays(window: Window, qtbot: QtBot) -> None:
    label_three(window)
    project, me = window.session.project, window.session.annotator.id
    assert window.session.article is not None
    columns = "id, at, gesture, annotator_id, article_id, object, before, after"
    with project.transaction() as db:
        row = (project.take_event_ids(1), "", "x", me, window.session.article.id, "u", "{", "{")
        db.execute(f"INSERT INTO event ({columns}) VALUES (?,?,?,?,?,?,?,?)", row)
    span_commands.remove(window.session, window.session.spans[0])
    dialog = opened(window, qtbot)
    assert told(dialog)[1:3] == ["x", "labelled امریکہ ORGANIZATION"]
    choose(dialog, 2, qtbot)
    assert "history of this article is damaged here" in dialog.outcome_line.text()
    assert not dialog.restore.isEnabled()
    choose(dialog, 0, qtbot)
    assert dialog.outcome_line.text() == ""


def test_gestures_that_wait_for_the_disk_are_listed_and_taken_back_as_others_are(window: Window, qtbot: QtBot) -> None:
    with refusing(window):
        assert span_commands.label(window.session, *find(window, WORDS[1]), window.session.labels[0])
        span_commands.remove(window.session, window.session.spans[0])
        dialog = opened(window, qtbot)
        listed = told(dialog)
        assert listed[0].startswith("removed ")
        choose(dialog, 1, qtbot)
        dialog.restore.click()
        assert sorted(name for _, name in texts(window)) == ["LOCATION", "PERSON"]
        assert window.session.outcome == "not saved yet"
    assert window.session.save_again()
    dialog.read()
    assert told(dialog)[1:] == listed
    assert len(differences(dialog)) == 0


def test_without_an_article_it_says_so(open_window: OpenWindow, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "empty.nishan"
    Project.create(path).close()
    dialog = opened(open_window(path), qtbot)
    assert dialog.state_panel.heading.text() == "No article is open."
    assert not dialog.restore.isEnabled()
