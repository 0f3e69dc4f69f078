"""The composition root: settings, fonts, theme, error hooks, the project and its window."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from models.errors import Damaged, UserError
from models.folders import backups_folder
from models.opening import Opening
from models.ownership import login_name
from models.project import Project
from ui import fonts
from ui.hooks import Hooks
from ui.icons import app_icon
from ui.session import Session
from ui.settings import Settings
from ui.window import Window

if TYPE_CHECKING:
    import sqlite3

    from models.report import Report
    from ui.dialogs.assistant import Assistant
    from ui.panels.message_bar import MessageBar
    from ui.welcome import Welcome


class App(QObject):
    """Opens projects in windows, one at a time; without one there is the welcome page."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        self.window: Window | None = None
        self.welcome: Welcome | None = None
        self._wanted: Path | None = None  # a project that was asked for at the start and is not there

    # --- starting ---------------------------------------------------------------------------------------------

    def start(self, path: Path | None) -> None:
        """Open `path`, or the last project, or the very first time the sample; else the welcome page, saying why."""
        if path is not None and not path.exists():
            self._wanted = path
            self.show_welcome(f"{path}: there is no such project yet; make it with New project, or open another.")
            return
        found = path or self.settings.last_project
        if found is not None:
            self.attempt(found)
        elif self.settings.recent:
            self.show_welcome()
        else:
            self.open_sample()

    def bar(self) -> MessageBar | None:
        """Where messages are shown now."""
        shown = self.window or self.welcome
        return shown.messages if shown is not None else None

    # --- projects ---------------------------------------------------------------------------------------------

    def attempt(self, path: Path) -> None:
        """Open a project; where it cannot be, all is as it was and the message bar says why."""
        try:
            self.open(path)
        except Damaged as error:
            self._refuse(str(error))
            self.offer_backups(path)
        except UserError as error:
            self._refuse(str(error))

    def open_sample(self) -> None:
        """Open the sample project, made anew where it is missing."""
        try:
            if not self.settings.sample.exists():
                self._make_sample()
            self.open(self.settings.sample)
        except UserError as error:
            self._refuse(str(error))

    def _make_sample(self) -> None:
        from models.making import make_project  # noqa: PLC0415 - most starts make nothing
        from models.seeds import read_guidelines, seed_articles, seed_labels  # noqa: PLC0415

        make_project(self.settings.sample, seed_labels(), read_guidelines(), seed_articles())

    def _refuse(self, reason: str) -> None:
        bar = self.bar()
        if bar is not None:
            bar.tell(reason)
        else:
            self.show_welcome(reason)

    def open(self, path: Path) -> None:
        """Open a project and show it in place of what was there. Raises UserError; then all is as it was."""
        if self.window is not None and not self.window.unsaved.may_leave(lambda: self.attempt(path)):
            return
        project = Project.open(path, Opening(before_migration=self._before_migration))
        try:
            name = self.settings.annotator or login_name()
            window = Window(Session(project, name), self.settings)
        except BaseException:
            project.close()
            raise
        self.settings.annotator = name
        self.settings.remember(project.path)
        window.project_asked.connect(self.attempt)
        window.new_asked.connect(self.ask_new)
        window.sample_asked.connect(self.open_sample)
        window.close_asked.connect(self.close_project)
        window.restore_asked.connect(self.restore)
        before, self.window = self.window, window
        window.show()
        self._dismiss(before)
        self._dismiss(self.welcome)
        self.welcome = None

    def _dismiss(self, shown: Window | Welcome | None) -> None:
        if shown is not None:
            shown.close()
            shown.deleteLater()

    # --- backups ----------------------------------------------------------------------------------------------

    def _before_migration(self, conn: sqlite3.Connection, path: Path) -> None:
        from models.backups import before_migration  # noqa: PLC0415 - most projects are of this version

        before_migration(backups_folder(self.settings.folder), conn, path)

    def restore(self, draft: Path) -> None:
        """Put a backup that is ready in the place of the open project, and open it."""
        from ui.restoring import Restorer  # noqa: PLC0415 - seldom needed

        Restorer(self).exchange(draft)

    def offer_backups(self, path: Path | None = None) -> None:
        """Show the backups of a project that cannot be opened, if there are any; or those of all projects."""
        from ui.restoring import Restorer  # noqa: PLC0415 - seldom needed

        Restorer(self).offer(path)

    # --- without a project ------------------------------------------------------------------------------------

    def close_project(self) -> None:
        """Close the project and show the welcome page; the next start shows it, too."""
        if self.window is None or not self.window.isEnabled():  # a job holds the project
            return
        if not self.window.unsaved.may_leave(self.close_project):
            return
        before, self.window = self.window, None
        self.settings.forget_last()
        self.show_welcome()
        self._dismiss(before)

    def show_welcome(self, reason: str = "", details: str = "") -> None:
        """Show the welcome page, with what went wrong if anything did."""
        from ui.welcome import Welcome  # noqa: PLC0415 - most starts open a project

        self.welcome = Welcome(self.settings)
        self.welcome.open_asked.connect(self.attempt)
        self.welcome.new_asked.connect(self.ask_new)
        self.welcome.sample_asked.connect(self.open_sample)
        self.welcome.backups_asked.connect(self.offer_backups)
        if reason:
            self.welcome.messages.tell(reason, details)
        self.welcome.show()

    def ask_new(self, articles: Sequence[Path] = ()) -> Assistant:
        """Show the new-project assistant, with these files and folders as its articles."""
        from ui.dialogs.assistant import Assistant  # noqa: PLC0415

        assistant = Assistant(self.settings, articles, self._wanted, self.window or self.welcome)
        assistant.made.connect(self._made)
        assistant.open()
        return assistant

    def _made(self, path: Path, annotator: str, report: Report) -> None:
        self.settings.annotator = annotator
        self._wanted = None
        self.attempt(path)
        if self.window is not None and self.window.session.project.path == path and report.articles:
            self.window.files.tell_report(f"imported {report}", report)

    # --- bugs -------------------------------------------------------------------------------------------------

    def install_hooks(self) -> None:
        """Bugs go to a file and to the message bar; the program lives on."""
        self.hooks = Hooks(self.settings.folder, self)
        self.hooks.crashed.connect(self._tell_crash)
        self.hooks.install()

    def _tell_crash(self, text: str, details: str) -> None:
        bar = self.bar()
        if bar is not None:
            bar.tell(text, details)
        else:
            self.show_welcome(text, details)


def settle() -> None:
    """What the program is made of stays: collections while somebody labels need not look at it again."""
    gc.collect()
    gc.freeze()
    gc.enable()


def run(project: Path | None, data_dir: Path | None) -> int:
    """Show the window until it is closed; the process's exit code."""
    qt = QApplication(sys.argv[:1])
    qt.setApplicationName("nishan")
    qt.setStyle("Fusion")
    qt.setWindowIcon(app_icon())
    settings = Settings(data_dir)
    fonts.load_fonts()
    fonts.use_naskh(qt, settings.interface_size)
    app = App(settings)
    app.install_hooks()
    ticker = QTimer()  # lets Ctrl+C in a terminal reach Python
    ticker.start(500)
    ticker.timeout.connect(lambda: None)
    try:
        app.start(project)
    except Exception as error:  # a bug: there must be a window that tells it
        app.hooks.bug(type(error), error, error.__traceback__)
    QTimer.singleShot(1000, settle)
    return int(qt.exec())
