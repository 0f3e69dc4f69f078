"""The history of an article: opened by its key, it tells every gesture, shows any state and brings it back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.base.entities import Edit, Span, Status
from models.project.project import Project
from tests.ui.conftest import OpenWindow, find, texts
from tests.ui.pending.test_flow import refusing
from ui.history.dialog import HistoryDialog
from ui.session import article_commands, label_commands, span_commands
from ui.session import history_commands as gestures
from ui.shell.window import Window

CTRL = Qt.KeyboardModifier.ControlModifier
WORDS = ("پاکستان", "افغانستان", "امریکہ")


def opened(window: Window, qtbot: QtBot) -> HistoryDialog:
    """The dialog, by its key; what it lists and shows is there."""
    QTest.keyClick(window.article_view, Qt.Key.Key_T, CTRL)
    dialog = window.history.dialog
    assert dialog is not None
    assert dialog.isVisible()
    assert not dialog.isModal()
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def label_three(window: Window) -> None:
    for words, label in zip(WORDS, window.session.labels, strict=False):
        assert span_commands.label(window.session, *find(window, words), label)


def told(dialog: HistoryDialog) -> list[str]:
    """What the rows say, without the signs that set words apart."""
    return [plain(entry.what) for entry in dialog.model.rows]


def plain(text: str) -> str:
    return "".join(letter for letter in text if letter not in "\u2068\u2069\u200e")


def choose(dialog: HistoryDialog, row: int, qtbot: QtBot) -> None:
    """Go down to a row by keys."""
    assert dialog.list.hasFocus()
    QTest.keyClick(dialog.list, Qt.Key.Key_Home)
    for _ in range(row):
        QTest.keyClick(dialog.list, Qt.Key.Key_Down)
    assert dialog.list.currentIndex().row() == row
    qtbot.waitUntil(lambda: not dialog._show_later.isActive())


def differences(dialog: HistoryDialog) -> list[str]:
    rows = dialog.state_panel.list
    return [plain(rows.item(row).text()) for row in range(rows.count())]


def test_an_earlier_state_is_chosen_and_brought_back_by_keys_alone_and_undo_takes_that_back(
    window: Window, qtbot: QtBot
) -> None:
    label_three(window)
    first = window.session.spans[0]
    span_commands.remove(window.session, first)
    span_commands.relabel(window.session, window.session.spans[0], window.session.labels[3])
    later = texts(window)
    dialog = opened(window, qtbot)
    assert told(dialog)[-2:] == ["labelled پاکستان PERSON", told(dialog)[-1]]
    assert len(told(dialog)) == 6
    choose(dialog, 2, qtbot)
    assert len(differences(dialog)) == 2
    assert any(row.startswith("comes back: ") for row in differences(dialog))
    assert any(row.startswith("changes: ") for row in differences(dialog))
    QTest.keyClick(dialog.list, Qt.Key.Key_B, Qt.KeyboardModifier.AltModifier)
    there = sorted(zip(WORDS, ("PERSON", "LOCATION", "ORGANIZATION"), strict=True))
    qtbot.waitUntil(lambda: sorted(texts(window)) == there)
    assert first.uid in {span.uid for span in window.session.spans}
    assert told(dialog)[0].startswith("brought back the spans of ")
    assert "undo takes that back" in dialog.outcome_line.text()
    assert not differences(dialog)
    assert not dialog.restore.isEnabled()
    assert window.session.undo_stack.undoText().startswith("bring back the spans of ")
    QTest.keyClick(dialog.list, Qt.Key.Key_Z, CTRL)
    assert texts(window) == later
    QTest.keyClick(dialog.list, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_spans_of_before_a_restart_come_back(
    open_window: OpenWindow, project_file: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    first = open_window(project_file)
    label_three(first)
    there = texts(first)
    for span in [*first.session.spans]:
        span_commands.remove(first.session, span)
    first.close()
    window = open_window(project_file)
    assert not window.session.undo_stack.canUndo()
    dialog = opened(window, qtbot)
    choose(dialog, 3, qtbot)
    dialog.restore.click()
    assert texts(window) == there
    assert {span.rev for span in window.session.spans} == {3}


def test_an_entry_shows_its_place_in_the_article(window: Window, qtbot: QtBot) -> None:
    label_three(window)
    article_commands.set_status(window.session, Status.DONE)
    dialog = opened(window, qtbot)
    choose(dialog, 1, qtbot)
    assert dialog.state_panel.view.selection == find(window, "امریکہ")
    choose(dialog, 0, qtbot)
    assert dialog.state_panel.view.selection is None


def test_it_follows_the_work_beside_it_and_the_article(several: Window, qtbot: QtBot) -> None:
    dialog = opened(several, qtbot)
    assert told(dialog) == ["imported from 0.txt"]
    several.activateWindow()
    qtbot.waitUntil(several.isActiveWindow)
    span_commands.label(several.session, 0, 5, several.session.labels[1])
    qtbot.waitUntil(lambda: told(dialog)[0] == "labelled لاہور LOCATION")
    assert dialog.list.currentIndex().row() == 0
    several.actions_["next"].trigger()
    assert told(dialog) == ["imported from 1.txt"]
    assert several.session.article is not None
    assert dialog.state_panel.view.text == several.session.article.text


def test_long_histories_are_read_as_they_are_scrolled(window: Window, qtbot: QtBot) -> None:
    session = window.session
    span_commands.label(session, *find(window, WORDS[0]), session.labels[0])
    for number in range(260):
        span_commands.set_note(session, session.spans[0], f"note {number}")
    dialog = opened(window, qtbot)
    assert 100 <= len(told(dialog)) <= 200
    QTest.keyClick(dialog.list, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: len(told(dialog)) == 262)


def test_a_copy_from_the_past_is_the_stored_text(several: Window, qtbot: QtBot, qapp: QApplication) -> None:
    dialog = opened(several, qtbot)
    dialog.state_panel.view.setFocus()
    dialog.state_panel.view.select(0, 5)
    QTest.keyClick(dialog.state_panel.view, Qt.Key.Key_C, CTRL)
    assert several.session.article is not None
    assert qapp.clipboard().text() == several.session.article.text[:5]


def test_what_carried_a_label_that_is_deleted_stays_away_and_the_person_is_told(window: Window, qtbot: QtBot) -> None:
    label_three(window)
    session = window.session
    label_commands.delete(session, session.labels[0])
    span_commands.remove(session, session.spans[0])
    dialog = opened(window, qtbot)
    choose(dialog, 2, qtbot)
    assert "PERSON" in dialog.outcome_line.text()
    assert plain(dialog.state_panel.about.text()) == "If these spans are brought back: 1 comes back."
    rows = [dialog.state_panel.list.item(row).text() for row in range(dialog.state_panel.list.count())]
    assert len(rows) == 1, "what stays away is not said to come back"
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


def test_without_an_article_it_says_so(window: Window, qtbot: QtBot) -> None:
    dialog = opened(window, qtbot)
    window.session.open_article(None)
    assert dialog.state_panel.heading.text() == "No article is open."
    assert not dialog.restore.isEnabled()
