"""What is suggested on a session without a window: found after a while, in reading order, decided at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from models.base.entities import AnnotatorKind, ArticleId, Edit, Span
from models.project.project import Project
from tests.ui.session.conftest import made, place
from ui.session import span_commands
from ui.session.session import Session
from ui.suggestions.finder import SuggestionFinder

WORD = "پاکستان"


@pytest.fixture
def finder(project_file: Path, qtbot: QtBot) -> Iterator[SuggestionFinder]:
    """The repeats of the first پاکستان, a LOCATION."""
    session, owner = Session(Project.open(project_file), "sana"), QObject()
    session.open_article(ArticleId(1))
    found = SuggestionFinder(session, owner)
    found.set_shown(True)
    made(session, WORD, 1)
    qtbot.waitUntil(lambda: bool(found.suggestions))
    yield found
    session.close()
    owner.deleteLater()


def test_repeats_are_suggested_in_reading_order(finder: SuggestionFinder) -> None:
    session = finder._session
    assert session.article is not None
    found = [(each.start, each.end, each.label, each.by) for each in finder.suggestions]
    count, label = session.article.text.count(WORD), session.labels[1].id
    assert found == [(*place(session, WORD, nth), label, "repeat") for nth in range(1, count)]


def test_an_accepted_one_is_gone_at_once_and_undo_brings_it_back(finder: SuggestionFinder, qtbot: QtBot) -> None:
    before = finder.suggestions
    assert span_commands.accept(finder._session, before[0])
    assert finder.suggestions == before[1:]
    finder._session.undo()
    qtbot.waitUntil(lambda: finder.suggestions == before)


def test_a_rejected_one_stays_away_until_undo(finder: SuggestionFinder, qtbot: QtBot) -> None:
    before = finder.suggestions
    assert span_commands.reject(finder._session, before[0])
    finder.settle()
    assert finder.suggestions == before[1:]
    finder._session.undo()
    qtbot.waitUntil(lambda: finder.suggestions == before)


def test_settling_does_not_wait_for_the_timer(finder: SuggestionFinder) -> None:
    span_commands.remove(finder._session, finder._session.spans[0])
    assert finder.suggestions
    finder.settle()
    assert finder.suggestions == []


def test_the_next_and_the_one_before_go_round(finder: SuggestionFinder) -> None:
    first, second, *_, last = finder.suggestions
    assert finder.adjacent(first.start, 1) == first
    assert finder.adjacent(first.start + 1, 1) == second
    assert finder.adjacent(last.end, 1) == first
    assert finder.adjacent(second.start, -1) == first
    assert finder.adjacent(0, -1) == last
    assert finder.at(second.start + 1, second.end) == second
    assert finder.at(second.start - 1, second.end) is None


def test_a_selected_span_and_the_current_suggestion_exclude_each_other(finder: SuggestionFinder) -> None:
    session = finder._session
    finder.set_current(finder.suggestions[0])
    assert session.selected is None
    session.select(session.spans[0])
    assert finder.current is None


def test_what_is_hidden_is_gone_and_signalled(finder: SuggestionFinder, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: len(finder._signalled) == len(finder.suggestions))
    gone, before = [], finder.suggestions
    finder.changed.connect(lambda away, _: gone.extend(away))
    finder.set_shown(False)
    assert finder.suggestions == []
    assert gone == before
    assert finder.adjacent(0, 1) is None


def test_spans_of_a_suggester_are_offered_under_its_name(finder: SuggestionFinder) -> None:
    session = finder._session
    assert session.article is not None
    robot = session.project.annotator("names", AnnotatorKind.SUGGESTER)
    start, end = place(session, "تھامس ویسٹ")
    span = Span("theirs", session.article.id, robot.id, start, end, session.labels[0].id)
    session.project.put(Edit(spans=(span,)), "suggest")
    session.refresh()
    finder.settle()
    (offer,) = [each for each in finder.suggestions if each.by == "names"]
    assert span_commands.accept(session, offer)
    assert sorted(each.origin for each in session.spans) == ["manual", "names"]
    assert offer not in finder.suggestions
