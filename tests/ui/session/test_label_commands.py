"""Gestures on labels: what is refused, what hangs on a label follows it, and undo gives back all of it."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.base.entities import ArticleId, ArticleLabel, Edit, Label, Rejection, Scope
from models.base.errors import UserError
from models.importing.run import import_files
from models.labels.templates import seed_labels
from models.project.project import Project
from tests.models.helpers import make_span
from tests.selection import examples
from tests.ui.session.conftest import state
from ui.session import article_commands, label_commands
from ui.session.session import Session

TEXT = "عمران خان لاہور گئے اور تھامس ویسٹ پاکستان پہنچے"
TOPICS = (
    Label("politics", "سیاست", key="p", scope=Scope.ARTICLE, choice="Topic"),
    Label("sport", "کھیل", key="s", scope=Scope.ARTICLE, choice="Topic"),
    Label("checked", scope=Scope.ARTICLE),
)


@contextmanager
def opened(folder: Path) -> Iterator[Session]:
    """Two articles, spans, article labels and rejections of three people, one article open."""
    for number in (1, 2):
        (folder / f"{number}.txt").write_text(f"{TEXT} {number}", encoding="utf-8")
    project = Project.create(folder / "p.nishan", (*seed_labels(), *TOPICS))
    import_files(project, [folder / "1.txt", folder / "2.txt"])
    session = Session(project, "sana")
    ids = {label.name: label.id for label in project.labels()}
    spans, marks, rejections = [], [], []
    for number, who in ((1, "sana"), (1, "ali"), (2, "sana"), (2, "zain")):
        article, me = ArticleId(number), project.annotator(who).id
        for start, end, name in ((0, 9, "PERSON"), (10, 15, "LOCATION"), (24, 34, "PERSON"), (24, 34, "LOCATION")):
            spans.append(make_span(project, article, start, end, name, who))
        marks.append(ArticleLabel(article, me, ids["politics" if who == "sana" else "sport"]))
        rejections.append(Rejection(article, me, 35, 42, ids["PERSON"]))
    edit = Edit(spans=tuple(spans), article_labels=tuple(marks), rejections=tuple(rejections))
    project.put(edit, "fill")
    session.open_article(ArticleId(1))
    yield session
    session.close()


@pytest.fixture
def session(qapp: object, tmp_path: Path) -> Iterator[Session]:
    with opened(tmp_path) as found:
        yield found


def named(session: Session, name: str) -> Label:
    return next(label for label in session.project.labels() if label.name == name)


def carried(session: Session, name: str) -> int:
    return sum(row["label_id"] == named(session, name).id for row in state(session)["span"])


def test_a_new_label_has_a_color_and_a_key_of_its_own_and_comes_last(session: Session) -> None:
    label = label_commands.create(session, replace(label_commands.fresh(session), name="EVENT"))
    assert label is not None
    others = [found for found in session.project.labels() if found.name != "EVENT"]
    assert label.key == "8"
    assert label.color not in {found.color for found in others}
    assert session.project.labels()[-1] == label
    assert session.labels[-1].name == "EVENT"
    session.undo()
    assert list(session.project.labels()) == others
    session.redo()
    assert session.project.labels()[-1] == label


def test_spans_follow_a_new_name(session: Session) -> None:
    label = named(session, "PERSON")
    assert label_commands.update(session, label, replace(label, name="HUMAN", urdu_name="انسان", key="h"))
    assert carried(session, "HUMAN") == 8
    assert session.label_of(session.spans[0]).name == "HUMAN"
    assert session.undo_stack.undoText() == "rename PERSON to HUMAN"
    assert not label_commands.update(session, named(session, "HUMAN"), named(session, "HUMAN")), "nothing changed"


REFUSED = {
    "empty": ({"name": " "}, "A label needs a name; write one."),
    "taken": ({"name": "LOCATION"}, "There is a label LOCATION already; choose another name."),
    "colour": ({"color": "blue"}, "blue is no colour; write one as #1f77b4."),
    "no colour": ({"color": ""}, "Nothing is no colour; write one as #1f77b4."),
    "key of a label": ({"key": "2"}, "The key 2 is taken by LOCATION; choose another."),
    "its Urdu digit": ({"key": "۲"}, "The key \u2068۲\u2069 is taken by LOCATION; choose another."),
    "a capital": ({"key": "P"}, "The key P is taken by politics; choose another."),
    "key of an action": ({"key": "?"}, "The key ? is taken by Keys and mouse; choose another."),
    "white space": ({"key": " "}, "A label's key is one character that can be seen; choose another."),
    "scope in use": (
        {"scope": Scope.ARTICLE},
        "PERSON is in use (8 times); make another label and put that in its place.",
    ),
}


@pytest.mark.parametrize(("change", "says"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_is_refused_in_one_sentence(session: Session, change: dict[str, Any], says: str) -> None:
    before, label = state(session), named(session, "PERSON")
    with pytest.raises(UserError) as caught:
        label_commands.update(
            session, label, replace(label, **change), lambda key: "Keys and mouse" if key == "?" else ""
        )
    assert str(caught.value) == says
    assert state(session) == before
    assert not session.undo_stack.canUndo()


def test_deleting_takes_all_layers_along_and_one_undo_brings_them_back(session: Session) -> None:
    before = state(session)
    assert label_commands.delete(session, named(session, "PERSON"))
    after = state(session)
    assert (len(after["span"]), len(after["rejection"])) == (8, 0)
    assert {session.label_of(span).name for span in session.spans} == {"LOCATION"}
    assert session.undo_stack.undoText() == "delete the label PERSON; 8 spans go too"
    session.open_article(ArticleId(2))
    session.undo()
    assert state(session) == before
    assert len(session.spans) == 4
    session.redo()
    assert state(session) == after


def test_deleting_can_give_the_spans_another_label_and_makes_no_twins(session: Session) -> None:
    before = state(session)
    assert label_commands.delete(session, named(session, "PERSON"), named(session, "LOCATION"))
    places = [(row["article_id"], row["annotator_id"], row["start"]) for row in state(session)["span"]]
    assert len(places) == len(set(places)) == 12, "24–34 was both; it stays once"
    assert {row["label_id"] for row in state(session)["rejection"]} == {named(session, "LOCATION").id}
    session.undo()
    assert state(session) == before


def test_article_labels_pass_on_without_two_of_one_choice(session: Session) -> None:
    article_commands.toggle_label(session, named(session, "checked"))
    before = state(session)
    label_commands.delete(session, named(session, "checked"), named(session, "sport"))
    marks = session.project.article_labels(ArticleId(1), session.annotator.id)
    assert [session.label_with(mark.label).name for mark in marks] == ["politics"], "sport would be a second topic"
    session.undo()
    label_commands.delete(session, named(session, "politics"), named(session, "sport"))
    assert {row["label_id"] for row in state(session)["mark"]} == {
        named(session, "sport").id,
        named(session, "checked").id,
    }
    session.undo()
    assert state(session) == before


def test_a_label_moves_among_its_own_kind(session: Session) -> None:
    assert label_commands.move(session, named(session, "TIME"), 0)
    assert [label.name for label in session.labels][:3] == ["TIME", "PERSON", "LOCATION"]
    assert label_commands.move(session, named(session, "checked"), 0)
    assert [label.name for label in session.article_choices] == ["checked", "politics", "sport"]
    assert label_commands.move(session, named(session, "PERSON"), 99)
    assert session.labels[-1].name == "PERSON"
    assert not label_commands.move(session, named(session, "PERSON"), 99)


def test_a_file_adds_and_changes_labels_as_one_gesture(session: Session) -> None:
    before = state(session)
    rows = (
        {"name": "PERSON", "description": "people"},
        {"name": "EVENT", "key": "2", "color": "#112233"},
        {"name": "LAW", "key": "9"},
        {"name": "DATE", "key": "5"},
    )
    said = label_commands.take_in(session, rows)
    assert said == (
        "2 new labels; 1 changed; EVENT does not get the key 2, which is taken; "
        "DATE does not get the key 5, which is taken"
    )
    person = named(session, "PERSON")
    assert (person.description, person.key, person.urdu_name) == ("people", "1", "شخص"), "what it does not say stays"
    assert (named(session, "LAW").key, named(session, "EVENT").key, named(session, "DATE").key) == ("9", "", "4")
    assert label_commands.take_in(session, rows[:1]) == "all labels of the file are here already"
    session.undo()
    assert state(session) == before
    with pytest.raises(UserError, match="PERSON is for spans here, but not in the file"):
        label_commands.take_in(session, ({"name": "PERSON", "scope": "article"},))


def test_a_name_that_an_import_has_taken_since_is_told_and_not_a_crash(session: Session) -> None:
    label_commands.delete(session, named(session, "DATE"))
    session.project.add_label(Label("DATE"))
    session.refresh()
    told: list[str] = []
    session.failed.connect(told.append)
    session.undo()
    assert told == ["There is another label DATE by now; rename that one first."]


@pytest.mark.slow
def test_ten_thousand_spans_are_deleted_and_brought_back_in_a_breath(session: Session) -> None:
    project = session.project
    spans = [make_span(project, ArticleId(n % 2 + 1), n % 40, n % 40 + 1, "TIME") for n in range(10_000)]
    project.put(Edit(spans=tuple(spans)), "fill")
    session.open_article(ArticleId(1))
    before, began = state(session), time.perf_counter()
    assert label_commands.delete(session, named(session, "TIME"))
    assert carried(session, "DATE") == 0
    assert len(state(session)["span"]) == 16
    session.undo()
    took = time.perf_counter() - began
    assert state(session) == before
    assert took < 10, f"{took:.1f} s"


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["create", "rename", "key", "move", "delete", "pass on", "file", "toggle", "undo", "redo"]),
        st.integers(0, 11),
        st.integers(0, 11),
        st.sampled_from(["", "A", "شہر", "PERSON", "B"]),
    ),
    max_size=14,
)


def step(session: Session, what: str, one: int, other: int, name: str) -> None:
    known = session.project.labels()
    label, heir = (known[number % len(known)] for number in (one, other)) if known else (Label(""), Label(""))
    file = ({"name": name or "C", "key": str(one)[:1]}, {"name": "D", "scope": "article"})
    done: dict[str, Callable[[], object]] = {
        "create": lambda: label_commands.create(
            session, replace(label_commands.fresh(session, scope=list(Scope)[one % 2]), name=name)
        ),
        "file": lambda: label_commands.take_in(session, file),
        "rename": lambda: label_commands.update(session, label, replace(label, name=name, description=name)),
        "key": lambda: label_commands.update(session, label, replace(label, key=str(other)[:1])),
        "move": lambda: label_commands.move(session, label, other),
        "delete": lambda: label_commands.delete(session, label),
        "pass on": lambda: label_commands.delete(session, label, heir),
        "toggle": lambda: label.scope is Scope.ARTICLE and article_commands.toggle_label(session, label),
        "undo": session.undo,
        "redo": session.redo,
    }
    if known or what in ("create", "file", "undo", "redo"):
        with suppress(UserError):
            done[what]()


@pytest.mark.slow
@settings(max_examples=examples(40))
@given(STEPS)
def test_undo_and_redo_of_any_label_edits_give_back_the_very_same_state(
    qapp: object, steps: list[tuple[str, int, int, str]]
) -> None:
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder)) as session:
        for each in steps:
            step(session, *each)
        states = [state(session)]
        while session.undo_stack.canUndo():
            session.undo()
            states.append(state(session))
        for expected in reversed(states[:-1]):
            session.redo()
            assert state(session) == expected
