"""The export dialog: what is offered for each format and layer, what is checked, and how it looks."""

from __future__ import annotations

import importlib.util
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QProgressDialog, QPushButton
from pytestqt.qtbot import QtBot

from models.base.entities import AnnotatorKind, ArticleId, Edit, Status, Work
from models.base.report import Progress
from tests.ui.conftest import find
from tests.ui.exporting.driving import Opened, choose, click, nested
from tests.ui.shell.test_accessible import mnemonics, twice
from ui.exporting.format_part import about
from ui.session import span_commands
from ui.shell.window import Window
from ui.support.bidi import isolated


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
    assert about(formats.named("brat", formats.writers()), split=True).startswith("A folder of .ann files:")


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
