"""The composition root: settings, fonts, theme, error hooks, the project and its window."""

from __future__ import annotations

import gc
import logging
import sys
import threading
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QMessageBox

from models.errors import UserError
from models.ownership import login_name
from models.project import Project
from ui import fonts
from ui.icons import app_icon
from ui.session import Session
from ui.settings import Settings
from ui.window import Window

_log = logging.getLogger("nishan")


class App(QObject):
    """Opens projects in windows, one at a time."""

    _crashed = Signal(str)

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        self.window: Window | None = None
        self._crashed.connect(self._tell_crash)

    # --- projects ---------------------------------------------------------------------------------------------

    def start(self, path: Path | None) -> bool:
        """Open `path`, or the last project, or the sample; whether there is a window now."""
        if path is not None:
            if path.exists():
                return self._attempt(path, make=False)
            if self._wants_new(path):
                return self._attempt(path, make=True)
            return False
        last = self.settings.last_project
        if last is not None and last.exists():
            return self._attempt(last, make=False)
        return self._attempt(self.settings.sample, make=not self.settings.sample.exists())

    def _wants_new(self, path: Path) -> bool:
        box = QMessageBox(QMessageBox.Icon.Question, "Nishan", f"There is no {path} yet.\nMake a new project there?")
        make = box.addButton("Make it", QMessageBox.ButtonRole.AcceptRole)
        box.addButton("Cancel", QMessageBox.ButtonRole.RejectRole)
        box.exec()
        return box.clickedButton() is make

    def _attempt(self, path: Path, *, make: bool) -> bool:
        try:
            self.open(path, make=make)
        except UserError as error:
            if self.window is not None:
                self.window.messages.tell(str(error))
            else:
                QMessageBox.critical(None, "Nishan", str(error))
            return self.window is not None
        return True

    def open(self, path: Path, *, make: bool) -> None:
        """Open or make a project and show it in place of the one before. Raises UserError; then all is as it was."""
        project = self._make(path) if make else Project.open(path)
        try:
            name = self.settings.annotator or login_name()
            window = Window(Session(project, name), self.settings)
        except BaseException:
            project.close()
            raise
        self.settings.annotator = name
        self.settings.last_project = project.path
        window.project_asked.connect(lambda path, make: self._attempt(path, make=make))
        before, self.window = self.window, window
        if before is not None:
            before.close()
            before.deleteLater()
        window.show()

    def _make(self, path: Path) -> Project:
        from models.importing import import_files  # noqa: PLC0415 - most starts make nothing
        from models.seeds import read_guidelines, seed_articles, seed_labels  # noqa: PLC0415

        project = Project.create(path, seed_labels(), read_guidelines())
        if path == self.settings.sample:
            import_files(project, seed_articles())
        return project

    # --- bugs -------------------------------------------------------------------------------------------------

    def install_hooks(self) -> None:
        """Bugs go to a file and to the message bar; the program lives on."""
        handler = logging.FileHandler(self.settings.folder / "nishan.log", encoding="utf-8", delay=True)
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        _log.addHandler(handler)
        sys.excepthook = self._bug
        threading.excepthook = lambda args: self._bug(args.exc_type, args.exc_value, args.exc_traceback)

    def _bug(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        _log.error("bug", exc_info=(kind, error or kind(), trace))
        self._crashed.emit(f"{kind.__name__}: {error}")  # by signal: this may be another thread

    def _tell_crash(self, what: str) -> None:
        if self.window is not None:
            self.window.messages.tell(
                f"Something went wrong inside Nishan ({what}). What the status line called saved is saved; details "
                f"are in {self.settings.folder / 'nishan.log'}."
            )


def settle() -> None:
    """What the program is made of stays: collections while somebody labels need not look at it again."""
    gc.collect()
    gc.freeze()


def run(project: Path | None, data_dir: Path | None) -> int:
    """Show the window until it is closed; the process's exit code."""
    qt = QApplication(sys.argv[:1])
    qt.setApplicationName("nishan")
    qt.setStyle("Fusion")
    qt.setWindowIcon(app_icon())
    fonts.load_fonts()
    fonts.use_naskh(qt)
    app = App(Settings(data_dir))
    app.install_hooks()
    ticker = QTimer()  # lets Ctrl+C in a terminal reach Python
    ticker.start(500)
    ticker.timeout.connect(lambda: None)
    if not app.start(project):
        return 1
    QTimer.singleShot(1000, settle)
    return int(qt.exec())
