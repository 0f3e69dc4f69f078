"""Step one of a new project: its name, its folder, and the name of the annotator."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QPushButton, QWidget

from models.base.data_folder import home_folder
from models.base.errors import UserError
from models.base.file_names import PROJECT_SUFFIX, names_project
from models.base.presence import is_folder
from models.importing.new_project import refuse_name
from ui.projects.page import Page
from ui.support.bidi import isolated, shown_path
from ui.widgets.file_dialogs import ask_folder
from ui.widgets.parts import faint_label

_NAMELESS = "Your name is missing: spans are kept under it."


def documents() -> Path:
    """Return the user's folder of documents, or the home folder."""
    found = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(found) if found and is_folder(Path(found)) else home_folder() or Path.cwd()


class LocationPage(Page):
    """Asks for a name, a folder and an annotator."""

    title = "Name and place"

    def __init__(self, annotator: str, path: Path | None = None) -> None:
        super().__init__()
        self.name, self.folder, self.annotator = QLineEdit(), QLineEdit(), QLineEdit(annotator)
        self.name.setPlaceholderText("for example: خبریں 2026")
        self.folder.setText(str(path.parent if path else documents()))
        self.name.setText(path.stem if path else "")
        choose = QPushButton("&Choose…")
        choose.setAccessibleName("Choose the folder")
        choose.clicked.connect(self._ask_folder)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(8)
        self._result = faint_label()
        aside = faint_label("Your spans and what you have done are kept under this name; others may add theirs.")
        for row, (text, field) in enumerate(
            (("N&ame", self.name), ("&Folder", self.folder), ("Your na&me", self.annotator))
        ):
            label = QLabel(text)
            label.setBuddy(field)
            field.setAccessibleName(text.replace("&", ""))
            grid.addWidget(label, 2 * row, 0)
            grid.addWidget(field, 2 * row, 1, 1, 1 if field is self.folder else 2)
        grid.addWidget(choose, 2, 2)
        grid.addWidget(self._result, 3, 1, 1, 2)
        grid.addWidget(aside, 5, 1, 1, 2)
        grid.setRowStretch(6, 1)
        grid.setRowMinimumHeight(1, self.fontMetrics().height() // 2)
        self.follow(self.name, self.folder, self.annotator)
        self.changed.connect(self._show)
        self._show()

    def first_control(self) -> QWidget:
        return self.name

    def path(self) -> Path:
        name = self.name.text().strip()
        bare = name[: -len(PROJECT_SUFFIX)] if names_project(name) else name
        folder = Path(self.folder.text().strip())
        with suppress(RuntimeError):  # nobody has that home: the folder is not there then, which is said
            folder = folder.expanduser()
        return folder.absolute() / f"{bare}{PROJECT_SUFFIX}"

    def annotator_name(self) -> str:
        return self.annotator.text().strip()

    def ready(self) -> bool:
        has_name = self.path().name != PROJECT_SUFFIX
        return has_name and bool(self.folder.text().strip()) and bool(self.annotator_name()) and not self.trouble()

    def trouble(self) -> str:
        if self._slashed():
            return f"{isolated(self.name.text())}: a name cannot hold / or \\; the folder has its own field."
        if self.path().name == PROJECT_SUFFIX or not self.folder.text().strip():
            return ""
        try:
            refuse_name(self.path())
        except UserError as error:
            return str(error)
        return "" if self.annotator_name() else _NAMELESS

    def troubled(self) -> QWidget | None:
        inside = self.path().parent
        if not self._slashed() and not (is_folder(inside) and os.access(inside, os.W_OK)):
            return self.folder
        return self.annotator if self.trouble() == _NAMELESS else self.name

    def _slashed(self) -> bool:
        return any(sign in "/\\" or ord(sign) < 32 for sign in self.name.text())

    def _ask_folder(self) -> None:
        if folder := ask_folder(self, "Folder of the project", self.folder.text()):
            self.folder.setText(str(folder))

    def _show(self) -> None:
        self._result.setText(f"Will be {shown_path(self.path())}" if self.ready() else "")
