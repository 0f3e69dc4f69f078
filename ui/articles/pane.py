"""The pane of articles: the list with the status of each, its filter and the progress."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget

from models.base.entities import ArticleId, Changes
from models.base.errors import UserError
from models.base.report import counted
from models.project.filters import Filter
from models.project.order import Order
from ui.articles.filter import ArticleFilter
from ui.articles.model import ArticleModel
from ui.articles.table import ArticleTable
from ui.session.session import Session
from ui.support.bidi import LRM
from ui.tasks.later import later
from ui.tasks.slices import Slices
from ui.widgets.announce_text import announce
from ui.widgets.parts import plain_label
from ui.widgets.whats_this import explain

_CHOOSING = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
_QUIET = 1500  # milliseconds until the window stands
_MANY = 50  # articles that are looked at one by one


_WHAT = (
    "The articles of the project and how far each is. The field filters them by words, the button beside it by "
    "status, label and annotator; several are chosen with Ctrl and Shift."
)


class ArticlesPane(QWidget):
    """Shows the list, and emits `chosen` with the id of an article to open."""

    chosen = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._stale: set[ArticleId] = set()
        self._worked_on: set[ArticleId] = set()  # since the list was sorted
        self._open: ArticleId | None = None
        self._following = False  # the list's current row moves, and opens nothing
        self.model = ArticleModel(session)
        self.view, self.filter = ArticleTable(self.model), ArticleFilter(session)
        self._progress, self.show_all = plain_label(), QPushButton("Show all")
        self.narrowing, self.nothing = plain_label(), plain_label()
        self._lay_out()
        self._later = later(self, session, 25, self._refresh)
        self._learning = Slices(self, session)
        self._quiet = later(self, session, _QUIET, lambda: self._learning.start(self.model.learn(), lambda _: None))
        self._quiet.start()
        self._connect()
        self._show_progress()
        explain(self, _WHAT)

    def _lay_out(self) -> None:
        heading = QLabel("Articles")
        heading.setContentsMargins(8, 8, 8, 4)
        self._progress.setContentsMargins(8, 4, 8, 8)
        self.show_all.setAccessibleName("Show all articles again")
        self.show_all.hide()
        self.narrowing.setContentsMargins(8, 4, 8, 4)
        self.narrowing.hide()
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.nothing.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.nothing.hide()
        QVBoxLayout(self.view.viewport()).addWidget(self.nothing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (heading, self.filter, self.narrowing, self.show_all, self.view, self._progress):
            layout.addWidget(widget)

    def _connect(self) -> None:
        self.view.selectionModel().currentChanged.connect(self._current_changed)
        self.filter.changed.connect(self._apply_filter)
        self.show_all.clicked.connect(self.filter.clear)
        self.model.rows_added.connect(self._rows_added)
        self._session.article_changed.connect(self._article_changed)
        self._session.changed.connect(self._take_down)
        self._session.changed.connect(self._rows_changed, Qt.ConnectionType.QueuedConnection)
        self._session.project_changed.connect(self._project_changed)

    def adjacent(self, by: int) -> ArticleId | None:
        """Return the article `by` rows after the open one, which may itself not be listed; None past the ends."""
        return self.model.adjacent(self._session.article.id if self._session.article else None, by)

    def end_of_list(self, by: int) -> str:
        """Return that no article follows (`by` 1) or comes before (-1); empty when one does, or may."""
        if self.model.at_work or self.adjacent(by) is not None:
            return ""
        which = "article" if self.model.narrowed == Filter() else "of the articles shown"
        return f"this is the last {which}" if by > 0 else f"this is the first {which}"

    def step(self, by: int) -> None:
        """Open the article `by` rows after the open one."""
        self.go(self.adjacent(by), by)

    def go(self, article: ArticleId | None, by: int) -> None:
        """Open this article; for None, tell that the last (`by` 1) or the first (-1) is reached."""
        if article is not None:
            self.chosen.emit(article)
            return
        self._session.status_message.emit(self.end_of_list(by))

    def unfinished(self) -> tuple[ArticleId | None, bool]:
        """Return the next of the listed articles that is still to do, and whether it is round the end of the list."""
        return self.model.unfinished_after(self._session.article.id if self._session.article else None)

    def go_on(self, article: ArticleId | None, round_the_end: bool) -> None:
        """Open this article, which is still to do; for None, tell that no other one is left."""
        if article is None:
            narrowed = self.model.narrowed != Filter()
            which = "of the articles shown none is" if narrowed else "no article is"
            self._session.status_message.emit(f"{self._session.outcome} · {which} left to do")
            return
        self.chosen.emit(article)
        if round_the_end:
            self._session.status_message.emit(f"{self._session.outcome} · round the end of the list")

    def _current_changed(self, index: QModelIndex) -> None:
        held = QApplication.keyboardModifiers() & _CHOOSING
        if index.isValid() and not self._following and not held:  # with these, several are chosen
            article = self.model.rows[index.row()]
            if self._session.article is None or self._session.article.id != article:
                self.chosen.emit(article)

    def _apply_filter(self) -> None:
        wanted = self.filter.value()
        if wanted == self.model.narrowed:
            return
        self._following = True
        try:
            self.model.narrow(wanted)
        except UserError as error:
            self._session.failed.emit(str(error))
        self._following = False
        self._show_current()
        self._show_progress()

    def _rows_added(self) -> None:
        if not self.view.currentIndex().isValid():
            self._show_current()
        self._show_progress()

    def _article_changed(self) -> None:
        before, self._open = self._open, self._session.article.id if self._session.article else None
        if before is not None and before != self._open:
            self._check(before)  # an article stays listed while it is open
            if before in self._worked_on:
                self._worked_on.clear()
                self._following = True
                self.model.sort_again()
                self._following = False
        self._show_current()

    def _check(self, article: ArticleId) -> None:
        self._following = True
        self.model.check(article)
        self._following = False
        self._show_progress()

    def _show_current(self) -> None:
        self._following = True
        place = self.model.place(self._session.article.id) if self._session.article else -1
        index = self.model.index(place, 0)
        if not index.isValid():
            self.view.selectionModel().clear()  # or what is chosen would be another one than is seen
        elif index.row() not in self._chosen_rows():  # who has chosen several, the open one among them, keeps them
            flags = QItemSelectionModel.SelectionFlag
            self.view.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self._following = False

    def _chosen_rows(self) -> list[int]:
        return sorted(index.row() for index in self.view.selectionModel().selectedRows())

    def choose_open(self) -> None:
        """Choose no more than the open article, as somebody goes on in its text."""
        if len(self._chosen_rows()) > 1:
            self._following = True
            self.view.clearSelection()
            self._following = False
            self._show_current()

    def chosen_articles(self) -> list[ArticleId]:
        """Return the articles that are chosen in the list, in its order, or the open one where that is not listed."""
        found = [self.model.rows[row] for row in self._chosen_rows()]
        article = self._session.article
        return found if found or article is None else [article.id]

    def sort_by(self, order: Order, *, turned: bool) -> None:
        """List the articles in another order; the open one stays in view."""
        self._following = True
        self.model.sort_by(order, turned=turned)
        self._following = False
        self._show_current()
        self.view.scrollTo(self.view.currentIndex())

    def _project_changed(self, changes: Changes) -> None:
        if changes.structure or changes.labels:
            self.filter.fill_boxes()
        if changes.structure:
            self._reread()

    def _rows_changed(self, changes: Changes) -> None:
        self._stale |= changes.articles
        self._later.start()

    def _take_down(self, changes: Changes) -> None:
        self._worked_on |= changes.articles

    def _reread(self) -> None:
        self._quiet.start()
        self._following = True
        self.model.read()
        self._following = False
        self._show_current()
        self._show_progress()

    def _refresh(self) -> None:
        stale, self._stale = self._stale, set()
        if len(stale) > _MANY:
            self._reread()
            return
        for article in stale:
            self.model.refresh(article)
            if article != self._open or self.model.place(article) < 0:
                self._check(article)
        self._show_current()
        self._show_progress()

    def _show_narrowing(self) -> None:
        """Say over the list what it is narrowed to, with the button that shows all; and where it is empty, why."""
        narrowed = self.model.narrowed != Filter()
        which = self.filter.described()
        self.narrowing.setText(f"{LRM}Only articles {which}")
        none = narrowed and not self.model.rowCount() and not self.model.at_work
        total = counted(self.model.total, "article", grouped=True)
        self.nothing.setText(f"{LRM}There are no articles {which}. Show all lists all {total}.")
        if none and self.nothing.isHidden():
            announce(self.view, self.nothing.text())
        if self.show_all.hasFocus() and not narrowed:
            self.view.setFocus()
        for widget, shown in ((self.narrowing, narrowed), (self.show_all, narrowed), (self.nothing, none)):
            widget.setVisible(shown)

    def _show_progress(self) -> None:
        self._show_narrowing()
        total = self.model.total
        articles = counted(total, "article", grouped=True)
        narrowed = self.model.narrowed != Filter()
        if self.model.narrowed.removed:
            self._progress.setText(counted(self.model.rowCount(), "removed article", grouped=True))
            return
        done = f"{self.model.done():,}"
        self._progress.setText(
            f"{self.model.rowCount():,} of {articles} · {done} done" if narrowed else f"{done} of {articles} done"
        )
