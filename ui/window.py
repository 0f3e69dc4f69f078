"""The window: puts the parts together and hands gestures on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLabel,
    QMainWindow,
    QMessageBox,
    QSplitter,
    QTabWidget,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from models.corpus import ArticleId, Changes, Span, Status
from models.errors import UserError
from ui import fonts, theme
from ui.actions import Actions
from ui.article_view import ArticleView
from ui.jobs import Job
from ui.later import later
from ui.panels.article_list import ArticleList
from ui.panels.guide import Guide
from ui.panels.label_bar import LabelBar
from ui.panels.message_bar import MessageBar
from ui.panels.span_table import SpanTable
from ui.session import Session
from ui.settings import Settings

if TYPE_CHECKING:
    from models.formats.base import Report

USUAL_POINTS = 20


class Window(QMainWindow):
    """One project in one window."""

    project_asked = Signal(Path, bool)  # path, and whether to make it

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__()
        self.session, self.settings = session, settings
        self.article_view = ArticleView(session)
        self.article_list = ArticleList(session)
        self.span_table = SpanTable(session)
        self.label_bar = LabelBar(session, self)
        self.guide = Guide(session)
        self.messages = MessageBar()
        self.actions_ = Actions(self, self._handlers())
        self._assemble()
        self._connect()
        self._restore()

    # --- assembly ---------------------------------------------------------------------------------------------

    def _assemble(self) -> None:
        self.setWindowTitle(f"{self.session.project.path.stem} – Nishan")
        self.setAcceptDrops(True)
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, self.label_bar)
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, self._undo_bar())
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.messages)
        column.addWidget(self.article_view)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.span_table, "Spans")
        self.tabs.addTab(self.guide, "Guide")
        self.splitter = QSplitter()
        self.splitter.setChildrenCollapsible(False)
        for widget, least, stretch in ((self.article_list, 150, 0), (middle, 320, 1), (self.tabs, 180, 0)):
            widget.setMinimumWidth(least)
            self.splitter.addWidget(widget)
            self.splitter.setStretchFactor(self.splitter.count() - 1, stretch)
        self.splitter.setSizes([230, 720, 280])
        self.setCentralWidget(self.splitter)
        self._said, self._where = QLabel(), QLabel()
        self._where_later = later(self, self.session, 120, self._show_where)  # counting words takes longest
        self.statusBar().addWidget(self._said, 1)
        self.statusBar().addPermanentWidget(self._where)
        self.resize(1240, 800)

    def _undo_bar(self) -> QToolBar:
        bar = QToolBar("Undo", self)
        bar.setObjectName("undo_bar")
        bar.setMovable(False)
        bar.addActions([self.actions_["undo"], self.actions_["redo"]])
        return bar

    def _connect(self) -> None:
        session = self.session
        session.said.connect(self._say)
        session.failed.connect(self.messages.tell)
        session.changed.connect(self._changed)
        session.article_changed.connect(self._where_later.start)
        session.selected_changed.connect(self._show_enabled)
        session.undo_stack.indexChanged.connect(self._show_enabled)
        self.label_bar.chosen.connect(self._label_clicked)
        self.article_list.chosen.connect(self._open_article)
        self.span_table.activated_span.connect(self._go_to)
        self.article_view.caret_moved.connect(self._where_later.start)
        self.article_view.zoom_asked.connect(self._zoom)
        QApplication.styleHints().colorSchemeChanged.connect(self._show_theme)
        self._show_enabled()

    def _handlers(self) -> dict[str, Callable[[], object]]:
        return {
            "new": self._ask_new,
            "open": self._ask_open,
            "import_files": self._ask_import_files,
            "import_folder": self._ask_import_folder,
            "export": self._ask_export,
            "quit": self.close,
            "undo": self.session.undo,
            "redo": self.session.redo,
            "remove": self._remove,
            "done_next": lambda: self._mark_and_step(Status.DONE),
            "skip": lambda: self._mark_and_step(Status.SKIPPED),
            "reopen": lambda: self.session.set_status(Status.NEW),
            "next": lambda: self.article_list.step(1),
            "previous": lambda: self.article_list.step(-1),
            "larger": lambda: self._zoom(1),
            "smaller": lambda: self._zoom(-1),
            "usual_size": lambda: self._set_points(USUAL_POINTS),
            "nastaliq": lambda: self._set_typeface(fonts.NASTALIQ),
            "naskh": lambda: self._set_typeface(fonts.NASKH),
            "theme_system": lambda: self._set_theme("system"),
            "theme_light": lambda: self._set_theme("light"),
            "theme_dark": lambda: self._set_theme("dark"),
            "next_pane": self._next_pane,
            "about": self._about,
        }

    def _restore(self) -> None:
        self.restoreGeometry(self.settings.bytes("window/geometry"))
        self.splitter.restoreState(self.settings.bytes("window/splitter"))
        self.actions_["nastaliq" if self.settings.typeface == fonts.NASTALIQ else "naskh"].setChecked(True)
        self.actions_[f"theme_{self.settings.theme}"].setChecked(True)
        self._show_theme()
        self._show_font()
        rows = self.article_list.model
        last = self.session.project.last_article(self.session.annotator.id)
        if rows.rowCount():
            self.session.open_article(rows.row(max(rows.place(last) if last else 0, 0)).id)
        else:
            self.session.said.emit("no articles yet: drop text files here, or import them (Ctrl+I)")
        self.article_view.setFocus()

    # --- what is shown ----------------------------------------------------------------------------------------

    def _say(self, text: str) -> None:
        self._said.setText(text)

    def _show_where(self) -> None:
        parts = []
        if self.session.article is not None:
            word, of = self.session.word_number(self.article_view.caret)
            spans = len(self.session.spans)
            parts = ["1 span" if spans == 1 else f"{spans} spans"]
            parts += [f"annotator: {self.session.annotator.name}", f"word {word} of {of}"]
        self._where.setText(" · ".join(parts))

    def _show_enabled(self) -> None:
        stack = self.session.undo_stack
        for key, can, text in (
            ("undo", stack.canUndo(), stack.undoText()),
            ("redo", stack.canRedo(), stack.redoText()),
        ):
            self.actions_[key].setEnabled(can)
            self.actions_[key].setToolTip(f"{key.capitalize()}: {text}" if can else key.capitalize())
        self.actions_["remove"].setEnabled(self.session.selected is not None)

    def _changed(self, changes: Changes) -> None:
        if changes.labels:
            self.label_bar.show_labels()
        self._where_later.start()

    def _show_theme(self) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        chosen = theme.chosen(self.settings.theme)
        theme.apply(app, chosen)
        self.article_view.set_theme(chosen)
        self.article_list.model.set_theme(chosen)

    def _show_font(self) -> None:
        self.article_view.set_article_font(fonts.article_font(self.settings.typeface, self.settings.points))

    def _set_theme(self, choice: str) -> None:
        self.settings.theme = choice
        self._show_theme()

    def _set_typeface(self, family: str) -> None:
        self.settings.typeface = family
        self._show_font()

    def _set_points(self, points: int) -> None:
        self.settings.points = min(max(points, fonts.SMALLEST), fonts.LARGEST)
        self._show_font()
        self._say(f"{self.settings.points} pt")

    def _zoom(self, by: int) -> None:
        self._set_points(self.settings.points + by)

    def _next_pane(self) -> None:
        panes = (self.article_list.view, self.article_view, self.tabs.currentWidget())
        at = next((index for index, pane in enumerate(panes) if pane.hasFocus()), 0)
        panes[(at + 1) % len(panes)].setFocus(Qt.FocusReason.ShortcutFocusReason)

    # --- gestures ---------------------------------------------------------------------------------------------

    def _label_clicked(self, label: int) -> None:
        self.article_view.apply_label(label)
        self.article_view.setFocus()

    def _remove(self) -> None:
        if self.session.selected:
            self.session.remove(self.session.selected)

    def _open_article(self, article: ArticleId) -> None:
        try:
            self.session.open_article(article)
        except UserError as error:
            self.messages.tell(str(error))

    def _go_to(self, span: Span) -> None:
        self.article_view.go_to(span)
        self.session.select(span)

    def _mark_and_step(self, status: Status) -> None:
        self.session.set_status(status)
        self.article_list.step(1)

    # --- files ------------------------------------------------------------------------------------------------

    def _ask_new(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "New project", "", "Nishan projects (*.nishan)")
        if name:
            self.project_asked.emit(Path(name).with_suffix(".nishan"), True)

    def _ask_open(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Open project", "", "Nishan projects (*.nishan)")
        if name:
            self.project_asked.emit(Path(name), False)

    def _ask_import_files(self) -> None:
        from models import formats  # noqa: PLC0415

        suffixes = " ".join(f"*{suffix}" for found in formats.readers() for suffix in found.suffixes)
        names, _ = QFileDialog.getOpenFileNames(self, "Import files", "", f"Articles ({suffixes})")
        if names:
            self.import_paths([Path(name) for name in names])

    def _ask_import_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "Import a folder")
        if name:
            self.import_paths([Path(name)])

    def import_paths(self, paths: list[Path]) -> Job:
        """Import files and folders, all or none, off the UI thread; the job tells how it ends."""
        from models.importing import import_files  # noqa: PLC0415 - the formats are no part of a start

        project, annotator = self.session.project, self.session.annotator.name
        self.session.keep_time()
        job = Job(
            "Importing…",
            lambda progress: import_files(project, paths, default_annotator=annotator, progress=progress),
            self,
        )
        job.succeeded.connect(self._imported)
        job.failed.connect(self.messages.tell)
        job.cancelled.connect(lambda: self._say("import cancelled; nothing was changed"))
        job.start()
        return job

    def _imported(self, report: Report) -> None:
        self.session.refresh()
        rows = self.article_list.model
        if self.session.article is None and rows.rowCount():
            self.session.open_article(rows.row(0).id)
        new = report.articles or report.spans
        self._tell_report(f"imported {report}" if new else f"nothing new: {report}", report)

    def _ask_export(self) -> None:
        from ui.dialogs.export import ExportDialog  # noqa: PLC0415

        dialog = ExportDialog(self.session, self)
        if dialog.exec() != ExportDialog.DialogCode.Accepted:
            return
        chosen = dialog.chosen_format()
        suggested = self.session.project.path.with_suffix(chosen.suffixes[0])
        pattern = f"{chosen.name} (*{chosen.suffixes[0]})"
        name, _ = QFileDialog.getSaveFileName(self, "Export a dataset", str(suggested), pattern)
        if name:
            self.export_to(Path(name), chosen.key, dialog.annotator())

    def export_to(self, out: Path, format_key: str, annotator: str) -> Job:
        """Write a dataset off the UI thread; the job tells how it ends."""
        from models.exporting import export_file  # noqa: PLC0415

        project = self.session.project
        self.session.keep_time()
        job = Job(
            "Exporting…",
            lambda progress: export_file(project, out, format_key, annotator=annotator, progress=progress),
            self,
        )
        job.succeeded.connect(lambda report: self._tell_report(f"exported {report} to {out}", report))
        job.failed.connect(self.messages.tell)
        job.cancelled.connect(lambda: self._say("export cancelled; nothing was written"))
        job.start()
        return job

    def _tell_report(self, summary: str, report: Report) -> None:
        from ui.dialogs.report import ReportDialog  # noqa: PLC0415

        self._say(summary)
        if report.notes:
            ReportDialog(summary, report, self).show()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders."""
        if event.mimeData().hasUrls() and all(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Import what was dropped; a project is opened."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls()]
        event.acceptProposedAction()
        if len(paths) == 1 and paths[0].suffix == ".nishan":
            self.project_asked.emit(paths[0], False)
        else:
            self.import_paths(paths)

    # --- the rest ---------------------------------------------------------------------------------------------

    def _about(self) -> None:
        QMessageBox.about(
            self,
            "About Nishan",
            "Nishan (نشان) annotates Urdu text.\n\nMIT licence. The fonts Nishan Nastaliq and Nishan Naskh are "
            "Noto fonts under the SIL Open Font License 1.1.",
        )

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember how the window looked, and close the project."""
        if not self.isEnabled():  # a job holds the project
            event.ignore()
            return
        self.settings.set_bytes("window/geometry", self.saveGeometry())
        self.settings.set_bytes("window/splitter", self.splitter.saveState())
        self.settings.sync()
        self.session.close()
        super().closeEvent(event)
