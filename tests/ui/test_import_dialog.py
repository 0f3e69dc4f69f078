"""What an import would bring is shown, and what the person says about it is done."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from models.corpus import Kind
from ui.dialogs.import_files import ImportDialog
from ui.window import Window

OLD = "لاہور میں بارش\nكراچي میں دھوپ".replace("ی", "ي")


def asked(window: Window, qtbot: QtBot, path: Path) -> ImportDialog:
    """The dialog that a dropped file opens, once it has read."""
    window.files.take([path])
    (dialog,) = window.findChildren(ImportDialog)
    qtbot.waitUntil(lambda: not dialog.reading.at_work)
    return dialog


def choose(box: QComboBox, data: object) -> None:
    box.setCurrentIndex(box.findData(data))
    box.activated.emit(box.currentIndex())


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
    assert dialog.articles.item(0).text().startswith("لاہور")
    assert not dialog.encoding.isVisible()
    enter(dialog, window, qtbot)
    assert window.session.project.value("SELECT count(*) FROM article") == 2


def test_a_windows_1256_file_is_read_right_by_its_proposal(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_bytes(OLD.encode("windows-1256"))
    dialog = asked(window, qtbot, tmp_path / "old.txt")
    assert dialog.encoding.isVisible()
    enter(dialog, window, qtbot)
    assert window.session.project.value("SELECT text FROM article WHERE source = 'old.txt'") == OLD


def test_a_label_is_mapped(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = asked(window, qtbot, labelled(tmp_path / "a.jsonl"))
    choose(dialog.become, "LOCATION")
    enter(dialog, window, qtbot)
    query = "SELECT label.name FROM span JOIN label ON label.id = label_id"
    assert window.session.project.value(query) == "LOCATION"


def test_a_label_is_left_out(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = asked(window, qtbot, labelled(tmp_path / "a.jsonl"))
    choose(dialog.become, "")
    enter(dialog, window, qtbot)
    assert window.session.project.value("SELECT count(*) FROM span") == 0
    for report in QApplication.topLevelWidgets():
        if report.windowTitle() == "Report":
            report.close()


def test_spans_come_as_suggestions(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = asked(window, qtbot, labelled(tmp_path / "a.jsonl"))
    choose(dialog.layer, "suggestions")
    enter(dialog, window, qtbot)
    kinds = {found.kind for found in window.session.project.annotators()}
    assert Kind.SUGGESTER in kinds


def test_cancel_changes_nothing(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = asked(window, qtbot, labelled(tmp_path / "a.jsonl"))
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert window.session.project.value("SELECT count(*) FROM article") == 1


def test_an_unreadable_file_is_told_inside_and_cannot_be_imported(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": ', encoding="utf-8")
    dialog = asked(window, qtbot, tmp_path / "a.jsonl")
    assert "not JSON" in dialog.said.text()
    assert not dialog.go.isEnabled()
    dialog.reject()
