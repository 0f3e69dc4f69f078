"""The open article out of the window: as a PDF, and with its labels on the clipboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.project.project import Project
from models.storage.disk import regular
from tests.ui.conftest import OpenWindow, choose_files, find, label_words
from ui.shell.window import Window


@pytest.fixture
def labelled(window: Window) -> Window:
    label_words(window)
    return window


def saved(window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, path: Path) -> bool:
    choose_files(monkeypatch, path)
    window.actions_["pdf"].trigger()
    qtbot.waitUntil(lambda: window._status.text().startswith("saved ") or window.messages.isVisible(), timeout=10_000)
    return path.exists()


def test_pdf_holds_the_article_and_nothing_of_the_project_changes(
    labelled: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = labelled.session.undo_stack.index()
    assert saved(labelled, qtbot, monkeypatch, tmp_path / "out" / "مضمون.pdf") is False  # no such folder
    assert "مضمون.pdf" in labelled.messages.text()
    labelled.messages.hide()
    assert saved(labelled, qtbot, monkeypatch, tmp_path / "مضمون.pdf")
    assert (tmp_path / "مضمون.pdf").read_bytes().startswith(b"%PDF-")
    assert labelled.session.undo_stack.index() == before


def test_pdf_never_takes_the_place_of_the_project(
    labelled: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = labelled.session.project.path
    saved(labelled, qtbot, monkeypatch, path)
    assert "project" in labelled.messages.text()
    assert regular.is_ours(path)
    assert labelled.session.project.article_rows(labelled.session.annotator.id)


def test_without_a_printer_a_pdf_is_asked_for(
    labelled: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from PySide6.QtPrintSupport import QPrinterInfo

    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(list))
    choose_files(monkeypatch, tmp_path / "a.pdf")
    labelled.actions_["print"].trigger()
    qtbot.waitUntil((tmp_path / "a.pdf").exists, timeout=10_000)


def test_copy_with_labels_takes_the_article_or_the_selection(labelled: Window) -> None:
    board, article = QApplication.clipboard(), labelled.session.article
    assert article is not None
    labelled.actions_["copy_labelled"].trigger()
    assert board.text() == article.text
    page = board.mimeData().html()
    assert page.count("<sub") == 4
    assert "تھامس ویسٹ</span>" in page
    start, end = find(labelled, "تھامس ویسٹ")
    labelled.article_view.select(start, end)
    labelled.actions_["copy_labelled"].trigger()
    assert board.text() == "تھامس ویسٹ"
    assert board.mimeData().html().count("<sub") == 1


def test_hidden_labels_are_left_out_as_in_the_window(labelled: Window) -> None:
    labelled.session.hide_labels({labelled.session.spans[0].label})
    labelled.actions_["copy_labelled"].trigger()
    shown = len(labelled.session.shown_spans)
    assert shown < 4
    assert QApplication.clipboard().mimeData().html().count("<sub") == shown


def test_without_an_article_nothing_can_be_printed(open_window: OpenWindow, tmp_path: Path) -> None:
    with Project.create(tmp_path / "empty.nishan") as empty:
        path = empty.path
    window = open_window(path)
    for key in ("print", "pdf", "copy_labelled"):
        assert not window.actions_[key].isEnabled()
