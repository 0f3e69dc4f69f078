"""The actions that go from article to article, and mark them done or skipped."""

from __future__ import annotations

from models.base.entities import ArticleId, Status
from models.base.errors import UserError
from ui.articles.pane import ArticlesPane
from ui.articles.places import ReadingPlaces
from ui.host.flow import Flow, Handlers
from ui.host.host import Host
from ui.session import article_commands

_REMEMBERED = 200  # articles


class ArticlesFlow(Flow):
    """Handles the Article menu, and remembers which articles were open."""

    def __init__(self, host: Host, pane: ArticlesPane) -> None:
        self._host, self._session, self._pane = host, host.session, pane
        pane.chosen.connect(self.open)
        self._open: ArticleId | None = None
        self._before: list[ArticleId] = []  # articles that were open, the last one last
        host.session.article_changed.connect(self._remember)
        self._places = ReadingPlaces(host)

    def handlers(self) -> Handlers:
        return {
            "done_next": lambda: self._mark_and_step(Status.DONE),
            "skip": lambda: self._mark_and_step(Status.SKIPPED),
            "reopen": lambda: article_commands.set_status(self._session, Status.NEW),
            "next": lambda: self._pane.step(1),
            "previous": lambda: self._pane.step(-1),
            "back": self._back,
        }

    def open_first(self) -> None:
        """Open the first article of the list where none is open, as after the first import."""
        if self._session.article is None and self._pane.model.rowCount():
            self._session.open_article(self._pane.model.rows[0])

    def open_last(self) -> None:
        """Open the article that was read last; else the one that was changed last, or the first one listed."""
        rows, project = self._pane.model, self._session.project
        read = next((each for each in self._places.last_read() if rows.place(each) >= 0), None)
        last = read or project.last_article(self._session.annotator.id)
        if rows.rowCount():
            self._session.open_article(rows.rows[max(rows.place(last) if last else 0, 0)])

    def open(self, article: ArticleId) -> None:
        """Open an article; an error is shown in the message bar."""
        try:
            self._session.open_article(article)
        except UserError as error:
            self._host.messages.show_error(str(error))

    def _mark_and_step(self, status: Status) -> None:
        after = self._pane.unfinished()  # known before the finished one leaves a filtered list
        if article_commands.set_status(self._session, status):
            self._pane.go_on(*after)

    def _remember(self) -> None:
        article = self._session.article.id if self._session.article else None
        if self._open is not None and article != self._open:
            self._before = [*self._before[-_REMEMBERED:], self._open]
        self._open = article

    def _back(self) -> None:
        """Open the article that was open before, whatever the list shows."""
        if not self._before:
            self._session.status_message.emit("no article was open before this one")
            return
        article = self._before.pop()
        self._open = None  # going back is not remembered
        self.open(article)
