"""No gesture works on a removed article, whichever article is open, until it is restored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace

import pytest

from models.base.entities import ArticleId, Edit, Label, Scope, Status, joined
from tests.ui.session.conftest import messages, place, state
from ui.session import article_commands, label_commands, span_commands
from ui.session.session import REMOVED, Session

OPEN, OTHER = ArticleId(1), ArticleId(2)


def put_new_label(session: Session) -> bool:
    label = replace(label_commands.fresh(session), name="NEW", short="NEW")
    there = place(session, "لاہور")
    return label_commands.create_for(session, label, lambda made: span_commands.label(session, *there, made))


def put_new_topic(session: Session) -> bool:
    label = replace(label_commands.fresh(session, scope=Scope.ARTICLE), name="topic", short="topic")
    return label_commands.create_for(session, label, lambda made: article_commands.toggle_label(session, made))


GESTURES: dict[str, Callable[[Session], object]] = {
    "label": lambda s: span_commands.label(s, *place(s, "لاہور"), s.labels[0]),
    "new label": put_new_label,
    "new label of articles": put_new_topic,
    "places of another": lambda s: span_commands.label_many(s, [(OTHER, 0, 5)], s.labels[0]),
    "status": lambda s: article_commands.set_status(s, Status.DONE),
    "statuses": lambda s: article_commands.set_status_of(s, (OTHER,), Status.DONE),
    "labels of articles": lambda s: article_commands.label_all(s, (OTHER,), s.article_choices[0], on=True),
}


@pytest.mark.parametrize("gesture", GESTURES.values(), ids=GESTURES.keys())
def test_a_removed_article_stays_as_it_is(mixed: Session, gesture: Callable[[Session], object]) -> None:
    mixed.project.add_label(Label("sport", scope=Scope.ARTICLE))
    mixed.refresh()
    assert article_commands.remove(mixed, (OPEN, OTHER))
    before, steps, told = state(mixed), mixed.undo_stack.count(), messages(mixed)
    assert not gesture(mixed)
    assert told == [REMOVED]
    assert (state(mixed), mixed.undo_stack.count()) == (before, steps)


def test_a_label_is_deleted_off_removed_articles_and_undo_brings_all_back(mixed: Session) -> None:
    assert span_commands.label(mixed, *place(mixed, "لاہور"), mixed.labels[0])
    assert article_commands.remove(mixed, (OPEN,))
    before = state(mixed)
    assert label_commands.delete(mixed, mixed.labels[0])
    assert not state(mixed)["span"]
    mixed.undo()
    assert state(mixed) == before


def test_joined_edits_have_all_rows_of_both() -> None:
    rows = {name.name: (name.name,) for name in fields(Edit)}
    both = joined(Edit(**rows), Edit(**rows))  # type: ignore[arg-type]
    counted = {name: len(getattr(both, name)) for name in rows}
    assert counted == {name: 1 if name == "guidelines" else 2 for name in rows}
