"""Finding in all articles, and the articles that a list is narrowed to."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base.entities import AnnotatorId, ArticleId, Edit, Status, Work
from models.importing.run import import_files
from models.labels.templates import seed_labels
from models.project.project import Project
from models.project.search import (
    count_articles,
    filter_articles,
    find,
    occurrences_in_project,
    search_articles,
    search_steps,
)
from tests.models.conftest import AddText
from tests.models.helpers import label_id, put


def hits(project: Project, wanted: str, *, whole_words: bool = False) -> list[tuple[int, int, int]]:
    found = occurrences_in_project(project, wanted, whole_words=whole_words)
    return [(hit.article, hit.start, hit.end) for hit in found]


@pytest.fixture
def three(add_text: AddText) -> list[ArticleId]:
    texts = ("لاہور میں بارش۔ كراچي بھی", "سلیمکو لاہوری پسند ہے", "کراچی، لاہور")
    return [add_text(text, f"{number}.txt") for number, text in enumerate(texts)]


def test_articles_are_found_by_words_and_by_how_the_last_begins(project: Project, three: list[ArticleId]) -> None:
    assert search_articles(project, "کراچی") == [three[0], three[2]]
    assert search_articles(project, "لاہ") == three
    assert search_articles(project, "لاہ میں") == []
    assert search_articles(project, "لاہور می") == [three[0]]
    assert count_articles(project, "لاہ") == 3


def test_pages_of_articles_follow_one_another(project: Project, three: list[ArticleId]) -> None:
    first = search_articles(project, "لاہور", limit=2)
    assert first == three[:2]
    assert search_articles(project, "لاہور", after=first[-1], limit=2) == three[2:]


@pytest.mark.parametrize(
    "typed", ['"', '""', "'", "*", "۔", "؟!", "(", "a AND", "NEAR(", "title:", "^", "-", "\0", "\ud800", "", " "]
)
def test_signs_of_the_query_language_are_only_signs(project: Project, three: list[ArticleId], typed: str) -> None:
    assert search_articles(project, typed) == []
    assert count_articles(project, typed) == 0
    assert list(occurrences_in_project(project, typed)) == [] or typed in "۔ "


@given(st.text(max_size=12))
def test_any_text_can_be_searched_for(empty: Project, typed: str) -> None:
    assert search_articles(empty, typed) == []
    assert hits(empty, typed) == []


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with Project.create(tmp_path_factory.mktemp("search") / "p.nishan", seed_labels()) as project:
        yield project


def test_every_place_in_the_project_with_its_context(project: Project, three: list[ArticleId]) -> None:
    found = list(occurrences_in_project(project, "کراچی"))
    assert [(hit.article, hit.before, hit.text, hit.after) for hit in found] == [
        (three[0], "لاہور میں بارش۔ ", "كراچي", " بھی"),
        (three[2], "", "کراچی", "، لاہور"),
    ]
    assert found[0].title


def test_inside_words_is_found_unless_whole_words_are_wanted(project: Project, three: list[ArticleId]) -> None:
    assert hits(project, "لاہور") == [(three[0], 0, 5), (three[1], 7, 12), (three[2], 7, 12)]
    assert hits(project, "لاہور", whole_words=True) == [(three[0], 0, 5), (three[2], 7, 12)]
    assert hits(project, "لیمکو") == [(three[1], 1, 6)]
    assert hits(project, "لیمکو", whole_words=True) == []
    assert hits(project, "،") == [(three[2], 5, 6)]


@pytest.mark.parametrize("text", ["🤔لاہور🤔", "\ue000لاہور", "ا\u0301 لاہور\u0301", "۔لاہور۔"])
def test_signs_that_the_index_takes_for_letters_hide_no_word(project: Project, add_text: AddText, text: str) -> None:
    article = add_text(text)
    expected = [(article, *place) for place in find(text, "لاہور", whole_words=True)]
    assert [found[1] for found in hits(project, "لاہور", whole_words=True)] == [place[1] for place in expected]
    assert hits(project, "لاہور")


def test_first_hits_come_before_the_rest_is_read(project: Project, three: list[ArticleId]) -> None:
    read: list[str] = []
    query = project.query
    project.query = lambda sql, values=(): (read.append(sql), query(sql, values))[1]  # type: ignore[method-assign]
    assert len(list(islice(occurrences_in_project(project, "لاہور"), 1))) == 1
    assert sum("text FROM article" in sql for sql in read) == 1


def test_every_article_is_a_step(project: Project, three: list[ArticleId]) -> None:
    assert [step and step.article for step in search_steps(project, "بارش")] == [three[0], None, None, None]


def test_hit_is_grown_to_whole_graphemes(project: Project, add_text: AddText) -> None:
    article = add_text("نہ\u200cیں")
    assert hits(project, "نہ") == [(article, 0, 3)]


def said(project: Project, article: ArticleId, status: Status, who: str = "me") -> None:
    annotator = project.annotator(who).id
    project.put(Edit(works=(Work(article, annotator, status),)), "test")


def test_status_of_this_annotator_narrows(project: Project, three: list[ArticleId]) -> None:
    me = project.annotator("me").id
    put(project, three[0], (0, 5, "LOCATION"))
    said(project, three[1], Status.DONE)
    said(project, three[2], Status.DONE, who="other")
    assert filter_articles(project, me) == three
    assert filter_articles(project, me, status=Status.STARTED) == [three[0]]
    assert filter_articles(project, me, status=Status.DONE) == [three[1]]
    assert filter_articles(project, me, status=Status.NEW) == [three[2]]
    assert filter_articles(project, me, status=Status.SKIPPED) == []


def test_label_annotator_and_text_narrow_together(project: Project, three: list[ArticleId]) -> None:
    me, other = project.annotator("me").id, project.annotator("other").id
    place = label_id(project, "LOCATION")
    put(project, three[0], (0, 5, "LOCATION"))
    put(project, three[1], (0, 5, "PERSON"))
    put(project, three[2], (0, 5, "LOCATION"), who="other")
    assert filter_articles(project, me, label=place) == [three[0]]
    assert filter_articles(project, me, label=place, by=other) == [three[2]]
    assert filter_articles(project, me, by=other) == [three[2]]
    assert filter_articles(project, me, by=me, text="لاہوری") == [three[1]]
    assert filter_articles(project, me, text="کراچی", label=place) == [three[0]]
    assert filter_articles(project, me, text="۔") == three


def test_filter_knows_the_articles_of_every_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.project.search._AT_ONCE", 2)
    with Project.create(tmp_path / "steps.nishan", seed_labels()) as project:
        for number in range(5):
            (tmp_path / f"{number}.txt").write_text(f"متن {number}", encoding="utf-8")
        import_files(project, [tmp_path / f"{number}.txt" for number in range(5)])
        assert filter_articles(project, AnnotatorId(1), status=Status.NEW) == [1, 2, 3, 4, 5]
