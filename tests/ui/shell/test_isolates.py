"""Names of people, in Urdu and in Latin letters, stand in sentences as pieces of their own, in every window."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QPushButton,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from models.base.entities import Label, Scope
from models.importing.run import import_files
from models.labels.templates import seed_labels
from models.project.project import Project
from tests.ui import windows
from tests.ui.conftest import OpenWindow
from ui.session import article_commands, label_commands, span_commands
from ui.shell.window import Window

NAMES = {
    "لاہور", "علی", "شخصیت", "شخص", "مقام", "جگہ", "سیاست", "سیاسی", "کھیل", "کھیل کود", "موضوع", "بلال", "ثنا",
    "علی کی خبر", "اردو نام", "لوگ", "فرد", "شخصی",
} | {label.urdu_name for label in seed_labels()}  # fmt: skip
_ARABIC = re.compile("[\u0620-\u06ff]")
_ISOLATE = re.compile("[\u2066-\u2068][^\u2066-\u2069]*\u2069")
SKIPPED = {"ui.articles.empty_state", "ui.projects.recent_list", "ui.articles.label_chips"}  # leave the project
TEXT = "علی لاہور گیا۔ The International Committee نے 042-99203801 پر"


@pytest.fixture
def named(open_window: OpenWindow, tmp_path: Path) -> Window:
    """A project in which names of every kind are Urdu beside Urdu, and Urdu beside Latin."""
    path = tmp_path / "اردو نام.nishan"
    topic = {"scope": Scope.ARTICLE, "choice": "موضوع"}
    labels = [
        Label("شخصیت", "شخص", color="#1f77b4", key="1", description="لوگ", examples="علی"),
        Label("مقام", "جگہ", color="#2ca02c", key="2"),
        Label("PERSON", "فرد", color="#d62728", key="3"),
        Label("سیاست", "سیاسی", key="5", **topic),  # type: ignore[arg-type]
        Label("کھیل", "کھیل کود", key="6", **topic),  # type: ignore[arg-type]
    ]
    spans = [{"start": 0, "end": 3, "label": "شخصیت", "note": "لوگ"}, {"start": 4, "end": 9, "label": "مقام"}]
    layers = [{"annotator": who, "spans": spans, "labels": ["سیاست"]} for who in ("بلال", "ثنا")]
    (tmp_path / "a.jsonl").write_text(
        json.dumps({"id": "علی", "title": "علی کی خبر", "text": TEXT, "layers": layers}), encoding="utf-8"
    )
    with Project.create(path, labels, "# شخصیت\nلوگ") as project:
        import_files(project, [tmp_path / "a.jsonl"])
    window = open_window(path)
    window.session.work_as("ثنا")
    window.session.select(window.session.spans[1])
    window.article_view.setFocus()
    return window


def is_bad(text: str) -> bool:
    """Whether Urdu stands outside isolates, beside something else."""
    if text.replace("&&", "&") in NAMES:
        return False
    rest = text
    while (less := _ISOLATE.sub("", rest)) != rest:
        rest = less
    return bool(_ARABIC.search(rest))


def said(widget: QWidget) -> list[str]:
    """What a widget shows, tells in its tooltip, and tells a screen reader."""
    texts = [widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()]
    if isinstance(widget, QLabel | QPushButton | QToolButton):
        texts += widget.text().split("\n")
    model = widget.model() if isinstance(widget, QAbstractItemView | QComboBox) else None
    if isinstance(widget, QHeaderView):
        model = None  # that of its table
    if model is not None and not (isinstance(widget, QComboBox) and widget.isEditable()):
        every = (model.index(row, column) for row in range(min(model.rowCount(), 30)) for column in range(8))
        texts += [text for index in every if index.isValid() for text in _cell(index)]
    return [line for text in texts for line in re.sub("<[^>]*>", "", text).split("\n")]


def _cell(index: QModelIndex) -> list[str]:
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
    return [text for role in roles if isinstance(text := index.data(role), str)]


def bad_ones() -> set[str]:
    tops = [top for top in QApplication.topLevelWidgets() if top.isVisible()]
    every = [each for top in tops for each in (top, *top.findChildren(QWidget)) if not each.isHidden()]
    found = {f"{type(each).__name__}: {text}" for each in every for text in said(each) if is_bad(text)}
    actions = (action for top in tops for action in top.findChildren(QAction))
    return found | {f"action: {text}" for each in actions for text in (each.text(), each.toolTip()) if is_bad(text)}


@pytest.mark.parametrize("module", sorted(set(windows.SHOWN_BY) - SKIPPED))
def test_every_name_is_a_piece_of_its_own(named: Window, module: str, qtbot: QtBot) -> None:
    windows.SHOWN_BY[module](named)
    qtbot.wait(60)
    bad = bad_ones()
    for top in QApplication.topLevelWidgets():
        if top is not named and top.isVisible():
            top.close()
            top.deleteLater()
    assert not bad


def test_what_is_said_of_a_gesture_has_each_name_as_a_piece(named: Window) -> None:
    session, told = named.session, list[str]()
    session.status_message.connect(told.append)
    one, two, three = session.labels[:3]
    gestures: tuple[Callable[[], object], ...] = (
        lambda: span_commands.relabel(session, session.spans[0], two),
        lambda: span_commands.relabel(session, session.spans[1], two),
        lambda: span_commands.duplicate(session, session.spans[0], three),
        lambda: span_commands.remove(session, session.spans[0]),
        lambda: article_commands.toggle_label(session, session.article_choices[1]),
        lambda: label_commands.move(session, one, 2),
        lambda: label_commands.delete(session, one, two),
    )
    for gesture in gestures:
        gesture()
        session.undo()
        session.redo()
    assert len(told) >= len(gestures) * 3
    assert [text for text in told if is_bad(text)] == []


def test_history_keeps_the_gesture_without_isolates(named: Window) -> None:
    span_commands.remove(named.session, named.session.spans[0])
    gesture = named.session.project.value("SELECT gesture FROM event ORDER BY id DESC LIMIT 1")
    assert gesture == "remove شخصیت"
