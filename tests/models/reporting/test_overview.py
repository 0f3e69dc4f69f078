"""The overview counts what is there: each article once, spans by whom and under which label, days here, strings."""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.base.entities import AnnotatorKind, ArticleFacts, ArticleId, Edit, Status, Work
from models.importing.run import import_files
from models.project.facts import removed_articles
from models.project.project import Project
from models.reporting import overview as module
from models.reporting.article_html import article_html
from models.reporting.overview import Overview, overview, overview_steps
from models.reporting.overview_html import overview_html
from tests.models.helpers import label_id, make_span, put
from tests.selection import examples
from ui.support.resources import NASKH_FILE


@pytest.fixture
def corpus(project: Project, tmp_path: Path) -> Project:
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text(f"علی لاہور گیا {number}", encoding="utf-8")
    import_files(project, [tmp_path / f"{number}.txt" for number in range(5)])
    return project


def ids(project: Project) -> list[ArticleId]:
    return [row.id for row in project.article_rows(project.annotator("me").id)]


def finish(project: Project, article: ArticleId, status: Status, who: str = "me") -> None:
    project.put(Edit(works=(Work(article, project.annotator(who).id, status),)), "test")


def remove(project: Project, article: ArticleId) -> None:
    project.put(Edit(facts=(ArticleFacts(article, project.annotator("me").id, "x", deleted=True),)), "test")


def slow(project: Project) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """Count spans by (annotator, label) and strings by (label, words), the plain way."""
    spans, strings = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    names = {label.id: label.name for label in project.labels()}
    for article in ids(project):
        text = project.article(article).text
        for person in project.annotators():
            for span in project.spans(article, person.id):
                spans[person.name, names[span.label]] += 1
                strings[names[span.label], text[span.start : span.end]] += 1
    return spans, strings


def as_named(found: Overview) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    people = {person.id: person.name for person in found.annotators}
    labels = {label.id: label.name for label in found.labels}
    spans = Counter({(people[who], labels[label]): count for (who, label), count in found.spans.items() if count})
    return spans, Counter({(labels[label], words): count for (label, words), count in found.strings.items()})


def test_each_article_is_counted_once_as_far_as_somebody_is(corpus: Project) -> None:
    first, second, third, _, fifth = ids(corpus)
    put(corpus, first, (0, 3, "PERSON"))
    finish(corpus, second, Status.DONE)
    put(corpus, second, (0, 3, "PERSON"), who="other")
    finish(corpus, third, Status.SKIPPED, "other")
    finish(corpus, fifth, Status.NEW)
    found = overview(corpus)
    me, other = corpus.annotator("me").id, corpus.annotator("other").id
    assert found.articles == 5
    assert found.furthest == {Status.STARTED: 1, Status.DONE: 1, Status.SKIPPED: 1, Status.NEW: 2}
    assert found.status_of(me) == {Status.STARTED: 1, Status.DONE: 1, Status.NEW: 3}
    assert found.status_of(other) == {Status.STARTED: 1, Status.SKIPPED: 1, Status.NEW: 3}
    assert found.untouched == 2


@settings(max_examples=examples(30), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 10), st.integers(1, 4), st.booleans()), max_size=12))
def test_counts_are_those_of_reading_every_span(corpus: Project, made: list[tuple[int, int, int, bool]]) -> None:
    for at, start, length, mine in made:
        label = "PERSON" if length % 2 else "LOCATION"
        put(corpus, ids(corpus)[at], (start, start + length, label), who="me" if mine else "other")
    found = overview(corpus)
    assert as_named(found) == slow(corpus)
    assert found.total() == sum(slow(corpus)[0].values())


def test_removed_articles_and_what_is_in_them_are_in_no_count(corpus: Project) -> None:
    for article in ids(corpus):
        put(corpus, article, (0, 3, "PERSON"), (4, 9, "LOCATION"))
    gone = ids(corpus)[1]
    remove(corpus, gone)
    assert removed_articles(corpus) == {gone}
    found = overview(corpus)
    assert (found.articles, found.removed, found.total()) == (4, 1, 8)
    assert found.of_label(label_id(corpus, "PERSON")) == 4
    assert as_named(found) == slow(corpus)
    assert found.furthest.total() == 4


def test_it_stands_at_once_and_fills_in_steps(corpus: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_ARTICLES_AT_ONCE", "_TEXTS_AT_ONCE", "_EVENTS_AT_ONCE"):
        monkeypatch.setattr(module, name, 1)
    put(corpus, ids(corpus)[0], (0, 3, "PERSON"))
    steps = overview_steps(corpus)
    first = next(steps)
    assert (first.articles, first.done) == (5, 0)
    told = [found.done for found in steps]
    assert told == list(range(1, first.whole + 1))
    assert first.most_frequent() == [((label_id(corpus, "PERSON"), "علی"), 1)]


def test_spans_made_today_are_on_the_day_here(corpus: Project) -> None:
    put(corpus, ids(corpus)[0], (0, 3, "PERSON"), (4, 9, "LOCATION"))
    found = overview(corpus)
    (made,) = found.days.values()
    assert list(found.days) == [datetime.now().date()]
    assert made == {corpus.annotator("me").id: 2}
    assert found.effort[corpus.annotator("me").id].spans == 2


def test_strings_are_those_of_people_and_not_of_any_length(project: Project, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("ا" * 400, encoding="utf-8")
    import_files(project, [tmp_path / "a.txt"])
    (article,) = ids(project)
    put(project, article, (0, module.LONGEST, "PERSON"), (0, module.LONGEST + 1, "PERSON"))
    project.annotator("model", AnnotatorKind.SUGGESTER)
    put(project, article, (0, 5, "PERSON"), who="model")
    found = overview(project)
    assert [len(words) for (_, words), _ in found.longest()] == [module.LONGEST]
    assert found.total() == 2


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of a process is set on Unix alone")
def test_a_late_evening_in_utc_is_the_next_day_in_pakistan(corpus: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    span = make_span(corpus, ids(corpus)[0], 0, 3)
    corpus.put(Edit(spans=(span,)), "test", at="2026-03-01T20:30:00+00:00")
    monkeypatch.setenv("TZ", "UTC-5")  # five hours ahead
    time.tzset()
    try:
        assert overview(corpus).made_by_day() == {date(2026, 3, 2): 1}
    finally:
        monkeypatch.undo()
        time.tzset()


ODD = {
    "events far apart": "INSERT INTO event (id, at, gesture, object) VALUES (1 << 50, 'x', 'label', 'x')",
    "an event below zero": "INSERT INTO event (id, at, gesture, object) VALUES (-(1 << 60), 'x', 'label', 'x')",
    "a time that is none": "UPDATE event SET at = NULL WHERE id = 1",
    "events of nothing": "UPDATE event SET object = NULL, seconds = 'x', strokes = x'00'",
    "a start that is text": "UPDATE span SET start = 'x' WHERE id = 1",
    "an end that is nothing": 'UPDATE span SET "end" = NULL WHERE id = 1',
    "a start that is a fraction": "UPDATE span SET start = 0.5 WHERE id = 1",
    "a label that is no number": "UPDATE span SET label_id = 'x' WHERE id = 1",
    "an article without a text": "UPDATE article SET text = NULL WHERE id = 1",
    "an article of bytes": "UPDATE article SET text = x'ff00' WHERE id = 1",
}


@pytest.mark.parametrize("harm", ODD.values(), ids=ODD.keys())
def test_what_damage_makes_of_a_row_costs_no_more_than_that_row(corpus: Project, harm: str) -> None:
    first, second, *_ = ids(corpus)
    for article in (first, second):
        put(corpus, article, (0, 3, "PERSON"))
    path = corpus.path
    corpus.close()
    damage(path, harm)
    with Project.open(path) as damaged:
        found = overview(damaged)
        assert found.articles == 5
        assert found.most_frequent()[0][0] == (label_id(damaged, "PERSON"), "علی")
        assert "<table>" in overview_html(found, datetime.now(), NASKH_FILE)


def test_a_colour_that_is_none_goes_into_no_page(corpus: Project) -> None:
    put(corpus, ids(corpus)[0], (0, 3, "PERSON"))
    path = corpus.path
    corpus.close()
    damage(path, "UPDATE label SET color = '\"><script>' || id || '</script>'")
    with Project.open(path) as damaged:
        article = damaged.article(ids(damaged)[0])
        spans = damaged.spans(article.id, damaged.annotator("me").id)
        labels = {label.id: label for label in damaged.labels()}
        assert "<script" not in overview_html(overview(damaged), datetime.now(), NASKH_FILE)
        assert "<script" not in article_html(article.title, article.text, spans, labels)


def damage(path: Path, sql: str) -> None:
    """Write what no rule of the tables allows, as a flipped bit can."""
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        conn.execute("PRAGMA ignore_check_constraints = ON")
        conn.execute("PRAGMA writable_schema = ON")
        rules = conn.execute("SELECT rowid, sql FROM sqlite_schema WHERE sql NOT NULL").fetchall()
        loose = "replace(replace(replace(sql, 'STRICT', ''), ' NOT NULL', ''), 'RAISE(ABORT', 'max(0')"
        conn.execute(f"UPDATE sqlite_schema SET sql = {loose}")
        conn.execute("PRAGMA writable_schema = RESET")
        conn.execute(sql)
        conn.execute("PRAGMA writable_schema = ON")
        conn.executemany("UPDATE sqlite_schema SET sql = ?2 WHERE rowid = ?1", rules)
