"""Files and folders dragged from outside."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData


def takes(data: QMimeData) -> bool:
    """Whether all of it are files or folders of this machine."""
    return data.hasUrls() and all(url.isLocalFile() for url in data.urls())


def dropped(data: QMimeData) -> list[Path]:
    """The files and folders."""
    return [Path(url.toLocalFile()) for url in data.urls()]


def project_among(paths: list[Path]) -> Path | None:
    """The project, when that is all that was dropped."""
    return paths[0] if len(paths) == 1 and paths[0].suffix == ".nishan" else None
