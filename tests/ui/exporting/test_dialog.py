"""The export dialog, driven by keys and clicks: what is offered, what is checked, what is written."""

from __future__ import annotations

import importlib.util
import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QMessageBox, QProgressDialog, QPushButton
from pytestqt.qtbot import QtBot

from models.base.entities import AnnotatorKind, ArticleId, Edit, Status, Work
from models.base.report import Progress
from models.formats.support.options import Cut
from tests.ui.conftest import choose_files, find
from tests.ui.shell.test_accessible import mnemonics, twice
from ui.exporting.dialog import ExportDialog
from ui.exporting.format_part import about
from ui.session import span_commands
from ui.shell.window import Window
from ui.support.bidi import isolated
from ui.widgets.report_dialog import ReportDialog

Opened = Callable[[Window], ExportDialog]


@pytest.fixture
def opened(qtbot: QtBot) -> Opened:
    """Opens the dialog by its key."""

    def open_(window: Window) -> ExportDialog:
        QTest.keyClick(window.article_view, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
        (dialog,) = window.findChildren(ExportDialog)
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    return open_


def choose(box: QComboBox, text: str) -> None:
    """By typing how the choice begins."""
    assert box.isVisible()
    box.setFocus()
    QTest.keyClicks(box, text)
    assert box.currentText().startswith(text)


def click(button: QAbstractButton) -> None:
    assert button.isVisible()
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(8, button.height() // 2))


def to_file(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    choose_files(monkeypatch, path)


def to_folder(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    choose_files(monkeypatch, path)


def export(window: Window, dialog: ExportDialog, qtbot: QtBot) -> None:
    """Press "Export…", and wait until the dialog has gone."""
    with qtbot.waitSignal(dialog.accepted, timeout=10_000):
        click(dialog.go)
    qtbot.waitUntil(window.isEnabled)
    for report in window.findChildren(ReportDialog):
        report.close()


def nested(window: Window) -> None:
    start, end = find(window, "تھامس ویسٹ")
    span_commands.label(window.session, start, end, window.session.labels[0])
    span_commands.label(window.session, start, start + 5, window.session.labels[1])


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


@pytest.mark.parametrize(("last", "shown"), [("brat", "brat"), ("w3c", "w3c"), ("gone", "jsonl")])
def test_the_format_that_was_exported_last_is_offered_first(
    window: Window, opened: Opened, last: str, shown: str
) -> None:
    window.settings.export_format = last
    dialog = opened(window)
    assert dialog.kind.format().key == shown
    dialog.close()


def test_the_curators_layer_is_offered_once_there_is_a_curator(window: Window, opened: Opened) -> None:
    window.session.project.annotator("نگران", AnnotatorKind.CURATOR)
    dialog = opened(window)
    choose(dialog.layer.box, "The curator")
    plan = dialog.plan()
    assert plan.curated
    assert plan.annotator == ""
    dialog.close()


def test_a_check_can_be_cancelled(
    window: Window, opened: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ui.exporting import dialog as module

    def slow(_project: object, _plan: object, progress: Progress) -> None:
        while True:
            progress(1, 2)
            time.sleep(0.01)

    monkeypatch.setattr(module, "rehearse", slow)
    dialog = opened(window)
    click(dialog.try_)
    (shown,) = dialog.findChildren(QProgressDialog)
    qtbot.waitUntil(shown.isVisible)
    assert not window.isEnabled()
    assert not dialog.isEnabled()
    (cancel,) = shown.findChildren(QPushButton)
    click(cancel)
    qtbot.waitUntil(lambda: dialog.outcome.text().startswith("Cancelled"))
    qtbot.waitUntil(window.isEnabled)
    assert dialog.isEnabled()
    assert dialog.try_.hasFocus()
    dialog.close()


def test_only_what_a_format_offers_is_asked(window: Window, opened: Opened) -> None:
    dialog = opened(window)
    assert dialog.kind.format().key == "jsonl"
    assert not any(box.isVisible() for box in (dialog.kind.overlaps, dialog.kind.scheme, dialog.kind.unit))
    choose(dialog.kind.box, "doccano")
    assert dialog.kind.unit.isVisible()
    assert not dialog.kind.scheme.isVisible()
    assert "one annotator's layer" in dialog.kind.about.text()
    dialog.close()


def test_no_format_makes_two_controls_share_a_mnemonic(window: Window, opened: Opened) -> None:
    dialog = opened(window)
    click(dialog.split.on)
    for row in range(dialog.kind.box.count()):
        dialog.kind.box.setCurrentIndex(row)
        dialog.kind.box.activated.emit(row)
        assert twice(mnemonics(dialog)) == [], dialog.kind.box.currentText()
    dialog.close()


def test_a_line_says_what_a_format_holds() -> None:
    from models import formats

    assert about(formats.named("jsonl", formats.writers())) == (
        "One .jsonl file: text and offsets; overlapping spans, too; one layer or everybody's."
    )
    assert about(formats.named("brat", formats.writers())).startswith("A folder of .ann files")


def test_my_layer_is_offered_first_and_everybodys_where_the_format_holds_it(window: Window, opened: Opened) -> None:
    window.session.project.annotator("زینب")
    dialog = opened(window)
    box = dialog.layer.box
    names = [box.itemText(row) for row in range(box.count())]
    assert names == [f"{isolated('sana')} (you)", isolated("زینب"), "Everybody"]
    assert dialog.plan().annotator == "sana"
    box.setCurrentIndex(2)
    assert dialog.plan().annotator == ""
    choose(dialog.kind.box, "CoNLL-2003")
    assert dialog.plan().annotator == "sana"
    dialog.close()


def test_check_of_my_layer_says_whose_work_is_not_in_it(window: Window, opened: Opened, qtbot: QtBot) -> None:
    project = window.session.project
    other = project.annotator("زینب")
    span_commands.label(window.session, *find(window, "تھامس ویسٹ"), window.session.labels[0])
    done = Work(ArticleId(project.value("SELECT min(id) FROM article")), other.id, Status.DONE)
    project.put(Edit(works=(done,)), "test")
    dialog = opened(window)
    assert dialog.plan().annotator == "sana"
    click(dialog.try_)
    qtbot.waitUntil(lambda: "Would export" in dialog.outcome.text(), timeout=10_000)
    assert "work of زینب (1 article) is not in it, as chosen; everything else is kept as it is" in dialog.outcome.text()
    dialog.close()


def test_whoever_has_done_nothing_is_offered_the_work_of_others(window: Window, opened: Opened) -> None:
    project = window.session.project
    other = project.annotator("زینب")
    done = Work(ArticleId(project.value("SELECT min(id) FROM article")), other.id, Status.DONE)
    project.put(Edit(works=(done,)), "test")
    dialog = opened(window)
    assert dialog.layer.box.currentText() == "Everybody"
    choose(dialog.kind.box, "CoNLL-2003")
    assert dialog.plan().annotator == "زینب"
    dialog.close()


def test_only_the_articles_in_the_filtered_list_go_out(
    several: Window, opened: Opened, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    field = several.article_list.filter.field
    field.setFocus()
    field.setText("لاہور")
    QTest.keyClick(field, Qt.Key.Key_Return)
    dialog = opened(several)
    click(dialog.articles.shown)
    to_file(monkeypatch, tmp_path / "o.jsonl")
    export(several, dialog, qtbot)
    rows = [json.loads(line) for line in (tmp_path / "o.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(rows) == 3
    assert all("لاہور" in row["text"] for row in rows)


def test_without_a_filter_the_list_is_no_choice_and_no_status_is_refused(several: Window, opened: Opened) -> None:
    dialog = opened(several)
    assert not dialog.articles.shown.isEnabled()
    for box in dialog.articles.statuses.values():
        click(box)
    assert "check at least one status" in dialog.outcome.text()
    assert not dialog.go.isEnabled()
    click(dialog.articles.statuses[Status.DONE])
    assert dialog.go.isEnabled()
    assert dialog.plan().statuses == {Status.DONE}
    dialog.close()


def test_a_split_is_a_folder_and_its_shares_add_up(
    several: Window, opened: Opened, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened(several)
    click(dialog.split.on)
    train = dialog.split.shares["train"]
    train.setFocus()
    train.selectAll()
    QTest.keyClicks(train, "70")
    assert dialog.outcome.text() == "The shares add up to 90 %; make them 100 %."
    assert not dialog.go.isEnabled()
    dialog.split.shares["dev"].stepBy(10)
    click(dialog.split.evenly)
    dialog.folder_name.selectAll()
    QTest.keyClicks(dialog.folder_name, "splits")
    to_folder(monkeypatch, tmp_path)
    export(several, dialog, qtbot)
    files = sorted((tmp_path / "splits").iterdir())
    assert [file.name for file in files] == ["dev.jsonl", "test.jsonl", "train.jsonl"]
    assert sum(len(file.read_text(encoding="utf-8").splitlines()) for file in files) == 4


def test_a_split_groups_by_a_field_and_names_dev(
    several: Window, opened: Opened, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened(several)
    click(dialog.split.on)
    offered = [dialog.split.group_box.itemText(row) for row in range(dialog.split.group_box.count())]
    assert (offered[0], offered[-1]) == ("", "title")
    dialog.split.dev_name.setFocus()
    dialog.split.dev_name.selectAll()
    QTest.keyClicks(dialog.split.dev_name, "up/../x")
    assert "a split cannot be called that" in dialog.outcome.text()
    assert not dialog.go.isEnabled()
    dialog.split.dev_name.selectAll()
    QTest.keyClicks(dialog.split.dev_name, "validation")
    dialog.split.group_box.setFocus()
    QTest.keyClicks(dialog.split.group_box, "title")
    assert dialog.plan().group == "title"
    dialog.folder_name.selectAll()
    QTest.keyClicks(dialog.folder_name, "splits")
    to_folder(monkeypatch, tmp_path)
    export(several, dialog, qtbot)
    files = sorted(file.name for file in (tmp_path / "splits").iterdir())
    assert files == ["test.jsonl", "train.jsonl", "validation.jsonl"]


def test_a_check_shows_the_losses_and_writes_nothing(
    window: Window, opened: Opened, tmp_path: Path, qtbot: QtBot
) -> None:
    nested(window)
    before = sorted(tmp_path.rglob("*"))
    dialog = opened(window)
    choose(dialog.kind.box, "CoNLL-2003")
    click(dialog.try_)
    qtbot.waitUntil(dialog.outcome.notes.isVisible, timeout=10_000)
    assert dialog.outcome.text().startswith("Would export 1 article, 1 span; NOT in it: annotator of 1 article, ")
    notes = dialog.outcome.notes.model()
    said = [notes.index(row, notes.columnCount() - 1).data() for row in range(notes.rowCount())]
    assert "no place for it in this format" in said[0]
    assert "left out" in said[-1]
    assert f"; {len(said)} notes below" in dialog.outcome.text()
    assert [path for path in sorted(tmp_path.rglob("*")) if path not in before and "-" not in path.suffix] == []
    QTest.keyClick(dialog.kind.scheme, Qt.Key.Key_Down)
    assert not dialog.outcome.notes.isVisible(), "what was said was about other choices"
    dialog.close()


def test_buttons_stay_in_sight_on_a_small_screen_with_large_text(window: Window, opened: Opened, qtbot: QtBot) -> None:
    nested(window)
    dialog = opened(window)
    font = dialog.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    dialog.setFont(font)
    dialog.resize(780, 540)
    choose(dialog.kind.box, "CoNLL-2003")
    click(dialog.try_)
    qtbot.waitUntil(dialog.outcome.notes.isVisible, timeout=10_000)
    qtbot.waitUntil(lambda: dialog.minimumSizeHint().height() <= 540)
    assert dialog.go.mapTo(dialog, dialog.go.rect().bottomLeft()).y() < dialog.height() <= 540
    dialog.close()


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


def test_a_format_whose_library_is_missing_says_how_to_get_it(
    window: Window, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *more: None if name == "spacy" else there(name, *more)
    )
    dialog = opened(window)
    choose(dialog.kind.box, "spaCy")
    assert "uv sync --extra spacy" in dialog.outcome.text()
    assert not dialog.go.isEnabled()
    assert not dialog.try_.isEnabled()
    dialog.kind.choose("brat")
    assert dialog.go.isEnabled()
    assert dialog.outcome.text() == ""
    dialog.close()


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
    assert "DAMAGED; left out: 1 span" in window.messages.text()
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
