"""Search in all articles, and the articles that a list is filtered to."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base.entities import ArticleId
from models.labels.templates import seed_labels
from models.project.filters import Filter
from models.project.project import Project
from models.project.search import search_steps
from models.storage.connection import Row
from models.text.text_index import TextIndex
from tests.models.conftest import AddText
from tests.models.helpers import filtered, matches


def stretches(project: Project, wanted: str, *, whole_words: bool = False) -> list[tuple[int, int, int]]:
    return [match.key for match in matches(project, wanted, whole_words=whole_words)]


def with_words(project: Project, text: str) -> list[ArticleId]:
    return filtered(project, project.annotator("me").id, Filter(text=text))


@pytest.fixture
def three(add_text: AddText) -> list[ArticleId]:
    texts = ("لاہور میں بارش۔ كراچي بھی", "سلیمکو لاہوری پسند ہے", "کراچی، لاہور")
    return [add_text(text, f"{number}.txt") for number, text in enumerate(texts)]


def test_articles_are_found_by_words_and_by_how_the_last_begins(project: Project, three: list[ArticleId]) -> None:
    assert with_words(project, "کراچی") == [three[0], three[2]]
    assert with_words(project, "لاہ") == three
    assert with_words(project, "لاہ میں") == []
    assert with_words(project, "لاہور می") == [three[0]]


def test_pages_of_articles_follow_one_another(
    project: Project, three: list[ArticleId], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.project.search._FIRST_PAGE", 1)
    monkeypatch.setattr("models.project.search._LARGEST_PAGE", 2)
    assert [match.article for match in matches(project, "لاہور")] == three
    assert [match.article for match in matches(project, "سلیمکو")] == [three[1]]


@pytest.mark.parametrize(
    "typed", ['"', '""', "'", "*", "۔", "؟!", "(", "a AND", "NEAR(", "title:", "^", "-", "\0", "\ud800", "", " "]
)
def test_signs_of_the_query_language_are_only_signs(project: Project, three: list[ArticleId], typed: str) -> None:
    assert with_words(project, typed) == ([] if any(map(str.isalnum, typed)) else three)
    assert matches(project, typed) == [] or typed in "۔ "


@given(st.text(max_size=12))
def test_any_text_can_be_searched_for(empty: Project, typed: str) -> None:
    assert with_words(empty, typed) == []
    assert matches(empty, typed) == []


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with Project.create(tmp_path_factory.mktemp("search") / "p.nishan", seed_labels()) as project:
        yield project


def test_every_match_in_the_project_with_its_context(project: Project, three: list[ArticleId]) -> None:
    found = matches(project, "کراچی")
    assert [(match.article, match.before, match.text, match.after) for match in found] == [
        (three[0], "لاہور میں بارش۔ ", "كراچي", " بھی"),
        (three[2], "", "کراچی", "، لاہور"),
    ]
    assert found[0].title


def test_inside_words_is_found_unless_whole_words_are_wanted(project: Project, three: list[ArticleId]) -> None:
    assert stretches(project, "لاہور") == [(three[0], 0, 5), (three[1], 7, 12), (three[2], 7, 12)]
    assert stretches(project, "لاہور", whole_words=True) == [(three[0], 0, 5), (three[2], 7, 12)]
    assert stretches(project, "لیمکو") == [(three[1], 1, 6)]
    assert stretches(project, "لیمکو", whole_words=True) == []
    assert stretches(project, "،") == [(three[2], 5, 6)]


@pytest.mark.parametrize("text", ["🤔لاہور🤔", "\ue000لاہور", "ا\u0301 لاہور\u0301", "۔لاہور۔"])
def test_signs_that_the_index_takes_for_letters_hide_no_word(project: Project, add_text: AddText, text: str) -> None:
    article = add_text(text)
    expected = [(article, *place) for place in TextIndex(text).find("لاہور", whole_words=True)]
    assert [found[1] for found in stretches(project, "لاہور", whole_words=True)] == [place[1] for place in expected]
    assert stretches(project, "لاہور")


def test_first_matches_come_before_the_rest_is_read(project: Project, three: list[ArticleId]) -> None:
    read: list[str] = []
    query = project.query

    def noted(sql: str, parameters: Row = ()) -> list[dict[str, Any]]:
        read.append(sql)
        return query(sql, parameters)

    project.query = noted  # type: ignore[method-assign]
    assert len(list(islice(search_steps(project, "لاہور"), 1))) == 1
    assert sum("text FROM article" in sql for sql in read) == 1


def test_every_article_is_a_step(project: Project, three: list[ArticleId]) -> None:
    assert [step and step.article for step in search_steps(project, "بارش")] == [three[0], None, None, None]


def test_match_is_grown_to_whole_graphemes(project: Project, add_text: AddText) -> None:
    article = add_text("نہ\u200cیں")
    assert stretches(project, "نہ") == [(article, 0, 3)]
