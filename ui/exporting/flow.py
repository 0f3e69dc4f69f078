"""Export of datasets from the project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from models.base.report import Report
from ui.host.flow import Flow, Handlers
from ui.host.host import Host
from ui.support.bidi import shown_path

if TYPE_CHECKING:
    from models.exporting.plan import ExportPlan
    from ui.exporting.dialog import ExportDialog
    from ui.exporting.scope_part import ListedArticles


class ExportFlow(Flow):
    """Asks what to export and where to, writes it, and shows the report."""

    def __init__(self, host: Host, listed: ListedArticles) -> None:
        self._host, self._session, self._listed = host, host.session, listed

    def handlers(self) -> Handlers:
        return {"export": self.ask}

    def ask(self) -> None:
        """Open the dialog, which closes after a successful export."""
        from ui.exporting.dialog import ExportDialog  # noqa: PLC0415 - the formats are no part of a start

        dialog = ExportDialog(self._session, self._listed, self._host)
        dialog.kind.choose(self._host.settings.export_format)
        dialog.wanted.connect(lambda out, plan: self._export(dialog, out, plan))
        dialog.open()

    def _export(self, dialog: ExportDialog, out: Path, plan: ExportPlan) -> None:
        from models.exporting.run import export  # noqa: PLC0415

        project = self._session.project
        self._session.keep_time()
        self._host.settings.export_format = plan.format_key
        dialog.run(
            "Exporting…",
            lambda progress: export(project, out, plan, progress),
            lambda report: self._exported(dialog, out, report),
        )

    def _exported(self, dialog: ExportDialog, out: Path, report: Report) -> None:
        dialog.accept()
        self._host.activateWindow()
        damage = f"The project is DAMAGED; left out: {report.damage}. " if report.damage else ""
        self._host.tell_report(damage + report.done("exported", shown_path(out)), report, out)
        if damage:
            self._host.messages.show_error(
                f"{damage}The dataset is not whole; go back to a backup, or check the project."
            )
