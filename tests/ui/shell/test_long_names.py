"""Names of any length come with files; no window, dialog or menu becomes wider than the screen for one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from models.base.entities import Label, Scope
from models.importing.run import import_files
from models.project.project import Project
from tests.ui import windows
from tests.ui.conftest import OpenWindow, Started
from ui.pending.dialog import PendingDialog
from ui.session import span_commands
from ui.shell.window import Window
from ui.support.tips import tip
from ui.widgets.damaged_copy import tell_damaged_copy
from ui.widgets.file_dialogs import FileDialog

WORD, WORDS = "ن" * 10_000, "long name " * 1000
SCREEN = 1280  # pixels
SKIPPED = {"ui.articles.label_chips", "ui.articles.empty_state", "ui.projects.recent_list"}  # change the project


@pytest.fixture(params=[WORD, WORDS], ids=["a word", "words"])
def long_names(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A closed project in which everything that a file names bears a name of 10,000 characters."""
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
    return path


@pytest.fixture
def named(long_names: Path, open_window: OpenWindow) -> Window:
    window = open_window(long_names)
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
                for area in widget.findChildren(QScrollArea):
                    if area.isVisible() and (inside := area.widget()) is not None:
                        assert inside.width() <= area.viewport().width(), module
        for dialog in named.findChildren(QDialog):
            dialog.close()


@pytest.mark.parametrize("module", sorted(SKIPPED))
def test_what_takes_the_windows_place_is_no_wider(started: Started, long_names: Path, module: str) -> None:
    app = started()
    app.start(long_names)
    assert app.window is not None
    windows.SHOWN_BY[module](app.window)
    shown = app.window or app.welcome
    assert shown is not None
    fits(shown)
    for tooltip in (each.toolTip() for each in shown.findChildren(QWidget)):
        assert max(map(len, tooltip.split("\n"))) <= 200


def test_no_message_is_wider_than_the_screen(named: Window, tmp_path: Path) -> None:
    name = "پ" * 120  # as long as a file's name can be
    named.messages.show_error(WORDS, offers=[("&Look at it read-only", lambda: None), ("&Recover…", lambda: None)])
    named.messages.show_error(WORD)
    fits(named)
    named.messages.close_message()
    fits(named)
    named.pending.bar.show_waiting(3, f"{name}.nishan was moved.")
    fits(named)
    named.tell_damage(WORD)
    tell_damaged_copy(named, tmp_path / name / f"{name}.nishan", f"the text of article 1, {name[:40]}", lambda: None)
    dialogs: list[QDialog] = [FileDialog(named, "Save a copy", tmp_path / f"{name}.nishan", f"{name} (*.nishan)")]
    dialogs.append(PendingDialog(2, f"{name}.nishan was moved, replaced or removed.", named))
    for dialog in dialogs:
        dialog.show()
    for dialog in named.findChildren(QDialog):
        fits(dialog)
        dialog.close()
        dialog.deleteLater()


def test_no_menu_is_wider_than_the_screen(named: Window) -> None:
    for menu in named.findChildren(QMenu):
        menu.aboutToShow.emit()
        assert menu.sizeHint().width() <= SCREEN, menu.title()


def test_line_of_a_tooltip_is_wrapped() -> None:
    assert max(map(len, tip(WORD).split("\n"))) <= 120
    assert max(map(len, tip(WORDS).split("\n"))) <= 120
    assert tip("علی\nلاہور") == "علی\nلاہور"
