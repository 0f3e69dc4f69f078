"""From article to article: done, skipped, on to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.corpus import ArticleId, Status
from models.errors import UserError
from ui.flows import Handlers
from ui.gestures import articles

if TYPE_CHECKING:
    from ui.window import Window


class ProgressFlow:
    """The Article menu."""

    def __init__(self, window: Window) -> None:
        self._window, self._session = window, window.session
        window.article_list.chosen.connect(self.open)

    def handlers(self) -> Handlers:
        """Gesture id -> what it does."""
        return {
            "done_next": lambda: self._mark_and_step(Status.DONE),
            "skip": lambda: self._mark_and_step(Status.SKIPPED),
            "reopen": lambda: articles.set_status(self._session, Status.NEW),
            "next": lambda: self._window.article_list.step(1),
            "previous": lambda: self._window.article_list.step(-1),
        }

    def open(self, article: ArticleId) -> None:
        """Show an article, or say why it cannot be shown."""
        try:
            self._session.open_article(article)
        except UserError as error:
            self._window.messages.tell(str(error))

    def _mark_and_step(self, status: Status) -> None:
        if articles.set_status(self._session, status):
            self._window.article_list.step(1)
