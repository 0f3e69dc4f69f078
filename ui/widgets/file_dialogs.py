"""Ask for files and folders. No other module opens a file dialog: Qt's own looks into files to tell their type.

Of the open project that would drop SQLite's locks (POSIX drops those of a process when it closes any handle to the
file), so that a second program could write to it. A native dialog of Linux may look into files in this process, too.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileInfo
from PySide6.QtGui import QAbstractFileIconProvider, QIcon
from PySide6.QtWidgets import QFileDialog, QWidget

from models.base.file_names import PROJECT_SUFFIX, names_project
from ui.widgets.parts import resize_to_text

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStyle

_PROJECTS = "Nishan projects (*.nishan)"
_LABELS = "Labels (*.toml)"
_REPORTS = "Reports (*.json)"
_PDF = "PDF (*.pdf)"
_PAGES = "Pages (*.html)"
_NATIVE = sys.platform in ("win32", "darwin")  # there locks stay, or another process shows the dialog


class NameIcons(QAbstractFileIconProvider):
    """Tells the icon and the type of a file by its name, never by what is in it. Called on threads of Qt, too."""

    def __init__(self, style: QStyle) -> None:
        super().__init__()
        from PySide6.QtWidgets import QStyle  # noqa: PLC0415 - 400 names, and no start needs one of them

        self._folder = style.standardIcon(QStyle.StandardPixmap.SP_DirIcon)
        self._file = style.standardIcon(QStyle.StandardPixmap.SP_FileIcon)

    def icon(self, which: QFileInfo | QAbstractFileIconProvider.IconType) -> QIcon:
        if isinstance(which, QFileInfo):
            return self._folder if which.isDir() else self._file
        return self._file if which is QAbstractFileIconProvider.IconType.File else self._folder

    def type(self, info: QFileInfo) -> str:
        if info.isDir():
            return "Folder"
        return f"{info.suffix()} file" if info.suffix() else "File"


class FileDialog(QFileDialog):
    """A file dialog that opens no file."""

    def __init__(self, parent: QWidget, title: str, start: Path | str = "", filters: str = "") -> None:
        """`start`: a folder, or the file to suggest. `filters`: in Qt's form."""
        super().__init__(parent, title, str(start), filters)
        self.setOption(QFileDialog.Option.DontUseNativeDialog, not _NATIVE)
        self.setOption(QFileDialog.Option.DontUseCustomDirectoryIcons)
        self._icons = NameIcons(self.style())  # the dialog does not keep it
        self.setIconProvider(self._icons)
        resize_to_text(self, 90, 22)


def ask(dialog: FileDialog) -> list[Path]:
    """Run a dialog; return what was chosen, nothing when it is cancelled."""
    try:
        return [Path(name) for name in dialog.selectedFiles()] if dialog.exec() else []
    finally:
        dialog.deleteLater()


def _ask_file(dialog: FileDialog, *, save: bool = False) -> Path | None:
    dialog.setFileMode(QFileDialog.FileMode.AnyFile if save else QFileDialog.FileMode.ExistingFile)
    if save:
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    return next(iter(ask(dialog)), None)


def ask_open_project(parent: QWidget, folder: Path | str = "") -> Path | None:
    """Ask which project to open; None when the dialog is cancelled."""
    return _ask_file(FileDialog(parent, "Open project", folder, _PROJECTS))


def ask_save_project(parent: QWidget, title: str, suggested: Path) -> Path | None:
    """Ask where to write a project, and add the suffix where it is missing; None when the dialog is cancelled."""
    path = _ask_file(FileDialog(parent, title, suggested, _PROJECTS), save=True)
    return path if path is None or names_project(path.name) else path.with_name(f"{path.name}{PROJECT_SUFFIX}")


def ask_open_labels(parent: QWidget, title: str = "Labels") -> Path | None:
    """Ask for a labels.toml to read; None when the dialog is cancelled."""
    return _ask_file(FileDialog(parent, title, "", _LABELS))


def ask_save_labels(parent: QWidget, title: str, suggested: Path) -> Path | None:
    """Ask where to write a labels.toml; None when the dialog is cancelled."""
    return _ask_file(FileDialog(parent, title, suggested, _LABELS), save=True)


def ask_save_report(parent: QWidget) -> Path | None:
    """Ask where to write a report; None when the dialog is cancelled."""
    return _ask_file(FileDialog(parent, "Save report", "report.json", _REPORTS), save=True)


def ask_save_pdf(parent: QWidget, suggested: Path) -> Path | None:
    """Ask where to write a PDF; None when the dialog is cancelled."""
    dialog = FileDialog(parent, "Save as PDF", suggested, _PDF)
    dialog.setDefaultSuffix("pdf")
    return _ask_file(dialog, save=True)


def ask_save_page(parent: QWidget, suggested: Path) -> Path | None:
    """Ask where to write a page for a browser; None when the dialog is cancelled."""
    dialog = FileDialog(parent, "Save as HTML", suggested, _PAGES)
    dialog.setDefaultSuffix("html")
    return _ask_file(dialog, save=True)


def ask_save_dataset(parent: QWidget, suggested: Path, filters: str) -> Path | None:
    """Ask where to write a dataset of one file; None when the dialog is cancelled."""
    return _ask_file(FileDialog(parent, "Export a dataset", suggested, filters), save=True)


def ask_folder(parent: QWidget, title: str, start: Path | str = "") -> Path | None:
    """Ask for a folder; None when the dialog is cancelled."""
    dialog = FileDialog(parent, title, start)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return next(iter(ask(dialog)), None)


def ask_articles(parent: QWidget, title: str, further: str = "") -> list[Path]:
    """Ask for files that can be imported; `further` are more filters, in Qt's form. Empty when it is cancelled."""
    from models import formats  # noqa: PLC0415 - no part of a start

    suffixes = " ".join(f"*{suffix}" for suffix in formats.suffixes())
    dialog = FileDialog(parent, title, "", f"Articles ({suffixes}){further}")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    return ask(dialog)
