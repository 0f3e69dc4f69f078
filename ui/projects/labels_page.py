"""Step two of a new project: the labels that it starts with."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QRadioButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from models.base.entities import Label, Scope
from models.base.errors import UserError
from models.base.report import counted
from models.base.unprintable import sentence
from models.labels.templates import read_guidelines, templates
from models.labels.toml_file import read_labels
from ui.projects.page import Page
from ui.support.bidi import isolated, shown_name, shown_text
from ui.support.icons import label_icon
from ui.support.tips import tip
from ui.widgets.file_dialogs import ask_open_labels
from ui.widgets.parts import faint_label
from ui.widgets.piece_delegate import PieceDelegate

_HEADINGS = ("Label", "Urdu name", "Key", "What it is for")
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def _description(label: Label) -> str:
    """Return the description of a label, with its scope if that is the article."""
    if label.scope is Scope.SPAN:
        return isolated(label.description) if label.description else ""
    kind = f" ({isolated(label.choice)})" if label.choice else ""
    said = f" {isolated(label.description)}" if label.description else ""
    return f"For whole articles{kind}.{said}"


class LabelsPage(Page):
    """Asks for a template, a labels.toml or no labels, and shows a preview of the labels."""

    title = "Labels"

    def __init__(self) -> None:
        super().__init__()
        self._labels: tuple[Label, ...] = ()
        self._trouble = ""
        self._file: Path | None = None
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
        self.preview = self._make_preview()
        column.addWidget(self.preview, 1)
        self._count = faint_label()
        column.addWidget(self._count)
        self.choices.idToggled.connect(self._toggled)
        self.choices.button(0).setChecked(True)

    def _choice(self, number: int, text: str) -> QRadioButton:
        button = QRadioButton(text)
        self.choices.addButton(button, number)
        return button

    def _make_preview(self) -> QTreeWidget:
        preview = QTreeWidget()
        preview.setItemDelegate(PieceDelegate(preview))
        preview.setAccessibleName("The labels, as they will be")
        preview.setHeaderLabels(list(_HEADINGS))
        preview.setRootIsDecorated(False)
        preview.setIconSize(QSize(1, 1) * self.fontMetrics().height())
        preview.setTextElideMode(Qt.TextElideMode.ElideRight)
        header = preview.header()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setMinimumSectionSize(self.fontMetrics().averageCharWidth() * 5)
        preview.headerItem().setTextAlignment(1, _RIGHT)
        header.setSectionResizeMode(len(_HEADINGS) - 1, QHeaderView.ResizeMode.Stretch)
        return preview

    def first_control(self) -> QWidget:
        return self.choices.checkedButton() or self

    def labels(self) -> tuple[Label, ...]:
        return self._labels

    def guidelines(self) -> str:
        """Return the guidelines of the labels: those of seeds/ are about its labels and no others."""
        return read_guidelines() if self.choices.checkedId() == 0 else ""

    def trouble(self) -> str:
        return self._trouble

    def ready(self) -> bool:
        return not self._trouble and (self._file is not None or not self.from_file.isChecked())

    def read(self, path: Path) -> None:
        self._file = path
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
        self._labels, self._trouble = (), ""
        try:
            self._labels = read_labels(path) if path else ()
        except UserError as error:
            self._trouble = str(error)
        self.preview.clear()
        for label in self._labels:
            names = map(shown_text, (label.name, label.urdu_name, label.key))
            item = QTreeWidgetItem([*names, sentence(_description(label))])
            item.setIcon(0, label_icon(label))
            item.setTextAlignment(1, _RIGHT)
            item.setToolTip(3, tip(_description(label)))
            self.preview.addTopLevelItem(item)
        text = counted(len(self._labels), "label") if self._labels else "No labels yet."
        self._count.setText("" if self._trouble else text)
        self.changed.emit()
