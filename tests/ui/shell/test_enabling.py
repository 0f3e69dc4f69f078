"""An action that would do nothing is disabled, in every state that a window can be in; its key says why."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWhatsThis
from pytestqt.qtbot import QtBot

from models.base.entities import ArticleId, Status
from models.labels.templates import seed_labels
from models.project.project import Project
from tests.ui.conftest import OpenWindow, find
from ui.keys.action_specs import ACTION_SPECS
from ui.labels.chooser import LabelChooser
from ui.session import article_commands, span_commands
from ui.shell.window import Window
from ui.support import fonts, theme
from ui.widgets import file_dialogs

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
ARTICLE = {"find", "find_next", "find_previous", "history", "details", "rename_article", "next_span", "previous_span"}
ARTICLE |= {"extend_next_span", "extend_previous_span", "same_next", "same_previous", "copy", "next_candidate"}
ARTICLE |= {
    "previous_candidate",
    "sort",
    "next",
    "previous",
    "back",
    "restore_article",
    "print",
    "pdf",
    "copy_labelled",
}
CHANGE = {"choose_label", "accept", "accept_alike", "label_all", "done_next", "skip", "reopen", "remove_article"}
SPAN = {"duplicate", "remove", "note", "unsure"}
SPAN |= {f"{e}_{d}{c}" for e in ("end", "start") for d in ("grow", "shrink") for c in ("", "_character")}
STEPS = {"undo", "redo"}
VIEW = {"usual_size", "show_labels", "removed", "log"}


def off(window: Window) -> set[str]:
    return {spec.id for spec in ACTION_SPECS if not window.actions_[spec.id].isEnabled()}


@pytest.fixture
def empty(open_window: OpenWindow, tmp_path: Path) -> Window:
    path = tmp_path / "empty.nishan"
    Project.create(path, seed_labels()).close()
    return open_window(path)


def test_without_an_article_nothing_that_needs_one_is_enabled(empty: Window) -> None:
    assert off(empty) == ARTICLE | CHANGE | SPAN | STEPS | VIEW


def test_in_a_fresh_article_nothing_that_needs_a_span_is_enabled(window: Window, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.suggestions.finder.at_work)
    spans = {"next_span", "previous_span", "extend_next_span", "extend_previous_span"}
    found = {"next_candidate", "previous_candidate", "accept", "accept_alike"}
    articles = {"sort", "next", "previous", "back", "restore_article", "reopen"}
    assert off(window) == SPAN | STEPS | VIEW | spans | found | articles | {"copy"}


def test_with_a_span_selected_its_actions_are_enabled_and_without_it_no_longer(window: Window) -> None:
    span_commands.label(window.session, *find(window, "پاکستان"), window.session.labels[1])
    assert not off(window) & (SPAN | {"copy", "undo", "previous_candidate"})
    assert "redo" in off(window)
    window.session.undo()
    assert {"undo"} | SPAN <= off(window)
    assert "redo" not in off(window)


def test_a_removed_article_can_be_read_and_restored_and_no_more(several: Window) -> None:
    session = several.session
    span_commands.label(session, 0, 5, session.labels[1])
    several.articles.open(several.article_list.model.rows[1])
    article_commands.remove(session, several.article_list.model.rows[:1])
    several.actions_["removed"].trigger()
    several.articles.open(several.article_list.model.rows[0])
    assert session.article is not None
    assert session.article.deleted
    session.select(session.spans[0])
    assert off(several) >= CHANGE | SPAN
    assert not off(several) & {"history", "find", "copy", "details", "restore_article", "removed"}
    several.actions_["restore_article"].trigger()
    assert "choose_label" not in off(several)
    assert "restore_article" in off(several)


def test_steps_between_spans_and_articles_end_where_nothing_follows(several: Window) -> None:
    session, view = several.session, several.article_view
    assert {"previous", "back", "next_span", "previous_span"} <= off(several)
    assert "next" not in off(several)
    span_commands.label(session, 0, 5, session.labels[1])
    span_commands.label(session, 10, 14, session.labels[0])
    assert "next_span" in off(several)
    assert "previous_span" not in off(several)
    QTest.keyClick(view, Qt.Key.Key_Right, ALT)
    assert session.selected == session.spans[0]
    assert "previous_span" in off(several)
    assert "next_span" not in off(several)
    session.select(None)
    view.select(0, 0)
    assert "previous_span" in off(several)
    several.articles.open(several.article_list.model.rows[-1])
    assert "next" in off(several)
    assert not off(several) & {"previous", "back"}


def test_two_labels_on_the_same_words_are_both_gone_to(window: Window) -> None:
    place = find(window, "پاکستان")
    for label in window.session.labels[:2]:
        span_commands.label(window.session, *place, label)
    for span in window.session.spans:
        window.session.select(span)
        after = window.article_view.keys.has_span(1)
        window.article_view.keys.to_span(1)
        assert (window.session.selected != span) == after


STATES: dict[str, Callable[[Window], object]] = {
    "reopen": lambda window: article_commands.set_status(window.session, Status.DONE),
    "show_labels": lambda window: window.session.hide_labels([window.session.labels[0].id]),
    "usual_size": lambda window: window.actions_["larger"].trigger(),
    "log": lambda window: (window.settings.folder / "nishan.log").write_text("x"),
    "copy": lambda window: window.article_view.select(0, 5),
    "removed": lambda window: article_commands.remove(window.session, [window.article_list.model.rows[0]]),
}


@pytest.mark.parametrize("action", STATES)
def test_an_action_is_enabled_as_soon_as_there_is_something_to_do(window: Window, action: str, qtbot: QtBot) -> None:
    assert action in off(window)
    STATES[action](window)
    help_menu = next(menu for menu in window.menuBar().findChildren(QMenu) if menu.title() == "&Help")
    help_menu.aboutToShow.emit()
    qtbot.waitUntil(lambda: action not in off(window))


def test_text_is_made_no_larger_than_it_gets(window: Window) -> None:
    for points, action in ((fonts.LARGEST, "larger"), (fonts.SMALLEST, "smaller")):
        window.appearance.set_points(points)
        assert action in off(window)


def test_a_selection_that_is_let_go_can_no_longer_be_copied(window: Window) -> None:
    window.article_view.select(0, 5)
    assert "copy" not in off(window)
    QTest.keyClick(window.article_view, Qt.Key.Key_Escape)
    assert "copy" in off(window)


def test_the_key_of_a_disabled_action_says_why(empty: Window, tmp_path: Path) -> None:
    for key, held in ((Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_T, CTRL), (Qt.Key.Key_L, CTRL)):
        empty.session.status_message.emit("")
        QTest.keyClick(empty.article_view, key, held)
        assert empty._status.text() == "no article is open"
    QTest.keyClick(empty.article_view, Qt.Key.Key_Z, CTRL)
    assert empty._status.text() == "nothing to undo"
    QTest.keyClick(empty.article_view, Qt.Key.Key_1)
    assert empty._status.text() == "no article is open"


def test_a_key_that_means_nothing_says_nothing(window: Window) -> None:
    for key in (Qt.Key.Key_Q, Qt.Key.Key_F5, Qt.Key.Key_0, Qt.Key.Key_Insert):
        window.session.status_message.emit("as it was")
        QTest.keyClick(window.article_view, key)
        assert window._status.text() == "as it was"


def test_return_without_suggestions_does_not_speak_of_a_next_one(window: Window, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.suggestions.finder.at_work)
    QTest.keyClick(window.article_view, Qt.Key.Key_Return)
    assert window._status.text() == "nothing is suggested here"
    window.actions_["suggestions"].trigger()
    QTest.keyClick(window.article_view, Qt.Key.Key_Return)
    assert "hidden" in window._status.text()


def test_enter_in_a_field_is_no_key_of_the_article(window: Window) -> None:
    window.session.status_message.emit("as it was")
    window.article_list.filter.field.setFocus()
    QTest.keyClick(window.article_list.filter.field, Qt.Key.Key_Return)
    assert window._status.text() == "as it was"


def _nothing_open(window: Window) -> None:
    window.session.open_article(None)


def _on_a_span(window: Window) -> None:
    span_commands.label(window.session, *find(window, "پاکستان"), window.session.labels[1])


def _removed(window: Window) -> None:
    article = ArticleId(1)
    if not window.session.project.article(article).deleted:
        window.articles.open(article)
        _on_a_span(window)
        article_commands.remove(window.session, [article])
    window.article_list.filter.show_removed(True)
    window.articles.open(article)


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Whatever asks is answered with no, and is noted."""
    asked: list[str] = []

    def ask(*_: object) -> None:
        asked.append("something")

    monkeypatch.setattr(QDialog, "exec", ask)
    monkeypatch.setattr(QMenu, "popup", ask)
    monkeypatch.setattr(QDesktopServices, "openUrl", ask)

    def ask_files(dialog: QDialog) -> list[Path]:
        ask()
        dialog.deleteLater()
        return []

    monkeypatch.setattr(file_dialogs, "ask", ask_files)
    return asked


def seen(window: Window, asked: list[str]) -> tuple[object, ...]:
    """What a person can see or could notice of what an action does."""
    session, view = window.session, window.article_view
    shown = {type(widget).__name__ for widget in QApplication.allWidgets() if widget.isVisible()}
    checked = {spec.id for spec in ACTION_SPECS if window.actions_[spec.id].isChecked()}
    article = session.article.id if session.article else None
    work = (article, tuple(session.spans), session.selected, session.undo_stack.index(), session.granularity)
    text = (view.caret, view.selection, window.settings.points, session.hidden, QApplication.clipboard().text())
    focus = QApplication.focusWidget()
    asking = QWhatsThis.inWhatsThisMode()
    return work, text, checked, shown, len(asked), focus, window._status.text(), asking


STAY = {"quit", "close_project", "sample", "new", "open", "recent", "others"}  # other windows' work, or menus
SAME = {f"theme_{name}" for name in ("system", "light", "dark")} | {"nastaliq", "naskh"}  # one of each is on


@pytest.mark.parametrize("state", [_nothing_open, lambda _window: None, _on_a_span, _removed])
def test_each_enabled_action_does_something(
    window: Window, state: Callable[[Window], object], answered: list[str], qapp: QApplication
) -> None:
    idle = []
    for spec in ACTION_SPECS:
        state(window)
        window.activateWindow()
        window.article_view.setFocus()
        window.session.status_message.emit("")
        action = window.actions_[spec.id]
        before = seen(window, answered)
        if action.isEnabled() and spec.id not in STAY | SAME:
            action.trigger()
            idle += [spec.id] if seen(window, answered) == before else []
            QWhatsThis.leaveWhatsThisMode()
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Escape)
        for shown in (qapp.activePopupWidget(), *window.findChildren(QDialog), *window.findChildren(LabelChooser)):
            if shown is not None:
                shown.close()
        qapp.processEvents()
    assert " ".join(idle) == ""
    theme.apply(qapp, theme.LIGHT)
