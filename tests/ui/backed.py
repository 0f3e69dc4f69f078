"""Backups in a window."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from models.backups.backing_up import uid_of
from models.backups.listing import Backup, backups_in, folder_of
from tests.ui.conftest import Started, find
from ui.backups.dialog import BackupsDialog
from ui.session import span_commands
from ui.shell.app import App
from ui.shell.window import Window


def made(window: Window) -> list[Backup]:
    root = window.backups.scheduler.root
    return backups_in(folder_of(root, uid_of(window.session.project.source())))


def back_up(window: Window, qtbot: QtBot, reason: str = "work") -> None:
    with qtbot.waitSignal(window.backups.scheduler.ended):
        assert window.backups.scheduler.start(reason)
    qtbot.waitUntil(lambda: not window.backups.scheduler.at_work)


def label(window: Window, words: str, nth: int = 0) -> None:
    assert span_commands.label(window.session, *find(window, words, nth), window.session.labels[0])


def dialog_of(window: Window, qtbot: QtBot) -> BackupsDialog:
    window.actions_["backups"].trigger()
    dialog = window.findChildren(BackupsDialog)[-1]
    qtbot.waitUntil(lambda: not dialog._comparing.at_work)
    return dialog


def window_of(app: App) -> Window:
    assert app.window is not None
    return app.window


def changed_since_backup(started: Started, qtbot: QtBot) -> tuple[App, Window]:
    """The sample in a window, with one span when it was backed up and two now."""
    app = started()
    app.start(None)
    window = window_of(app)
    label(window, "پاکستان")
    back_up(window, qtbot)
    label(window, "امریکہ")
    return app, window
