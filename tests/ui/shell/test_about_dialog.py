"""About says what a person who asks for help, or checks licences, needs to know."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from ui.shell.about_dialog import FONTS, LIBRARIES, AboutDialog
from ui.shell.window import Window
from ui.support import bug_report
from ui.support.bidi import shown_path

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def about(window: Window) -> AboutDialog:
    window.actions_["about"].trigger()
    (dialog,) = window.findChildren(AboutDialog)
    assert dialog.isVisible()
    return dialog


def test_it_names_version_licence_data_folder_and_what_is_shipped(about: AboutDialog, window: Window) -> None:
    said = about.text.toPlainText()
    assert f"Nishan {bug_report.version()}" in said
    assert "MIT licence" in said
    assert shown_path(window.settings.folder) in said
    for name, _ in (*FONTS, *LIBRARIES):
        assert name in said
    assert "SIL Open Font License" in said


def test_every_library_that_the_program_needs_is_named() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {line.split(">")[0].split("=")[0] for line in project["dependencies"] if ";" not in line}
    assert {name for name, _ in LIBRARIES} == needed
    fonts = {path.name.split("-")[0] for path in (ROOT / "ui" / "resources" / "fonts").glob("*.ttf")}
    assert {name.replace(" ", "") for name, _ in FONTS} == fonts


def test_its_text_is_copied(about: AboutDialog) -> None:
    about.copy.click()
    assert QApplication.clipboard().text() == about.text.toPlainText()
    assert about.outcome_line.text().endswith("copied")


def test_the_data_folder_is_opened_or_it_says_that_nothing_answers(
    about: AboutDialog, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []

    def refuse(url: QUrl) -> bool:
        asked.append(Path(url.toLocalFile()))
        return False

    monkeypatch.setattr(QDesktopServices, "openUrl", refuse)
    about.open_folder.click()
    assert asked == [window.settings.folder]
    assert "No file manager answers" in about.outcome_line.text()
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: True)
    about.open_folder.click()
    assert "No file manager" not in about.outcome_line.text()


def test_it_stays_beside_the_work_and_comes_to_the_front_again(about: AboutDialog, window: Window) -> None:
    assert not about.isModal()
    window.actions_["about"].trigger()
    assert window.findChildren(AboutDialog) == [about]
