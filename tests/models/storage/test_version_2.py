"""A stored project of version 2 reads as it was written, whatever version this program writes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.base.entities import ArticleId, Scope, Status
from models.checks import check
from models.project.project import Project
from models.project.stats import stats
from tests.models.helpers import ROOT

NEWS = ArticleId(2)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    path = tmp_path / "copy.nishan"
    shutil.copy(ROOT / "tests" / "data" / "project_v2.nishan", path)
    with Project.open(path) as opened:
        yield opened


def test_it_opens_and_is_sound(project: Project) -> None:
    assert check(project) == []
    counts = stats(project)
    assert (counts["articles"], counts["characters"], counts["spans"]) == (3, 3418, 6)
    assert counts["annotators"]["زینب"] == {"spans": 3, "done": 1, "skipped": 0, "seconds": 42.5}
    assert counts["annotators"]["bilal"] == {"spans": 3, "done": 1, "skipped": 0, "seconds": 4.3}


def test_its_spans_are_there_with_what_was_said_of_them(project: Project) -> None:
    article = project.article(NEWS)
    names = {label.id: label.name for label in project.labels()}
    bilal, zainab = project.annotators()
    found = [
        [(article.text[s.start : s.end], names[s.label], s.note, s.confidence, s.rev) for s in spans]
        for spans in (project.spans(NEWS, zainab.id), project.spans(NEWS, bilal.id))
    ]
    assert found == [
        [("عمران خان", "PERSON", "نام صاف ہے", "unsure", 3), ("لاہور", "LOCATION", "", "", 2)],
        [("لاہور", "ORGANIZATION", "", "", 1)],
    ]
    assert project.value("SELECT rev FROM span WHERE deleted = 1") == 4  # removed, brought back, removed again


def test_its_decisions_on_articles_are_there(project: Project) -> None:
    bilal, zainab = project.annotators()
    (news,) = project.article_labels(NEWS, zainab.id)
    label = next(found for found in project.labels() if found.id == news.label)
    assert (label.name, label.scope, label.choice, label.urdu_name) == ("NEWS", Scope.ARTICLE, "Kind", "خبر")
    assert project.article_labels(NEWS, bilal.id) == []
    assert [(row.start, row.end) for row in project.rejections(NEWS, zainab.id)] == [(35, 40)]
    assert project.article_row(NEWS, zainab.id).status is Status.DONE


def test_its_guidelines_and_events_are_there(project: Project) -> None:
    assert [found.version for found in project.guideline_versions()] == [2, 1]
    assert "نام پورا لیں" in project.guidelines()
    assert project.value("SELECT count(*) FROM event") == 20
