"""What is known of the articles that have spans is what the project says."""

from __future__ import annotations

from itertools import chain

import pytest

from models.base.entities import AnnotatorId, Status
from models.base.errors import DiskRefused
from models.project.filters import Filter, filter_steps
from models.project.project import Project
from models.project.spanned import Spanned
from tests.models.conftest import AddText
from tests.models.helpers import filtered, put


def test_spans_of_one_annotator_are_known_and_asked_again_once_forgotten(project: Project, add_text: AddText) -> None:
    me = project.annotator("me").id
    articles = [add_text(f"لاہور {number}") for number in range(4)]
    put(project, articles[1], (0, 5, "PERSON"))
    put(project, articles[2], (0, 5, "PERSON"), who="other")
    spanned = Spanned(project, me)
    assert [spanned.of(articles)[article] for article in articles] == [False, True, False, False]
    put(project, articles[3], (0, 5, "PERSON"))
    assert not spanned.of(articles)[articles[3]]
    spanned.forget([articles[3]])
    assert not spanned.knows(articles)
    assert spanned.of(articles)[articles[3]]
    assert spanned.knows(articles)


def test_learning_goes_by_steps_and_answers_without_the_project(
    project: Project, add_text: AddText, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.project.spanned.AT_ONCE", 2)
    articles = [add_text(f"لاہور {number}") for number in range(5)]
    put(project, articles[4], (0, 5, "PERSON"))
    spanned = Spanned(project, project.annotator("me").id)
    assert len([*spanned.learn(articles)]) == 3
    monkeypatch.setattr(project, "value", None)
    assert [article for article in articles if spanned.of(articles)[article]] == [articles[4]]


def test_a_project_that_cannot_be_read_ends_the_learning_in_silence(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise DiskRefused("the drive is gone", "gone")

    monkeypatch.setattr(project, "value", refuse)
    assert [*Spanned(project, AnnotatorId(1)).learn([1, 2])] == []  # type: ignore[list-item]


@pytest.mark.parametrize("knows", [False, True])
def test_a_filter_lists_the_same_whether_spans_are_known_or_not(
    project: Project, add_text: AddText, monkeypatch: pytest.MonkeyPatch, knows: bool
) -> None:
    me = project.annotator("me").id
    articles = [add_text(f"لاہور {number}") for number in range(6)]
    for article in articles[::2]:
        put(project, article, (0, 5, "PERSON"))
    wanted = [filtered(project, me, Filter(status=status)) for status in Status]
    monkeypatch.setattr("models.project.filters.AT_ONCE", 2)
    spanned = Spanned(project, me)
    if knows:
        spanned.of(articles)
    found = [[*filter_steps(project, me, Filter(status=status), articles, spanned)] for status in Status]
    assert [[*chain.from_iterable(steps)] for steps in found] == wanted
    assert wanted[:2] == [articles[1::2], articles[::2]]
