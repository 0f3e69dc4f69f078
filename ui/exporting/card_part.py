"""The options of the dataset card."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QFormLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from models.exporting.card import Card
from ui.widgets.parts import Part, choice, let_write

_LICENCES = ("", "CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "ODbL-1.0", "MIT")


class CardPart(Part):
    """Asks for the title, licence and description of the dataset."""

    def __init__(self) -> None:
        super().__init__()
        self.on = QCheckBox("Dataset &card (README.md)")
        self.title, self.licence, self.description = QLineEdit(), choice("Licence"), QPlainTextEdit()
        self.title.setAccessibleName("Title")
        self.description.setAccessibleName("Description")
        self.description.setTabChangesFocus(True)
        self.description.setFixedHeight(self.fontMetrics().height() * 4)
        let_write(self.licence, "Licence")
        self.licence.addItems(_LICENCES)
        self._more = QWidget()
        form = QFormLayout(self._more)
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow("T&itle", self.title)
        form.addRow("Lice&nce", self.licence)
        form.addRow("Description", self.description)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.on)
        column.addWidget(self._more)
        self._more.hide()
        self.on.toggled.connect(self._more.setVisible)
        self.on.toggled.connect(self.changed)

    def card(self) -> Card | None:
        """Return the card; None when none is to be written."""
        if not self.on.isChecked():
            return None
        description = self.description.toPlainText().strip()
        return Card(self.title.text().strip(), self.licence.currentText().strip(), description)
