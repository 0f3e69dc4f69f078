"""Other annotators' layers: shown in outline when asked for, and read only then."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.base.entities import AnnotatorKind, ArticleId, Edit, Span
from models.project.project import Project
from tests.ui.conftest import find, texts
from ui.preferences.dialog import PreferencesDialog
from ui.session import span_commands
from ui.shell.window import Window
from ui.support.settings import Settings

OpenWindow = Callable[[Path], Window]
LAYERS = (
    ("علی", AnnotatorKind.PERSON, 0),
    ("bilal & co", AnnotatorKind.PERSON, 2),
    ("curated", AnnotatorKind.CURATOR, 1),
    ("gazetteer", AnnotatorKind.SUGGESTER, 3),
)


@pytest.fixture
def shared_file(project_file: Path) -> Path:
    with Project.open(project_file) as project:
        article = project.article(ArticleId(1))
        start = article.text.index("پاکستان")
        for name, kind, label in LAYERS:
            whose = project.annotator(name, kind)
            span = Span(f"of {name}", article.id, whose.id, start, start + 7, project.labels()[label].id)
            project.put(Edit(spans=(span,)), "label")
    return project_file


@pytest.fixture
def shared(open_window: OpenWindow, shared_file: Path) -> Window:
    return open_window(shared_file)


def entries(window: Window) -> list[QAction]:
    window.layers.menu.aboutToShow.emit()
    return window.layers.menu.actions()


def outlined(window: Window) -> list[str]:
    return sorted(whose for whose, _ in window.article_view.painter._other_layers.values())


def test_everybody_else_but_suggesters_can_be_shown_in_outline(shared: Window) -> None:
    named = [action.text().replace("&&", "+").replace("&", "") for action in entries(shared)]
    assert named == ["1  \u2068علی\u2069", "2  \u2068bilal + co\u2069", "3  \u2068curated\u2069"]
    assert outlined(shared) == []
    entries(shared)[0].trigger()
    assert outlined(shared) == ["علی"]
    entries(shared)[2].trigger()
    assert outlined(shared) == ["curated", "علی"]
    assert [action.isChecked() for action in entries(shared)] == [True, False, True]
    entries(shared)[0].trigger()
    assert outlined(shared) == ["curated"]
    assert texts(shared) == [], "they are not the person's own"


def test_what_is_shown_is_remembered_for_the_project(shared: Window, open_window: OpenWindow, tmp_path: Path) -> None:
    entries(shared)[0].trigger()
    path = shared.session.project.path
    shared.close()
    assert outlined(open_window(path)) == ["علی"]
    assert Settings(tmp_path / "settings").layers("of another project") == frozenset()


def test_other_layers_cost_nothing_while_none_is_shown(shared: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[ArticleId] = []
    real = Project.other_spans

    def other_spans(self: Project, article: ArticleId, *more: Any) -> list[Span]:
        read.append(article)
        return real(self, article, *more)

    monkeypatch.setattr(Project, "other_spans", other_spans)
    assert shared.session.article is not None
    article = shared.session.article.id
    shared.session.open_article(article)
    span_commands.label(shared.session, *find(shared, "افغانستان"), shared.session.labels[1])
    assert read == []
    entries(shared)[0].trigger()
    assert read == [article]
    span_commands.label(shared.session, *find(shared, "طالبان"), shared.session.labels[2])
    assert read == [article], "a gesture of one's own leaves all other layers alone"
    shared.session.open_article(article)
    assert read == [article, article]
    assert outlined(shared) == ["علی"]


def test_outlines_are_painted_and_gone_again(shared: Window, qtbot: QtBot) -> None:
    view = shared.article_view
    qtbot.waitUntil(lambda: not shared.suggestions.finder.at_work)  # which are painted, too
    before = view.viewport().grab().toImage()
    entries(shared)[0].trigger()
    QApplication.processEvents()
    assert view.viewport().grab().toImage() != before
    entries(shared)[0].trigger()
    QApplication.processEvents()
    assert view.viewport().grab().toImage() == before


def test_a_click_on_an_outline_says_whose_it_is(shared: Window) -> None:
    entries(shared)[0].trigger()
    said: list[str] = []
    shared.session.status_message.connect(said.append)
    shared.article_view.foreign_clicked.emit(shared.layers.others.spans[0][1])
    assert said == ["\u2068علی\u2069 has labelled \u2068پاکستان\u2069 PERSON"]


def test_as_another_annotator_the_own_layer_is_no_other(shared: Window) -> None:
    entries(shared)[0].trigger()
    shared.session.work_as("علی")
    assert texts(shared) == [("پاکستان", "PERSON")]
    assert outlined(shared) == []
    assert [whose.name for whose in shared.layers.others.annotators()] == ["bilal & co", "curated", "sana"]


def test_the_project_menu_leads_to_the_annotator(shared: Window, qtbot: QtBot) -> None:
    shared.actions_["annotator"].trigger()
    (dialog,) = shared.findChildren(PreferencesDialog)
    assert dialog.tabs.currentWidget() is dialog.annotator
    dialog.annotator.name.setEditText("علی")
    dialog.annotator.use.click()
    assert shared.session.annotator.name == shared.settings.annotator == "علی"
    qtbot.waitUntil(lambda: "علی" in shared._where.text())


def test_menu_of_hundreds_of_annotators_is_one_column(project_file: Path, open_window: OpenWindow) -> None:
    with Project.open(project_file) as project:
        label = project.labels()[0].id
        for number in range(300):
            whose = project.annotator(f"کاتب {number}", AnnotatorKind.PERSON)
            project.put(Edit(spans=(Span(f"of {number}", ArticleId(1), whose.id, 0, 1, label),)), "label")
    menu = open_window(project_file).layers.menu
    menu.aboutToShow.emit()
    assert len(menu.actions()) >= 300
    assert {menu.actionGeometry(each).x() for each in menu.actions()} == {menu.actionGeometry(menu.actions()[0]).x()}
