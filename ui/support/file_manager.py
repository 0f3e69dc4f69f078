"""Showing a folder in the system's file manager, or opening a file; there may be nothing that does it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QProcess, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from models.base.presence import is_folder
from ui.support.bidi import shown_path

_DESKTOPS = ("xcb", "wayland")  # Qt's platforms where xdg-open is asked: Qt would not wait for what it says
HEADLESS = ("offscreen", "minimal")  # those without a desktop: asking them is a warning in the log
_OPEN_URL = QDesktopServices.openUrl


def show_folder(path: Path, tell: Callable[[str], object]) -> None:
    """Show the folder at `path`, or the one that the file lies in; `tell` why it cannot be shown, at once or later."""
    folder = path if is_folder(path) else path.parent
    if is_folder(folder):
        open_path(folder, lambda: tell(f"No file manager answers; the folder is {shown_path(folder)}"))
    else:
        tell(f"{shown_path(folder)} is not there any more.")


def open_path(path: Path, failed: Callable[[], object]) -> None:
    """Open a file or folder with what the system has for it; call `failed`, at once or later, where that is nothing."""
    platform = QGuiApplication.platformName()
    launcher = QStandardPaths.findExecutable("xdg-open") if platform in _DESKTOPS else ""
    if launcher:
        _launch(launcher, path, failed)
    elif _in_vain(platform) or not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        failed()


def _in_vain(platform: str) -> bool:
    return platform in HEADLESS and QDesktopServices.openUrl is _OPEN_URL


def _launch(launcher: str, path: Path, failed: Callable[[], object]) -> None:
    """Run a program on a path; a code other than 0 says that nothing has opened it."""
    process = QProcess(QCoreApplication.instance())
    process.setStandardOutputFile(QProcess.nullDevice())
    process.setStandardErrorFile(QProcess.nullDevice())
    process.finished.connect(lambda code: failed() if code else None)
    process.errorOccurred.connect(lambda error: failed() if error is QProcess.ProcessError.FailedToStart else None)
    process.finished.connect(process.deleteLater)
    process.start(launcher, [str(path)])
