"""Step two of a new project: the labels that it starts with."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from models.base.entities import Label, LabelId
from models.base.errors import UserError
from models.base.report import counted
from models.labels.templates import read_guidelines, templates
from models.labels.toml_file import read_labels
from ui.projects.label_rows import LabelRows
from ui.projects.page import Page
from ui.support.bidi import shown_name
from ui.widgets.file_dialogs import ask_open_labels
from ui.widgets.parts import faint_label


class LabelsPage(Page):
    """Asks for a template, a labels.toml or no labels, and shows the labels to be changed."""

    title = "Labels"

    def __init__(self) -> None:
        super().__init__()
        self._kept: dict[Path | None, tuple[Label, ...]] = {}  # what was changed, by the file that it began with
        self._trouble = ""
        self._file: Path | None = None
        self._shown: Path | None = None  # the file whose labels are shown
        self.choices = QButtonGroup(self)
        self._templates = templates()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for number, template in enumerate(self._templates):
            column.addWidget(self._choice(number, template.title))
        column.addWidget(self._choice(len(self._templates), "None yet: you make them while you work"))
        self.from_file = self._choice(len(self._templates) + 1, "From a labels.toml")
        choose = QPushButton("Choose a &file…")
        choose.clicked.connect(self._choose)
        row = QHBoxLayout()
        row.addWidget(self.from_file)
        row.addWidget(choose)
        row.addStretch(1)
        column.addLayout(row)
        self.preview, self._count = LabelRows(), faint_label()
        self.preview.changed.connect(self._edited)
        self.preview.refused.connect(self._count.setText)
        column.addWidget(self.preview, 1)
        column.addLayout(self._make_buttons())
        self.choices.idToggled.connect(self._toggled)
        self.choices.button(0).setChecked(True)

    def _choice(self, number: int, text: str) -> QRadioButton:
        button = QRadioButton(text)
        self.choices.addButton(button, number)
        return button

    def _make_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for text, done in (
            ("New &label", self.preview.add),
            ("&Take away", self.preview.remove),
            ("Colo&ur…", self.preview.ask_color),
        ):
            button = QPushButton(text)
            button.clicked.connect(lambda _on=False, done=done: done())
            row.addWidget(button)
        row.addWidget(self._count, 1)
        return row

    def first_control(self) -> QWidget:
        return self.choices.checkedButton() or self

    def labels(self) -> tuple[Label, ...]:
        return tuple(replace(label, id=LabelId(0)) for label in self.preview.labels)

    def guidelines(self) -> str:
        """Return the guidelines of the labels: those of seeds/ are about its labels and no others."""
        return read_guidelines() if self.choices.checkedId() == 0 else ""

    def trouble(self) -> str:
        return self._trouble

    def ready(self) -> bool:
        return not self._trouble and (self._file is not None or not self.from_file.isChecked())

    def read(self, path: Path) -> None:
        self._file = path
        self._kept.pop(path, None)  # it may be another one by now
        self.from_file.setText(f"From {shown_name(path.name)}")
        if self.from_file.isChecked():
            self._show(path)
        self.from_file.setChecked(True)

    def _choose(self) -> None:
        if path := ask_open_labels(self):
            self.read(path)

    def _toggled(self, number: int, on: bool) -> None:
        if on and number < len(self._templates):
            self._show(self._templates[number].path)
        elif on:
            self._show(self._file if self.from_file.isChecked() else None)

    def _show(self, path: Path | None) -> None:
        """Show the labels of a file, with what was changed of them here."""
        self._shown, self._trouble, labels = path, "", self._kept.get(path)
        try:
            labels = labels if labels is not None else read_labels(path) if path else ()
        except UserError as error:
            self._trouble = str(error)
        self.preview.show_labels(labels or ())
        self._tell()

    def _edited(self) -> None:
        self._kept[self._shown] = self.labels()
        self._tell()

    def _tell(self) -> None:
        count = len(self.preview.labels)
        text = f"{counted(count, 'label')}; F2 or a double click changes one" if count else "No labels yet."
        self._count.setText("" if self._trouble else text)
        self.changed.emit()
