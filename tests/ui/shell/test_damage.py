"""Damage is told in the window, and what is not damaged can be worked on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.base.entities import AnnotatorId, ArticleId, ArticleRow
from models.base.errors import Damaged
from models.project.project import Project
from tests.models.checks.test_damaged_rows import HARMLESS, STATEMENTS, damage, make
from tests.models.helpers import swap_pages
from tests.models.storage.looking import killed
from tests.selection import one_in
from tests.ui.conftest import OpenWindow, texts
from ui.session import span_commands
from ui.shell.window import Window


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed project with two articles, both worked on by sana."""
    made = tmp_path / "p.nishan"
    make(made)
    return made


def drive(window: Window) -> None:
    """Everything that looks at rows: both articles, each span, other layers, the guide, a label and undo."""
    session = window.session
    rows = session.project.article_rows(session.annotator.id)
    for row in (*rows, rows[0]):
        session.open_article(row.id)
        QApplication.processEvents()
        window.damage.check()
        window.grab()
        for span in [*session.spans]:
            session.select(span)
            QApplication.processEvents()
        session.select(None)
    for tab in range(window.tabs.count()):
        window.tabs.setCurrentIndex(tab)
        QApplication.processEvents()


def told(window: Window) -> str:
    return " | ".join(message.text for message in window.messages._queue)


def test_sound_project_tells_nothing(path: Path, open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(path)
    drive(window)
    assert told(window) == ""


def test_damaged_text_is_told_and_not_labelled(path: Path, open_window: OpenWindow, qtbot: QtBot) -> None:
    damage(path, "UPDATE article SET text = replace(text, 'لاہور', 'کراچی') WHERE id = 1")
    window = open_window(path)
    session = window.session
    session.open_article(ArticleId(1))
    qtbot.waitUntil(lambda: "article 1" in told(window), timeout=3000)
    assert "The text of \u2068article 1 (رسولؐ لاہور)\u2069 is damaged" in told(window)
    assert "recover what is sound into a new project" in told(window)
    before = texts(window)
    assert not span_commands.label(session, 6, 11, session.labels[1])
    assert "nothing can be labelled in it; restore a backup first" in told(window)
    assert texts(window) == before
    session.open_article(ArticleId(2))
    assert span_commands.label(session, 4, 9, session.labels[1])


def test_next_articles_are_checked_at_once(path: Path, open_window: OpenWindow, qtbot: QtBot) -> None:
    damage(path, "UPDATE article SET text = 'x' || text WHERE id = 2")
    window = open_window(path)
    window.session.open_article(ArticleId(1))
    window.damage.check()
    window.session.open_article(ArticleId(2))
    assert "article 2" in told(window)


def test_span_outside_its_text_is_left_out_and_named(path: Path, open_window: OpenWindow, qtbot: QtBot) -> None:
    damage(path, 'UPDATE span SET "end" = 900 WHERE article_id = 2 AND start = 6')
    window = open_window(path)
    drive(window)
    window.session.open_article(ArticleId(2))
    assert texts(window) == [("علی", "PERSON")]
    assert "Damaged in \u2068article 2 (علی کراچی میں ہے)\u2069: span [6, 900), LOCATION of sana" in told(window)


@pytest.mark.parametrize("statement", one_in(4, STATEMENTS))
def test_window_lives_with_damaged_rows(path: Path, open_window: OpenWindow, qtbot: QtBot, statement: str) -> None:
    damage(path, "PRAGMA foreign_keys = OFF", statement)
    window = open_window(path)
    drive(window)
    assert "amaged" in told(window) or statement.startswith(HARMLESS)


def test_keyboard_goes_on_after_damage(path: Path, open_window: OpenWindow, qtbot: QtBot) -> None:
    damage(path, "UPDATE span SET note = 'x' WHERE article_id = 1")
    window = open_window(path)
    window.session.open_article(ArticleId(1))
    qtbot.waitUntil(lambda: bool(told(window)), timeout=3000)
    QTest.keyClick(window.messages, Qt.Key.Key_Escape)
    assert told(window) == ""
    window.session.open_article(ArticleId(2))
    window.session.open_article(ArticleId(1))
    window.damage.check()
    assert told(window) == ""  # once is enough


def test_an_article_whose_spans_cannot_be_read_is_not_labelled_in_place_of_the_one_in_view(
    path: Path, open_window: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(path)
    session = window.session
    session.open_article(ArticleId(1))
    before = [*session.spans]

    def damaged(*_: object) -> None:
        raise Damaged("a page is damaged")

    with monkeypatch.context() as broken:
        broken.setattr(Project, "spans", damaged)
        session.open_article(ArticleId(2))
    assert session.article is not None
    assert session.article.id == 1
    assert session.spans == before
    assert "a page is damaged" in told(window)


def test_articles_on_a_page_that_cannot_be_read_are_listed_and_the_others_shown(
    tmp_path: Path, open_window: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "s.nishan"
    killed.make(path, 2)
    window = open_window(path)
    read = Project.article_rows

    def damaged(project: Project, who: AnnotatorId, articles: Sequence[ArticleId] | None = None) -> list[ArticleRow]:
        if articles is None or 5 in articles:
            raise Damaged("a page is damaged")
        return read(project, who, articles)

    monkeypatch.setattr(Project, "article_rows", damaged)
    rows = window.article_list.model
    rows.read()
    assert rows.row(4).title == "(cannot be read)"
    assert rows.row(5).title != "(cannot be read)"


def test_articles_that_are_not_where_they_belong_are_listed_and_named(
    tmp_path: Path, open_window: OpenWindow, qtbot: QtBot
) -> None:
    path = tmp_path / "s.nishan"
    killed.make(path, 2)
    swap_pages(path, "article")
    window = open_window(path)
    rows = window.article_list.model
    titles = [rows.row(place).title for place in range(rows.rowCount())]
    lost = [place for place, title in enumerate(titles) if title == "(cannot be read)"]
    assert lost
    window.session.open_article(rows.rows[lost[0]])
    assert "is not where it belongs" in told(window)
    drive(window)
