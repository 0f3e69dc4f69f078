"""The overview of the project: opened from the menu, its numbers lead to lists, its report is one HTML file."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from models.project.filters import Filter
from ui.host.flow import Flow, Handlers
from ui.host.host import Host
from ui.support.bidi import shown_path
from ui.support.resources import NASKH_FILE
from ui.tasks.run import run
from ui.widgets.file_dialogs import ask_save_page
from ui.widgets.parts import bring_to_front

if TYPE_CHECKING:
    from ui.overview.dialog import OverviewDialog
    from ui.overview.model import Link


class OverviewFlow(Flow):
    """Opens the overview and follows its links."""

    def __init__(self, host: Host, list_articles: Callable[[Filter], object], search: Callable[[str], object]) -> None:
        """`list_articles` shows what a filter lets through, `search` the places of a string."""
        self._host, self._list_articles, self._search = host, list_articles, search
        self._dialog: OverviewDialog | None = None

    def handlers(self) -> Handlers:
        return {"overview": self.show}

    def show(self) -> None:
        """Open the overview, and count."""
        if self._dialog is None:
            from ui.overview.dialog import OverviewDialog  # noqa: PLC0415 - made when first asked for

            self._dialog = OverviewDialog(self._host.session, self._host)
            self._dialog.link_asked.connect(self._follow)
            self._dialog.save_asked.connect(self._save)
        bring_to_front(self._dialog)
        self._dialog.count()

    def _follow(self, link: Link) -> None:
        if isinstance(link, str):
            self._search(link)
        elif link is not None:
            self._list_articles(link)
        if self._dialog is not None:
            self._dialog.close()  # or it would lie over the list; opened again, it is as it was
        self._host.activateWindow()

    def _save(self) -> None:
        from models.reporting.overview_html import write_overview  # noqa: PLC0415 - no part of a start

        project = self._host.session.project
        path = ask_save_page(self._dialog or self._host, project.path.with_suffix(".html"))
        if path is not None:
            run(
                "Counting…",
                lambda progress: write_overview(project, path, NASKH_FILE, progress),
                self._dialog,
                on_success=lambda _: self._host.session.status_message.emit(f"saved {shown_path(path)}"),
                on_failure=self._host.messages.show_error,
            )
