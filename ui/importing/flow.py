"""Articles and datasets into the project."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from ui.host.flow import Handlers
from ui.support.drops import single_project
from ui.tasks.jobs import Job

if TYPE_CHECKING:
    from models.base.report import Progress, Report
    from models.importing.plan import ImportPlan
    from ui.host.host import Host

    Work = Callable[[Progress], object]


class ImportFlow:
    """Import, and what its reports say."""

    def __init__(self, host: Host, before_import: Callable[[], Work], imported: Callable[[], object]) -> None:
        """`before_import` gives what a job does before it changes much; `imported` follows when articles have come."""
        self._host, self._session = host, host.session
        self._before_import, self._imported_articles = before_import, imported

    def handlers(self) -> Handlers:
        """Return what each action does, by its id."""
        return {
            "import_files": self._ask_import_files,
            "import_folder": self._ask_import_folder,
            "quit": self._host.close,
        }

    # --- in ---------------------------------------------------------------------------------------------------

    def _ask_import_files(self) -> None:
        from models import formats  # noqa: PLC0415

        suffixes = " ".join(f"*{suffix}" for suffix in formats.suffixes())
        names, _ = QFileDialog.getOpenFileNames(self._host, "Import files", "", f"Articles ({suffixes});;All files (*)")
        if names:
            self.ask_about([Path(name) for name in names])

    def _ask_import_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self._host, "Import a folder")
        if name:
            self.ask_about([Path(name)])

    def ask_about(self, paths: list[Path]) -> None:
        """Show what the files hold, and import them as the person then says."""
        if self._session.read_only:  # dropped here: the actions are off
            self._session.read_only_met.emit()
            return
        from ui.importing.dialog import ImportDialog  # noqa: PLC0415

        dialog = ImportDialog(self._session, paths, self._host)
        dialog.accepted.connect(lambda: self._import_as_said(paths, dialog.plan()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _import_as_said(self, paths: list[Path], plan: ImportPlan) -> None:
        job = self.import_paths(paths, plan)
        job.finished.connect(self._host.activateWindow)  # it was disabled when the dialog gave the keyboard back

    def import_paths(self, paths: list[Path], plan: ImportPlan | None = None) -> Job:
        """Import files and folders, all or none, off the UI thread; the job tells how it ends."""
        from models.importing.plan import ImportPlan  # noqa: PLC0415 - the formats are no part of a start
        from models.importing.run import import_files  # noqa: PLC0415 - the formats are no part of a start

        project, annotator = self._session.project, self._session.annotator.name
        chosen = plan or ImportPlan(default_annotator=annotator)
        self._session.keep_time()
        back_up_first = self._before_import()

        def work(progress: Progress) -> Report:
            back_up_first(progress)
            return import_files(project, paths, chosen, progress)

        job = Job("Importing…", work, self._host)
        job.succeeded.connect(self._imported)
        job.failed.connect(self._host.messages.tell)
        job.cancelled.connect(lambda: self._session.status_message.emit("import cancelled; nothing was changed"))
        job.start()
        return job

    def _imported(self, report: Report) -> None:
        self._session.refresh()
        self._imported_articles()
        new = report.articles or report.spans or report.article_labels
        self._host.tell_report(f"imported {report}" if new else f"nothing new: {report}", report)

    def take(self, paths: list[Path]) -> None:
        """What was dropped on the window: a project is opened, all else imported."""
        project = single_project(paths)
        if project is not None:
            self._host.project_asked.emit(project)
        else:
            self.ask_about(paths)
