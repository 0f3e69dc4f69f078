"""Datasets out of the project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from ui.flows import Handlers
from ui.jobs import Job

if TYPE_CHECKING:
    from models.exporting import ExportPlan
    from ui.window import Window


class ExportFlow:
    """Asks what, checks, asks where, and writes."""

    def __init__(self, window: Window) -> None:
        self._window, self._session = window, window.session

    def handlers(self) -> Handlers:
        """Gesture id -> what it does."""
        return {"export": self._ask}

    def _ask(self) -> None:
        from models.exporting import ExportPlan  # noqa: PLC0415 - the formats are no part of a start
        from ui.dialogs.export import ExportDialog  # noqa: PLC0415

        dialog = ExportDialog(self._session, self._window)
        if dialog.exec() != ExportDialog.DialogCode.Accepted:
            return
        chosen = dialog.chosen_format()
        suggested = self._session.project.path.with_suffix(chosen.suffixes[0])
        pattern = f"{chosen.name} (*{chosen.suffixes[0]})"
        name, _ = QFileDialog.getSaveFileName(self._window, "Export a dataset", str(suggested), pattern)
        if name:
            self.export_to(Path(name), ExportPlan(chosen.key, dialog.annotator()))

    def export_to(self, out: Path, plan: ExportPlan) -> Job:
        """Write a dataset off the UI thread; the job tells how it ends."""
        from models.exporting import export  # noqa: PLC0415

        project = self._session.project
        self._session.keep_time()
        job = Job("Exporting…", lambda progress: export(project, out, plan, progress), self._window)
        job.succeeded.connect(lambda report: self._window.files.tell_report(f"exported {report} to {out}", report))
        job.failed.connect(self._window.messages.tell)
        job.cancelled.connect(lambda: self._session.said.emit("export cancelled; nothing was written"))
        job.start()
        return job
