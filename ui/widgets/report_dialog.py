"""The report of an import or export: everything that could not be kept as it was."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QLineEdit, QTreeView, QVBoxLayout, QWidget
from shiboken6 import isValid

from models.base.errors import UserError
from models.base.report import Report, counted
from models.storage import outputs
from ui.support.bidi import LRM, shown_name
from ui.support.file_manager import show_folder
from ui.widgets.announce_text import announce
from ui.widgets.file_dialogs import ask_save_report
from ui.widgets.fitting import FittedDialog
from ui.widgets.parts import plain_label, resize_to_text
from ui.widgets.report_model import ReportModel
from ui.widgets.tables.views import set_up_tree
from ui.widgets.whats_this import explain

_WHAT = (
    "What could not be kept as it was, a line for each: where it is, and what has become of it. The report can be "
    "filtered and saved."
)


class ReportDialog(FittedDialog):
    """Lists the notes of a report; it is not modal."""

    def __init__(
        self, summary: str, report: Report, parent: QWidget | None = None, written: Path | None = None
    ) -> None:
        """`written` is the file or folder that an export made."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Report")
        self._report, self._written = report, written
        self.model = ReportModel(report.told)
        self.filter, self.view, self.outcome_line = QLineEdit(), QTreeView(), plain_label("")
        self.filter.setPlaceholderText("Filter")
        self.filter.setAccessibleName("Show only notes that hold these words")
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._filter)
        self._set_up_view()
        self._lay_out(summary)
        self._filter("")
        resize_to_text(self, 100, 26)
        self.view.setFocus()
        explain(self, _WHAT)

    def _set_up_view(self) -> None:
        view, header = self.view, self.view.header()
        view.setModel(self.model)
        set_up_tree(view, "Notes")
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        view.setSortingEnabled(True)
        header.setResizeContentsPrecision(200)

    def _lay_out(self, summary: str) -> None:
        buttons = QDialogButtonBox()
        save = buttons.addButton("&Save report…", QDialogButtonBox.ButtonRole.ActionRole)
        save.clicked.connect(self._ask_save)
        save.setAutoDefault(False)  # Enter closes
        if self._written is not None:
            show = buttons.addButton("Show in &folder", QDialogButtonBox.ButtonRole.ActionRole)
            show.clicked.connect(self._show_written)
            show.setAutoDefault(False)
        close = buttons.addButton("Close", QDialogButtonBox.ButtonRole.RejectRole)
        close.setDefault(True)
        buttons.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.addWidget(plain_label(summary))
        column.addWidget(self.filter)
        column.addWidget(self.view, 1)
        further = sum(self._report.further.values())
        if further:
            most = "; ".join(f"{count} × {what}" for what, count in self._report.further.most_common(5))
            column.addWidget(plain_label(f"{counted(further, 'further note')}: {most}"))
        column.addWidget(self.outcome_line)
        column.addWidget(buttons)

    def _filter(self, words: str) -> None:
        self.model.show_only(words)
        every = counted(len(self._report.told), "note")
        self._show_outcome(f"{self.model.rowCount()} of {every}" if words else every)

    def _show_outcome(self, text: str) -> None:
        self.outcome_line.setText(LRM + text)

    def _ask_save(self) -> None:
        if path := ask_save_report(self):
            self.save(path)

    def _show_written(self) -> None:
        if self._written is not None:
            show_folder(self._written, self._tell)

    def _tell(self, why: str) -> None:
        if isValid(self):  # a file manager may take its time to fail
            self._show_outcome(why)
            announce(self.outcome_line, why, urgent=True)

    def save(self, path: Path) -> None:
        """Write the report to a file; the outcome or the error is shown."""
        try:
            outputs.write_report(path, self._report.to_json(), self._report.files)
            self._show_outcome(f"saved to {shown_name(path.name)}")
        except UserError as error:
            self._show_outcome(str(error))
        announce(self.outcome_line, self.outcome_line.text(), urgent=True)
