"""Where each article was read last: kept on this machine, as it is no work on the text."""

from __future__ import annotations

from models.base.entities import AnnotatorId, ArticleId
from ui.host.host import Host
from ui.support.settings import Place
from ui.tasks.later import later

_AFTER = 3_000  # milliseconds of quiet: a place is kept also where nobody leaves the article in peace


class ReadingPlaces:
    """Keeps the place in the open article when it is left, and goes back to it when it comes again."""

    def __init__(self, host: Host) -> None:
        self._host, self._session, self._view = host, host.session, host.article_view
        self._project = str(host.session.project.value("SELECT value FROM meta WHERE key = 'uid'"))
        self._of: AnnotatorId | None = None  # whose places are known
        self._places: dict[ArticleId, Place] = {}  # the article read last is the last one
        self._later = later(host, self._session, _AFTER, self.keep)
        self._session.article_leaving.connect(self.keep)
        self._session.article_changed.connect(self._come_back)
        self._session.keeping.connect(self._keep_for_good)
        self._view.caret_moved.connect(self._later.start)
        self._view.verticalScrollBar().valueChanged.connect(self._later.start)

    def last_read(self) -> list[ArticleId]:
        """Return the articles that the annotator has read, the last one first; some may be gone by now."""
        return list(reversed(self._known()))

    def _known(self) -> dict[ArticleId, Place]:
        me = self._session.annotator
        if self._of != me.id:
            self._of = me.id
            self._places = {ArticleId(at.article): at for at in self._host.settings.places(self._project, me.uid)}
        return self._places

    def keep(self) -> None:
        """Keep the place in the article that is in view."""
        if self._session.article is not None:
            self._put(Place(self._session.article.id, *self._view.reading_place()))

    def _put(self, place: Place) -> None:
        known = self._known()
        known.pop(ArticleId(place.article), None)
        known[ArticleId(place.article)] = place
        self._host.settings.set_places(self._project, self._session.annotator.uid, known.values())

    def _come_back(self) -> None:
        """Go to where the article was read; from now on it is the one that was read last."""
        article = self._session.article
        if article is not None:
            place = self._known().get(article.id, Place(article.id, 0, 0))
            self._view.show_place(place.caret, place.top)
            self._put(place)

    def _keep_for_good(self) -> None:
        self.keep()
        self._host.settings.sync()
