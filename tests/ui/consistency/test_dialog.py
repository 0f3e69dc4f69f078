"""Labels that disagree are listed by rule and string; a click shows a place, a button mends a string."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTreeWidgetItem
from pytestqt.qtbot import QtBot

from models.base.entities import Edit, Status, Work
from models.importing.run import import_files
from models.labels.templates import seed_labels
from models.project.filters import Filter, filter_steps
from models.project.project import Project
from tests.models.helpers import put
from tests.ui.conftest import OpenWindow
from ui.consistency.dialog import ConsistencyDialog
from ui.shell.window import Window

TEXTS = ("لاہور میں بارش", "کل لاہور گئے", "وہ لاہور سے آئے", "لاہور کی سیر", "آج لاہور بند ہے")


@pytest.fixture
def window(open_window: OpenWindow, tmp_path: Path) -> Window:
    """Five done articles: the city is labelled in four, and a person in the fifth's first word."""
    path = tmp_path / "p.nishan"
    with Project.create(path, seed_labels()) as project:
        for number, text in enumerate(TEXTS):
            (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
        import_files(project, sorted(tmp_path.glob("*.txt")))
        sana = project.annotator("sana")
        articles = [each for some in filter_steps(project, sana.id, Filter()) for each in some]
        for article, text in zip(articles, TEXTS, strict=True):
            if text != TEXTS[-1]:
                start = text.index("لاہور")
                put(project, article, (start, start + 5, "LOCATION"), who="sana")
            project.put(Edit(works=(Work(article, sana.id, Status.DONE),)), "done")
    return open_window(path)


def opened(window: Window, qtbot: QtBot) -> ConsistencyDialog:
    window.actions_["check_labels"].trigger()
    dialog = window.findChild(ConsistencyDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.told.text() == "")
    return dialog


def first(dialog: ConsistencyDialog, *path: int) -> QTreeWidgetItem:
    item = dialog.tree.topLevelItem(path[0])
    for row in path[1:]:
        assert item is not None
        item.setExpanded(True)
        item = item.child(row)
    assert item is not None
    return item


def point(dialog: ConsistencyDialog, item: QTreeWidgetItem) -> QPoint:
    dialog.tree.scrollToItem(item)
    return dialog.tree.visualItemRect(item).center()


def test_a_repeat_without_a_label_is_listed_and_a_click_shows_its_place(window: Window, qtbot: QtBot) -> None:
    dialog = opened(window, qtbot)
    assert dialog.summary.text() == "1 string in 5 done articles"
    assert "labelled nearly everywhere" in first(dialog, 0).text(0)
    string = first(dialog, 0, 0)
    assert "لاہور" in string.text(0)
    assert (string.text(1), string.text(2)) == ("LOCATION", "1")
    place = first(dialog, 0, 0, 0)
    QTest.mouseClick(dialog.tree.viewport(), Qt.MouseButton.LeftButton, pos=point(dialog, place))
    assert window.session.article is not None
    assert window.session.article.text == TEXTS[-1]
    assert window.article_view.selection == (3, 8)


def test_one_button_labels_all_its_places_and_undo_takes_that_back(window: Window, qtbot: QtBot) -> None:
    dialog = opened(window, qtbot)
    dialog.tree.setCurrentItem(first(dialog, 0, 0))
    assert dialog.fix.text() == "&Label them LOCATION"
    dialog.fix.click()
    counted = "SELECT count(*) FROM span WHERE deleted = 0"
    assert window.session.project.value(counted) == 5
    assert first(dialog, 0).childCount() == 0
    dialog.again.click()
    qtbot.waitUntil(lambda: dialog.told.text() == "")
    assert dialog.hint.sentence.text() == "Nothing disagrees."
    window.session.undo()
    assert window.session.project.value(counted) == 4


def test_another_label_is_put_right(window: Window, qtbot: QtBot) -> None:
    session = window.session
    article = session.project.value("SELECT id FROM article WHERE text = ?", (TEXTS[-1],))
    put(session.project, article, (3, 8, "PERSON"), who="sana")
    dialog = opened(window, qtbot)
    assert "otherwise than most" in first(dialog, 0).text(0)
    dialog.tree.setCurrentItem(first(dialog, 0, 0, 0))
    dialog.fix.click()
    labels = {label.id: label.name for label in session.labels}
    assert {labels[span.label] for span in session.project.spans(article, session.annotator.id)} == {"LOCATION"}
    session.undo()
    assert {labels[span.label] for span in session.project.spans(article, session.annotator.id)} == {"PERSON"}


def test_without_done_articles_the_list_says_so(open_window: OpenWindow, project_file: Path, qtbot: QtBot) -> None:
    dialog = opened(open_window(project_file), qtbot)
    assert "No article is done yet" in dialog.hint.sentence.text()
    assert not dialog.fix.isEnabled()
