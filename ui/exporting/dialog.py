"""The dialog of an export: what and how, a check of what would be lost, and where to."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QGroupBox,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from models.base.presence import is_folder
from models.base.report import Report
from models.exporting.groups import fields_of
from models.exporting.plan import ExportPlan
from models.exporting.run import places_of, rehearse
from ui.exporting.card_part import CardPart
from ui.exporting.format_part import FormatPart
from ui.exporting.place_part import PlacePart
from ui.exporting.scope_part import ArticlesPart, LayerPart, ListedArticles
from ui.exporting.split_part import SplitPart
from ui.session.session import Session
from ui.support.bidi import shown_path
from ui.tasks.run import Task, Work, run
from ui.widgets.file_dialogs import ask_save_dataset
from ui.widgets.fitting import FittedDialog
from ui.widgets.outcome import Outcome, OutcomeRoom
from ui.widgets.parts import Part, resize_to_text, scrolled
from ui.widgets.whats_this import explain

_WHAT = (
    "Writes spans, labels and texts as a dataset that other programs read. Choose the format, whose spans and "
    "which articles; a split makes parts for training and testing. Check first writes nothing and says what the "
    "format would not keep."
)


class ExportDialog(FittedDialog):
    """Asks what to export, and emits `wanted` with the place and the plan; stays open until the export succeeds."""

    wanted = Signal(Path, object)

    def __init__(self, session: Session, listed: ListedArticles, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export a dataset")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session = session
        self.kind, self.layer, self.articles = FormatPart(), LayerPart(session, self), ArticlesPart(listed)
        self.split = SplitPart(lambda: fields_of(session.project))
        self.card, self.outcome = CardPart(), Outcome()
        self.place = PlacePart(session.project.path.absolute().parent)
        self.folder_name = self.place.name
        self.parts: tuple[Part, ...] = (self.kind, self.layer, self.articles, self.split, self.card)
        self._lay_out()
        for part in self.parts:
            part.changed.connect(self._changed)
        self.place.changed.connect(self._check)
        self._changed()
        resize_to_text(self, 78, 34)
        self.kind.box.setFocus()
        explain(self, _WHAT)

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        articles = QGroupBox("Articles")
        QVBoxLayout(articles).addWidget(self.articles)
        self.kind.form.insertRow(2, "&Spans of", self.layer.box)
        QWidget.setTabOrder(self.kind.box, self.layer.box)
        for widget in (self.kind, articles, self.split, self.card, self.place):
            column.addWidget(widget)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.addWidget(scrolled(inside), 1)
        whole.addWidget(OutcomeRoom(self.outcome))
        whole.addWidget(self._buttons())
        self.go.setDefault(True)  # in its dialog: before, it would lose that with the focus

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox()
        self.try_ = buttons.addButton("C&heck first", QDialogButtonBox.ButtonRole.ActionRole)
        self.try_.setToolTip("Writes nothing, and says what this format would not keep")
        self.go = buttons.addButton("E&xport…", QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        self.try_.setAutoDefault(False)
        self.try_.clicked.connect(self._ask_check)
        self.go.clicked.connect(self._ask_where)
        buttons.rejected.connect(self.reject)
        return buttons

    def plan(self) -> ExportPlan:
        return ExportPlan(
            self.kind.format().key,
            self.layer.annotator(),
            self.layer.curated(),
            self.articles.chosen(),
            self.articles.articles(),
            self.split.chosen(),
            self.split.seed.value(),
            self.split.evenly.isChecked(),
            self.kind.options(),
            card=self.card.card(),
            group=self.split.group(),
        )

    def _is_folder(self) -> bool:
        return self.kind.format().folder or self.split.on.isChecked()

    def _changed(self) -> None:
        self.layer.show_for(self.kind.format())
        self.kind.say(split=self.split.on.isChecked())
        self.place.suggest(f"{self._session.project.path.stem}-{self.kind.format().key}")
        self.place.setVisible(self._is_folder())
        self.go.setText("E&xport" if self._is_folder() else "E&xport…")
        self._check()

    def _check(self) -> None:
        trouble = ""
        for part in (*self.parts, self.place):
            told = "" if trouble else part.told(self.outcome.text())
            part.mark(told)
            trouble = trouble or told
        if trouble:
            self.outcome.show_error(trouble)
        else:
            self.outcome.clear()  # what was said was about other choices
        self.go.setEnabled(not trouble)
        self.try_.setEnabled(not trouble)

    def _may_go_on(self) -> bool:
        """Leave the fields, and return whether nothing is wrong with them."""
        for part in (*self.parts, self.place):
            part.leave()
        return self.go.isEnabled()

    def _ask_check(self) -> None:
        if self._may_go_on():
            self.check()

    def check(self) -> Task:
        """Find out off the UI thread what would be lost; nothing is written."""
        project, plan = self._session.project, self.plan()
        self._session.keep_time()
        return self.run("Checking…", lambda progress: rehearse(project, plan, progress), self.outcome.show_report)

    def run(self, text: str, work: Work, on_success: Callable[[Report], object]) -> Task:
        """Run work over this dialog, which stays and says so when the work fails or is cancelled."""
        return run(
            text,
            work,
            self,
            on_success=on_success,
            on_failure=self.outcome.show_error,
            on_cancel=lambda: self.outcome.show_note("Cancelled; nothing was written."),
        )

    def reject(self) -> None:
        """Close, unless work is running."""
        if self.isEnabled():
            super().reject()

    def _ask_where(self) -> None:
        if not self._may_go_on():
            return
        out = self.place.path() if self._is_folder() else self._file()
        if out is None:
            return
        plan = self.plan()
        there = [out] if self._is_folder() and _holds_something(out) else []
        there += [path for path in places_of(out, plan)[1:] if os.path.lexists(path)]
        if not there or self._may_replace(there):
            self.wanted.emit(out, replace(plan, replace=bool(there)))

    def _file(self) -> Path | None:
        format_ = self.kind.format()
        suffix = format_.suffixes[0]
        suggested = self._session.project.path.with_suffix(suffix)
        return ask_save_dataset(self, suggested, f"{format_.name} (*{suffix})")

    def _may_replace(self, there: list[Path]) -> bool:
        question = QMessageBox(self)
        question.setIcon(QMessageBox.Icon.Warning)
        question.setWindowTitle("Replace a folder" if self._is_folder() else "Replace further files")
        question.setTextFormat(Qt.TextFormat.PlainText)
        question.setText(
            "\n".join(map(shown_path, there))
            + (
                "\n\nThis folder is not empty. All that is in it goes when the new one is whole."
                if self._is_folder()
                else "\n\nThis is there already. The export writes its own in its place; what is there now is lost."
            )
        )
        yes = question.addButton("&Replace", QMessageBox.ButtonRole.DestructiveRole)
        question.setDefaultButton(question.addButton("Cancel", QMessageBox.ButtonRole.RejectRole))
        question.exec()
        question.deleteLater()
        return question.clickedButton() is yes


def _holds_something(folder: Path) -> bool:
    try:
        return is_folder(folder) and any(folder.iterdir())
    except OSError:  # the export says why
        return False
