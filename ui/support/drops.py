"""Files and folders that are dragged to a window from outside."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDropEvent

from models.base.file_names import from_address, is_address, names_project
from models.base.report import counted
from ui.support.bidi import named


def accepts_drop(data: QMimeData) -> bool:
    """Return whether the data consists of files and folders; those of other machines are refused in a sentence."""
    return data.hasUrls()


def take_copy(event: QDropEvent) -> bool:
    """Accept a drag of files, at whatever stage, as copying them; return whether it is one.

    Whatever is proposed: told that its files were moved, their source may delete them.
    """
    if not accepts_drop(event.mimeData()):
        event.ignore()
        return False
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
    return True


def dropped_paths(data: QMimeData) -> list[Path]:
    """Return the paths of the files and folders; addresses that are none of this computer stay addresses."""
    return [Path(_path(url)) for url in data.urls()]


def _path(url: QUrl) -> str:
    path = from_address(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))
    return url.toLocalFile() if is_address(path) and url.isLocalFile() else path


def single_project(paths: list[Path]) -> Path | None:
    """Return the path if it is a single one and a project's; None otherwise."""
    return paths[0] if len(paths) == 1 and names_project(paths[0].name) else None


def refusal(paths: list[Path]) -> str:
    """Return why nothing can be done with what was dropped, in one sentence with what to do; empty when it can."""
    away = [path for path in paths if is_address(str(path))]
    projects = [path for path in paths if names_project(path.name)]
    if away:
        return f"{named(away[0].name)} is no file of this computer; save it in a folder here, and drop that."
    if projects and len(projects) < len(paths):
        return (
            f"{counted(len(projects), 'project')} and other things were dropped together; drop a project alone to open "
            "it, or the others alone to import them."
        )
    if len(projects) > 1:
        return f"{counted(len(projects), 'project')} were dropped, and a window has one; drop the one to open."
    return ""
