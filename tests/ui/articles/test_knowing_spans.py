"""A filter by status lists what is true by now, though which articles have spans is kept in memory."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from models.base.entities import ArticleId, Status
from models.importing.run import import_files
from models.project.filters import Filter
from tests.models.helpers import filtered
from ui.session import article_commands, label_commands, span_commands
from ui.shell.window import Window


@pytest.fixture
def knowing(several: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Window:
    """A window that treats four articles as many, and has learned which of them have spans."""
    for module in ("models.project.filters", "models.project.spanned", "ui.articles.model"):
        monkeypatch.setattr(f"{module}.AT_ONCE", 1)
    learn(several, qtbot)
    return several


def learn(window: Window, qtbot: QtBot) -> None:
    pane = window.article_list
    pane._quiet.start(0)
    qtbot.waitUntil(lambda: not pane._quiet.isActive() and not pane._learning.at_work)
    assert pane.model._spanned.knows(pane.model._all)


def narrowed(window: Window, status: Status) -> list[int]:
    pane = window.article_list
    pane.filter.clear()
    pane.filter.status.setCurrentIndex(pane.filter.status.findData(status))
    return sorted(pane.model.listed())


def agrees(window: Window) -> list[int]:
    """The articles that are listed as started, once each filter has listed what the project says."""
    session = window.session
    for status in Status:
        wanted = filtered(session.project, session.annotator.id, Filter(status=status))
        assert narrowed(window, status) == wanted, status
    return narrowed(window, Status.STARTED)


def label(window: Window, article: int) -> None:
    window.session.open_article(ArticleId(article))
    span_commands.label(window.session, 0, 3, window.session.labels[0])


def test_it_follows_labelling_undo_redo_and_removal_of_spans(knowing: Window) -> None:
    session = knowing.session
    assert agrees(knowing) == []
    label(knowing, 3)
    assert agrees(knowing) == [3]
    session.undo()
    assert agrees(knowing) == []
    session.redo()
    assert agrees(knowing) == [3]
    span_commands.remove(session, session.spans[0])
    assert agrees(knowing) == []
    session.open_article(ArticleId(1))
    session.undo()
    assert agrees(knowing) == [3]


def test_it_follows_statuses_and_removed_articles(knowing: Window, qtbot: QtBot) -> None:
    label(knowing, 2)
    label(knowing, 4)
    article_commands.set_status(knowing.session, Status.DONE)
    assert agrees(knowing) == [2]
    article_commands.remove(knowing.session, [ArticleId(2)])
    assert agrees(knowing) == []
    article_commands.restore(knowing.session, [ArticleId(2)])
    learn(knowing, qtbot)
    assert agrees(knowing) == [2]


def test_it_follows_a_label_that_is_deleted_with_its_spans(knowing: Window) -> None:
    label(knowing, 2)
    label_commands.delete(knowing.session, knowing.session.labels[0])
    assert agrees(knowing) == []
    knowing.session.undo()
    assert agrees(knowing) == [2]


def test_each_layer_is_known_for_itself(knowing: Window, qtbot: QtBot) -> None:
    label(knowing, 2)
    me = knowing.session.annotator.name
    knowing.session.work_as("زینب")
    assert agrees(knowing) == []
    learn(knowing, qtbot)
    label(knowing, 3)
    assert agrees(knowing) == [3]
    knowing.session.work_as(me)
    assert agrees(knowing) == [2]


def test_it_knows_the_articles_and_spans_of_an_import(knowing: Window, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "more.jsonl"
    file.write_text('{"text": "لاہور میں بارش", "spans": [{"start": 0, "end": 5, "label": "PERSON"}]}\n', "utf-8")
    import_files(knowing.session.project, [file])
    knowing.session.refresh()
    agrees(knowing)
    learn(knowing, qtbot)
    agrees(knowing)
    assert knowing.article_list.model.total == 5
