"""What an import or export did, with everything that could not be kept as it was."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QListWidget, QVBoxLayout, QWidget

from models.report import Report


class ReportDialog(QDialog):
    """The notes of a report, one a line; it does not keep anybody from working on."""

    def __init__(self, summary: str, report: Report, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Report")
        self.resize(640, 360)
        heading = QLabel(summary)
        heading.setWordWrap(True)
        notes = QListWidget()
        notes.setAccessibleName("Notes")
        notes.setWordWrap(True)
        notes.addItems([str(note) for note in report.notes])
        buttons = QDialogButtonBox()
        buttons.addButton("Close", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        for widget in (heading, notes, buttons):
            layout.addWidget(widget)
