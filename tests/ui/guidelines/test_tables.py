"""Tables of guidelines run from right to left where their text is Urdu."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QTextTable
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ui.guidelines.pane import QuietBrowser
from ui.guidelines.tables import turned
from ui.shell.window import Window

URDU = "| لیبل | مطلب | مثال |\n|:--|---|--:|\n| شخص | انسان | علی |"
ENGLISH = "| label | meaning |\n|---|---|\n| PERSON | a person, like علی |"


@pytest.fixture
def browser(qtbot: QtBot, app_fonts: None) -> QuietBrowser:
    made = QuietBrowser()
    qtbot.addWidget(made)
    made.resize(600, 300)
    made.show()
    return made


def first_row(browser: QuietBrowser) -> dict[str, QRectF]:
    """The words of the first row of the first table, each with its place."""
    table = next(frame for frame in browser.document().rootFrame().childFrames() if isinstance(frame, QTextTable))
    blocks = [table.cellAt(0, column).firstCursorPosition().block() for column in range(table.columns())]
    return {block.text(): browser.document().documentLayout().blockBoundingRect(block) for block in blocks}


def test_the_first_column_of_an_urdu_table_is_the_rightmost(browser: QuietBrowser) -> None:
    browser.show_markdown(f"متن\n\n{URDU}\n\nمتن")
    places = first_row(browser)
    assert places["لیبل"].left() > places["مطلب"].left() > places["مثال"].left()
    assert places["لیبل"].right() > 500, "and it stands at the right side"


def test_an_english_table_stays_as_it_is(browser: QuietBrowser) -> None:
    browser.show_markdown(ENGLISH)
    places = first_row(browser)
    assert places["label"].left() < places["meaning"].left() < 300


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("لیبل | مطلب\n--|--\nشخص | انسان", "| مطلب|لیبل |\n|--|--|\n| انسان|شخص |"),
        ("| ا | ب |\n|---|---|\n| ج \\| د |", "| ب | ا |\n|---|---|\n|| ج \\| د |"),  # a bar, and a cell too few
        (f"```\n{URDU}\n```", f"```\n{URDU}\n```"),
        ("ا | ب\n\n---\n", "ا | ب\n\n---\n"),  # a rule
        ("ا | ب | ج\n--|--\n", "ا | ب | ج\n--|--\n"),  # no table: other columns than its heading
        (ENGLISH, ENGLISH),
    ],
)
def test_columns_are_turned_in_tables_of_urdu_alone(markdown: str, expected: str) -> None:
    assert turned(markdown) == expected


def test_text_after_a_table_is_left_alone() -> None:
    assert turned(f"{URDU}\n\nا | ب").endswith("\n\nا | ب")


def test_the_editors_panes_have_headings(window: Window) -> None:
    window.actions_["guidelines"].trigger()
    editor = window.guidelines.editor
    assert editor is not None
    headings = {label.text(): label for label in editor.findChildren(QLabel)}
    for heading, pane in (("Markdown", editor.text), ("Preview", editor.preview)):
        assert headings[heading].isVisible()
        assert headings[heading].parentWidget() is pane.parentWidget()
