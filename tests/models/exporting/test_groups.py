"""The groups of a split: what values of fields are one, and what is said of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from models.base.entities import ArticleId
from models.base.errors import UserError
from models.exporting.groups import fields_of, grouped
from models.project.project import Project
from tests.models.formats.helpers import article, fill


def put(project: Project, *metas: dict[str, Any]) -> None:
    made = [article(f"متن {number}", [], str(number)) for number in range(len(metas))]
    fill(project, [replace(one, meta=meta) for one, meta in zip(made, metas, strict=True)])


def sets(project: Project, by: str) -> list[tuple[int, ...]]:
    return sorted(group.articles for group in grouped(project, None, by).groups)


def test_values_are_one_whatever_their_letters_and_each_of_a_list_counts(project: Project) -> None:
    put(
        project,
        {"author": "علي  خان"},
        {"author": "علی خان"},
        {"author": ["زید", "علی خان"]},
        {"author": "زید"},
        {"author": 1},
    )
    assert sets(project, "author") == [(1, 2, 3, 4), (5,)]


@pytest.mark.parametrize("empty", [{}, {"event": ""}, {"event": None}, {"event": " "}, {"event": []}])
def test_articles_without_a_value_stand_alone(project: Project, empty: dict[str, Any]) -> None:
    put(project, {"event": "a"}, empty, empty)
    found = grouped(project, None, "event")
    assert len(found.groups) == 3
    assert str(found).endswith("1 value of event, 2 articles have no event and stand alone")


def test_false_and_nought_are_values(project: Project) -> None:
    put(project, {"old": False}, {"old": False}, {"old": 0})
    assert sets(project, "old") == [(1, 2), (3,)]


def test_title_is_a_field_of_every_article(project: Project) -> None:
    fill(project, [replace(article(f"متن {number}", [], str(number)), title="خبر") for number in range(3)])
    assert sets(project, "title") == [(1, 2, 3)]


def test_field_that_no_article_has_is_an_error_that_names_those_there(project: Project) -> None:
    put(project, {"event": "a", "author": "b"}, {"event": "c"})
    with pytest.raises(UserError, match=r"sorce: no article has this field, .* take event, author, title"):
        grouped(project, None, "sorce")
    assert fields_of(project) == ["event", "author"]


def test_chosen_articles_alone_are_counted(project: Project) -> None:
    fill(project, [article(f"علی{' ' * number}", [], str(number)) for number in range(3)])
    assert str(grouped(project)) == "1 group of equal texts (3 articles)"
    assert str(grouped(project, frozenset({ArticleId(1)}))) == "no equal or near-equal texts"
