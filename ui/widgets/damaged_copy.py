"""Tells a person that a copy of a project which was just saved is damaged, as the project is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from models.base.program import command_name
from ui.support.bidi import shown_path


def tell_damaged_copy(parent: QWidget, path: Path, damage: str, then: Callable[[], object]) -> None:
    """Show what is damaged in the copy at `path`, and go on with `then`; at once when there is no `damage`."""
    if not damage:
        then()
        return
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle("The copy is damaged")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(
        f"{shown_path(path)}\n\nThe copy is saved, but it is damaged, as the project is: {damage}. "
        f"Keep the project and its backups. What is damaged is said by {command_name()} check; "
        f"{command_name()} recover saves what is sound."
    )
    box.finished.connect(lambda _result: then())
    box.open()
