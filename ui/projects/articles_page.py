"""Step three of a new project: the files of its first articles, of which there may be none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QPushButton, QTreeView, QVBoxLayout, QWidget

from models.base.errors import UserError
from models.base.presence import is_folder
from models.base.report import counted, file_name
from models.importing.detection import DetectedFile, files_of
from ui.projects.page import Page
from ui.support.bidi import shown_path, shown_text
from ui.support.tips import tip
from ui.tasks.run import run
from ui.widgets.file_dialogs import ask_articles, ask_folder
from ui.widgets.parts import faint_label
from ui.widgets.tables.row_copy import let_copy_rows
from ui.widgets.tables.rows import Role, RowsModel

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    format: str
    bytes: int


class FileModel(RowsModel[_File]):
    """Files to import, in the order in which they were added, none of them twice."""

    headings = ("File", "Format", "Size")

    def __init__(self) -> None:
        super().__init__()
        self._locale = QLocale(QLocale.Language.English)

    def add(self, files: Iterable[DetectedFile]) -> None:
        """Add files. Raises OSError for one that is gone; then none of them is added."""
        known = {file.path for file in self.rows}
        found = [(one.path.absolute(), one.format.name) for one in files]
        new = {path: _File(path, format_, path.stat().st_size) for path, format_ in found if path not in known}
        self.set_rows([*self.rows, *new.values()])

    def remove(self, rows: Iterable[int]) -> None:
        gone = set(rows)
        self.set_rows([file for row, file in enumerate(self.rows) if row not in gone])

    def summary(self) -> str:
        """Return the number of files and their size: `3 files, 12.1 kB`."""
        size = self._locale.formattedDataSize(sum(file.bytes for file in self.rows))
        return f"{counted(len(self.rows), 'file')}, {size}" if self.rows else ""

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> object:
        if role == Role.TextAlignmentRole and section == 2:
            return _RIGHT
        return super().headerData(section, orientation, role)

    def cell(self, row: _File, column: int, role: int) -> object:
        match role:
            case Role.DisplayRole:
                texts = (shown_text(file_name(row.path)), row.format, self._locale.formattedDataSize(row.bytes))
                return texts[column]
            case Role.ToolTipRole:
                return tip(shown_path(row.path))
            case Role.TextAlignmentRole if column == 2:
                return _RIGHT
        return None


class ArticlesPage(Page):
    """Asks for files and folders."""

    title = "Articles"

    def __init__(self, paths: Iterable[Path] = ()) -> None:
        super().__init__()
        self.files, self.view = FileModel(), QTreeView()
        self._trouble = ""
        self._summary = faint_label()
        self._add_button = self._button("Add f&iles…", self._ask_files)
        self._remove_button = self._button("&Remove", self._remove)
        self._remove_button.setAccessibleName("Remove the chosen files from the list")
        self._set_up_view()
        self._lay_out()
        self.add(paths)

    def _set_up_view(self) -> None:
        self.view.setModel(self.files)
        self.view.setRootIsDecorated(False)
        self.view.setUniformRowHeights(True)
        self.view.setSelectionMode(QTreeView.SelectionMode.ExtendedSelection)
        self.view.setAccessibleName("Files to import")
        header = self.view.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.view.selectionModel().selectionChanged.connect(self._show_enabled)
        let_copy_rows(self.view)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        for button in (self._add_button, self._button("Add a f&older…", self._ask_folder), self._remove_button):
            buttons.addWidget(button)
        buttons.addWidget(self._summary, 1)
        hint = faint_label("Drop text files, datasets or folders here, or add them. Articles can also come later.")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(hint)
        column.addWidget(self.view, 1)
        column.addLayout(buttons)

    def _button(self, text: str, do: object) -> QPushButton:
        button = QPushButton(text)
        button.clicked.connect(do)
        return button

    def first_control(self) -> QWidget:
        return self._add_button

    def trouble(self) -> str:
        return self._trouble

    def ready(self) -> bool:
        return True  # what could not be added is not in the list

    def paths(self) -> list[Path]:
        return [file.path for file in self.files.rows]

    def add(self, paths: Iterable[Path]) -> None:
        """Add files and folders, all or none of them."""
        self._trouble = ""
        given = list(paths)
        if self.isVisible() and any(is_folder(path) for path in given):  # there may be very many in it
            run(
                "Looking through the folder…",
                lambda progress: files_of(given, step=lambda: progress(0, 0)),
                self,
                on_success=self._add_found,
                on_failure=self._tell,
            ).wait()
            return
        try:
            self._add_found(files_of(given))
        except UserError as error:
            self._tell(str(error))

    def _add_found(self, files: list[DetectedFile]) -> None:
        try:
            self.files.add(files)
        except OSError as error:
            self._trouble = str(error)
        self._show()

    def _tell(self, trouble: str) -> None:
        self._trouble = trouble
        self._show()

    def _remove(self) -> None:
        self.files.remove(index.row() for index in self.view.selectionModel().selectedRows())
        self._trouble = ""
        self._show()

    def _show(self) -> None:
        self._summary.setText(self.files.summary())
        self._show_enabled()
        self.changed.emit()

    def _show_enabled(self) -> None:
        self._remove_button.setEnabled(self.view.selectionModel().hasSelection())

    def _ask_files(self) -> None:
        self.add(ask_articles(self, "Articles"))

    def _ask_folder(self) -> None:
        if folder := ask_folder(self, "A folder of articles"):
            self.add([folder])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.view.hasFocus():
            self._remove()
        else:
            super().keyPressEvent(event)
