"""Where a dataset of several files goes: the name of its folder, and the folder that it is made in."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLineEdit, QPushButton, QWidget

from models.base.presence import is_folder
from ui.support.bidi import isolated
from ui.widgets.file_dialogs import ask_folder
from ui.widgets.parts import Part


class PlacePart(Part):
    """Asks for both, the folder of the project first; an export needs no further dialog then."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.name, self.folder, self.choose = QLineEdit(), QLineEdit(str(folder)), QPushButton("Choose…")
        self._suggested = ""
        self.name.setAccessibleName("Name of the folder")
        self.folder.setAccessibleName("In which folder to make it")
        self.choose.setAccessibleName("Choose in which folder to make it")
        self.choose.setAutoDefault(False)
        self.choose.clicked.connect(self._choose)
        row = QHBoxLayout()
        row.addWidget(self.folder, 1)
        row.addWidget(self.choose)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow("Na&me of the folder", self.name)
        form.addRow("In the folder", row)
        self.follow(self.name, self.folder)

    def suggest(self, name: str) -> None:
        """Suggest a name; what a person wrote stays."""
        if self.name.text() in ("", self._suggested):
            self.name.setText(name)
        self._suggested = name

    def path(self) -> Path:
        """Return the folder that is to be made."""
        return self._inside() / self.name.text()

    def _inside(self) -> Path:
        folder = Path(self.folder.text().strip())
        with suppress(RuntimeError):  # nobody has that home: the folder is not there then, which is said
            folder = folder.expanduser()
        return folder.absolute()

    def trouble(self) -> str:
        if self.isHidden():
            return ""
        if self._misnamed():
            return 'A folder cannot be called that; write a name without / \\ : * ? " < > |.'
        if not self.folder.text().strip() or not is_folder(self._inside()):
            return f"There is no folder {isolated(self.folder.text())}; choose another."
        return ""

    def troubled(self) -> QWidget | None:
        return self.name if self._misnamed() else self.folder

    def _misnamed(self) -> bool:
        name = self.name.text()
        return not name.strip(". ") or bool(set(name) & set('/\\:*?"<>|\0'))

    def _choose(self) -> None:
        if folder := ask_folder(self, "In which folder to make it", self.folder.text()):
            self.folder.setText(str(folder))
