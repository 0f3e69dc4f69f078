"""Search in the open article, and in all articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.base.errors import UserError
from models.project.search import Match
from ui.host.flow import Flow, Handlers, Obstacles, no_article
from ui.host.host import Host

if TYPE_CHECKING:
    from ui.search.find_bar import FindBar
    from ui.search.results import ResultsPanel

_LONGEST = 200  # code points of a selection that may be searched for


class SearchFlow(Flow):
    """Ctrl+F, F3, Shift+F3 and Ctrl+Shift+F."""

    def __init__(self, host: Host) -> None:
        self._host, self._session = host, host.session
        self._view = host.article_view
        self._bar: FindBar | None = None
        self._results: ResultsPanel | None = None

    def handlers(self) -> Handlers:
        return {
            "find": lambda: self.bar.begin(self._words()),
            "find_next": lambda: self._step(1),
            "find_previous": lambda: self._step(-1),
            "search": lambda: self.search(self._words()),
        }

    def obstacles(self) -> Obstacles:
        return dict.fromkeys(("find", "find_next", "find_previous"), no_article(self._host))

    @property
    def bar(self) -> FindBar:
        if self._bar is None:
            from ui.search.find_bar import FindBar  # noqa: PLC0415

            self._bar = FindBar(self._session, self._view)
            self._bar.closed.connect(self._view.setFocus)
            self._host.show_above(self._bar)
        return self._bar

    @property
    def results(self) -> ResultsPanel:
        if self._results is None:
            from ui.search.results import ResultsPanel  # noqa: PLC0415

            self._results = ResultsPanel(self._session)
            self._results.closed.connect(self._host.hide_below)
            self._results.shown.connect(self._show)
            self._results.opened.connect(self._open)
            self._results.failed.connect(self._host.messages.show_error)
        return self._results

    def _words(self) -> str:
        """Return the selected words, to search for."""
        words = self._view.text[slice(*(self._view.selection or (0, 0)))]
        return words if len(words) <= _LONGEST and "\n" not in words else ""

    def _step(self, by: int) -> None:
        if self.bar.isHidden() or not self.bar.field.text():
            self.bar.begin("" if self.bar.field.text() else self._words())
        else:
            self.bar.step(by)

    def search(self, words: str) -> None:
        """Search all articles for these words."""
        self._host.show_below(self.results)
        self.results.begin(words)

    def _show(self, match: Match) -> None:
        """Show a match in its article."""
        try:
            if self._session.article is None or self._session.article.id != match.article:
                self._session.open_article(match.article)
        except UserError as error:
            self._host.messages.show_error(str(error))
            return
        self._session.select(None)
        self._view.show_stretch(match.start, match.end, select=True)

    def _open(self, match: Match) -> None:
        self._show(match)
        self._view.setFocus()
