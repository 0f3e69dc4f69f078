"""The guidelines on paper: every page of them, in ink on white whatever the theme."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from models.labels.templates import read_guidelines
from tests.ui.conftest import choose_files
from ui.guidelines.pages import GuidelinePages
from ui.shell.window import Window

SIZE = QSizeF(500, 600)


@pytest.mark.usefixtures("app_fonts")
def test_each_page_has_ink_in_it() -> None:
    pages = GuidelinePages("t", read_guidelines() * 4)
    count = pages.lay_out(SIZE)
    assert count > 1
    for page in range(count):
        image = QImage(SIZE.toSize(), QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        pages.paint(painter, page)
        painter.end()
        values = {image.pixelColor(x, y).lightness() for x in range(0, 500, 2) for y in range(0, 600, 2)}
        assert min(values) < 60
        assert max(values) == 255


def test_newest_guidelines_are_saved_as_pdf(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    choose_files(monkeypatch, tmp_path / "g.pdf")
    window.actions_["guidelines_pdf"].trigger()
    qtbot.waitUntil((tmp_path / "g.pdf").exists, timeout=10_000)
    assert (tmp_path / "g.pdf").read_bytes().startswith(b"%PDF-")
