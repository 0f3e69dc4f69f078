"""What the file itself guards: texts and events stay, a gesture is whole, and rev counts up."""

from __future__ import annotations

import json
import sqlite3
import threading
from dataclasses import replace

import pytest

from models.base.entities import AnnotatorKind, ArticleId, Edit, LabelId, Span, Status, Work
from models.base.errors import Damaged, UserError
from models.labels.toml_file import new_label
from models.project.project import Project
from tests.models.conftest import AddText
from tests.models.helpers import contents, make_span, put


@pytest.mark.parametrize("column", ["text", "sha256", "length", "uid"])
def test_text_of_an_article_cannot_be_changed(project: Project, add_text: AddText, column: str) -> None:
    add_text("علی")
    before = contents(project)
    with pytest.raises(sqlite3.IntegrityError, match="article text never changes"), project.transaction() as db:
        db.execute(f"UPDATE article SET {column} = {column}")
    assert contents(project) == before


@pytest.mark.parametrize("statement", ["UPDATE event SET gesture = 'other'", "DELETE FROM event"])
def test_events_cannot_be_changed(project: Project, add_text: AddText, statement: str) -> None:
    put(project, add_text("علی"), (0, 3, "PERSON"))
    before = contents(project)
    with pytest.raises(sqlite3.IntegrityError, match="events are only added"), project.transaction() as db:
        db.execute(statement)
    assert contents(project) == before


@pytest.mark.parametrize(("start", "end"), [(2, 4), (-1, 2), (1, 1), (2, 1), (3, 4)])
def test_gesture_with_one_bad_span_writes_nothing(project: Project, add_text: AddText, start: int, end: int) -> None:
    article = add_text("علی")
    good = make_span(project, article, 0, 3)
    before = contents(project)
    with pytest.raises(ValueError, match="does not lie in article 1 of 3"):
        project.put(
            Edit(
                spans=(
                    good,
                    make_span(project, article, start, end),
                )
            ),
            "test",
        )
    assert contents(project) == before


def test_span_of_no_article_or_label_is_a_bug(project: Project, add_text: AddText) -> None:
    good = make_span(project, add_text("علی"), 0, 3)
    before = contents(project)
    with pytest.raises(ValueError, match="does not lie in article 99"):
        project.put(Edit(spans=(replace(good, article=ArticleId(99)),)), "test")
    with pytest.raises(sqlite3.IntegrityError):
        project.put(Edit(spans=(replace(good, label=LabelId(99)),)), "test")
    assert contents(project) == before


def read(project: Project, span: Span) -> list[Span]:
    return project.spans(span.article, span.annotator)


def test_rev_counts_up_on_every_write(project: Project, add_text: AddText) -> None:
    span = put(project, add_text("علی زید"), (0, 3, "PERSON"))[0]
    assert [found.rev for found in read(project, span)] == [1]
    changes = project.put(Edit(spans=(replace(span, end=7, rev=40),)), "resize")
    assert [(found.end, found.rev) for found in read(project, span)] == [(7, 2)]
    project.put(Edit(spans=(replace(span, deleted=True),)), "delete")
    assert read(project, span) == []
    project.put(Edit(spans=(span,)), "undo")
    assert [(found.end, found.rev) for found in read(project, span)] == [(3, 4)]
    assert changes.articles == {span.article}


def test_every_gesture_leaves_what_was_and_what_is(project: Project, add_text: AddText) -> None:
    span = put(project, add_text("علی زید"), (0, 3, "PERSON"))[0]
    project.put(Edit(spans=(replace(span, end=7),)), "resize")
    rows = project.query("SELECT gesture, object, before, after FROM event WHERE object = ? ORDER BY id", (span.uid,))
    assert [row["gesture"] for row in rows] == ["test", "resize"]
    assert rows[0]["before"] is None
    assert (json.loads(rows[1]["before"])["end"], json.loads(rows[1]["after"])["end"]) == (3, 7)


def test_spans_come_in_reading_order_outer_first(project: Project, add_text: AddText) -> None:
    article = add_text("علی زید")
    made = put(project, article, (4, 7, "PERSON"), (0, 3, "PERSON"), (0, 7, "ORGANIZATION"), (0, 7, "LOCATION"))
    assert [(s.start, s.end) for s in read(project, made[0])] == [(0, 7), (0, 7), (0, 3), (4, 7)]
    assert read(project, make_span(project, article, 0, 3, who="other")) == []


def test_status_and_time_of_an_article(project: Project, add_text: AddText) -> None:
    article, me = add_text("علی"), project.annotator("me").id
    assert project.article_row(article, me).status is Status.NEW
    put(project, article, (0, 3, "PERSON"))
    assert project.article_row(article, me).status is Status.STARTED
    project.add_seconds(article, me, 1.5)
    project.put(Edit(works=(Work(article, me, Status.DONE),)), "done")
    project.add_seconds(article, me, 2.0)
    row = project.query("SELECT status, seconds FROM work")[0]
    assert (row["status"], row["seconds"]) == ("done", 3.5)
    assert project.article_rows(me) == [project.article_row(article, me)]
    assert project.article_row(article, me).status is Status.DONE
    assert project.last_article(me) == article


def test_article_that_is_not_found_is_damage(project: Project) -> None:
    with pytest.raises(Damaged, match="article 9 is not where it belongs"):
        project.article(ArticleId(9))
    with pytest.raises(Damaged, match="article 9 is not where it belongs"):
        project.article_row(ArticleId(9), project.annotator("me").id)


def test_annotator_and_label_are_made_once(project: Project) -> None:
    assert project.annotator("me", AnnotatorKind.CURATOR) == project.annotator("me")
    made = project.add_label(new_label("CITY", 7))
    assert project.labels()[-1] == made
    with pytest.raises(sqlite3.IntegrityError):
        project.add_label(new_label("CITY", 8))
    assert len(project.labels()) == 8


def test_disk_that_is_full_is_said_and_nothing_is_half_written(project: Project, add_text: AddText) -> None:
    article = add_text("علی")
    pages = project.value("PRAGMA page_count")
    project.query(f"PRAGMA max_page_count = {pages}")
    before = contents(project)
    spans = [make_span(project, article, 0, 3, note="ا" * 5_000) for _ in range(50)]
    with pytest.raises(UserError, match="the disk is full, so this was not saved"):
        project.put(Edit(spans=tuple(spans)), "test")
    assert {k: v for k, v in contents(project).items() if k != "annotator"} == {
        k: v for k, v in before.items() if k != "annotator"
    }


def test_threads_take_turns(project: Project, add_text: AddText) -> None:
    article = add_text("علی")
    spans = [make_span(project, article, 0, 3) for _ in range(40)]
    threads = [threading.Thread(target=project.put, args=(Edit(spans=(span,)), "test")) for span in spans]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(read(project, spans[0])) == 40
