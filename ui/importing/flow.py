"""Import of articles and datasets into the project."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from models.base.report import Progress, Report
from ui.host.flow import Flow, Handlers
from ui.host.host import Host
from ui.support.drops import refusal, single_project
from ui.support.window_words import in_window
from ui.tasks.run import Task, Work, run
from ui.widgets.file_dialogs import ask_articles, ask_folder

if TYPE_CHECKING:
    from models.importing.plan import ImportPlan


class ImportFlow(Flow):
    """Asks what to import, imports it, and shows the report."""

    def __init__(self, host: Host, before_import: Callable[[], Work], imported: Callable[[], object]) -> None:
        """`before_import` returns the work that goes before an import; `imported` is called after one."""
        self._host, self._session = host, host.session
        self._before_import, self._imported_articles = before_import, imported

    def handlers(self) -> Handlers:
        return {
            "import_files": self._ask_import_files,
            "import_folder": self._ask_import_folder,
            "quit": self._host.close,
        }

    def _ask_import_files(self) -> None:
        if paths := ask_articles(self._host, "Import files", ";;All files (*)"):
            self.ask_about(paths)

    def _ask_import_folder(self) -> None:
        if folder := ask_folder(self._host, "Import a folder"):
            self.ask_about([folder])

    def ask_about(self, paths: list[Path]) -> None:
        """Show a preview of the files, and import them when it is accepted."""
        if self._session.read_only:  # dropped here: the actions are off
            self._session.read_only_met.emit()
            return
        from ui.importing.dialog import ImportDialog  # noqa: PLC0415

        dialog = ImportDialog(self._session, paths, self._host)
        dialog.accepted.connect(lambda: self.import_paths(paths, dialog.plan()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def import_paths(self, paths: list[Path], plan: ImportPlan | None = None) -> Task:
        """Import files and folders, all or none, off the UI thread."""
        from models.importing.plan import ImportPlan  # noqa: PLC0415 - the formats are no part of a start
        from models.importing.run import import_files  # noqa: PLC0415 - the formats are no part of a start

        project, annotator = self._session.project, self._session.annotator.name
        chosen = plan or ImportPlan(default_annotator=annotator)
        self._session.keep_time()
        back_up_first = self._before_import()

        def work(progress: Progress) -> Report:
            back_up_first(progress)
            return import_files(project, paths, chosen, progress)

        return run(
            "Importing…",
            work,
            self._host,
            on_success=self._imported,
            on_failure=lambda text: self._host.messages.show_error(in_window(text)),
            on_cancel=lambda: self._session.status_message.emit("import cancelled; nothing was changed"),
        )

    def _imported(self, report: Report) -> None:
        self._session.refresh()
        self._imported_articles()
        new = report.articles or report.spans or report.article_labels or report.rejections
        self._host.tell_report(report.done("imported" if new else "nothing new:"), report)

    def take(self, paths: list[Path]) -> None:
        """Open a dropped project, or import what else was dropped; what cannot be is told."""
        if why := refusal(paths):
            self._host.messages.show_error(why)
        elif project := single_project(paths):
            self._host.project_asked.emit(project)
        else:
            self.ask_about(paths)
