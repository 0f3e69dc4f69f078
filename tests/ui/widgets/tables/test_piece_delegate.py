"""Cells of tables that run from right to left: Latin letters are cut at their end, numbers keep their order."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from ui.support.bidi import FSI, LRI, LRM, PDI, RLI
from ui.widgets.tables.piece_delegate import PieceDelegate


@pytest.mark.parametrize("text", ["The International Committee", "042-99203801", "2019–20", "علی", "COVID-19 (2020)"])
def test_cell_is_a_piece_of_its_own(qapp: object, text: str) -> None:
    assert PieceDelegate().displayText(text, QLocale()) == f"{FSI}{text}{PDI}"


@pytest.mark.parametrize("text", ["", f"{LRM}labelled {FSI}علی{PDI}", f"{FSI}علی{PDI}.txt"])
def test_sentence_keeps_the_direction_that_it_has(qapp: object, text: str) -> None:
    assert PieceDelegate().displayText(text, QLocale()) == text


@pytest.mark.parametrize(
    ("text", "way"),
    [("The Red Cross", LRI), ("042-99203801", LRI), ("2019–20", LRI), ("علی", RLI), ("COVID-19 وبا (2020)", RLI)],
)
def test_cell_among_articles_runs_as_the_article_does(qtbot: QtBot, text: str, way: str) -> None:
    view = QTableView()
    qtbot.addWidget(view)
    view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert PieceDelegate(view).displayText(text, QLocale()) == f"{way}{text}{PDI}"
