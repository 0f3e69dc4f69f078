"""The rows of the list of articles: ids alone are held, rows are read by pages when they are shown."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from PySide6.QtCore import Signal

from models.base.entities import ArticleId, ArticleRow, Status
from models.base.errors import Damaged
from models.base.report import counted
from models.project.facts import removed_articles
from models.project.filters import Filter, done_articles, filter_steps, finished_articles
from models.project.order import FOLLOWS_WORK, Order, in_order
from models.project.spanned import AT_ONCE, Spanned
from ui.session.session import Session
from ui.support.bidi import isolated, shown_text
from ui.support.glyphs import status_icon
from ui.support.theme import LIGHT, Theme
from ui.support.tips import tip
from ui.tasks.slices import Slices
from ui.widgets.tables.rows import Role, RowsModel

_PAGE = 64  # rows
_QUICKLY_SORTED = 20_000  # articles
_LOST = "(cannot be read)"


class ArticleModel(RowsModel[ArticleId]):
    """Lists the articles that pass the filter `narrowed`; `rows` are their ids."""

    rows_added = Signal()
    headings = ("",)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._all: list[ArticleId] = []
        self._more: list[ArticleId] = []  # found, and not yet listed
        self._known: dict[ArticleId, ArticleRow] = {}
        self._done: set[ArticleId] = set()
        self.total = 0
        self.narrowed = Filter()
        self.order, self.turned = Order.IMPORT, False
        self._ranks: dict[ArticleId, int] = {}  # empty in the order of import
        self._slices = Slices(self, session)
        self._spanned = Spanned(session.project, session.annotator.id)
        self._theme = LIGHT
        session.changed.connect(lambda changes: self._spanned.forget(changes.articles))
        self.read()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.redraw()

    @property
    def at_work(self) -> bool:
        return self._slices.at_work

    def narrow(self, wanted: Filter) -> None:
        """List the articles that pass the filter `wanted`, the first ones at once."""
        before, self.narrowed = self.narrowed, wanted
        if before.removed is not wanted.removed:
            self._rank()
        self._list()

    def sort_by(self, order: Order, *, turned: bool) -> None:
        """List the articles in this order from now on; `turned`: the last one first."""
        self.order, self.turned = order, turned
        self._rank()
        self._list()

    def _rank(self) -> None:
        """Find the place of each article in the order, as things are now."""
        self._ranks = {}
        if self.order is not Order.IMPORT or self.turned:
            project, me = self._session.project, self._session.annotator.id
            every = self._removed() if self.narrowed.removed else self._all
            found = in_order(project, me, self.order, every, turned=self.turned)
            self._ranks = {article: place for place, article in enumerate(found)}

    def _removed(self) -> list[ArticleId]:
        return sorted(removed_articles(self._session.project))

    def _place_of(self, article: ArticleId) -> tuple[int, int]:
        return self._ranks.get(article, len(self._ranks)), article

    def sort_again(self) -> None:
        """Put each article where it belongs by what was done since; not in a project where that takes long."""
        if self.order in FOLLOWS_WORK and self.total <= _QUICKLY_SORTED:
            self._rank()
            rows = sorted(self.listed(), key=self._place_of)
            if rows != self.rows:
                self.set_rows(rows)

    def read(self) -> None:
        """Read again which articles there are."""
        project, me = self._session.project, self._session.annotator.id
        self._all = next(filter_steps(project, me, Filter()))
        self._done = done_articles(project, me)
        self.total = len(self._all)
        self._spanned = Spanned(project, me)
        self._rank()
        self._list()

    def learn(self) -> Iterator[None]:
        """Find out which articles have spans, some at a step, so that no filter by status has to ask each."""
        return self._spanned.learn(self._all if self.total > AT_ONCE else [])

    def _list(self) -> None:
        self._slices.stop()
        # Words are asked of the index, all else of each article that there is.
        among = None if self.narrowed.text or self.narrowed.removed else self._all
        steps = filter_steps(self._session.project, self._session.annotator.id, self.narrowed, among, self._spanned)
        self._known, self._more = {}, []
        if self._ranks:
            found = self._all if self.narrowed == Filter() else [each for some in steps for each in some]
            self.set_rows(sorted(found, key=self._place_of))
            self.rows_added.emit()
            return
        self.set_rows(self._all if self.narrowed == Filter() else next(steps, []))
        if self.narrowed != Filter():
            self._slices.start(steps, lambda _: self._add([], last=True), self._add)

    def _add(self, ids: list[ArticleId], *, last: bool = False) -> None:
        """Add ids once they double the list, or are the last ones: the view lays all rows out at each insertion."""
        self._more += ids
        due = bool(self._more) and (last or len(self._more) >= len(self.rows))
        if due:
            self.insert_rows(len(self.rows), self._more)
            self._more = []
        if due or last:
            self.rows_added.emit()  # who counts, counts all of them

    def refresh(self, article: ArticleId) -> None:
        """Read one row again."""
        place = self.place(article)
        if self._session.project.article_row(article, self._session.annotator.id).status is Status.DONE:
            self._done.add(article)
        else:
            self._done.discard(article)
        self._known.pop(article, None)
        if place >= 0:
            self.dataChanged.emit(self.index(place, 0), self.index(place, 0))

    def check(self, article: ArticleId) -> None:
        """Insert an article or remove it, as it passes the filter now or not."""
        if self.narrowed == Filter():
            return
        self._slices.finish()  # or it would come a second time
        steps = filter_steps(self._session.project, self._session.annotator.id, self.narrowed, (article,))
        belongs, place = any(steps), self.place(article)
        if belongs and place < 0:
            self.insert_rows(self._at(article), [article])
        elif place >= 0 and not belongs:
            self.remove_row(place)

    def row(self, place: int) -> ArticleRow:
        """Return the article in a row; its page is read if it is not known.

        One whose row is not where it belongs, as the file is damaged, is listed without its title.
        """
        article = self.rows[place]
        if article not in self._known:
            page = self.rows[max(place - _PAGE // 2, 0) : place + _PAGE]
            rows = self._readable(page)
            if len(self._known) > 100 * _PAGE:
                self._known.clear()
            self._known |= {each: ArticleRow(each, _LOST, Status.NEW, 0) for each in page}
            self._known |= {row.id: row for row in rows}
        return self._known[article]

    def _readable(self, page: list[ArticleId]) -> list[ArticleRow]:
        """Read the rows of these articles; where pages of the file are damaged, one by one."""
        project, me = self._session.project, self._session.annotator.id
        try:
            return project.article_rows(me, page)
        except Damaged:
            return [row for each in page for row in self._readable([each])] if len(page) > 1 else []

    def place(self, article: ArticleId) -> int:
        """Return the row of an article; -1 when it is not listed."""
        at = self._at(article)
        return at if at < len(self.rows) and self.rows[at] == article else -1

    def _at(self, article: ArticleId) -> int:
        """Return the row where an article is, or would be inserted."""
        return bisect_left(self.rows, self._place_of(article), key=self._place_of)

    def adjacent(self, article: ArticleId | None, by: int) -> ArticleId | None:
        """Return the article `by` rows after or before `article`, which may be listed or not; None past the ends."""
        self._slices.finish()
        at = self._at(article) if article is not None else 0
        listed = at < len(self.rows) and self.rows[at] == article
        place = at + by if listed or by < 0 else at + by - 1
        return self.rows[place] if 0 <= place < len(self.rows) else None

    def unfinished_after(self, article: ArticleId | None) -> tuple[ArticleId | None, bool]:
        """Return the next article that is neither done nor skipped, and whether it is round the end of the list.

        None where there is no other.
        """
        after = self.adjacent(article, 1)
        at = self.place(after) if after is not None else len(self.rows)
        finished = finished_articles(self._session.project, self._session.annotator.id)
        left = [(each, place < at) for place, each in enumerate(self.rows) if each != article and each not in finished]
        return min(left, key=lambda found: found[1], default=(None, False))

    def listed(self) -> frozenset[ArticleId]:
        """Return the ids of all articles that pass the filter."""
        self._slices.finish()
        return frozenset(self.rows)

    def done(self) -> int:
        """Return how many of the listed articles are done."""
        if self.narrowed == Filter():
            return len(self._done)
        return sum(article in self._done for article in self.rows)

    def cell(self, row: ArticleId, column: int, role: int) -> object:
        if role not in (Role.DisplayRole, Role.DecorationRole, Role.ToolTipRole, Role.AccessibleTextRole):
            return None
        article = self.row(self.place(row))
        match role:
            case Role.DisplayRole:
                return shown_text(article.title) or "(untitled)"
            case Role.DecorationRole:
                return status_icon(article.status, self._theme)
        return tip(f"{isolated(article.title)}\n{article.status.value} · {counted(article.spans, 'span')}")
