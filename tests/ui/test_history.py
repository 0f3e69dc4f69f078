"""The history of an article: opened by its key, it tells every gesture, shows any state and brings it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.corpus import Edit, Span
from models.project import Project
from tests.ui.conftest import OpenWindow, find, texts
from ui.dialogs.history import HistoryDialog
from ui.gestures import history as gestures
from ui.gestures import labels, spans
from ui.when import day_and_time, short_time
from ui.window import Window

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
        assert spans.label(window.session, *find(window, words), label)


def told(dialog: HistoryDialog) -> list[str]:
    """What the rows say, without the signs that set words apart."""
    return [plain(entry.what) for entry in dialog.rows.entries]


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
    rows = dialog.past.list
    return [plain(rows.item(row).text()) for row in range(rows.count())]


def test_an_earlier_state_is_chosen_and_brought_back_by_keys_alone_and_undo_takes_that_back(
    window: Window, qtbot: QtBot
) -> None:
    label_three(window)
    first = window.session.spans[0]
    spans.remove(window.session, first)
    spans.relabel(window.session, window.session.spans[0], window.session.labels[3])
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
    assert "undo takes that back" in dialog.said.text()
    assert not differences(dialog)
    assert not dialog.back.isEnabled()
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
        spans.remove(first.session, span)
    first.close()
    window = open_window(project_file)
    assert not window.session.undo_stack.canUndo()
    dialog = opened(window, qtbot)
    choose(dialog, 3, qtbot)
    dialog.back.click()
    assert texts(window) == there
    assert {span.rev for span in window.session.spans} == {3}


def test_it_follows_the_work_beside_it_and_the_article(several: Window, qtbot: QtBot) -> None:
    dialog = opened(several, qtbot)
    assert told(dialog) == ["imported from 0.txt"]
    several.activateWindow()
    qtbot.waitUntil(several.isActiveWindow)
    spans.label(several.session, 0, 5, several.session.labels[1])
    qtbot.waitUntil(lambda: told(dialog)[0] == "labelled لاہور LOCATION")
    assert dialog.list.currentIndex().row() == 0
    several.actions_["next"].trigger()
    assert told(dialog) == ["imported from 1.txt"]
    assert dialog.past.view.text == several.session.article.text


def test_what_carried_a_label_that_is_deleted_stays_away_and_the_person_is_told(window: Window, qtbot: QtBot) -> None:
    label_three(window)
    session = window.session
    labels.delete(session, session.labels[0])
    spans.remove(session, session.spans[0])
    dialog = opened(window, qtbot)
    choose(dialog, 2, qtbot)
    assert "PERSON" in dialog.said.text()
    dialog.back.click()
    assert sorted(name for _, name in texts(window)) == ["LOCATION", "ORGANIZATION"]
    assert "1 span of then stays away: the label is deleted" in plain(dialog.said.text())
    choose(dialog, len(told(dialog)) - 2, qtbot)
    assert dialog.back.isEnabled()  # the two others can go, the one cannot come
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
    assert not dialog.back.isEnabled()
    assert "Only your own layer can be changed" in dialog.said.text()
    dialog.whose.setCurrentIndex(dialog.whose.findData(bilal.id))
    dialog.whose.activated.emit(dialog.whose.currentIndex())
    assert len(told(dialog)) == 3
    assert "\u2068بلال\u2069" in dialog.past.heading.text()


def test_a_history_that_is_damaged_is_told_and_the_rest_of_it_stays(window: Window, qtbot: QtBot) -> None:
    label_three(window)
    project, me = window.session.project, window.session.annotator.id
    columns = "at, gesture, annotator_id, article_id, object, before, after"
    with project.transaction() as db:
        row = ("", "x", me, window.session.article.id, "u", "{", "{")
        db.execute(f"INSERT INTO event ({columns}) VALUES (?,?,?,?,?,?,?)", row)
    spans.remove(window.session, window.session.spans[0])
    dialog = opened(window, qtbot)
    assert told(dialog)[1:3] == ["x", "labelled امریکہ ORGANIZATION"]
    choose(dialog, 2, qtbot)
    assert "history of this article is damaged here" in dialog.said.text()
    assert not dialog.back.isEnabled()
    choose(dialog, 0, qtbot)
    assert dialog.said.text() == ""


def test_without_an_article_it_says_so(open_window: OpenWindow, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "empty.nishan"
    Project.create(path).close()
    dialog = opened(open_window(path), qtbot)
    assert dialog.past.heading.text() == "No article is open."
    assert not dialog.back.isEnabled()


def test_long_histories_are_read_as_they_are_scrolled(window: Window, qtbot: QtBot) -> None:
    session = window.session
    spans.label(session, *find(window, WORDS[0]), session.labels[0])
    for number in range(260):
        spans.set_note(session, session.spans[0], f"note {number}")
    dialog = opened(window, qtbot)
    assert 100 <= len(told(dialog)) <= 200
    QTest.keyClick(dialog.list, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: len(told(dialog)) == 262)


def test_a_copy_from_the_past_is_the_stored_text(several: Window, qtbot: QtBot, qapp: QApplication) -> None:
    dialog = opened(several, qtbot)
    dialog.past.view.setFocus()
    dialog.past.view.select(0, 5)
    QTest.keyClick(dialog.past.view, Qt.Key.Key_C, CTRL)
    assert qapp.clipboard().text() == several.session.article.text[:5]


@pytest.mark.parametrize("at", ["", "never", "9999-99-99T00:00:00"])
def test_a_time_that_is_none_is_shown_as_it_is(at: str) -> None:
    assert day_and_time(at) == at
    assert short_time(at) == at


@pytest.mark.parametrize(
    ("days", "told", "name"),
    [(0, "today 14:05", "14:05"), (1, "yesterday 14:05", "3 Nov 14:05"), (9, "3 Nov 14:05", "3 Nov 14:05")],
)
def test_a_name_that_stays_says_no_yesterday(days: int, told: str, name: str) -> None:
    then = datetime(2026, 11, 3, 14, 5).astimezone()
    now = datetime(2026, 11, 3, 20, 0) + timedelta(days=days)
    assert (day_and_time(then.isoformat(), now), short_time(then.isoformat(), now)) == (told, name)
