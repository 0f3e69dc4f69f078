"""A project whose every name means harm: shown with marks, never as HTML, and nothing around it is reordered."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from models.base.documents import AnnotatedArticle, LabelledSpan, Layer
from models.base.entities import Label, Scope
from models.base.errors import UserError
from models.project.project import Project
from tests.models.formats.helpers import fill
from tests.ui.conftest import OpenWindow
from ui.session import label_commands
from ui.shell.window import Window
from ui.support.settings import Settings

HARM = "<img src=file:///etc/passwd>\u202eRLO & x\u2066\u061c"
RLO = "\u27e6RLO\u27e7"
TEXT = "علی لاہور گیا۔ \u202eعلی\u202c پھر لاہور گیا۔"
_OURS = re.compile("\u200e|\u2068[^\u2066-\u2069]*\u2069|\u2068[^\u2069]*\u2068[^\u2069]*\u2069[^\u2069]*\u2069")
_BAD = re.compile("[\u202a-\u202e\u2066\u2067\u200f\u061c\u200b\x1b]")


@pytest.fixture
def hostile(open_window: OpenWindow, tmp_path: Path, qtbot: QtBot) -> Window:
    """Titles, labels, annotators, notes and the file itself are called `HARM`, or nearly so."""
    path = tmp_path / f"p\u202e{'&'}<b>.nishan"
    fields: dict[str, Any] = {"urdu_name": HARM + "ا", "short": HARM[:34], "description": HARM, "examples": HARM}
    made = [Label(HARM, color="#1f77b4", **fields), Label("t" + HARM, scope=Scope.ARTICLE, choice=HARM, **fields)]
    span = LabelledSpan(0, 3, HARM, note=HARM)
    layers = (Layer("sana", spans=(span,)), Layer(HARM, spans=(span, LabelledSpan(16, 19, HARM)), labels=("t" + HARM,)))
    with Project.create(path, made, f"# {HARM}\n![x](file:///etc/passwd)") as project:
        fill(
            project, [AnnotatedArticle(HARM, HARM, TEXT, layers=layers), AnnotatedArticle("b", "ب" + HARM, TEXT + "۔")]
        )
    window = open_window(path)
    window.session.select(window.session.spans[0])
    qtbot.waitUntil(lambda: window.span_table.rows.rowCount() == 1)
    return window


def cells(model: QAbstractItemModel) -> list[tuple[str, str]]:
    """(text, tooltip) of what the first rows show."""
    found = []
    for row in range(min(model.rowCount(QModelIndex()), 20)):
        for index in (model.index(row, column) for column in range(8)):
            if not index.isValid():
                break
            roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
            text, tip = (index.data(role) for role in roles)
            found.append((text if isinstance(text, str) else "", tip if isinstance(tip, str) else ""))
    return found


def shown(window: QWidget) -> list[tuple[str, str, str]]:
    """(where, text, tooltip) of all that a window or dialog says."""
    found = [("title", window.windowTitle(), "")]
    for widget in window.findChildren(QWidget):
        where = type(widget).__name__
        parent = widget.parentWidget()
        box = widget if isinstance(widget, QComboBox) else parent and parent.parentWidget()
        if isinstance(box, QComboBox) and box.isEditable():
            continue  # what is edited is the name itself, each in a line of its own
        if isinstance(widget, QLabel | QAbstractButton):
            found.append((where, widget.text(), widget.toolTip()))
        if isinstance(widget, QAbstractItemView | QComboBox) and widget.model() is not None:
            found += [(where, *cell) for cell in cells(widget.model())]
    found += [("action", action.text(), action.toolTip()) for action in window.findChildren(QAction)]
    return found


def harmful(found: list[tuple[str, str, str]]) -> list[tuple[str, str]]:
    bad = []
    for where, text, tip in found:
        for said in (text, tip):
            if _BAD.search(_OURS.sub("", said)) or _BAD.search(said):
                bad.append((where, said))
        if "<img" in tip:
            bad.append((where, tip))
    return bad


SEEN = (
    "labels",
    "palette",
    "history",
    "export",
    "settings",
    "backups",
    "search",
    "label_all",
    "choose_label",
    "guidelines",
)


@pytest.mark.parametrize("gesture", SEEN)
def test_no_window_shows_a_name_that_moves_its_neighbours(hostile: Window, gesture: str) -> None:
    hostile.actions_[gesture].trigger()
    QApplication.processEvents()
    seen = [each for top in QApplication.topLevelWidgets() if top.isVisible() for each in shown(top)]
    for dialog in [top for top in QApplication.topLevelWidgets() if top is not hostile and top.isVisible()]:
        dialog.close()
        dialog.deleteLater()
    assert not harmful(seen)


def test_the_names_are_there_with_marks(hostile: Window) -> None:
    said = [text for _, text, _ in shown(hostile)]
    assert sum(RLO in text for text in said) >= 4, said
    assert any(text.startswith("<img src=file:///etc/passwd>" + RLO) for text in said)


def test_plain_labels_take_no_html(hostile: Window) -> None:
    taken = [
        label.text()
        for label in hostile.findChildren(QLabel)
        if "<img" in label.text() and label.textFormat() is not Qt.TextFormat.PlainText
    ]
    assert not taken


def test_the_status_line_keeps_what_is_said_in_order(hostile: Window) -> None:
    hostile.session.status_message.emit("labelled \u2068a\u202eb\u2069 twice")
    assert hostile._status.text() == f"labelled \u2068a{RLO}b\u2069 twice"
    hostile.messages.show_error(f"x\u202ey: {'<b>'}")
    assert hostile.messages.text() == f"x{RLO}y: <b>"


def test_a_name_with_something_hidden_is_not_taken_from_the_keyboard(hostile: Window) -> None:
    with pytest.raises(UserError, match="U\\+202E"):
        label_commands.create(hostile.session, Label("a\u202eb", color="#1f77b4"))
    with pytest.raises(UserError, match="U\\+200B"):
        hostile.session.work_as("sa\u200bna")
    imported = hostile.session.labels[0]
    assert label_commands.update(hostile.session, imported, replace(imported, description="kept as it came"))
    assert hostile.session.labels[0].name == HARM


def test_settings_of_such_a_project_come_back(hostile: Window, tmp_path: Path) -> None:
    path = hostile.session.project.path
    settings = Settings(tmp_path / "again")
    settings.remember(path)
    settings.sync()
    assert Settings(tmp_path / "again").recent[0].path == path
