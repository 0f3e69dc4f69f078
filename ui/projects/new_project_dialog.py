"""The dialog of a new project in three steps: name and place, labels, articles. It is made whole, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from models.base.report import Progress, Report
from models.importing.new_project import make_project
from models.storage.lock_note import login_name
from ui.projects.articles_page import ArticlesPage
from ui.projects.labels_page import LabelsPage
from ui.projects.location_page import LocationPage
from ui.projects.page import Page
from ui.support.bidi import LRM
from ui.support.drops import dropped_paths, refusal, take_copy
from ui.support.settings import Settings
from ui.tasks.run import Task, run
from ui.widgets.announce_text import announce
from ui.widgets.fitting import FittedDialog
from ui.widgets.message_bar import Sign
from ui.widgets.parts import plain_label, resize_to_text
from ui.widgets.whats_this import explain

_WHAT = (
    "Makes a project in steps: where its file lies and who you are, its labels, its first articles. Labels and "
    "articles can also come later."
)


class NewProjectDialog(FittedDialog):
    """Asks, makes the project, and emits `made` with its path, the name of the annotator and the import's Report."""

    made = Signal(Path, str, object)

    def __init__(
        self, settings: Settings, articles: Sequence[Path] = (), path: Path | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("New project")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptDrops(True)
        self.place = LocationPage(settings.annotator or login_name(), path)
        self.labels = LabelsPage()
        self.articles = ArticlesPage(articles)
        self.pages: tuple[Page, ...] = (self.place, self.labels, self.articles)
        self._stack = QStackedWidget()
        self._failure = ""
        self._make_controls()
        for page in self.pages:
            self._stack.addWidget(page)
            page.changed.connect(self._page_changed)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(button is self._next)  # Return goes on; Space presses what has the focus
        self._go(0)
        resize_to_text(self, 95, 27)
        explain(self, _WHAT)

    def _make_controls(self) -> None:
        self._heading, self._step = QLabel(), QLabel()
        font = self._heading.font()
        font.setPointSizeF(font.pointSizeF() * 1.4)
        self._heading.setFont(font)
        self._step.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self._sign, self._trouble = Sign(), plain_label()
        self._back, self._next = QPushButton("&Back"), QPushButton()
        cancel = QPushButton("Cancel")
        cancel.clicked.connect(self.reject)
        self._back.clicked.connect(lambda: self._go(self.step - 1))
        self._next.clicked.connect(self._forward)
        self._next.setDefault(True)
        self._lay_out(cancel)

    def _lay_out(self, cancel: QPushButton) -> None:
        top, problem, bottom = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        top.addWidget(self._heading, 1)
        top.addWidget(self._step)
        problem.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        problem.addWidget(self._trouble, 1)
        bottom.addWidget(cancel)
        bottom.addStretch(1)
        bottom.addWidget(self._back)
        bottom.addWidget(self._next)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self._stack, 1)
        column.addLayout(problem)
        column.addLayout(bottom)

    @property
    def step(self) -> int:
        return self._stack.currentIndex()

    def _go(self, step: int) -> None:
        self._stack.setCurrentIndex(step)
        page = self.pages[step]
        self._heading.setText(page.title)
        self._step.setText(f"Step {step + 1} of {len(self.pages)}")
        last = step == len(self.pages) - 1
        self._next.setText("&Make the project" if last else "&Next")
        self._back.setEnabled(step > 0)
        page.first_control().setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, f"{self._step.text()}: {page.title}")
        self._show()

    def _page_changed(self) -> None:
        self._failure = ""
        self._show()

    def _show(self) -> None:
        page = self.pages[self.step]
        told = page.told(self.trouble())
        text = told or self._failure
        new = bool(text) and text != self.trouble()
        self._trouble.setText(LRM + text if text else "")
        self._sign.setVisible(bool(text))
        self._trouble.setVisible(bool(text))
        page.mark(told)
        self._next.setEnabled(page.ready() or bool(page.trouble() and not told))  # it says then what is wrong
        if new:
            announce(self, text, urgent=True)

    def trouble(self) -> str:
        return self._trouble.text().removeprefix(LRM)

    def _forward(self) -> None:
        page = self.pages[self.step]
        page.leave()
        if not page.ready():
            (page.troubled() or page.first_control()).setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.step < len(self.pages) - 1:
            self._go(self.step + 1)
        else:
            self.make()

    def make(self) -> Task:
        """Make the project off the UI thread; a failure leaves the page as it is."""
        self._failure = ""
        path, annotator = self.place.path(), self.place.annotator_name()
        labels, guidelines, articles = self.labels.labels(), self.labels.guidelines(), self.articles.paths()

        def make(progress: Progress) -> Report:
            return make_project(path, labels, guidelines, articles, annotator=annotator, progress=progress)

        task = run(
            "Making the project…",
            make,
            self,
            on_success=lambda report: self._accept(path, annotator, report),
            on_failure=self._fail,
            on_cancel=lambda: self._fail("Cancelled; nothing was made."),
        )
        task.finished.connect(self._check_outcome)
        return task

    def _accept(self, path: Path, annotator: str, report: Report) -> None:
        self.accept()
        self.made.emit(path, annotator, report)

    def _check_outcome(self) -> None:
        if not (self.result() or self._failure):  # a bug, which has been logged
            self._fail("Something went wrong inside Nishan, so nothing was made; the log file says more.")

    def _fail(self, text: str) -> None:
        self._failure = text
        self._show()

    def reject(self) -> None:
        """Close without a project, unless one is being made."""
        if self.isEnabled():
            super().reject()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        take_copy(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        take_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Add dropped files to the articles; a TOML file replaces the labels."""
        if not take_copy(event):
            return
        paths = dropped_paths(event.mimeData())
        if len(paths) == 1 and paths[0].suffix == ".toml":
            self.labels.read(paths[0])
            self._go(1)
            return
        if why := refusal(paths):
            self._fail(why)
            return
        self.articles.add(paths)
        if self.step and self.step != 2:
            self._go(2)
