"""What an import would bring is shown, and what the person says about it is done."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from models.base.entities import AnnotatorKind, Label, Scope
from ui.importing.dialog import ImportDialog
from ui.shell.window import Window

OLD = "لاہور میں بارش\nكراچي میں دھوپ".replace("ی", "ي")


def asked(window: Window, qtbot: QtBot, path: Path) -> ImportDialog:
    """The dialog that a dropped file opens, once it has read."""
    window.importing.take([path])
    (dialog,) = window.findChildren(ImportDialog)
    qtbot.waitUntil(lambda: not dialog.reading.at_work)
    return dialog


def choose(box: QComboBox, data: object) -> None:
    """Go to an entry by the keyboard: Home, then down to it."""
    values = [box.itemData(row) for row in range(box.count())]
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    for _ in range(values.index(data)):
        QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.currentData() == data


def box_of(dialog: ImportDialog, number: int) -> QComboBox:
    """The box that says what a part of the file is read as."""
    item = dialog.parts.tree.topLevelItem(number)
    assert item is not None
    box = dialog.parts.tree.itemWidget(item, 1)
    assert isinstance(box, QComboBox)
    return box


def enter(dialog: ImportDialog, window: Window, qtbot: QtBot) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.findChildren(ImportDialog) and window.isEnabled())


def labelled(path: Path) -> Path:
    row = {"id": "1", "text": "لاہور میں", "layers": [{"spans": [{"start": 0, "end": 5, "label": "TOWN"}]}]}
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    return path


def test_a_dropped_text_is_one_enter_away(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("لاہور میں بارش", encoding="utf-8")
    dialog = asked(window, qtbot, tmp_path / "a.txt")
    assert "لاہور" in dialog.articles.item(0).text()
    assert not dialog.asked.encoding.isVisible()
    enter(dialog, window, qtbot)
    assert window.session.project.value("SELECT count(*) FROM article") == 2


def test_a_windows_1256_file_is_read_right_by_its_proposal(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_bytes(OLD.encode("windows-1256"))
    dialog = asked(window, qtbot, tmp_path / "old.txt")
    assert dialog.asked.encoding.isVisible()
    enter(dialog, window, qtbot)
    assert window.session.project.value("SELECT text FROM article WHERE source = 'old.txt'") == OLD


def test_a_label_is_mapped(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = asked(window, qtbot, labelled(tmp_path / "a.jsonl"))
    choose(dialog.labels.become, "LOCATION")
    enter(dialog, window, qtbot)
    query = "SELECT label.name FROM span JOIN label ON label.id = label_id"
    assert window.session.project.value(query) == "LOCATION"


def test_a_label_is_left_out(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = asked(window, qtbot, labelled(tmp_path / "a.jsonl"))
    choose(dialog.labels.become, "")
    enter(dialog, window, qtbot)
    assert window.session.project.value("SELECT count(*) FROM span") == 0
    for report in QApplication.topLevelWidgets():
        if report.windowTitle() == "Report":
            report.close()


def test_spans_come_as_suggestions(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = asked(window, qtbot, labelled(tmp_path / "a.jsonl"))
    choose(dialog.people.layer, "suggestions")
    enter(dialog, window, qtbot)
    kinds = {found.kind for found in window.session.project.annotators()}
    assert AnnotatorKind.SUGGESTER in kinds
    imported = window.session.project.value("SELECT id FROM article WHERE source = '1'")
    window.session.open_article(imported)
    qtbot.waitUntil(lambda: bool(window.suggestions.finder.suggestions))
    assert [(found.start, found.end) for found in window.suggestions.finder.suggestions] == [(0, 5)]


def test_cancel_changes_nothing(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = asked(window, qtbot, labelled(tmp_path / "a.jsonl"))
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert window.session.project.value("SELECT count(*) FROM article") == 1


def test_an_unreadable_file_is_told_inside_and_cannot_be_imported(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": ', encoding="utf-8")
    dialog = asked(window, qtbot, tmp_path / "a.jsonl")
    assert "not JSON" in dialog.outcome.text()
    assert dialog.outcome.sign.accessibleName() == "Error"
    assert not dialog.go.isEnabled()
    dialog.reject()


def test_spans_go_to_the_annotator_whose_name_is_typed(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = asked(window, qtbot, labelled(tmp_path / "a.jsonl"))
    choose(dialog.people.layer, "another")
    assert not dialog.go.isEnabled()
    assert dialog.outcome.text() == "Say the name of the annotator whose layer it is."
    QTest.keyClicks(dialog.people.name, " asma ")
    enter(dialog, window, qtbot)
    query = "SELECT annotator.name FROM span JOIN annotator ON annotator.id = annotator_id"
    assert window.session.project.value(query) == "asma"


def test_columns_of_a_table_are_chosen(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,b,c\nپہلا,7,لاہور میں بارش\n", encoding="utf-8")
    dialog = asked(window, qtbot, tmp_path / "a.csv")
    assert not dialog.go.isEnabled()
    for number, role in ((2, "text"), (0, "title"), (1, "id")):
        choose(box_of(dialog, number), role)
        qtbot.waitUntil(lambda: not dialog.reading.at_work)
    enter(dialog, window, qtbot)
    query = "SELECT source, title, text FROM article ORDER BY id DESC LIMIT 1"
    assert window.session.project.rows(query) == [("7", "پہلا", "لاہور میں بارش")]


def test_label_of_whole_articles_is_no_label_for_spans(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    window.session.project.add_label(Label("TOWN", scope=Scope.ARTICLE))
    dialog = asked(window, qtbot, labelled(tmp_path / "a.jsonl"))
    assert "TOWN" in dialog.outcome.text()
    assert "is a label for articles in this project" in dialog.outcome.text()
    assert not dialog.go.isEnabled()
    choose(dialog.labels.become, "LOCATION")
    enter(dialog, window, qtbot)
    assert window.session.project.value("SELECT count(*) FROM span") == 1


def test_title_that_begins_with_latin_letters_stands_from_right_to_left(
    window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("BBC اردو کے مطابق\nبارش ہوئی۔", encoding="utf-8")
    dialog = asked(window, qtbot, tmp_path / "a.txt")
    assert dialog.articles.item(0).text() == "\u2067BBC اردو کے مطابق\u2069\n\u2067بارش ہوئی۔\u2069"
    dialog.reject()


def test_notes_so_far_are_listed(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("ایک\r\nدو".encode())
    dialog = asked(window, qtbot, tmp_path / "a.txt")
    assert dialog.outcome.text() == "1 article, 0 spans; 1 note below."
    assert dialog.outcome.notes.model().rowCount() == 1
    dialog.reject()


@pytest.mark.parametrize(("choice", "words"), [("", "لاہور"), ("codepoints", "اہور ")])
def test_offsets_count_what_the_file_shows_until_a_person_says_otherwise(
    window: Window, qtbot: QtBot, tmp_path: Path, choice: str, words: str
) -> None:
    row = {"id": 1, "text": "😀 لاہور شہر ہے", "label": [[3, 8, "TOWN"]]}
    (tmp_path / "a.jsonl").write_text(json.dumps(row), encoding="utf-8")
    dialog = asked(window, qtbot, tmp_path / "a.jsonl")
    assert dialog.asked.offsets.itemText(0) == "as the file shows"
    choose(dialog.asked.offsets, choice)
    qtbot.waitUntil(lambda: not dialog.reading.at_work)
    enter(dialog, window, qtbot)
    query = "SELECT substr(text, start + 1, end - start) FROM span JOIN article ON article.id = span.article_id"
    assert window.session.project.rows(f"{query} ORDER BY span.id DESC LIMIT 1") == [(words,)]


def test_each_kind_of_loss_is_told_before_the_import(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    good = {"id": 1, "text": "لاہور", "label": [[0, 5, "TOWN"], [3, 99, "TOWN"]]}
    folder = tmp_path / "many"
    folder.mkdir()
    (folder / "a.jsonl").write_text(f"{json.dumps(good)}\n{{\n", encoding="utf-8")
    (folder / "b.docx").write_bytes(b"PK")
    dialog = asked(window, qtbot, folder)
    assert dialog.outcome.text() == "1 file, 1 record, 1 span LEFT OUT; 1 article, 1 span; 3 notes below."
    dialog.reject()


def test_a_table_without_texts_says_where_to_choose_the_column(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x,y\n1,2\n", encoding="utf-8")
    dialog = asked(window, qtbot, tmp_path / "a.csv")
    assert dialog.outcome.text().endswith("the columns are x, y: choose under “Read as”.")
    notes = dialog.outcome.notes.model()
    assert [notes.headerData(column, Qt.Orientation.Horizontal) for column in range(2)] == ["About", "What"]
    assert notes.index(0, 0).data() == "\u2068a\u2069.csv"
    dialog.reject()
