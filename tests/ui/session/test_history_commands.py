"""Bringing an earlier state back: removed spans return, later ones go, changed ones get their values."""

from __future__ import annotations

from models.base.entities import ArticleId
from tests.ui.session.conftest import made, messages, state, texts
from ui.session import history_commands, label_commands, span_commands
from ui.session.session import REFUSED, Session


def plain(text: str) -> str:
    return "".join(letter for letter in text if letter not in "\u2068\u2069")


def test_spans_come_back_go_and_change_as_one_gesture(mixed: Session) -> None:
    removed, changed = made(mixed, "عمران خان"), made(mixed, "(PK)", 1)
    earlier, there = [*mixed.spans], texts(mixed)
    span_commands.remove(mixed, removed)
    span_commands.relabel(mixed, changed, mixed.labels[2])
    span_commands.set_note(mixed, mixed.spans[0], "نوٹ")
    made(mixed, "لاہور", 1, nth=1)
    before, steps = state(mixed), mixed.undo_stack.count()
    assert history_commands.bring_back(mixed, earlier, "14:05", {})
    assert texts(mixed) == there
    assert {span.uid for span in mixed.spans} == {removed.uid, changed.uid}
    assert [span.note for span in mixed.spans] == ["", ""]
    assert mixed.undo_stack.count() == steps + 1
    assert mixed.undo_stack.undoText() == "bring back the spans of 14:05"
    after = state(mixed)
    mixed.undo()
    assert state(mixed) == before
    mixed.redo()
    assert state(mixed) == after


def test_the_state_of_now_is_said_and_no_gesture(session: Session) -> None:
    made(session, "پاکستان")
    told = messages(session)
    assert not history_commands.bring_back(session, [*session.spans], "14:05", {})
    assert told == ["the spans are those of 14:05 already"]
    assert session.undo_stack.count() == 1


def test_what_carried_a_deleted_label_stays_away_and_is_told(session: Session) -> None:
    person, place_ = made(session, "تھامس ویسٹ"), made(session, "پاکستان", 1)
    earlier, labels = [*session.spans], {label.id: label for label in session.project.labels()}
    label_commands.delete(session, session.labels[0])
    span_commands.remove(session, place_)
    told = messages(session)
    assert history_commands.bring_back(session, earlier, "14:05", labels)
    assert [span.uid for span in session.spans] == [place_.uid]
    said = "1 span of then stays away: the label is deleted (PERSON)"
    assert plain(told[-1]) == f"saved · {said}"
    steps = session.undo_stack.count()
    assert not history_commands.bring_back(session, earlier, "14:05", labels)
    assert plain(told[-1]) == said
    assert session.undo_stack.count() == steps
    assert person.uid not in {span.uid for span in session.spans}


def test_a_span_relabelled_since_keeps_its_label_where_the_old_one_is_deleted(session: Session) -> None:
    span = made(session, "پاکستان")
    earlier, labels = [*session.spans], {label.id: label for label in session.project.labels()}
    span_commands.relabel(session, span, session.labels[1])
    label_commands.delete(session, session.labels[0])
    assert not history_commands.bring_back(session, earlier, "14:05", labels)
    assert texts(session) == [("پاکستان", "LOCATION")]


def test_several_labels_are_named_once_each(session: Session) -> None:
    spans = [made(session, "پاکستان", which, nth) for which, nth in ((0, 0), (0, 1), (1, 0))]
    labels = {label.id: label for label in session.project.labels()}
    said = "3 spans of then stay away: their labels are deleted (PERSON, LOCATION)"
    assert plain(history_commands.left_out(spans, labels)) == said
    assert history_commands.left_out([], labels) == ""


def test_a_damaged_article_and_none_are_refused(session: Session) -> None:
    span = made(session, "پاکستان")
    earlier = [*session.spans]
    span_commands.remove(session, span)
    told = messages(session)
    session.damaged.add(ArticleId(1))
    assert not history_commands.bring_back(session, earlier, "14:05", {})
    assert told == [REFUSED.format(article=1)]
    session.open_article(None)
    assert not history_commands.bring_back(session, earlier, "14:05", {})
    assert state(session)["span"] == []
    assert len(told) == 1
