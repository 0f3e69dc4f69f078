"""From article to article: done, skipped, on to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.corpus import ArticleId, Status
from models.errors import UserError
from ui.flows import Handlers
from ui.gestures import articles

if TYPE_CHECKING:
    from ui.window import Window

_REMEMBERED = 200  # articles


class ProgressFlow:
    """The Article menu."""

    def __init__(self, window: Window) -> None:
        self._window, self._session = window, window.session
        window.article_list.chosen.connect(self.open)
        self._open: ArticleId | None = None
        self._before: list[ArticleId] = []  # articles that were open, the last one last
        window.session.article_changed.connect(self._remember)

    def handlers(self) -> Handlers:
        """Gesture id -> what it does."""
        return {
            "done_next": lambda: self._mark_and_step(Status.DONE),
            "skip": lambda: self._mark_and_step(Status.SKIPPED),
            "reopen": lambda: articles.set_status(self._session, Status.NEW),
            "next": lambda: self._window.article_list.step(1),
            "previous": lambda: self._window.article_list.step(-1),
            "back": self._back,
        }

    def open(self, article: ArticleId) -> None:
        """Show an article, or say why it cannot be shown."""
        try:
            self._session.open_article(article)
        except UserError as error:
            self._window.messages.tell(str(error))

    def _mark_and_step(self, status: Status) -> None:
        after = self._window.article_list.beside(1)  # known before the finished one leaves a filtered list
        if articles.set_status(self._session, status):
            self._window.article_list.go(after, 1)

    def _remember(self) -> None:
        article = self._session.article.id if self._session.article else None
        if self._open is not None and article != self._open:
            self._before = [*self._before[-_REMEMBERED:], self._open]
        self._open = article

    def _back(self) -> None:
        """Open the article that was open before, whatever the list shows."""
        if not self._before:
            self._session.said.emit("no article was open before this one")
            return
        article = self._before.pop()
        self._open = None  # going back is not remembered
        self.open(article)
