"""Doing, undoing and redoing on a session: what is said, where undo goes, what is refused, what waits for the disk."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from sys import getsizeof
from uuid import uuid4

import pytest

from models.base.entities import (
    ArticleFacts,
    ArticleId,
    ArticleLabel,
    Edit,
    Label,
    LabelId,
    Rejection,
    Span,
    Status,
    Work,
)
from models.base.errors import UserError
from models.exporting.plan import ExportPlan
from models.exporting.run import export
from models.importing.plan import ImportPlan
from models.importing.run import import_files
from tests.disks import files_may_not_grow_past
from tests.ui.session.conftest import made, messages, state, texts
from ui.session import label_commands, span_commands
from ui.session.session import Session
from ui.session.undo import UndoStack


@contextmanager
def refusing(session: Session) -> Iterator[None]:
    """The disk takes no further gesture; one has been made before, so that the limit is known."""
    path = session.project.path
    with files_may_not_grow_past(path.with_name(path.name + "-wal").stat().st_size):
        yield


def test_undo_and_redo_name_the_gesture_and_say_when_there_is_none(session: Session) -> None:
    told = messages(session)
    session.undo()
    made(session, "پاکستان", 1)
    session.undo()
    session.redo()
    session.redo()
    said = ["nothing to undo", "saved", "saved", "saved · undid: label LOCATION"]
    assert told == [*said, "saved", "saved · did again: label LOCATION", "nothing to redo"]


def test_undo_takes_back_gesture_by_gesture(session: Session) -> None:
    states = [state(session)]
    span = made(session, "پاکستان", 1)
    states.append(state(session))
    span_commands.relabel(session, span, session.labels[2])
    states.append(state(session))
    span_commands.remove(session, session.spans[0])
    for expected in reversed(states):
        session.undo()
        assert state(session) == expected
    for expected in states[1:]:
        session.redo()
        assert state(session) == expected


def test_undo_goes_to_the_article_that_it_changes(mixed: Session) -> None:
    made(mixed, "عمران")
    mixed.open_article(ArticleId(2))
    mixed.undo()
    assert mixed.article is not None
    assert mixed.article.id == 1
    assert mixed.spans == []
    assert not mixed.stepping


def test_the_selected_span_is_followed_and_let_go(session: Session) -> None:
    span, seen = made(session, "پاکستان", 1), []
    session.selected_changed.connect(lambda: seen.append(session.selected))
    span_commands.relabel(session, span, session.labels[2])
    relabelled = session.spans[0]
    span_commands.remove(session, relabelled)
    assert seen == [relabelled, None]


def test_a_gesture_that_fails_is_not_there_to_be_undone(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    span, told = made(session, "پاکستان", 1), messages(session)

    def refuse(*_: object) -> None:
        raise UserError("no")

    with monkeypatch.context() as patch:
        patch.setattr(session.project, "put", refuse)
        assert not span_commands.remove(session, span)
        session.undo()
        assert told == ["no", "no"], "undo says nothing more when it is refused"
    assert session.undo_stack.redoText() == "label LOCATION", "an undo that is refused can be done again"
    assert session.spans == [span]


def test_many_spans_go_only_after_a_backup(session: Session) -> None:
    asked: list[bool] = []

    def refuse() -> bool:
        asked.append(True)
        return False

    places = [(ArticleId(1), number, number + 1) for number in range(21)]
    session.before_many = refuse
    assert span_commands.label_many(session, places, session.labels[0]) == 21
    assert not asked, "new ones are no loss"
    spans = tuple(session.spans)
    gone = Edit(spans=tuple(replace(span, deleted=True) for span in spans))
    assert not session.do(Edit(spans=spans), gone, "remove all")
    assert asked == [True]
    assert len(session.spans) == 21
    assert session.do(Edit(spans=spans[:20]), Edit(spans=gone.spans[:20]), "remove twenty")


def test_a_damaged_article_is_refused_beside_others(mixed: Session) -> None:
    mixed.damaged.add(ArticleId(2))
    told = messages(mixed)
    places = [(ArticleId(1), 2, 7), (ArticleId(2), 0, 5)]
    assert span_commands.label_many(mixed, places, mixed.labels[0]) == 0
    assert "article 2 is damaged" in told[-1]
    assert state(mixed)["span"] == []
    assert span_commands.label_many(mixed, places[:1], mixed.labels[0]) == 1


def test_a_refused_write_waits_is_shown_and_is_saved_by_a_retry(session: Session) -> None:
    made(session, "پاکستان", 1)
    told, changed = messages(session), []
    session.pending_changed.connect(lambda: changed.append(len(session.pending)))
    with refusing(session):
        span = made(session, "افغانستان", 1)
        assert told == ["not saved yet"]
        assert changed == [1]
        assert span.uid in session.pending
        assert sorted(words for words, _ in texts(session)) == ["افغانستان", "پاکستان"]
        assert not session.save_again()
        assert changed == [1], "as many wait as before"
        assert told == ["not saved yet"]
    before = state(session)
    assert session.save_again()
    assert changed == [1, 0]
    assert told[-1] == "saved · the disk takes changes again"
    assert span.uid not in session.pending
    session.pending.give_up()
    assert state(session) == before


def test_what_is_given_up_is_gone_and_cannot_be_undone(session: Session) -> None:
    made(session, "پاکستان", 1)
    with refusing(session):
        made(session, "افغانستان", 1)
        session.give_up_pending()
    assert [words for words, _ in texts(session)] == ["پاکستان"]
    assert session.outcome == "saved"
    assert not session.undo_stack.canUndo()


def test_undo_takes_no_label_away_that_an_import_has_used_since(mixed: Session, tmp_path: Path) -> None:
    told: list[str] = []
    mixed.failed.connect(told.append)
    label = label_commands.create(mixed, Label("NEW"))
    assert label is not None
    row = {"id": "x", "text": "نیا متن", "spans": [{"start": 0, "end": 3, "label": "NEW"}]}
    (tmp_path / "new.jsonl").write_text(json.dumps(row), encoding="utf-8")
    import_files(mixed.project, [tmp_path / "new.jsonl"], ImportPlan(annotator=mixed.annotator.name))
    mixed.refresh()
    mixed.undo()
    assert label in mixed.project.labels()
    assert "NEW" in told[-1]
    assert export(mixed.project, tmp_path / "out.jsonl", ExportPlan("jsonl")).spans == 1


def test_every_kind_of_row_comes_back_from_a_step_as_it_was(session: Session) -> None:
    assert session.article is not None
    here, me = session.article.id, session.annotator.id
    span = Span("uid", here, me, 0, 4, session.labels[0].id, note="نوٹ 😀", attributes={"a": [1, None, {"b": True}]})
    rows = Edit(
        (span, replace(span, uid="other", deleted=True)),
        session.labels[:2],
        (ArticleLabel(here, me, session.labels[0].id),),
        (Rejection(here, me, 0, 4, session.labels[0].id),),
        (Work(here, me, Status.DONE),),
        "# اصول",
        (ArticleFacts(here, me, "title", {"x": 1.5}, deleted=True),),
    )
    written: list[tuple[Edit, str]] = []
    stack = UndoStack(lambda edit, text: written.append((edit, text)) or True, session)  # type: ignore[func-returns-value]
    for edit, text in ((Edit(), "nothing"), (rows, "all")):
        stack.push(Edit(), edit, text)
    stack.undo()
    stack.redo()
    assert written[-3:] == [(rows, "all"), (Edit(), "undo: all"), (rows, "all")]


def test_steps_that_were_undone_go_with_the_next_gesture_and_stay_with_one_that_is_refused(session: Session) -> None:
    taken = True
    stack, seen = UndoStack(lambda *_: taken, session), []
    stack.indexChanged.connect(lambda index: seen.append((index, stack.undoText(), stack.redoText())))
    stack.push(Edit(), Edit(), "one")
    stack.push(Edit(), Edit(), "two")
    stack.undo()
    taken = False
    stack.push(Edit(), Edit(), "refused")
    assert (stack.count(), stack.redoText()) == (2, "two")
    taken = True
    stack.push(Edit(), Edit(), "three")
    stack.undo()
    taken = False
    stack.redo()
    assert (stack.count(), stack.canRedo()) == (1, False)
    stack.clear()
    stack.undo()
    stack.redo()
    assert [index for index, *_ in seen] == [1, 2, 1, 2, 1, 1, 0]
    assert seen[2:4] == [(1, "one", "two"), (2, "three", "")]


def test_steps_take_little_memory(session: Session) -> None:
    stack = UndoStack(lambda *_: True, session)
    for at in range(100):
        span = Span(str(uuid4()), ArticleId(1), session.annotator.id, at, at + 9, LabelId(2), updated_at="2026-01-01")
        stack.push(Edit(spans=(replace(span, deleted=True),)), Edit(spans=(span,)), f"label {'PERSON'}")
    assert sum(map(getsizeof, stack._rows)) / stack.count() < 200
    assert len({id(text) for text in stack._texts}) == 1


def test_spans_with_deeply_nested_attributes_are_taken_back_like_others(session: Session) -> None:
    deep: dict[str, object] = {}
    for _ in range(600):
        deep = {"x": deep}
    span = replace(made(session, "پاکستان", 1), attributes=deep)
    (bare,) = session.spans
    assert session.do(Edit(spans=(bare,)), Edit(spans=(span,)), "nest")
    assert session.spans[0].attributes == deep
    session.undo()
    assert session.spans[0].attributes == {}
    session.redo()
    assert session.spans[0].attributes == deep
