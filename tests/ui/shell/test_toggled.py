"""A screen reader toggles what can be checked, and clicks nothing: that has to do what a click does."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication

from models.base.entities import Label, Scope
from tests.ui.conftest import find, texts
from ui.labels.swatches import Swatches
from ui.session import label_commands
from ui.shell.window import Window


def activate(button: QAbstractButton) -> None:
    """Do the first action of a button, as over AT-SPI."""
    found = QAccessible.queryAccessibleInterface(button).actionInterface()
    found.doAction(found.actionNames()[0])
    QApplication.processEvents()


def test_the_button_of_a_label_labels(window: Window) -> None:
    window.article_view.select(*find(window, "پاکستان"))
    (button,) = (each for each in window.label_bar.findChildren(QAbstractButton) if "LOCATION" in each.accessibleName())
    activate(button)
    assert texts(window) == [("پاکستان", "LOCATION")]
    assert button.isChecked() == (window.session.selected is not None)


def test_the_chip_of_an_article_label_puts_it_on_and_takes_it_off(window: Window) -> None:
    label_commands.create(window.session, Label("politics", "سیاست", scope=Scope.ARTICLE))
    session = window.session
    assert session.article is not None
    (chip,) = window.article_labels.chips.values()
    for put in (1, 0):
        activate(chip)
        assert len(session.project.article_labels(session.article.id, session.annotator.id)) == put
        assert chip.isChecked() == bool(put)


@pytest.mark.usefixtures("qapp")
def test_a_swatch_is_chosen_and_showing_one_chooses_none() -> None:
    swatches, chosen = Swatches(), list[str]()
    swatches.chosen.connect(chosen.append)
    first, *_, last = swatches.swatches
    swatches.show_color(last.color)
    assert chosen == []
    activate(first)
    assert chosen == [first.color]
    swatches.deleteLater()
