"""What becomes of the spans of a label that is deleted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from models.base.entities import Label, Scope
from models.base.report import counted
from ui.support.bidi import isolated
from ui.support.icons import label_icon


class DeleteLabelDialog(QDialog):
    """Asks: another label for them, or away with them. `heir` is the answer once it is accepted."""

    def __init__(self, label: Label, uses: int, others: Sequence[Label], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Delete a label")
        self._others = others
        name = isolated(label.name)
        on_spans = label.scope is Scope.SPAN
        what = counted(uses, "span") if on_spans else counted(uses, "article")
        told = QLabel(f"{what} of all annotators {'carries' if uses == 1 else 'carry'} the label {name}.")
        told.setTextFormat(Qt.TextFormat.PlainText)
        told.setWordWrap(True)
        self.relabel = QRadioButton("&Relabel as")
        self.drop = QRadioButton("&Delete them, too" if on_spans else "&Take it off them")
        self.choice = QComboBox()
        self.choice.setAccessibleName("The label that they get")
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for other in others:
            self.choice.addItem(label_icon(other), f"{other.name} {other.urdu_name}".strip())
        self.relabel.setEnabled(bool(others))
        self.choice.setEnabled(bool(others))
        (self.relabel if others else self.drop).setChecked(True)
        self.choice.activated.connect(lambda: self.relabel.setChecked(True))
        buttons = QDialogButtonBox()
        delete = buttons.addButton("De&lete the label", QDialogButtonBox.ButtonRole.AcceptRole)
        delete.setDefault(True)
        buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self.relabel)
        row.addWidget(self.choice)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.addWidget(told)
        column.addLayout(row)
        column.addWidget(self.drop)
        undo = QLabel("Undo brings all of it back.")
        column.addWidget(undo)
        column.addStretch(1)
        column.addWidget(buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 50)

    def replacement(self) -> Label | None:
        """The label that takes the place; None when they go, too."""
        return self._others[self.choice.currentIndex()] if self.relabel.isChecked() else None
