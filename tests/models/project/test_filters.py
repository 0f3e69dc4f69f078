"""The filter of the list of articles: whose work it looks at, and that its counts are the overview's."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base.entities import AnnotatorId, AnnotatorKind, ArticleFacts, ArticleId, Edit, Status, Work
from models.importing.run import import_files
from models.labels.templates import seed_labels
from models.project.filters import EVERYBODY, Filter
from models.project.project import Project
from models.reporting.overview import overview_steps
from tests.models.conftest import AddText
from tests.models.helpers import filtered, label_id, put


@pytest.fixture
def three(add_text: AddText) -> list[ArticleId]:
    texts = ("لاہور میں بارش۔ كراچي بھی", "سلیمکو لاہوری پسند ہے", "کراچی، لاہور")
    return [add_text(text, f"{number}.txt") for number, text in enumerate(texts)]


def said(project: Project, article: ArticleId, status: Status, who: str = "me") -> None:
    annotator = project.annotator(who).id
    project.put(Edit(works=(Work(article, annotator, status),)), "test")


def test_status_of_this_annotator_narrows(project: Project, three: list[ArticleId]) -> None:
    me = project.annotator("me").id
    put(project, three[0], (0, 5, "LOCATION"))
    said(project, three[1], Status.DONE)
    said(project, three[2], Status.DONE, who="other")
    assert filtered(project, me, Filter()) == three
    assert filtered(project, me, Filter(status=Status.STARTED)) == [three[0]]
    assert filtered(project, me, Filter(status=Status.DONE)) == [three[1]]
    assert filtered(project, me, Filter(status=Status.NEW)) == [three[2]]
    assert filtered(project, me, Filter(status=Status.SKIPPED)) == []


def test_label_annotator_and_text_narrow_together(project: Project, three: list[ArticleId]) -> None:
    me, other = project.annotator("me").id, project.annotator("other").id
    place = label_id(project, "LOCATION")
    put(project, three[0], (0, 5, "LOCATION"))
    put(project, three[1], (0, 5, "PERSON"))
    put(project, three[2], (0, 5, "LOCATION"), who="other")
    assert filtered(project, me, Filter(label=place)) == [three[0]]
    assert filtered(project, me, Filter(label=place, by=other)) == [three[2]]
    assert filtered(project, me, Filter(by=other)) == [three[2]]
    assert filtered(project, me, Filter(by=me, text="لاہوری")) == [three[1]]
    assert filtered(project, me, Filter(text="کراچی", label=place)) == [three[0]]
    assert filtered(project, me, Filter(text="۔")) == three


@pytest.mark.parametrize("at_once", [1, 2, 100])
def test_many_articles_are_narrowed_by_status_as_few_are(
    project: Project, add_text: AddText, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    me = project.annotator("me").id
    articles = [add_text(f"متن {number}") for number in range(10)]
    for article, status in zip(articles, [*Status, *Status], strict=False):  # the last two nobody has touched
        said(project, article, status)
        said(project, article, Status.DONE, "other")
    for article in (*articles[4:8], articles[9]):
        put(project, article, (0, 3, "PERSON"))
    monkeypatch.setattr("models.project.filters.AT_ONCE", at_once)
    places = {
        status: [articles.index(each) for each in filtered(project, me, Filter(status=status))] for status in Status
    }
    assert places == {
        Status.NEW: [0, 8],
        Status.STARTED: [1, 4, 5, 9],
        Status.DONE: [2, 6],
        Status.SKIPPED: [3, 7],
    }
    person = Filter(status=Status.DONE, label=label_id(project, "PERSON"))
    assert filtered(project, me, person) == [articles[6]]


def test_filter_knows_the_articles_of_every_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.project.filters.AT_ONCE", 2)
    with Project.create(tmp_path / "steps.nishan", seed_labels()) as project:
        for number in range(5):
            (tmp_path / f"{number}.txt").write_text(f"متن {number}", encoding="utf-8")
        import_files(project, [tmp_path / f"{number}.txt" for number in range(5)])
        assert filtered(project, AnnotatorId(1), Filter(status=Status.NEW)) == [1, 2, 3, 4, 5]


def test_with_somebody_else_the_status_is_theirs(project: Project, three: list[ArticleId]) -> None:
    me, other = project.annotator("me").id, project.annotator("other").id
    said(project, three[0], Status.DONE)
    said(project, three[1], Status.DONE, who="other")
    put(project, three[2], (0, 5, "LOCATION"), who="other")
    found = {status: filtered(project, me, Filter(status, by=other)) for status in Status}
    assert found == {
        Status.NEW: [three[0]],
        Status.STARTED: [three[2]],
        Status.DONE: [three[1]],
        Status.SKIPPED: [],
    }
    assert filtered(project, me, Filter(by=other)) == three[1:]


@pytest.mark.parametrize("at_once", [1, 3, 100])
@given(work=st.lists(st.tuples(st.integers(0, 5), st.sampled_from(("me", "other", "third")), st.sampled_from(Status))))
def test_filters_let_through_as_many_articles_as_the_overview_counts(
    tmp_path_factory: pytest.TempPathFactory, at_once: int, work: list[tuple[int, str, Status]]
) -> None:
    """For each person and for whoever is furthest, in each status; a span stands for a status that was never set."""
    folder = tmp_path_factory.mktemp("filters")
    with pytest.MonkeyPatch.context() as patch, Project.create(folder / "p.nishan", seed_labels()) as project:
        patch.setattr("models.project.filters.AT_ONCE", at_once)
        for number in range(6):
            (folder / f"{number}.txt").write_text(f"متن یہاں {number}", encoding="utf-8")
        import_files(project, sorted(folder.glob("*.txt")))
        articles = filtered(project, project.annotator("me").id, Filter())
        for article, who, status in work:
            if status is Status.STARTED:
                put(project, articles[article], (0, 3, "PERSON"), who=who)
            else:
                said(project, articles[article], status, who)
        *_, counted = overview_steps(project)
        me = project.annotator("me").id
        whose = {person.id: counted.status_of(person.id) for person in counted.people()}
        for by, counts in {**whose, EVERYBODY: counted.furthest}.items():
            found = {status: len(filtered(project, me, Filter(status, by=by))) for status in Status}
            assert found == {status: counts[status] for status in Status}


def test_everybody_is_all_people_and_no_suggester(project: Project, three: list[ArticleId]) -> None:
    me = project.annotator("me").id
    put(project, three[0], (0, 5, "LOCATION"))
    put(project, three[1], (0, 5, "LOCATION"), who="other")
    suggester = project.annotator("model", AnnotatorKind.SUGGESTER)
    put(project, three[2], (0, 5, "LOCATION"), who=suggester.name)
    place = label_id(project, "LOCATION")
    assert filtered(project, me, Filter(by=EVERYBODY)) == three[:2]
    assert filtered(project, me, Filter(label=place, by=EVERYBODY)) == three[:2]
    assert filtered(project, me, Filter(Status.NEW, by=EVERYBODY)) == [three[2]]


def test_removed_articles_are_shown_alone_or_not_at_all(project: Project, three: list[ArticleId]) -> None:
    me = project.annotator("me").id
    gone = project.article(three[1])
    project.put(Edit(facts=(ArticleFacts(gone.id, me, gone.title, deleted=True),)), "remove")
    assert filtered(project, me, Filter()) == [three[0], three[2]]
    assert filtered(project, me, Filter(removed=True)) == [three[1]]
