"""Gestures on whole articles: status and article labels, each one undo step."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from models.base.entities import ArticleId, Label, Scope, Status
from models.storage.tables.rows import to_json
from tests.ui.session.conftest import messages, state
from ui.session import article_commands
from ui.session.session import REFUSED, Session

TOPICS = (
    Label("politics", scope=Scope.ARTICLE, choice="Topic"),
    Label("sport", scope=Scope.ARTICLE, choice="Topic"),
    Label("checked", scope=Scope.ARTICLE),
)


@pytest.fixture
def topical(session: Session) -> Session:
    """The seed article with three labels for whole articles."""
    for label in TOPICS:
        session.project.add_label(label)
    session.refresh()
    return session


def status(session: Session) -> Status:
    row = session.article_row()
    assert row is not None
    return row.status


def marks(session: Session) -> set[str]:
    found = session.project.article_labels(ArticleId(1), session.annotator.id)
    return {session.label_with(mark.label).name for mark in found}


def test_a_status_is_set_and_undo_and_redo_follow(session: Session) -> None:
    assert article_commands.set_status(session, Status.DONE)
    assert article_commands.set_status(session, Status.SKIPPED)
    seen = [status(session)]
    for step in (session.undo, session.undo, session.redo):
        step()
        seen.append(status(session))
    assert seen == [Status.SKIPPED, Status.DONE, Status.NEW, Status.DONE]
    assert session.undo_stack.undoText() == "mark as done"


def test_a_status_is_the_annotators_own(session: Session) -> None:
    assert article_commands.set_status(session, Status.DONE)
    session.work_as("ali")
    assert status(session) is Status.NEW


def test_the_status_that_is_there_is_no_gesture(session: Session) -> None:
    assert article_commands.set_status(session, Status.NEW)
    assert not session.undo_stack.canUndo()


def test_a_label_of_a_choice_takes_the_place_of_another(topical: Session) -> None:
    politics, sport, checked = topical.article_choices
    for label in (checked, politics):
        assert article_commands.toggle_label(topical, label)
    before = state(topical)
    assert article_commands.toggle_label(topical, sport)
    assert marks(topical) == {"checked", "sport"}
    assert topical.undo_stack.undoText() == "label the article sport"
    after = state(topical)
    topical.undo()
    assert state(topical) == before
    assert marks(topical) == {"checked", "politics"}
    topical.redo()
    assert state(topical) == after


def test_labels_without_a_choice_do_not_exclude_each_other(topical: Session) -> None:
    topical.project.add_label(Label("read", scope=Scope.ARTICLE))
    topical.refresh()
    for label in topical.article_choices[2:]:
        article_commands.toggle_label(topical, label)
    assert marks(topical) == {"checked", "read"}


def test_the_same_label_again_takes_it_off(topical: Session) -> None:
    checked = topical.article_choices[2]
    for _ in range(2):
        assert article_commands.toggle_label(topical, checked)
    assert marks(topical) == set()
    assert topical.undo_stack.undoText() == "take checked off the article"
    topical.undo()
    assert marks(topical) == {"checked"}


GESTURES: dict[str, Callable[[Session], bool]] = {
    "status": lambda s: article_commands.set_status(s, Status.DONE),
    "label": lambda s: article_commands.toggle_label(s, s.article_choices[0]),
}
every_gesture = pytest.mark.parametrize("gesture", GESTURES.values(), ids=GESTURES.keys())


@every_gesture
def test_a_damaged_article_is_refused(topical: Session, gesture: Callable[[Session], bool]) -> None:
    topical.damaged.add(ArticleId(1))
    told = messages(topical)
    assert not gesture(topical)
    assert told == [REFUSED.format(article=1)]
    assert (status(topical), marks(topical)) == (Status.NEW, set())


@every_gesture
def test_without_an_article_nothing_is_done(topical: Session, gesture: Callable[[Session], bool]) -> None:
    topical.open_article(None)
    assert not gesture(topical)
    assert not topical.undo_stack.canUndo()


@pytest.mark.parametrize(("before", "after"), [(1, True), (1, 1.0), (0, False), ([1], [True]), ({"a": 0}, {"a": -0.0})])
def test_a_value_of_metadata_becomes_another_one_of_json_that_python_takes_for_equal(
    topical: Session, before: object, after: object
) -> None:
    article = ArticleId(1)
    for value in (before, after):
        assert article_commands.describe(topical, article, "t", {"value": value})
    assert to_json(topical.project.article(article).meta) == to_json({"value": after})
    steps = topical.undo_stack.count()
    assert article_commands.describe(topical, article, "t", {"value": after})
    assert topical.undo_stack.count() == steps, "nothing was to be changed"
