"""The dialog that asks what becomes of the spans or articles of a label that is deleted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import (
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from models.base.entities import Label, Scope
from models.base.report import counted
from ui.support.bidi import isolated, shown_label
from ui.support.label_icons import label_icon
from ui.widgets.fitting import FittedDialog
from ui.widgets.parts import NarrowBox, plain_label
from ui.widgets.whats_this import explain

_WHAT = "The label has spans. Give them another label, or remove them with it; undo brings all of it back."


class DeleteLabelDialog(FittedDialog):
    """Asks which label the spans or articles get instead, or whether they lose it; `replacement` has the answer."""

    def __init__(self, label: Label, uses: int, others: Sequence[Label], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Delete a label")
        self._others = others
        self.relabel, self.choice = QRadioButton("&Relabel as"), NarrowBox()
        self.drop = QRadioButton("&Delete them, too" if label.scope is Scope.SPAN else "&Take it off them")
        self._fill_choice()
        self._lay_out(_use_of(label, uses))
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 50)
        explain(self, _WHAT)

    def _fill_choice(self) -> None:
        self.choice.setAccessibleName("The label that they get")
        for other in self._others:
            self.choice.addItem(label_icon(other), shown_label(other))
        for widget in (self.relabel, self.choice):
            widget.setEnabled(bool(self._others))
        (self.relabel if self._others else self.drop).setChecked(True)
        self.choice.activated.connect(lambda: self.relabel.setChecked(True))

    def _lay_out(self, question: str) -> None:
        row = QHBoxLayout()
        row.addWidget(self.relabel)
        row.addWidget(self.choice)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.addWidget(plain_label(question))
        column.addLayout(row)
        column.addWidget(self.drop)
        column.addWidget(QLabel("Undo brings all of it back."))
        column.addStretch(1)
        column.addWidget(self._buttons())

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox()
        delete = buttons.addButton("De&lete the label", QDialogButtonBox.ButtonRole.AcceptRole)
        delete.setDefault(True)
        buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons

    def replacement(self) -> Label | None:
        """Return the label that takes the place of the deleted one; None when its spans are deleted, too."""
        return self._others[self.choice.currentIndex()] if self.relabel.isChecked() else None


def _use_of(label: Label, uses: int) -> str:
    if label.scope is Scope.SPAN:
        carriers = counted(uses, "span of all annotators carries", "spans of all annotators carry")
    else:
        carriers = counted(uses, "article of all annotators carries", "articles of all annotators carry")
    return f"{carriers} the label {isolated(label.name)}."
