"""Gestures on spans: what they write, what they refuse and say, and that undo gives back the rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from models.base.entities import ArticleId, Rejection, Span, Suggestion
from tests.ui.session.conftest import OpenSession, made, messages, place, state, texts
from ui.session import label_commands, span_commands
from ui.session.session import REFUSED, Session

Gesture = Callable[[Session, Span], object]


def suggestion(session: Session, words: str, nth: int = 0) -> Suggestion:
    return Suggestion(*place(session, words, nth), session.labels[1].id, "repeat")


def test_label_makes_and_selects_a_span_of_the_annotator(session: Session) -> None:
    told, (start, end) = messages(session), place(session, "تھامس ویسٹ")
    assert span_commands.label(session, start, end, session.labels[0])
    (span,) = session.project.spans(ArticleId(1), session.annotator.id)
    assert (span.start, span.end, span.label, span.origin) == (start, end, session.labels[0].id, "manual")
    assert session.selected == span
    assert session.undo_stack.undoText() == "label PERSON"
    assert told == ["saved"]


@pytest.mark.parametrize(
    ("selected", "labelled"),
    [(" عمران خان، ", "عمران خان"), ("(PK)", "PK"), (" گئے۔ ", "گئے"), ("لاہور (PK", "لاہور (PK")],
)
def test_white_space_and_punctuation_at_the_ends_are_left_out(mixed: Session, selected: str, labelled: str) -> None:
    assert span_commands.label(mixed, *place(mixed, selected), mixed.labels[0])
    assert texts(mixed) == [(labelled, "PERSON")]


def test_exact_keeps_white_space_and_punctuation(mixed: Session) -> None:
    assert span_commands.label(mixed, *place(mixed, "خان، "), mixed.labels[0], exact=True)
    assert texts(mixed) == [("خان، ", "PERSON")]


def test_offsets_are_code_points_after_emoji_and_hold_when_opened_again(mixed: Session) -> None:
    made(mixed, "عمران")
    made(mixed, "لاہور", 1, nth=1)
    assert [(span.start, span.end) for span in mixed.spans] == [(2, 7), (35, 40)]
    mixed.open_article(ArticleId(1))
    assert texts(mixed) == [("عمران", "PERSON"), ("لاہور", "LOCATION")]


def test_a_span_grows_to_whole_graphemes(mixed: Session) -> None:
    start, end = place(mixed, "👨‍👩‍👧")
    assert span_commands.label(mixed, start + 1, end - 1, mixed.labels[0], exact=True)
    assert texts(mixed) == [("👨‍👩‍👧", "PERSON")]


def test_nothing_and_white_space_are_not_labelled(mixed: Session) -> None:
    told = messages(mixed)
    assert not span_commands.label(mixed, 2, 2, mixed.labels[0])
    assert told == []
    assert not span_commands.label(mixed, *place(mixed, " \u00a0 "), mixed.labels[0])
    assert told == ["only white space is selected"]
    mixed.open_article(None)
    assert not span_commands.label(mixed, 2, 7, mixed.labels[0])
    assert state(mixed)["span"] == []


def test_the_same_span_twice_is_one_and_is_selected(session: Session) -> None:
    span, told = made(session, "پاکستان", 1), messages(session)
    session.select(None)
    assert span_commands.label(session, span.start, span.end, session.labels[1])
    assert session.spans == [span]
    assert session.selected == span
    assert told == ["already LOCATION"]
    assert session.undo_stack.count() == 1


def test_a_hidden_character_at_an_edge_is_named(mixed: Session) -> None:
    told, (start, _) = messages(mixed), place(mixed, "\u00a0")
    assert span_commands.label(mixed, start, start + 5, mixed.labels[0], exact=True)
    assert told[-1].startswith("saved · the span has a hidden character: ")
    assert "U+00A0" in told[-1]


def test_label_many_is_one_gesture_over_articles_and_leaves_what_is_there(mixed: Session) -> None:
    first, told = made(mixed, "لاہور", 1), messages(mixed)
    places = [(ArticleId(1), *place(mixed, "لاہور", nth)) for nth in (0, 1)] + [(ArticleId(2), 7, 12)] * 2
    assert span_commands.label_many(mixed, places, mixed.labels[1]) == 2
    assert mixed.undo_stack.undoText() == "label 2 places LOCATION"
    assert [span.origin for span in mixed.spans] == ["manual", "repeat"]
    assert [(s.start, s.end) for s in mixed.project.spans(ArticleId(2), mixed.annotator.id)] == [(7, 12)]
    assert span_commands.label_many(mixed, places, mixed.labels[1]) == 0
    assert told[-1] == "nothing new to label"
    mixed.undo()
    assert [row["uid"] for row in state(mixed)["span"]] == [first.uid]
    span_commands.label_many(mixed, places, mixed.labels[1], "everywhere")
    assert mixed.undo_stack.undoText() == "everywhere"


def test_relabel_keeps_the_span_and_refuses_a_twin(session: Session) -> None:
    span, told = made(session, "پاکستان", 1), messages(session)
    assert span_commands.relabel(session, span, session.labels[2])
    assert [(found.uid, found.label) for found in session.spans] == [(span.uid, session.labels[2].id)]
    assert session.undo_stack.undoText() == "relabel ORGANIZATION"
    other = made(session, "پاکستان", 0)
    before = state(session)
    assert not span_commands.relabel(session, other, session.labels[0])
    assert told[-1] == "already PERSON"
    assert not span_commands.relabel(session, other, session.labels[2])
    assert told[-1] == "there is a ORGANIZATION here already"
    assert state(session) == before


def test_duplicate_adds_another_label_on_the_same_words(mixed: Session) -> None:
    span, told = made(mixed, "(PK)", 1), messages(mixed)
    assert not span_commands.duplicate(mixed, span, mixed.labels[1])
    assert told == ["already LOCATION"]
    assert span_commands.duplicate(mixed, span, mixed.labels[2])
    assert sorted(texts(mixed)) == [("(PK)", "LOCATION"), ("(PK)", "ORGANIZATION")]
    assert len({found.uid for found in mixed.spans}) == 2


def test_remove_takes_only_that_span(session: Session) -> None:
    span, other = made(session, "پاکستان", 1), made(session, "تھامس ویسٹ")
    assert span_commands.remove(session, span)
    assert session.spans == [other]
    assert session.undo_stack.undoText() == "remove LOCATION"


def test_a_note_is_stripped_changed_and_taken_away(session: Session) -> None:
    span = made(session, "پاکستان", 1)
    assert span_commands.set_note(session, span, "  کیا؟ 😀\n")
    assert session.spans[0].note == "کیا؟ 😀"
    assert session.undo_stack.undoText() == "note"
    assert not span_commands.set_note(session, session.spans[0], "کیا؟ 😀 ")
    assert span_commands.set_note(session, session.spans[0], " ")
    assert session.spans[0].note == ""
    assert session.undo_stack.undoText() == "remove note"
    assert session.undo_stack.count() == 3


def test_unsure_is_a_toggle(session: Session) -> None:
    seen = []
    made(session, "پاکستان", 1)
    for _ in range(2):
        assert span_commands.toggle_unsure(session, session.spans[0])
        seen.append((session.spans[0].confidence, session.undo_stack.undoText()))
    assert seen == [(span_commands.UNSURE, "unsure"), ("", "sure")]


@pytest.mark.parametrize(
    ("edge", "grow", "words", "becomes"),
    [
        ("end", True, True, "عباس جیلانی"),
        ("start", True, True, "جلیل عباس"),
        ("end", True, False, "عباس "),
        ("start", True, False, " عباس"),
        ("end", False, False, "عبا"),
        ("start", False, False, "باس"),
    ],
)
def test_an_edge_moves_by_a_word_or_a_character(
    session: Session, edge: span_commands.Edge, grow: bool, words: bool, becomes: str
) -> None:
    span = made(session, "عباس")
    assert span_commands.move_edge(session, span, edge, grow=grow, words=words)
    assert texts(session) == [(becomes, "PERSON")]
    assert session.undo_stack.undoText() == f"{'grow' if grow else 'shrink'} an edge of PERSON"


@pytest.mark.parametrize(("edge", "becomes"), [("end", "جلیل عباس"), ("start", "عباس جیلانی")])
def test_an_edge_moves_inward_by_a_word(session: Session, edge: span_commands.Edge, becomes: str) -> None:
    span = made(session, "جلیل عباس جیلانی")
    assert span_commands.move_edge(session, span, edge, grow=False, words=True)
    assert texts(session) == [(becomes, "PERSON")]


@pytest.mark.parametrize("edge", ["start", "end"])
def test_the_last_word_stays(session: Session, edge: span_commands.Edge) -> None:
    span, told = made(session, "پاکستان"), messages(session)
    assert not span_commands.move_edge(session, span, edge, grow=False, words=True)
    assert told == ["nothing would be left of the span; remove it with Delete"]
    assert session.spans == [span]


def test_edges_stay_on_whole_graphemes_and_off_twins(mixed: Session) -> None:
    twin, span = made(mixed, "عمران خان"), made(mixed, "عمران")
    told, (start, end) = messages(mixed), place(mixed, "👨‍👩‍👧")
    assert not span_commands.set_edges(mixed, span, span.start, span.end)
    assert told == []
    assert not span_commands.set_edges(mixed, span, twin.start, twin.end)
    assert told == ["there is a PERSON here already"]
    assert span_commands.set_edges(mixed, span, start + 1, end - 1)
    assert texts(mixed)[-1] == ("👨‍👩‍👧", "PERSON")
    hidden, _ = place(mixed, "\u00a0")
    assert span_commands.set_edges(mixed, mixed.spans[-1], start, hidden + 1)
    assert "hidden character" in told[-1]


def test_accept_makes_a_span_that_says_where_it_is_from(session: Session) -> None:
    offer = suggestion(session, "پاکستان", 1)
    assert span_commands.accept(session, offer)
    (span,) = session.spans
    assert (span.start, span.end, span.label, span.origin) == (offer.start, offer.end, offer.label, "repeat")
    assert session.undo_stack.undoText() == "accept LOCATION"


def test_reject_is_kept_for_the_annotator_alone(session: Session) -> None:
    offer = suggestion(session, "پاکستان", 1)
    assert span_commands.reject(session, offer)
    me = session.annotator.id
    kept = Rejection(ArticleId(1), me, offer.start, offer.end, offer.label)
    assert session.project.rejections(ArticleId(1), me) == [kept]
    assert session.project.rejections(ArticleId(1), session.project.annotator("ali").id) == []
    assert session.undo_stack.undoText() == "reject a suggestion"
    assert session.spans == []
    session.undo()
    assert session.project.rejections(ArticleId(1), me) == []


def test_without_an_article_nothing_is_done(session: Session) -> None:
    span, offer = made(session, "پاکستان", 1), suggestion(session, "پاکستان", 1)
    session.open_article(None)
    assert not span_commands.move_edge(session, span, "end", grow=True, words=True)
    assert not span_commands.set_edges(session, span, 0, 5)
    assert not span_commands.accept(session, offer)
    assert not span_commands.reject(session, offer)
    assert session.undo_stack.count() == 1


def test_a_suggestion_whose_label_has_just_been_deleted_is_not_accepted(mixed: Session) -> None:
    assert mixed.article is not None
    label = mixed.labels[0]
    offer = Suggestion(0, 4, label.id, "repeat")
    label_commands.delete(mixed, label)
    assert not span_commands.accept(mixed, offer)
    assert mixed.project.spans(mixed.article.id, mixed.annotator.id) == []


GESTURES: dict[str, Gesture] = {
    "label": lambda s, _: span_commands.label(s, *place(s, "افغانستان"), s.labels[1]),
    "label many": lambda s, _: span_commands.label_many(s, [(ArticleId(1), 0, 6)], s.labels[1]),
    "relabel": lambda s, span: span_commands.relabel(s, span, s.labels[3]),
    "duplicate": lambda s, span: span_commands.duplicate(s, span, s.labels[3]),
    "remove": span_commands.remove,
    "note": lambda s, span: span_commands.set_note(s, span, "نوٹ"),
    "unsure": span_commands.toggle_unsure,
    "edge": lambda s, span: span_commands.move_edge(s, span, "end", grow=True, words=True),
    "edges": lambda s, span: span_commands.set_edges(s, span, span.start, span.end + 5),
    "accept": lambda s, _: span_commands.accept(s, suggestion(s, "پاکستان", 1)),
    "reject": lambda s, _: span_commands.reject(s, suggestion(s, "پاکستان", 1)),
}
every_gesture = pytest.mark.parametrize("gesture", GESTURES.values(), ids=GESTURES.keys())


@every_gesture
def test_undo_and_redo_give_back_the_very_rows(session: Session, gesture: Gesture) -> None:
    span = made(session, "پاکستان", 1)
    before = state(session)
    assert gesture(session, span)
    after = state(session)
    assert after != before
    session.undo()
    assert state(session) == before
    session.redo()
    assert state(session) == after


@every_gesture
def test_a_damaged_article_is_refused(session: Session, gesture: Gesture) -> None:
    span = made(session, "پاکستان", 1)
    session.damaged.add(ArticleId(1))
    before, told = state(session), messages(session)
    assert not gesture(session, span)
    assert told == [REFUSED.format(article=1)]
    assert state(session) == before
    assert session.undo_stack.count() == 1


@every_gesture
def test_a_read_only_project_is_refused(project_file: Path, open_session: OpenSession, gesture: Gesture) -> None:
    writer = open_session(project_file)
    span = made(writer, "پاکستان", 1)
    writer.close()
    reader = open_session(project_file, read_only=True)
    met: list[bool] = []
    reader.read_only_met.connect(lambda: met.append(True))
    before = state(reader)
    assert not gesture(reader, replace(span, annotator=reader.annotator.id))
    assert met == [True]
    assert state(reader) == before
    assert not reader.undo_stack.canUndo()
