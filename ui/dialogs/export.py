"""Which format, and whose layer."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QWidget

from models import formats
from models.corpus import Kind
from ui.session import Session


class ExportDialog(QDialog):
    """Asks what to export; where to comes next, from the system's own dialog."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export a dataset")
        self._formats = formats.writers()
        self._session = session
        self.format_box, self.annotator_box = QComboBox(), QComboBox()
        for found in self._formats:
            self.format_box.addItem(found.name, found.key)
        self.format_box.currentIndexChanged.connect(self._show_layers)
        form = QFormLayout(self)
        form.addRow("&Format", self.format_box)
        form.addRow("&Spans of", self.annotator_box)
        self.format_box.setAccessibleName("Format")
        self.annotator_box.setAccessibleName("Annotator")
        buttons = QDialogButtonBox()
        buttons.addButton("Export…", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form.addRow(buttons)
        self._show_layers()
        self.format_box.setCurrentIndex(self.format_box.findData("jsonl"))

    def _show_layers(self) -> None:
        chosen = self.chosen_format()
        self.annotator_box.clear()
        if not chosen.one_layer:
            self.annotator_box.addItem("everybody", "")
        for annotator in self._session.project.annotators():
            if annotator.kind is not Kind.SUGGESTER:
                self.annotator_box.addItem(annotator.name, annotator.name)
        if chosen.one_layer:
            self.annotator_box.setCurrentIndex(self.annotator_box.findData(self._session.annotator.name))

    def chosen_format(self) -> formats.Format:
        """The format that is chosen."""
        return self._formats[max(self.format_box.currentIndex(), 0)]

    def annotator(self) -> str:
        """Whose spans; empty for everybody's."""
        return str(self.annotator_box.currentData() or "")
