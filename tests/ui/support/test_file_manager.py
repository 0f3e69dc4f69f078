"""Showing a folder in the file manager, or saying that none is there."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from ui.support.bidi import shown_path
from ui.support.file_manager import show_folder


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What the system is asked to open; it does."""
    found: list[Path] = []

    def open_(url: QUrl) -> bool:
        found.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_)
    return found


def test_a_folder_is_shown_itself_and_a_file_in_its_folder(tmp_path: Path, asked: list[Path]) -> None:
    (tmp_path / "لاہور #1 %20").mkdir()
    (tmp_path / "out.jsonl").touch()
    assert show_folder(tmp_path / "لاہور #1 %20") == ""
    assert show_folder(tmp_path / "out.jsonl") == ""
    assert asked == [tmp_path / "لاہور #1 %20", tmp_path]


def test_no_file_manager_is_said_with_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    assert show_folder(tmp_path) == f"No file manager answers; the folder is {shown_path(tmp_path)}"


def test_a_folder_that_is_gone_is_said(tmp_path: Path, asked: list[Path]) -> None:
    assert "not there any more" in show_folder(tmp_path / "gone" / "out.jsonl")
    assert asked == []


def test_without_a_desktop_nobody_is_asked(tmp_path: Path, qapp: QApplication) -> None:
    if qapp.platformName() == "offscreen":  # Qt's warning about it would fail the test
        assert "No file manager" in show_folder(tmp_path)
