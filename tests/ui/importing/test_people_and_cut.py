"""Whose layer the spans go to and where long texts are cut is seen before an import, and chosen."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.importing.test_dialog import asked, choose, enter
from ui.shell.window import Window
from ui.widgets.report_dialog import ReportDialog

TEXT = "لاہور میں بارش ہوئی۔ کراچی میں دھوپ تھی۔\n\nپشاور میں برف پڑی۔"


def by_two(folder: Path) -> Path:
    """Two people's files for one text."""
    folder.mkdir()
    for name, end in (("sana", 5), ("bilal", 9)):
        row = {"id": 7, "text": TEXT, "label": [[0, end, "LOC"]]}
        (folder / f"{name}.jsonl").write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    return folder


def layers(window: Window) -> list[tuple[str, int]]:
    query = 'SELECT annotator.name, "end" FROM span JOIN annotator ON annotator.id = annotator_id ORDER BY 1'
    return [(str(name), int(end)) for name, end in window.session.project.rows(query)]


def test_who_gets_what_is_listed_and_comes_true(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = asked(window, qtbot, by_two(tmp_path / "both"))
    choose(dialog.people.layer, "by:file")
    qtbot.waitUntil(lambda: not dialog.reading.at_work)
    tree = dialog.people.tree
    assert tree.isVisibleTo(dialog)
    rows = [tree.topLevelItem(row) for row in range(tree.topLevelItemCount())]
    found = sorted((item.text(0).strip("\u2068\u2069"), item.text(1), item.text(2)) for item in rows if item)
    assert found == [("bilal", "1", "1"), ("sana", "1", "1")]
    enter(dialog, window, qtbot)
    assert layers(window) == [("bilal", 9), ("sana", 5)]


def test_one_person_for_all_lists_nobody(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = asked(window, qtbot, by_two(tmp_path / "both"))
    choose(dialog.people.layer, "person:" + window.session.annotator.name)
    assert not dialog.people.tree.isVisibleTo(dialog)
    dialog.reject()


def test_each_way_of_cutting_says_how_many_articles_it_makes(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    dialog = asked(window, qtbot, tmp_path / "a.txt")
    box = dialog.cut.way
    assert box.itemText(box.findData("paragraphs")) == "each paragraph is an article (2 articles)"
    assert not dialog.cut.sentences.isVisibleTo(dialog)
    choose(box, "sentences")
    qtbot.waitUntil(lambda: not dialog.reading.at_work)
    dialog.cut.sentences.setFocus()
    QTest.keyClick(dialog.cut.sentences, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(dialog.cut.sentences, "1\t")
    qtbot.waitUntil(lambda: not dialog.reading.at_work and dialog.found is not None)
    assert dialog.outcome.text().startswith("3 articles")
    enter(dialog, window, qtbot)
    texts = [text for (text,) in window.session.project.rows("SELECT text FROM article ORDER BY id")][1:]
    assert texts == ["لاہور میں بارش ہوئی۔", "کراچی میں دھوپ تھی۔", "پشاور میں برف پڑی۔"]


def test_text_that_no_way_cuts_has_no_question(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("ایک جملہ", encoding="utf-8")
    dialog = asked(window, qtbot, tmp_path / "a.txt")
    assert not dialog.cut.isVisibleTo(dialog)
    dialog.reject()


def test_articles_are_counted_as_they_will_arrive(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = asked(window, qtbot, by_two(tmp_path / "both"))
    assert dialog.outcome.text() == "1 article in 2 records, 2 spans; 1 note below."
    before = window.session.project.value("SELECT count(*) FROM article")
    enter(dialog, window, qtbot)
    assert window.session.project.value("SELECT count(*) FROM article") == before + 1
    (report,) = [shown for shown in QApplication.topLevelWidgets() if isinstance(shown, ReportDialog)]
    (said,) = [one.text() for one in report.findChildren(QLabel) if "imported" in one.text()]
    assert said == "imported 1 article, 2 spans; 1 record is of an article that came before; new labels: LOC"
    report.close()


def test_headlines_that_come_again_are_counted_each(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    rows = [{"id": number, "text": "خلاصہ", "label": [[0, 5, "LOC"]]} for number in (1, 2)]
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    dialog = asked(window, qtbot, path)
    assert dialog.outcome.text().startswith("2 articles, 2 spans")
    dialog.reject()


def test_whose_work_it_is_stands_in_sight_though_there_are_fields(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = asked(window, qtbot, by_two(tmp_path / "both"))
    dialog.resize(1100, 790)
    area = dialog.findChild(QScrollArea)
    assert area is not None
    qtbot.waitUntil(lambda: area.viewport().height() > 0)
    room = area.viewport()

    def is_in_sight(shown: QWidget) -> bool:
        return room.rect().contains(QRect(shown.mapTo(room, QPoint()), shown.size()))

    parts = (dialog.parts.tree, dialog.people.layer, dialog.people.tree)
    qtbot.waitUntil(lambda: all(map(is_in_sight, parts)))
    dialog.reject()
