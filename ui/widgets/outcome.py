"""The outcome of an import or export before anything is written: a sentence and notes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QTreeView, QVBoxLayout, QWidget

from models.base.report import Report, counted
from ui.support.bidi import LRM, pieces_apart
from ui.widgets.announce_text import announce
from ui.widgets.message_bar import Sign
from ui.widgets.parts import plain_label
from ui.widgets.report_model import ReportModel
from ui.widgets.tables.views import set_up_tree


class Outcome(QWidget):
    """Shows a sentence with a sign, and a table of notes if there are any."""

    def __init__(self) -> None:
        super().__init__()
        self._said = ""
        self.sign, self.outcome_line, self.notes = Sign(), plain_label(), QTreeView()
        set_up_tree(self.notes, "What is not kept as it is")
        self.notes.setMinimumHeight(self.fontMetrics().height() * 8)
        self.notes.header().setResizeContentsPrecision(100)
        row = QHBoxLayout()
        row.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.outcome_line, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.notes)
        self.clear()

    def clear(self) -> None:
        self._show("", error=False)

    def show_error(self, text: str) -> None:
        self._show(text, error=True)

    def show_note(self, text: str) -> None:
        """Show a sentence that is no error."""
        self._show(text, error=False)

    def show_report(self, report: Report) -> None:
        """Show what would be exported, and what would be lost."""
        many = len(report.told) + report.further.total()
        kept = "everything else is kept as it is" if report.not_chosen else "everything is kept as it is"
        notes = f"{counted(many, 'note')} below" if many else kept
        more = f" ({report.further.total()} more of the same kinds are not listed)" if report.further else ""
        damage = f"The project is DAMAGED; left out: {report.damage}. " if report.damage else ""
        said = f"{damage}{report.done('Would export')}; {notes}{more}. Nothing is written yet."
        self.show_notes(said, report, error=bool(damage))

    def show_notes(self, text: str, report: Report, *, error: bool = False) -> None:
        """Show a sentence, and list the notes of a report under it."""
        self._show(text, error=error)
        if report.told:
            self.notes.setModel(ReportModel(report.told))
            self.notes.show()

    def text(self) -> str:
        return self._said

    def _show(self, text: str, *, error: bool) -> None:
        new = text != self.text()
        self._said = text
        self.outcome_line.setText(LRM + pieces_apart(text) if text else "")
        self.outcome_line.setVisible(bool(text))
        self.sign.set_error(error)
        self.sign.setVisible(bool(text))
        self.notes.hide()
        self.notes.setModel(None)
        if new:
            announce(self, text, urgent=error)


class OutcomeRoom(QScrollArea):
    """Gives an outcome the height that it asks for; where the screen has less it is scrolled, not what is around it."""

    _LEAST = 4  # lines that are always in sight

    def __init__(self, outcome: Outcome) -> None:
        super().__init__()
        self._outcome = outcome
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setWidgetResizable(True)
        self.setWidget(outcome)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._wanted())

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), min(self._wanted(), self.fontMetrics().height() * self._LEAST))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask for another height when the outcome says something else."""
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def _wanted(self) -> int:
        inside = self._outcome
        wrapped = inside.heightForWidth(self.viewport().width()) if inside.hasHeightForWidth() else 0
        return max(wrapped, inside.minimumSizeHint().height())
