"""Names of any length come with files; no window, dialog or menu becomes wider than the screen for one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from models.base.entities import Label, Scope
from models.importing.run import import_files
from models.project.project import Project
from tests.ui import windows
from tests.ui.conftest import OpenWindow
from ui.session import span_commands
from ui.shell.window import Window
from ui.support.tips import tip

WORD, WORDS = "ن" * 10_000, "long name " * 1000
SCREEN = 1280  # pixels
SKIPPED = {"ui.articles.label_chips", "ui.articles.empty_state", "ui.projects.recent_list"}  # change the project


@pytest.fixture(params=[WORD, WORDS], ids=["a word", "words"])
def named(request: pytest.FixtureRequest, open_window: OpenWindow, tmp_path: Path) -> Window:
    """A project in which everything that a file names bears a name of 10,000 characters."""
    name, path = request.param, tmp_path / f"{'پ' * 100}.nishan"
    labels = [
        Label(f"{name}{n}", name, scope=scope, choice=name if scope is Scope.ARTICLE else "", description=name)
        for n, scope in enumerate([Scope.SPAN] * 3 + [Scope.ARTICLE] * 2)
    ]
    spans = [{"start": 0, "end": 3, "label": labels[0].name, "note": name, "confidence": name}]
    layers = [{"annotator": f"{name}{n}", "spans": spans} for n in range(2)]
    row = {"id": name, "title": name, "text": f"{name}\nعلی لاہور گیا", "layers": layers}
    (tmp_path / "a.jsonl").write_text(json.dumps(row), encoding="utf-8")
    with Project.create(path, labels) as project:
        import_files(project, [tmp_path / "a.jsonl"])
    window = open_window(path)
    session = window.session
    session.open_article(session.project.article_rows(session.annotator.id)[0].id)
    span_commands.label(session, 0, 3, session.labels[0])
    session.select(session.spans[0])
    window.article_view.setFocus()
    return window


def too_wide(widget: QWidget) -> list[str]:
    """The widgets that ask for more room than the screen has, the innermost ones."""
    found = [each for each in [widget, *widget.findChildren(QWidget)] if not each.isHidden()]
    wide = [each for each in found if each.minimumSizeHint().width() > SCREEN]
    return [f"{type(each).__name__} {each.objectName()} {each.minimumSizeHint().width()}" for each in wide]


def fits(widget: QWidget) -> None:
    QApplication.processEvents()
    assert max(widget.width(), widget.minimumSizeHint().width()) <= SCREEN, too_wide(widget)


def test_window_is_no_wider_than_the_screen(named: Window) -> None:
    fits(named)
    assert len(named.windowTitle()) < 400


def test_no_dialog_is_wider_than_the_screen(named: Window, qtbot: QtBot) -> None:
    shown: dict[str, Callable[[Window], object]] = windows.SHOWN_BY
    for module, show in shown.items():
        if module in SKIPPED:
            continue
        show(named)
        QApplication.processEvents()
        for widget in QApplication.topLevelWidgets():
            if widget.isVisible():
                assert not too_wide(widget), module
                assert widget.width() <= SCREEN, module
        for dialog in named.findChildren(QDialog):
            dialog.close()


def test_no_menu_is_wider_than_the_screen(named: Window) -> None:
    for menu in named.findChildren(QMenu):
        menu.aboutToShow.emit()
        assert menu.sizeHint().width() <= SCREEN, menu.title()


def test_line_of_a_tooltip_is_wrapped() -> None:
    assert max(map(len, tip(WORD).split("\n"))) <= 120
    assert max(map(len, tip(WORDS).split("\n"))) <= 120
    assert tip("علی\nلاہور") == "علی\nلاہور"
