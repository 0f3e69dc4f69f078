"""The overview in the window: numbers fill beside the work, and each leads to the list behind it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from models.base.entities import Status
from models.project.filters import Filter
from tests.models.helpers import put
from tests.ui.conftest import choose_files, label_words
from ui.overview.dialog import OverviewDialog
from ui.shell.window import Window


def opened(window: Window, qtbot: QtBot) -> OverviewDialog:
    window.actions_["overview"].trigger()
    dialog = window.findChild(OverviewDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.told.text() == "")
    return dialog


def rows(dialog: OverviewDialog, key: str) -> list[tuple[str, int]]:
    return [(row.what, row.count) for row in dialog.models[key].rows]


def activate(dialog: OverviewDialog, key: str, row: int) -> None:
    view = dialog.views[key]
    page = view.parentWidget()
    assert page is not None
    dialog.tabs.setCurrentWidget(page)
    place = view.visualRect(dialog.models[key].index(row, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_numbers_are_those_of_the_work(window: Window, qtbot: QtBot) -> None:
    label_words(window)
    dialog = opened(window, qtbot)
    assert "1 article" in dialog.summary.text()
    assert "4 spans" in dialog.summary.text()
    assert dict(rows(dialog, "articles")) == {"new": 0, "started": 1, "done": 0, "skipped": 0}
    assert sum(count for _, count in rows(dialog, "labels")) == 4
    assert rows(dialog, "days")[0][1] == 4
    assert len(rows(dialog, "frequent")) == 4
    assert not dialog.person.isVisible()


def test_it_counts_again_when_it_is_opened_again_or_asked(window: Window, qtbot: QtBot) -> None:
    dialog = opened(window, qtbot)
    label_words(window)
    dialog.again.click()
    qtbot.waitUntil(lambda: dialog.told.text() == "")
    assert sum(count for _, count in rows(dialog, "labels")) == 4
    assert opened(window, qtbot) is dialog


def test_each_number_leads_to_its_list(window: Window, qtbot: QtBot) -> None:
    label_words(window)
    dialog = opened(window, qtbot)
    activate(dialog, "articles", list(Status).index(Status.STARTED))
    assert window.article_list.filter.value() == Filter(Status.STARTED)
    assert window.article_list.model.rowCount() == 1
    assert not dialog.isVisible()  # it would lie over the list
    opened(window, qtbot)
    activate(dialog, "labels", 0)
    assert window.article_list.filter.value() == Filter(label=window.session.labels[0].id)
    opened(window, qtbot)
    activate(dialog, "frequent", 0)
    assert window.search.results.field.text() == dialog.models["frequent"].rows[0].link


def test_headings_stand_over_their_numbers_and_columns_apart(window: Window, qtbot: QtBot) -> None:
    label_words(window)
    dialog = opened(window, qtbot)
    for key, model in dialog.models.items():
        view = dialog.views[key]
        for column in range(model.columnCount()):
            side = model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
            assert side == model.index(0, column).data(Qt.ItemDataRole.TextAlignmentRole), key
        count, more = (model.index(0, column) for column in (model.COUNT, model.MORE))
        letters = view.fontMetrics().horizontalAdvance(str(more.data()))
        assert view.isColumnHidden(model.MORE) or view.columnWidth(model.MORE) >= letters + 16, key
        assert view.columnWidth(model.COUNT) >= view.fontMetrics().horizontalAdvance(str(count.data())) + 16, key


def test_numbers_of_one_annotator_or_of_everybody(window: Window, qtbot: QtBot) -> None:
    label_words(window)
    session = window.session
    assert session.article is not None
    put(session.project, session.article.id, (0, 3, "PERSON"), who="زینب")
    dialog = opened(window, qtbot)
    assert dialog.person.isVisible()
    assert "5 spans" in dialog.summary.text()
    assert sum(count for _, count in rows(dialog, "labels")) == 5
    dialog.person.setCurrentIndex(dialog.person.count() - 1)
    assert sum(count for _, count in rows(dialog, "labels")) == 1
    person = dialog.person.currentData()
    activate(dialog, "labels", 0)
    assert window.article_list.filter.value() == Filter(label=session.labels[0].id, by=person)
    assert window.article_list.model.rowCount() == 1


def test_report_is_saved_and_the_dialog_goes_with_its_project(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    dialog = opened(window, qtbot)
    choose_files(monkeypatch, tmp_path / "r.html")
    dialog.save.click()
    qtbot.waitUntil(lambda: window.isEnabled() and (tmp_path / "r.html").exists())
    window.close()
    assert not dialog.isVisible()
