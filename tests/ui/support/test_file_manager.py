"""Showing a folder in the file manager, or saying that none is there."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QProcess, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.support.bidi import shown_path
from ui.support.file_manager import show_folder

pytestmark = pytest.mark.usefixtures("qapp")


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
    show_folder(tmp_path / "لاہور #1 %20", pytest.fail)
    show_folder(tmp_path / "out.jsonl", pytest.fail)
    assert asked == [tmp_path / "لاہور #1 %20", tmp_path]


def test_no_file_manager_is_said_with_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    said: list[str] = []
    show_folder(tmp_path, said.append)
    assert said == [f"No file manager answers; the folder is {shown_path(tmp_path)}"]


def test_a_folder_that_is_gone_is_said(tmp_path: Path, asked: list[Path]) -> None:
    said: list[str] = []
    show_folder(tmp_path / "gone" / "out.jsonl", said.append)
    assert said == [f"{shown_path(tmp_path / 'gone')} is not there any more."]
    assert asked == []


def test_without_a_desktop_nobody_is_asked(tmp_path: Path, qapp: QApplication) -> None:
    if qapp.platformName() == "offscreen":  # Qt's warning about it would fail the test
        said: list[str] = []
        show_folder(tmp_path, said.append)
        assert "No file manager" in said[0]


@pytest.mark.skipif(sys.platform == "win32", reason="the launcher is a shell script")
@pytest.mark.parametrize(("code", "said"), [(0, 0), (3, 1), (4, 1)])
def test_a_launcher_that_finds_nothing_to_open_it_with_is_listened_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, code: int, said: int
) -> None:
    launcher, told = tmp_path / "xdg-open", list[str]()
    launcher.write_text(f'#!/bin/sh\nprintf %s "$1" > "{tmp_path}/seen"\nexit {code}\n')
    launcher.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: "xcb")
    show_folder(tmp_path, told.append)
    app = QCoreApplication.instance()
    assert app is not None
    (process,) = app.findChildren(QProcess)
    with qtbot.waitSignal(process.destroyed):
        pass
    assert (tmp_path / "seen").read_text() == str(tmp_path)
    assert len(told) == said
