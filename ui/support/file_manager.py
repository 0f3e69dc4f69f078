"""Showing a folder in the system's file manager, which may not be there."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from models.base.presence import is_folder
from ui.support.bidi import shown_path

_HEADLESS = ("offscreen", "minimal")  # Qt's platforms without a desktop: asking them is a warning in the log


def show_folder(path: Path) -> str:
    """Show the folder at `path`, or the one that the file lies in; return why it cannot be shown, else nothing."""
    folder = path if is_folder(path) else path.parent
    if not is_folder(folder):
        return f"{shown_path(folder)} is not there any more."
    if opened(folder):
        return ""
    return f"No file manager answers; the folder is {shown_path(folder)}"


def opened(path: Path) -> bool:
    """Open a file or folder with what the system has for it; return whether there is something."""
    asks_in_vain = QGuiApplication.platformName() in _HEADLESS and QDesktopServices.openUrl is _OPEN_URL
    return not asks_in_vain and QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


_OPEN_URL = QDesktopServices.openUrl
