"""What the export dialog writes, what it replaces, and what is said afterwards."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from models.formats.support.options import Cut
from tests.ui.conftest import find
from tests.ui.exporting.driving import Opened, choose, click, export, nested, to_file, to_folder
from ui.session import span_commands
from ui.shell.window import Window
from ui.widgets.report_dialog import ReportDialog


def test_conll_goes_out_with_its_tags_and_the_innermost_spans(
    window: Window, opened: Opened, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    nested(window)
    dialog = opened(window)
    choose(dialog.kind.box, "CoNLL-2003")
    choose(dialog.kind.scheme, "IOBES")
    choose(dialog.kind.overlaps, "Keep the innermost")
    choose(dialog.kind.cut, "Split where spans begin or end")
    assert dialog.plan().options.tokens is Cut.SPLIT
    to_file(monkeypatch, tmp_path / "o.conll")
    export(window, dialog, qtbot)
    tags = {line.split()[-1] for line in (tmp_path / "o.conll").read_text(encoding="utf-8").splitlines() if line}
    assert f"S-{window.session.labels[1].name}" in tags
    assert not any(tag.endswith(f"-{window.session.labels[0].name}") for tag in tags)


def test_what_was_labelled_goes_out_and_the_format_is_remembered(
    window: Window, opened: Opened, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    start, end = find(window, "تھامس ویسٹ")
    span_commands.label(window.session, start, end, window.session.labels[0])
    dialog = opened(window)
    choose(dialog.kind.box, "Label Studio")
    dialog.kind.choose("jsonl")
    to_file(monkeypatch, tmp_path / "out.jsonl")
    export(window, dialog, qtbot)
    row = json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8"))
    (span,) = row["layers"][0]["spans"]
    assert (span["start"], span["end"], span["label"]) == (start, end, "PERSON")
    assert row["text"][start:end] == span["text"] == "تھامس ویسٹ"
    assert window.settings.export_format == "jsonl"
    qtbot.waitUntil(window.isActiveWindow)
    assert window.article_view.hasFocus()


def test_losses_are_told_in_a_report(
    window: Window, opened: Opened, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    nested(window)
    to_file(monkeypatch, tmp_path / "o.conll")
    dialog = opened(window)
    choose(dialog.kind.box, "CoNLL-2003")
    assert dialog.kind.unit.currentText() == "A sentence", "a format's own choice first"
    with qtbot.waitSignal(dialog.accepted, timeout=10_000):
        QTest.keyClick(dialog.kind.box, Qt.Key.Key_Return)
    (report,) = window.findChildren(ReportDialog)
    assert report.isVisible()
    report.close()
    assert window.isEnabled()


def answer(button: str) -> None:
    """Press a button of the question that comes next."""

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        (found,) = (one for one in box.buttons() if one.text() == button)
        found.click()

    QTimer.singleShot(0, press)


def test_a_folder_that_holds_something_is_replaced_only_when_the_person_says_so(
    window: Window, opened: Opened, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "test-brat" / "پرانا.txt"
    old.parent.mkdir()
    old.touch()
    to_folder(monkeypatch, tmp_path)
    dialog = opened(window)
    choose(dialog.kind.box, "brat")
    assert dialog.folder_name.text() == "test-brat"
    answer("Cancel")
    click(dialog.go)
    assert old.exists()
    assert dialog.isVisible()
    answer("&Replace")
    export(window, dialog, qtbot)
    assert not old.exists()
    assert list(old.parent.glob("*.ann"))


def test_what_goes_wrong_is_said_in_the_dialog_which_stays(
    window: Window, opened: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    to_file(monkeypatch, window.session.project.path)
    dialog = opened(window)
    click(dialog.go)
    qtbot.waitUntil(lambda: "choose another name" in dialog.outcome.text(), timeout=10_000)
    qtbot.waitUntil(dialog.isEnabled)
    assert dialog.isVisible()
    assert dialog.go.hasFocus()
    dialog.close()


def test_a_dataset_card_goes_with_it(
    window: Window, opened: Opened, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened(window)
    click(dialog.card.on)
    dialog.card.title.setText("اردو")
    choose(dialog.card.licence, "CC-BY-4.0")
    to_file(monkeypatch, tmp_path / "o.jsonl")
    export(window, dialog, qtbot)
    card = (tmp_path / "o.README.md").read_text(encoding="utf-8")
    assert "# اردو" in card
    assert "license: cc-by-4.0" in card


def test_damage_of_the_project_is_the_first_thing_said(
    window: Window, opened: Opened, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    nested(window)
    with window.session.project.transaction() as db:
        db.execute("UPDATE span SET note = 'x' WHERE label_id = 2")
    dialog = opened(window)
    click(dialog.try_)
    qtbot.waitUntil(dialog.outcome.notes.isVisible, timeout=10_000)
    assert dialog.outcome.text().startswith("The project is DAMAGED; left out: 1 span. Would export 1 article, 1 span")
    to_file(monkeypatch, tmp_path / "o.jsonl")
    with qtbot.waitSignal(dialog.accepted, timeout=10_000):
        click(dialog.go)
    qtbot.waitUntil(window.isEnabled)
    (report,) = window.findChildren(ReportDialog)
    assert report.model.rowCount() == 1
    report.close()
    said = [window.messages.text()]  # reading on meanwhile, the window may have met the damage, too
    while window.messages.waiting():
        window.messages.close_message()
        said.append(window.messages.text())
    assert any("DAMAGED; left out: 1 span" in text for text in said)
    (record,) = (tmp_path / "o.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(json.loads(record)["layers"][0]["spans"]) == 1


@pytest.mark.parametrize("reply", ["&Replace", "Cancel"])
def test_file_of_somebody_else_beside_the_dataset_is_asked_about(
    window: Window, opened: Opened, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, reply: str
) -> None:
    (tmp_path / "o.config.xml").write_text("mine", encoding="utf-8")
    to_file(monkeypatch, tmp_path / "o.json")
    dialog = opened(window)
    dialog.kind.choose("label-studio")
    answer(reply)
    click(dialog.go)
    if reply == "Cancel":
        assert not (tmp_path / "o.json").exists()
        assert (tmp_path / "o.config.xml").read_text(encoding="utf-8") == "mine"
        dialog.close()
    else:
        qtbot.waitUntil((tmp_path / "o.json").exists)
        assert (tmp_path / "o.config.xml").read_text(encoding="utf-8").startswith("<View")


def test_a_dataset_of_several_files_is_written_in_one_step_where_the_dialog_says(
    window: Window, opened: Opened, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "باہر").mkdir()
    dialog = opened(window)
    dialog.kind.choose("brat")
    assert dialog.place.isVisible()
    assert dialog.go.text() == "E&xport"
    dialog.place.folder.setText(str(tmp_path / "باہر"))
    dialog.place.name.setText("mine")
    export(window, dialog, qtbot)  # a file dialog would fail it
    assert any((tmp_path / "باہر" / "mine").iterdir())


def test_a_folder_that_is_not_there_is_said_before_the_export(
    window: Window, opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened(window)
    dialog.kind.choose("brat")
    dialog.place.folder.setText(str(tmp_path / "gone"))
    assert not dialog.go.isEnabled()
    assert "There is no folder" in dialog.outcome.text()
    to_folder(monkeypatch, tmp_path)
    click(dialog.place.choose)
    assert dialog.go.isEnabled()
    assert dialog.place.path() == tmp_path / "test-brat"
    dialog.place.folder.setText(str(tmp_path / "gone"))
    dialog.kind.choose("jsonl")
    assert dialog.go.isEnabled(), "one file goes where its own dialog says"
    dialog.close()


@pytest.mark.parametrize("answers", [True, False])
def test_after_an_export_its_folder_can_be_shown(
    window: Window, opened: Opened, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, answers: bool
) -> None:
    asked: list[str] = []

    def open_url(url: QUrl) -> bool:
        asked.append(url.toLocalFile())
        return answers

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    dialog = opened(window)
    dialog.kind.choose("jsonl")
    to_file(monkeypatch, tmp_path / "out.jsonl")
    export(window, dialog, qtbot)
    assert "exported" in window.messages.text()
    assert window.article_view.hasFocus(), "the message takes no keyboard"
    (show,) = [button for button in window.messages.findChildren(QPushButton) if button.text() == "Show in &folder"]
    click(show)
    assert asked == [str(tmp_path)]
    assert window.messages.isVisible() is not answers
    assert answers or "No file manager answers" in window.messages.text()


def test_a_report_of_an_export_shows_its_folder_too(
    window: Window, opened: Opened, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    nested(window)
    to_file(monkeypatch, tmp_path / "o.conll")
    dialog = opened(window)
    choose(dialog.kind.box, "CoNLL-2003")
    with qtbot.waitSignal(dialog.accepted, timeout=10_000):
        click(dialog.go)
    (report,) = window.findChildren(ReportDialog)
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    (show,) = [button for button in report.findChildren(QPushButton) if button.text() == "Show in &folder"]
    click(show)
    assert "No file manager answers" in report.outcome_line.text()
    assert not window.messages.isVisible()
    report.close()
