"""The report of an import or export: told by place, sorted, filtered, saved."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from models.base.documents import AnnotatedArticle, FileLocation, LabelledSpan
from models.base.losses import Holds
from models.base.report import Report
from models.base.unprintable import file_name
from models.formats.support.names import UniqueNames
from models.importing.run import import_files
from ui.shell.window import Window
from ui.support.bidi import LRM, isolated
from ui.widgets.report_dialog import ReportDialog
from ui.widgets.report_model import columns_for


@pytest.fixture
def imported() -> Report:
    report = Report(articles=2)
    report.note(FileLocation("/data/خبریں.conll", 12), "a stray tag; taken for O")
    report.note(FileLocation("/data/خبریں.conll", 3), "CRLF became LF")
    return report


def shown(qtbot: QtBot, report: Report) -> ReportDialog:
    dialog = ReportDialog("imported 2 articles", report)
    qtbot.addWidget(dialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    dialog.show()
    return dialog


def cells(dialog: ReportDialog) -> list[list[str]]:
    rows = dialog.model
    return [[rows.index(row, column).data() for column in range(rows.columnCount())] for row in range(rows.rowCount())]


def test_notes_of_an_import_stand_by_file_and_line(qtbot: QtBot, imported: Report) -> None:
    dialog = shown(qtbot, imported)
    assert [column.name for column in dialog.model.columns] == ["File", "Line", "What"]
    assert cells(dialog)[0] == [isolated("خبریں") + ".conll", "12", "a stray tag; taken for O"]


def test_a_heading_sorts_and_words_filter(qtbot: QtBot, imported: Report) -> None:
    dialog = shown(qtbot, imported)
    dialog.view.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert [row[1] for row in cells(dialog)] == ["3", "12"]
    QTest.keyClicks(dialog.filter, "stray")
    assert [row[1] for row in cells(dialog)] == ["12"]
    assert "1 of 2 notes" in dialog.outcome_line.text()


def test_notes_of_an_export_stand_by_article_and_offsets(qtbot: QtBot) -> None:
    report = Report()
    report.note_span(AnnotatedArticle("a.txt", "خبر", "لاہور میں"), LabelledSpan(0, 5, "CITY"), "cuts a word; left out")
    dialog = shown(qtbot, report)
    assert [column.name for column in dialog.model.columns] == ["Article", "Offsets", "Label", "What"]
    assert cells(dialog) == [[isolated("خبر"), "0–5", isolated("CITY"), "cuts a word; left out"]]


def test_what_is_lost_of_the_whole_dataset_is_not_called_an_article() -> None:
    report = Report()
    report.losses.add_article(Holds.ID, "خبر")
    report.note_span(AnnotatedArticle("a.txt", "خبر", "لاہور میں"), LabelledSpan(0, 5, "CITY"), "left out")
    assert [column.name for column in columns_for(report.told)] == ["About", "Offsets", "Label", "What"]


def test_it_is_saved_as_json_and_a_bad_place_is_told(qtbot: QtBot, imported: Report, tmp_path: Path) -> None:
    dialog = shown(qtbot, imported)
    dialog.save(tmp_path / "report.json")
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["notes"][0]["line"] == 12
    assert "saved to" in dialog.outcome_line.text()
    dialog.save(tmp_path / "none" / "report.json")
    assert "cannot be written" in dialog.outcome_line.text()


def test_it_is_not_written_over_the_open_project(qtbot: QtBot, imported: Report, window: Window) -> None:
    project = window.session.project
    size = project.path.stat().st_size
    dialog = shown(qtbot, imported)
    dialog.save(project.path)
    assert "open here" in dialog.outcome_line.text()
    assert project.path.stat().st_size == size


def test_it_is_not_written_over_an_imported_file(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    text = tmp_path / "folder" / "a.txt"
    text.write_text("پشاور", encoding="utf-8")
    dialog = shown(qtbot, import_files(window.session.project, [tmp_path / "folder"]))
    dialog.save(text)
    assert "is read for this" in dialog.outcome_line.text()
    assert text.read_text(encoding="utf-8") == "پشاور"


def test_two_urdu_names_in_one_place_keep_their_order(qtbot: QtBot) -> None:
    report = Report()
    names = UniqueNames()
    article = AnnotatedArticle("خبر ایک.txt", "", "متن")
    names.file_of(article, ".txt", report)
    where = cells(shown(qtbot, report))[0][0]
    assert where == f"{LRM}{file_name('خبر ایک.txt')}, written as {file_name('خبر_ایک.txt')}"
