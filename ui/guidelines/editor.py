"""The guideline editor: Markdown with a preview, and all versions."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QSplitter,
    QTabWidget,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from models.base.entities import Changes, Guideline
from models.project.guidelines import difference
from ui.guidelines.pane import QuietBrowser, day_of
from ui.session import guideline_commands
from ui.session.session import Session
from ui.tasks.later import later
from ui.widgets.fitting import FittedDialog
from ui.widgets.parts import plain_label, room_for
from ui.widgets.tables.row_copy import let_copy_rows
from ui.widgets.whats_this import explain

_WHAT = (
    "What annotators are to mark, written in Markdown: a heading with a label's name begins what is said of it, "
    "and the Guide pane shows that section when the label is chosen. Each saving makes a version, which can be "
    "compared and restored."
)


class GuidelineEditor(FittedDialog):
    """Edits the guidelines; it is not modal. Unsaved text stays in it, and is saved when the project closes."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._base = ""  # what was read from the project last
        self.setWindowTitle("Guidelines")
        self.setModal(False)
        self.text, self.preview = QTextEdit(), QuietBrowser()
        self.outcome_line = plain_label()
        self.save, self.close_button = QPushButton("&Save as a new version"), QPushButton("Close")
        self.versions = Versions(session)
        self._set_up()
        self._lay_out()
        self._later = later(self, session, 150, self._preview)
        self.text.textChanged.connect(self._text_changed)
        self.text.verticalScrollBar().valueChanged.connect(self._scroll_along)
        self.preview.verticalScrollBar().rangeChanged.connect(self._scroll_along)
        session.project_changed.connect(self._changed)
        session.keeping.connect(self._save_unsaved)
        self._fit()
        self.read()
        explain(self, _WHAT)

    def _set_up(self) -> None:
        self.text.setAccessibleName("Guidelines, as Markdown")
        self.text.setTabChangesFocus(True)
        self.text.setAcceptRichText(False)
        self.text.setPlaceholderText("# Guidelines\n\n## PERSON\nWhat to mark, what not, examples.")
        self.preview.setAccessibleName("How it will look")
        self.preview.link_clicked.connect(self.outcome_line.setText)
        for button in (self.save, self.close_button):
            button.setAutoDefault(False)
        self.save.clicked.connect(self._save)
        self.close_button.clicked.connect(self.close)
        self.versions.restore.clicked.connect(self._restore)

    def _lay_out(self) -> None:
        sides = QSplitter()
        sides.setChildrenCollapsible(False)
        for heading, side in (("Markdown", self.text), ("Preview", self.preview)):
            sides.addWidget(_under(heading, side))
        sides.setSizes([500, 500])
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("Text and versions")
        self.tabs.addTab(sides, "Text")
        self.tabs.addTab(self.versions, "Versions")
        below = QHBoxLayout()
        below.addWidget(self.outcome_line, 1)
        below.addWidget(self.save)
        below.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.addWidget(self.tabs, 1)
        layout.addLayout(below)

    def _fit(self) -> None:
        letter = self.fontMetrics().averageCharWidth()
        wanted = QSize(letter * 120, letter * 75)
        self.resize(wanted.boundedTo(room_for(self)))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()
            self._preview()

    @property
    def unsaved(self) -> bool:
        """Return whether the text differs from the newest version that was read."""
        return self.text.toPlainText() != self._base

    def read(self) -> None:
        """Read the newest version; unsaved text stays."""
        newest, unsaved = self._session.project.guidelines(), self.unsaved
        self._base = newest
        if not unsaved:
            self.text.setPlainText(newest)
            self._preview()
        self._text_changed()
        self.versions.read()

    def _changed(self, changes: Changes) -> None:
        if changes.guidelines or changes.structure:
            self.read()

    def _text_changed(self) -> None:
        self._later.start()
        self.save.setEnabled(self.unsaved)
        self.outcome_line.setText("Not saved yet." if self.unsaved else "")

    def _preview(self) -> None:
        self.preview.show_markdown(self.text.toPlainText())
        self._scroll_along()

    def _scroll_along(self) -> None:
        """Show in the preview what is seen in the text, so that somebody sees what they write."""
        bar, other = self.text.verticalScrollBar(), self.preview.verticalScrollBar()
        end = bar.maximum() - bar.singleStep()  # the caret in the last line leaves a margin under it
        if end > 0:
            other.setValue(round(other.maximum() * min(bar.value() / end, 1.0)))

    def _save(self) -> None:
        text = self.text.toPlainText()
        if guideline_commands.save(self._session, text):
            self._base = text
            self._text_changed()
            self.outcome_line.setText("Saved as a new version.")

    def _save_unsaved(self) -> None:
        if self.unsaved:
            guideline_commands.save(self._session, self.text.toPlainText())

    def _restore(self) -> None:
        version = self.versions.chosen
        if version is None:
            return
        if self.unsaved:
            self.outcome_line.setText("There is unsaved text: save it first, then restore.")
            return
        if guideline_commands.restore(self._session, version):
            self.outcome_line.setText(f"Version {version.version} is the newest again.")


def _under(heading: str, pane: QWidget) -> QWidget:
    """Return a pane with its heading over it."""
    whole, title = QWidget(), QLabel(heading)
    title.setContentsMargins(8, 8, 8, 4)
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(title)
    column.addWidget(pane, 1)
    return whole


class Versions(QWidget):
    """Lists the versions, and shows one, or its difference to the newest."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._known: list[Guideline] = []
        self.list, self.view = QListWidget(), QuietBrowser()
        self.show_difference = QCheckBox("Show the &difference to the newest")
        self.restore = QPushButton("&Restore this version")
        self.restore.setAutoDefault(False)
        self.list.setAccessibleName("Versions of the guidelines")
        self.view.setAccessibleName("The chosen version")
        self.show_difference.setChecked(True)
        self.show_difference.toggled.connect(self._show)
        self.list.currentRowChanged.connect(self._show)
        let_copy_rows(self.list)
        below = QHBoxLayout()
        below.addWidget(self.show_difference)
        below.addStretch(1)
        below.addWidget(self.restore)
        sides = QSplitter()
        sides.setChildrenCollapsible(False)
        for side, stretch in ((self.list, 0), (self.view, 1)):
            sides.addWidget(side)
            sides.setStretchFactor(sides.indexOf(side), stretch)
        layout = QVBoxLayout(self)
        layout.addWidget(sides, 1)
        layout.addLayout(below)

    @property
    def chosen(self) -> Guideline | None:
        """Return the version that is shown; None without any."""
        row = self.list.currentRow()
        return self._known[row] if 0 <= row < len(self._known) else None

    def read(self) -> None:
        """Read the project's versions again, the newest first."""
        chosen = self.chosen if self.list.currentRow() > 0 else None  # whoever sees the newest goes on seeing that
        self._known = self._session.project.guideline_versions()
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems([f"{found.version} · {day_of(found.created_at)}" for found in self._known])
        numbers = [found.version for found in self._known]
        self.list.setCurrentRow(numbers.index(chosen.version) if chosen and chosen.version in numbers else 0)
        self.list.blockSignals(False)
        self._show()

    def _show(self) -> None:
        version = self.chosen
        self.restore.setEnabled(version is not None and version.text != self._known[0].text)
        if version is None:
            self.view.text.clear()
        elif self.show_difference.isChecked() and version is not self._known[0]:
            self.view.text.show_difference(difference(version.text, self._known[0].text))
        else:
            self.view.show_markdown(version.text)
