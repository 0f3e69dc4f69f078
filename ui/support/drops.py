"""Files and folders that are dragged to a window from outside."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData


def accepts_drop(data: QMimeData) -> bool:
    """Return whether the data consists of files and folders of this machine."""
    return data.hasUrls() and all(url.isLocalFile() for url in data.urls())


def dropped_paths(data: QMimeData) -> list[Path]:
    """Return the paths of the files and folders."""
    return [Path(url.toLocalFile()) for url in data.urls()]


def single_project(paths: list[Path]) -> Path | None:
    """Return the path if it is a single one and a project's; None otherwise."""
    return paths[0] if len(paths) == 1 and paths[0].suffix == ".nishan" else None
