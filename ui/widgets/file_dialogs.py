"""The file dialogs that several features open: for projects, labels and articles."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

_PROJECTS = "Nishan projects (*.nishan)"
_LABELS = "Labels (*.toml)"


def ask_open_project(parent: QWidget, folder: Path | str = "") -> Path | None:
    """Ask which project to open; None when the dialog is cancelled."""
    name, _ = QFileDialog.getOpenFileName(parent, "Open project", str(folder), _PROJECTS)
    return Path(name) if name else None


def ask_save_project(parent: QWidget, title: str, suggested: Path) -> Path | None:
    """Ask where to write a project, and add the suffix where it is missing; None when the dialog is cancelled."""
    name, _ = QFileDialog.getSaveFileName(parent, title, str(suggested), _PROJECTS)
    if not name:
        return None
    return Path(name if name.endswith(".nishan") else f"{name}.nishan")


def ask_open_labels(parent: QWidget, title: str = "Labels") -> Path | None:
    """Ask for a labels.toml to read; None when the dialog is cancelled."""
    name, _ = QFileDialog.getOpenFileName(parent, title, "", _LABELS)
    return Path(name) if name else None


def ask_save_labels(parent: QWidget, title: str, suggested: Path) -> Path | None:
    """Ask where to write a labels.toml; None when the dialog is cancelled."""
    name, _ = QFileDialog.getSaveFileName(parent, title, str(suggested), _LABELS)
    return Path(name) if name else None


def ask_articles(parent: QWidget, title: str, further: str = "") -> list[Path]:
    """Ask for files that can be imported; `further` are more filters, in Qt's form. Empty when it is cancelled."""
    from models import formats  # noqa: PLC0415 - no part of a start

    suffixes = " ".join(f"*{suffix}" for suffix in formats.suffixes())
    names, _ = QFileDialog.getOpenFileNames(parent, title, "", f"Articles ({suffixes}){further}")
    return [Path(name) for name in names]
