"""The overview as one page: from right to left, with nothing from elsewhere, every name as text."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest

from models.base.errors import UserError
from models.importing.run import import_files
from models.labels.templates import seed_articles
from models.project.project import Project
from models.reporting.overview import overview
from models.reporting.overview_html import overview_html, write_overview
from tests.models.helpers import put
from ui.support.resources import NASKH_FILE


@pytest.fixture
def labelled(project: Project) -> Project:
    import_files(project, seed_articles())
    (row,) = project.article_rows(project.annotator("me").id)
    put(project, row.id, (0, 6, "PERSON"), (7, 10, "LOCATION"), (0, 6, "PERSON"), who="<b>علی</b>")
    return project


def page(project: Project) -> str:
    return overview_html(overview(project), datetime(2026, 3, 1, 9, 30), NASKH_FILE)


def test_page_says_what_was_counted(labelled: Project) -> None:
    said = page(labelled)
    assert '<html lang="ur" dir="rtl">' in said
    assert "2026-03-01 09:30" in said
    assert "<bdi>1 article</bdi>" in said
    assert re.search(r"PERSON</bdi>.*?number>2<", said, re.DOTALL)
    assert "66.7 %" in said


def test_names_are_text_and_nothing_comes_from_elsewhere(labelled: Project) -> None:
    said = page(labelled)
    assert "<b>علی</b>" not in said
    assert "&lt;b&gt;علی&lt;/b&gt;" in said
    assert not re.findall(r"(?:src|href)=|https?://|@import|<script", said)
    assert "data:font/ttf;base64," in said


def test_empty_project_has_a_page(project: Project) -> None:
    assert "0 articles" in page(project)


def test_a_place_that_is_refused_is_told_before_anything_is_counted(labelled: Project) -> None:
    told = list[int]()
    with pytest.raises(UserError, match="project"):
        write_overview(labelled, labelled.path, NASKH_FILE, lambda done, _: told.append(done))
    assert told == []


def test_page_is_never_written_over_a_project(labelled: Project, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="project"):
        write_overview(labelled, labelled.path, NASKH_FILE)
    with pytest.raises(UserError, match="cannot be written"):
        write_overview(labelled, tmp_path / "none" / "a.html", NASKH_FILE)
    write_overview(labelled, tmp_path / "a.html", NASKH_FILE)
    assert (tmp_path / "a.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
