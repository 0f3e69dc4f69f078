"""Stored projects of versions 3 and 4 read as they were written, whatever version this program writes."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from models.base.entities import AnnotatorKind, ArticleId, Scope, Status
from models.checks import check
from models.history.history import history
from models.history.states import state_after
from models.project.project import Project
from models.project.stats import stats
from tests.models.helpers import ROOT

NEWS, BBC = ArticleId(1), ArticleId(2)


ZAINAB_ON_BBC = {3: ["زینب"], 4: ["بی بی سی", "زینب"]}
"""The words of one layer by version: that of version 4 has a span more, and the event of it."""


@pytest.fixture(params=[3, 4])
def version(request: pytest.FixtureRequest) -> int:
    found: int = request.param
    return found


@pytest.fixture
def project(version: int, tmp_path: Path) -> Iterator[Project]:
    path = tmp_path / "copy.nishan"
    shutil.copy(ROOT / "tests" / "data" / f"project_v{version}.nishan", path)
    with Project.open(path) as opened:
        yield opened


def test_it_opens_and_is_sound(project: Project, version: int) -> None:
    assert check(project) == []
    counts = stats(project)
    assert (counts["articles"], counts["characters"], counts["spans"]) == (3, 126, version + 6)
    assert counts["annotators"] == {
        "bilal": {"spans": 3, "done": 1, "skipped": 0, "seconds": 4.2},
        "زینب": {"spans": version, "done": 1, "skipped": 0, "seconds": 45.8},
        "model": {"spans": 1, "done": 0, "skipped": 0, "seconds": 0.0},
        "sana": {"spans": 2, "done": 0, "skipped": 0, "seconds": 0.0},
    }
    kinds = [person.kind for person in project.annotators()]
    assert kinds == [AnnotatorKind.PERSON, AnnotatorKind.PERSON, AnnotatorKind.SUGGESTER, AnnotatorKind.CURATOR]


def test_its_spans_are_there_with_what_was_said_of_them(project: Project) -> None:
    article = project.article(NEWS)
    assert article.text == "عمران خان😀 لاہور\nپہنچے۔ ان کے ساتھ اعلیٰ افسر تھے۔\n"
    names = {label.id: label.name for label in project.labels()}
    found = {
        person.name: [(article.text[s.start : s.end], names[s.label], s.note, s.confidence, s.rev) for s in spans]
        for person in project.annotators()
        if (spans := project.spans(NEWS, person.id))
    }
    assert found == {
        "bilal": [("لاہور", "ORGANIZATION", "", "", 1)],
        "زینب": [("عمران خان", "PERSON", "نام صاف ہے 😀", "unsure", 4), ("لاہور", "LOCATION", "", "", 4)],
    }
    zainab = project.annotators()[1]
    assert project.spans(NEWS, zainab.id)[0].attributes == {"gender": "m"}
    assert project.value("SELECT count(*) FROM span WHERE deleted = 1") == 2


def test_its_layers_on_one_article_are_apart(project: Project, version: int) -> None:
    article = project.article(BBC)
    assert article.meta == {"url": "https://example.org/2"}
    words = {
        person.name: [article.text[span.start : span.end] for span in project.spans(BBC, person.id)]
        for person in project.annotators()
    }
    assert words == {
        "bilal": ["بی بی سی", "لندن"],
        "زینب": ZAINAB_ON_BBC[version],
        "model": ["کراچی"],
        "sana": ["بی بی سی", "لندن"],
    }


def test_its_decisions_on_articles_are_there(project: Project) -> None:
    bilal, zainab, *_ = project.annotators()
    labels = {label.id: label for label in project.labels()}
    news = labels[project.article_labels(NEWS, zainab.id)[0].label]
    assert (news.name, news.scope, news.choice, news.urdu_name) == ("NEWS", Scope.ARTICLE, "Kind", "خبر")
    assert project.article_labels(NEWS, bilal.id) == []  # put on, and taken off again
    assert [labels[row.label].name for row in project.article_labels(BBC, bilal.id)] == ["OPINION"]
    assert [(row.start, row.end) for row in project.rejections(NEWS, zainab.id)] == [(30, 35)]
    assert [(row.start, row.end) for row in project.rejections(BBC, bilal.id)] == [(23, 28)]
    assert project.article_row(NEWS, zainab.id).status is Status.DONE
    assert "TYPO" not in {label.name for label in project.labels()}  # made, and deleted


def test_its_guidelines_and_events_are_there(project: Project, version: int) -> None:
    assert [found.version for found in project.guideline_versions()] == [4, 3, 2, 1]
    assert project.guidelines() == "# ہدایات\n\nنام پورا لیں۔\n"
    assert project.value("SELECT count(*) FROM event") == version + 30
    assert project.value("SELECT count(*) FROM event WHERE gesture LIKE 'undo: %'") == 4


def test_its_history_leads_back_to_what_was(project: Project) -> None:
    zainab = project.annotators()[1].id
    entries = history(project, NEWS, zainab)
    assert [entry.gesture for entry in entries[-3:]] == ["note", "label PERSON", "import"]
    relabelled = next(entry for entry in entries if entry.gesture == "relabel DATE")
    names = {label.id: label.name for label in project.labels()}
    state = state_after(project, NEWS, zainab, relabelled.event)
    assert [names[span.label] for span in state.spans] == ["PERSON", "DATE"]
    assert state_after(project, NEWS, zainab, 0).spans == ()


def test_its_articles_are_as_imported_and_keep_their_checksums(project: Project, version: int) -> None:
    stored = ROOT / "tests" / "data" / f"project_v{version}.nishan"
    with closing(sqlite3.connect(f"{stored.as_uri()}?mode=ro&immutable=1", uri=True)) as conn:
        name = "checksum" if version > 3 else "seal"  # the same under another name
        before = conn.execute(f"SELECT id, {name} FROM article").fetchall()
    assert project.rows("SELECT id, checksum FROM article") == before
    assert set(project.rows("SELECT rev, updated_at, deleted FROM article")) == {(1, "", 0)}
