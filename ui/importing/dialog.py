"""The dialog of an import: a preview, and the questions that are answered before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from models.base.report import counted
from models.formats.support.options import ReadOptions
from models.importing.plan import ImportPlan
from models.importing.preview import Preview, preview
from ui.importing.labels_part import LabelsPart
from ui.importing.options_part import OptionsPart
from ui.importing.preview_part import ArticlesPreview, FilesPreview
from ui.session.session import Session
from ui.tasks.run import Task
from ui.widgets.outcome import Outcome
from ui.widgets.parts import resize_to_text, scrolled


class ImportDialog(QDialog):
    """Shows a preview of the files; `plan()` is the answer once the dialog is accepted."""

    def __init__(self, session: Session, paths: Sequence[Path], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Import")
        self._session, self._paths = session, list(paths)
        self.found: Preview | None = None
        self.reading = Task(self, on_success=self._show_found, on_failure=self._fail)
        session.closing.connect(self.reading.stop)
        self.files, self.articles = FilesPreview(), ArticlesPreview()
        self.asked, self.labels, self.outcome = OptionsPart(session), LabelsPart(session), Outcome()
        self.asked.read_again.connect(self._read)
        for part in (self.asked, self.labels):
            part.changed.connect(self._check)
        self._lay_out()
        resize_to_text(self, 100, 36)
        self._read()

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox()
        self.go = buttons.addButton("&Import", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        inside = QWidget()
        column = QVBoxLayout(inside)
        for part, stretch in ((self.files, 1), (self.articles, 3), (self.labels, 2), (self.asked, 0)):
            column.addWidget(part, stretch)
        column.addWidget(self.outcome, 0)
        self._room = scrolled(inside)
        whole = QVBoxLayout(self)
        whole.addWidget(self._room, 1)
        whole.addWidget(buttons)
        self.go.setDefault(True)  # in its dialog: before, it would lose that with the focus
        self.labels.hide()

    def _read(self) -> None:
        """Preview the files with the current answers; the preview before is dropped."""
        self.found = None
        self.go.setEnabled(False)
        self.outcome.show_note("Reading…")
        paths, plan, encoding = self._paths, self.plan(), self.asked.chosen_encoding()
        self.reading.start(lambda progress: preview(paths, plan, progress=progress, encoding=encoding))

    def _fail(self, text: str) -> None:
        self._show(Preview(()))
        self.found = None
        self.outcome.show_error(text)

    def _show_found(self, found: Preview) -> None:
        self.found = found
        self._show(found)
        self._check()
        if self.go.isEnabled() and self.focusWidget() in (None, self.files):
            self.go.setFocus()

    def _show(self, found: Preview) -> None:
        self.files.show_found(found.files)
        self.articles.show_found(found.articles)
        self.labels.show_found(found.labels)
        self.labels.setVisible(not self.labels.is_empty)
        self.asked.show_found(found)

    def _check(self) -> None:
        """Show what is wrong, or how much would be imported."""
        found = self.found
        if found is None:
            return
        trouble = found.trouble or self.asked.trouble() or self.labels.trouble()
        self.go.setEnabled(not trouble)
        read = f"{counted(found.report.articles, 'article')}, {counted(found.report.spans, 'span')}"
        more = "" if found.whole else " read so far; there are more"
        notes = f"; {counted(len(found.report.notes), 'note')} below" if found.report.notes else ""
        self.outcome.show_notes(trouble or f"{read}{more}{notes}.", found.report, error=bool(trouble))
        if trouble:
            self._room.ensureWidgetVisible(self.outcome)

    def plan(self) -> ImportPlan:
        asked = self.asked
        return ImportPlan(
            asked.chosen_format(),
            annotator=asked.annotator(),
            default_annotator=self._session.annotator.name,
            suggestions=asked.as_suggestions(),
            labels=self.labels.mapping(),
            options=ReadOptions(offsets=asked.chosen_offsets(), roles=asked.roles()),
            encodings=dict(self.found.foreign) if self.found else {},
        )

    def done(self, result: int) -> None:
        self.reading.stop()
        super().done(result)
