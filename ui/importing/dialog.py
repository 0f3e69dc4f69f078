"""The dialog of an import: a preview, and the questions that are answered before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QSplitter, QVBoxLayout, QWidget

from models.base.report import Report, counted
from models.formats.support.options import ReadOptions
from models.importing.plan import ImportPlan
from models.importing.preview import Preview, preview
from ui.importing.cut_part import CutPart
from ui.importing.labels_part import LabelsPart
from ui.importing.options_part import OptionsPart
from ui.importing.people_part import PeoplePart
from ui.importing.preview_part import ArticlesPreview, FilesPreview, counted_files
from ui.importing.reading_part import ReadingPart
from ui.session.session import Session
from ui.support.window_words import in_window
from ui.tasks.run import Task
from ui.widgets.fitting import FittedDialog
from ui.widgets.outcome import Outcome
from ui.widgets.parts import plain_label, resize_to_text, scrolled
from ui.widgets.whats_this import explain

_NOTES = 4  # lines of notes that are seen at least


_WHAT = (
    "Shows what was found in the files before anything is taken: their format and why, what each column or field "
    "is read as, the first articles, and which labels are new. Nothing is in the project before Import."
)


class ImportDialog(FittedDialog):
    """Shows a preview of the files; `plan()` is the answer once the dialog is accepted."""

    def __init__(self, session: Session, paths: Sequence[Path], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Import")
        self._session, self._paths = session, list(paths)
        self.found: Preview | None = None
        self.reading = Task(self, on_success=self._show_found, on_failure=self._fail)
        session.closing.connect(self.reading.stop)
        self.count, self.files, self.articles = plain_label(), FilesPreview(), ArticlesPreview()
        self.asked, self.people, self.labels = OptionsPart(), PeoplePart(session), LabelsPart(session)
        self.parts, self.cut, self.outcome = ReadingPart(), CutPart(), Outcome()
        self.asked.format.activated.connect(self.parts.forget)  # before it is read again
        for asking in (self.asked, self.parts, self.people, self.cut):
            asking.read_again.connect(self._read)
        for part in (self.people, self.labels):
            part.changed.connect(self._check)
        self._lay_out()
        resize_to_text(self, 110, 46)
        self._read()
        explain(self, _WHAT)

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox()
        self.go = buttons.addButton("&Import", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        above: tuple[QWidget, ...] = (self.count, self.files, self.asked, self.parts, self.cut)
        for widget in (*above, self.articles, self.people, self.labels):
            column.addWidget(widget, int(widget is self.articles))  # the others are as high as what is in them
        parted = QSplitter(Qt.Orientation.Vertical)  # what comes of it stays in sight
        parted.addWidget(scrolled(inside))
        parted.addWidget(self.outcome)
        parted.setStretchFactor(0, 1)
        self.outcome.notes.setMinimumHeight(self.fontMetrics().height() * _NOTES)
        parted.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.addWidget(parted, 1)
        whole.addWidget(buttons)
        self.go.setDefault(True)  # in its dialog: before, it would lose that with the focus
        for part in (self.labels, self.parts, self.people, self.cut):
            part.hide()

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
        self.outcome.show_error(in_window(text))

    def _show_found(self, found: Preview) -> None:
        self.found = found
        self._show(found)
        self._check()
        if self.go.isEnabled() and self.focusWidget() in (None, self.files):
            self.go.setFocus()

    def _show(self, found: Preview) -> None:
        self.count.setText(counted_files(found.files))
        self.files.show_found(found.files)
        self.labels.show_found(found.labels)
        self.articles.show_found(found.articles, self.labels.colors())
        self.labels.setVisible(not self.labels.is_empty)
        for part in (self.asked, self.parts, self.people, self.cut):
            part.show_found(found)

    def _check(self) -> None:
        """Show what is wrong, or how much would be imported."""
        found = self.found
        if found is None:
            return
        told = self.people.told(self.outcome.text())
        self.people.mark(told)
        trouble = found.trouble or told or self.labels.trouble()
        self.go.setEnabled(not trouble)
        more = "" if found.whole else " read so far; there are more"
        notes = f"; {counted(len(found.report.notes), 'note')} below" if found.report.notes else ""
        said = in_window(trouble) or f"{_read(found.report)}{more}{notes}."
        self.outcome.show_notes(said, found.report, error=bool(trouble))

    def plan(self) -> ImportPlan:
        asked = self.asked
        offsets, roles = asked.chosen_offsets(), self.parts.roles()
        return ImportPlan(
            asked.chosen_format(),
            annotator=self.people.annotator(),
            annotator_from=self.people.annotator_from(),
            cut=self.cut.cut(),
            default_annotator=self._session.annotator.name,
            suggestions=self.people.as_suggestions(),
            labels=self.labels.mapping(),
            options=ReadOptions(offsets=offsets, roles=roles, strict=asked.is_strict()),
            encodings=dict(self.found.foreign) if self.found else {},
        )

    def accept(self) -> None:
        """Import, unless something is wrong with what is being written just now."""
        self.people.leave()
        if self.go.isEnabled():
            super().accept()

    def done(self, result: int) -> None:
        self.reading.stop()
        super().done(result)


def _read(report: Report) -> str:
    """Return what would be imported, after what cannot be: `1 record LEFT OUT; 2 articles in 4 records, 6 spans`."""
    articles = counted(report.articles - report.again, "article")
    records = f" in {counted(report.articles, 'record')}" if report.again else ""
    return "; ".join([*report.unread(), f"{articles}{records}, {counted(report.spans, 'span')}"])
