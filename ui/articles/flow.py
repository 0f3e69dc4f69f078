"""The actions that go from article to article, and mark them done or skipped."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu

from models.base.entities import ArticleId, Changes, Status
from models.base.errors import UserError
from models.project.facts import removed_articles, work_in
from models.project.order import Order
from ui.articles.pane import ArticlesPane
from ui.articles.places import ReadingPlaces
from ui.articles.removal import about, question
from ui.articles.sort_menu import SortMenu
from ui.host.flow import Flow, Handlers, Obstacles
from ui.host.host import Host
from ui.session import article_commands
from ui.support.bidi import shown_label
from ui.support.label_icons import label_icon

_REMEMBERED = 200  # articles
_MANY = 20  # spans and labels that go without a backup first
_MANY_CHOSEN = 200  # articles whose labels are looked at for the menu


class ArticlesFlow(Flow):
    """Handles the Article menu, and remembers which articles were open."""

    def __init__(self, host: Host, pane: ArticlesPane) -> None:
        self._host, self._session, self._pane = host, host.session, pane
        pane.chosen.connect(self.open)
        self._open: ArticleId | None = None
        self._before: list[ArticleId] = []  # articles that were open, the last one last
        self.sort_menu = SortMenu(host.settings.order, host.settings.order_turned, host)
        self.sort_menu.chosen.connect(self._sort)
        pane.filter.sort.clicked.connect(self._show_sort_menu)
        pane.sort_by(host.settings.order, turned=host.settings.order_turned)
        pane.view.remove_asked.connect(self._remove)
        host.article_view.caret_moved.connect(pane.choose_open)
        pane.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        pane.view.customContextMenuRequested.connect(self._show_menu)
        pane.view.selectionModel().selectionChanged.connect(host.obstacles_changed)
        pane.model.rows_added.connect(host.obstacles_changed)
        pane.filter.changed.connect(self._leave_removed)
        pane.filter.changed.connect(self._show_listed)
        host.session.article_changed.connect(self._remember)
        self._places = ReadingPlaces(host)
        host.session.article_changed.connect(self._tell_removed)
        host.session.project_changed.connect(self._project_changed)

    def handlers(self) -> Handlers:
        return {
            "done_next": lambda: self._mark_and_step(Status.DONE),
            "skip": lambda: self._mark_and_step(Status.SKIPPED),
            "reopen": lambda: article_commands.set_status_of(self._session, self._pane.chosen_articles(), Status.NEW),
            "paste_article": self._paste,
            "rename_article": self._details,
            "details": lambda: self._details(metadata=True),
            "remove_article": self._remove,
            "restore_article": lambda: article_commands.restore(self._session, self._pane.chosen_articles()),
            "removed": self._list_removed,
            "sort": lambda: self.sort_menu.popup(self._host.mapToGlobal(self._host.rect().center())),
            "next": lambda: self._pane.step(1),
            "previous": lambda: self._pane.step(-1),
            "back": self._back,
        }

    def obstacles(self) -> Obstacles:
        chosen, project = self._pane.chosen_articles(), self._session.project
        removed = removed_articles(project)
        there = [article for article in chosen if article not in removed]
        none = "" if chosen else "no article is open"
        gone = none or ("" if there else "this article is removed: Article › Restore brings it back")
        alone = none or ("" if len(chosen) == 1 else "choose one article alone")
        return {
            "remove_article": gone,
            "restore_article": none or ("" if len(there) < len(chosen) else "no article that is chosen is removed"),
            **dict.fromkeys(("rename_article", "details"), alone),
            **dict.fromkeys(("done_next", "skip"), gone),
            "reopen": gone or self._new_already(there),
            "removed": "" if removed or self._pane.model.narrowed.removed else "no article is removed",
            "sort": "" if self._pane.model.rowCount() > 1 else "there are not two articles to sort",
            "next": self._pane.end_of_list(1),
            "previous": self._pane.end_of_list(-1),
            "back": self._no_way_back(removed),
        }

    def _new_already(self, articles: Sequence[ArticleId]) -> str:
        """Return that articles are new as it is; empty when one is not, or they are too many to look at."""
        rows = self._session.project.article_rows(self._session.annotator.id, articles[:_MANY_CHOSEN])
        new = len(articles) <= _MANY_CHOSEN and all(row.status is Status.NEW for row in rows)
        return ("the article is new already" if len(articles) == 1 else "the articles are new already") if new else ""

    def _no_way_back(self, removed: Collection[ArticleId]) -> str:
        if not self._before:
            return "no article was open before this one"
        there = any(article not in removed for article in self._before)
        return "" if there else "the article that was open before this one is removed"

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
        chosen = self._pane.chosen_articles()
        if len(chosen) > 1:
            article_commands.set_status_of(self._session, chosen, status)
            return
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
        removed = removed_articles(self._session.project)
        self._before = [article for article in self._before if article not in removed]
        if not self._before:
            return
        article = self._before.pop()
        self._open = None  # going back is not remembered
        self.open(article)

    def _show_listed(self) -> None:
        """Show whether removed articles are listed."""
        self._host.actions_["removed"].setChecked(self._pane.model.narrowed.removed)
        self._host.obstacles_changed.emit()

    def _show_sort_menu(self) -> None:
        button = self._pane.filter.sort
        self.sort_menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _sort(self, order: Order, turned: bool) -> None:
        self._host.settings.order, self._host.settings.order_turned = order, turned
        self._pane.sort_by(order, turned=turned)

    def _list_removed(self) -> None:
        on = not self._pane.model.narrowed.removed and bool(removed_articles(self._session.project))
        self._pane.filter.show_removed(on)
        self._show_listed()

    def _paste(self) -> None:
        from ui.articles.paste_dialog import PasteDialog  # noqa: PLC0415 - made when asked for

        dialog = PasteDialog(self._session, QApplication.clipboard().text(), self._host)
        dialog.made.connect(self.open)
        dialog.open()

    def _details(self, *, metadata: bool = False) -> None:
        from ui.articles.details_dialog import ArticleDetailsDialog  # noqa: PLC0415 - made when asked for

        chosen = self._pane.chosen_articles()
        if not chosen:
            return
        article = self._session.project.article(chosen[0])
        dialog = ArticleDetailsDialog(self._session, article, about(self._session.project, article), self._host)
        (dialog.table if metadata and article.meta else dialog.title).setFocus()
        dialog.title.selectAll()
        dialog.open()

    def _remove(self) -> None:
        """Remove the chosen articles; where they hold work, ask first."""
        removed = removed_articles(self._session.project)
        chosen = [article for article in self._pane.chosen_articles() if article not in removed]
        if self._session.read_only or not chosen:
            self._session.read_only_met.emit() if chosen else self._session.status_message.emit("nothing to remove")
            return
        asked = question(self._session, chosen, self._host)
        if asked is None:
            self._remove_now(chosen)
            return
        asked.buttonClicked.connect(
            lambda button: self._remove_now(chosen) if button.objectName() == "remove" else None
        )
        asked.open()

    def _remove_now(self, articles: Sequence[ArticleId]) -> None:
        held = work_in(self._session.project, articles)
        if held.spans + held.labels > _MANY and not self._session.before_many():
            return
        if article_commands.remove(self._session, articles):
            what = "the article is" if len(articles) == 1 else f"{len(articles):,} articles are"
            self._session.status_message.emit(f"{self._session.outcome} · {what} removed; undo brings back all of it")

    def _project_changed(self, changes: Changes) -> None:
        if changes.structure:
            self._leave_removed()
            if self._pane.model.narrowed.removed and not removed_articles(self._session.project):
                self._pane.filter.show_removed(False)  # nothing is left to restore
            self.open_first()

    def _leave_removed(self) -> None:
        """Go on to another article when the open one is removed, unless those are listed."""
        article = self._session.article
        if article is not None and article.deleted and not self._pane.model.narrowed.removed:
            self._session.open_article(self._pane.adjacent(1) or self._pane.adjacent(-1))

    def _tell_removed(self) -> None:
        if self._session.article is not None and self._session.article.deleted:
            self._session.status_message.emit("this article is removed: Article › Restore brings it back")

    def _show_menu(self, place: QPoint) -> None:
        """Open the context menu of the chosen articles."""
        chosen, actions = self._pane.chosen_articles(), self._host.actions_
        menu = QMenu(self._pane.view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setLayoutDirection(self._host.layoutDirection())  # the list runs from right to left, its menu does not
        if len(chosen) > 1:
            menu.addSection(f"{len(chosen):,} articles")
        menu.addActions([actions[key] for key in ("done_next", "skip", "reopen")])
        self._add_labels(menu, chosen)
        for keys in (("rename_article", "details", "history"), ("remove_article", "restore_article"), _LIST):
            menu.addSeparator()
            menu.addActions([actions[key] for key in keys])
        menu.addSeparator()
        menu.addActions(self._pane.view.actions())
        menu.popup(self._pane.view.viewport().mapToGlobal(place))

    def _add_labels(self, menu: QMenu, chosen: Sequence[ArticleId]) -> None:
        """Add the labels for whole articles; those that all the chosen ones carry are ticked, and are taken off."""
        labels, project, me = self._session.article_choices, self._session.project, self._session.annotator.id
        if not labels or not chosen or self._session.read_only:
            return
        carried = [{mark.label for mark in project.article_labels(article, me)} for article in chosen[:_MANY_CHOSEN]]
        inside = menu.addMenu("&Label as a whole")
        inside.setStyleSheet("QMenu { menu-scrollable: 1; }")
        for label in labels:
            action = inside.addAction(label_icon(label), shown_label(label).replace("&", "&&"))
            action.setCheckable(True)
            on = all(label.id in each for each in carried)
            action.setChecked(on)
            action.triggered.connect(
                lambda _=False, label=label, on=on: article_commands.label_all(self._session, chosen, label, on=not on)
            )


_LIST = ("paste_article", "sort", "removed")
