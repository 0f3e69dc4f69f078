"""The history of the open article, with any earlier state of its spans, which can be restored."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSplitter,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from models.base.entities import AnnotatorId, Changes
from models.base.errors import UserError
from models.history.history import Entry, every_label, layers_of
from models.history.states import ArticleState, differences, state_after
from ui.history.model import WHAT, WHEN, HistoryModel, sentence
from ui.history.state_panel import StatePanel
from ui.session import article_commands, history_commands
from ui.session.session import Session
from ui.support.bidi import LRM, isolated
from ui.support.when import day_and_time, short_time
from ui.tasks.later import later
from ui.widgets.announce_text import announce
from ui.widgets.fitting import FittedDialog
from ui.widgets.parts import NarrowBox, plain_label, room_for
from ui.widgets.tables.views import set_up_tree
from ui.widgets.whats_this import explain

_WHAT = (
    "Everything that was done to this article: who, when and what, the newest first. Choose a line to see the "
    "article as it was after it; Restore brings the spans of that moment back, which undo takes back."
)


class HistoryDialog(FittedDialog):
    """Lists the history and shows the state after the chosen entry; it is not modal, and follows changes."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._shown: tuple[Entry, ArticleState] | None = None
        self.setWindowTitle("History of this article")
        self.setModal(False)
        self.annotators, self.list = NarrowBox(), QTreeView()
        self.state_panel, self.outcome_line = StatePanel(), plain_label()
        self.restore, self.close_button = QPushButton("&Bring these spans back"), QPushButton("Close")
        self.restore_article = QPushButton("&Restore the article")
        self.restore_article.hide()
        self.model = HistoryModel(session, self)
        self.model.failed.connect(self._show_outcome)
        self._set_up()
        self._lay_out()
        self._follow_later = later(self, session, 40, self._follow)
        self._show_later = later(self, session, 40, self._show)
        session.changed.connect(self._changed)
        session.article_changed.connect(self._article_changed)
        session.closed.connect(self.state_panel.view.article_layout.stop)
        self._fit()
        explain(self, _WHAT)

    def _set_up(self) -> None:
        self.annotators.setAccessibleName("Whose history")
        self.annotators.activated.connect(self.read)
        view, header = self.list, self.list.header()
        view.setModel(self.model)
        set_up_tree(view, "What was done")
        view.setAccessibleDescription("Choosing an entry shows the article as it was after it.")
        view.selectionModel().currentChanged.connect(self._row_chosen)
        header.setSectionResizeMode(WHAT, QHeaderView.ResizeMode.Stretch)
        header.setResizeContentsPrecision(100)
        header.setMinimumSectionSize(self.fontMetrics().height())  # the usual one is the widest ligature's
        self.restore_article.clicked.connect(self._restore_article)
        for button in (self.restore_article, self.restore, self.close_button):
            button.setAutoDefault(False)
        self.restore.clicked.connect(self._bring_back)
        self.close_button.clicked.connect(self.close)

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        name = QLabel("&Whose:")
        name.setBuddy(self.annotators)
        above.addWidget(name)
        above.addWidget(self.annotators)
        above.addStretch(1)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(above)
        column.addWidget(self.list, 1)
        sides = QSplitter()
        sides.setChildrenCollapsible(False)
        sides.addWidget(left)
        sides.addWidget(self.state_panel)
        sides.setSizes([550, 450])
        below = QHBoxLayout()
        below.addWidget(self.outcome_line, 1)
        below.addWidget(self.restore_article)
        below.addWidget(self.restore)
        below.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.addWidget(sides, 1)
        layout.addLayout(below)

    def _fit(self) -> None:
        letter = self.fontMetrics().averageCharWidth()
        wanted = QSize(letter * 150, letter * 90)
        self.resize(wanted.boundedTo(room_for(self)))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.read()

    def read(self) -> None:
        """Read the open article's history, and choose its newest entry."""
        article = self._session.article
        self.state_panel.show_article(article)
        self._show_outcome("")
        try:
            self._fill_annotators()
            self.model.read(article.id if article else None, self.annotators.currentData())
        except UserError as error:
            self._show_outcome(str(error))
        if self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(0, WHEN))
        self._show()

    def _fill_annotators(self) -> None:
        """Fill the box with the annotators of this article; the choice is kept."""
        chosen, article = self.annotators.currentData(), self._session.article
        there = set(layers_of(self._session.project, article.id)) if article else set()
        self.annotators.clear()
        self.annotators.addItem("Everybody", None)
        for known in self._session.project.annotators():
            if known.id in there:
                self.annotators.addItem(isolated(known.name), known.id)
        self.annotators.setCurrentIndex(max(self.annotators.findData(chosen), 0))

    def _article_changed(self) -> None:
        if self.isVisible():
            self.read()

    def _changed(self, changes: Changes) -> None:
        article = self._session.article
        if self.isVisible() and (changes.labels or changes.structure or (article and article.id in changes.articles)):
            self._follow_later.start()

    def _follow(self) -> None:
        """Read new entries; the chosen one stays, unless it was the newest and the window is not active."""
        was_newest = self.list.currentIndex().row() <= 0
        try:
            self.model.read_new()
        except UserError as error:
            self._show_outcome(str(error))
        if was_newest and self.model.rowCount() and not self.isActiveWindow():  # the person works in the article
            self.list.setCurrentIndex(self.model.index(0, WHEN))
        self._show()

    def _row_chosen(self) -> None:
        self._show_later.start()  # once for a key that is held down

    @property
    def chosen(self) -> Entry | None:
        """Return the chosen entry; None without one."""
        row = self.list.currentIndex().row()
        return self.model.rows[row] if 0 <= row < len(self.model.rows) else None

    def _layer_of(self, entry: Entry) -> AnnotatorId:
        """Return whose layer is shown with an entry; an import has no annotator."""
        asked = entry.annotator if entry.annotator is not None else self.model.annotator
        return asked if asked is not None else self._session.annotator.id

    def _show(self) -> None:
        """Show the article as it was after the chosen entry."""
        entry, article = self.chosen, self._session.article
        self._shown = None
        self.restore.setEnabled(False)
        self.restore_article.setVisible(article is not None and article.deleted and not self._session.read_only)
        if entry is None or article is None:
            self.state_panel.clear("Nothing has been done to this article yet." if article else "No article is open.")
            return
        try:
            self._show_entry(entry)
        except UserError as error:
            self.state_panel.clear(sentence(entry))
            self._show_outcome(str(error))

    def _show_entry(self, entry: Entry) -> None:
        project, article = self._session.project, self._session.article
        assert article is not None
        layer, labels = self._layer_of(entry), every_label(project)
        own = layer == self._session.annotator.id
        state = state_after(project, article.id, layer, entry.event)
        now = self._session.spans if own else project.spans(article.id, layer)
        wanted = differences(now, state.spans)
        possible, left = history_commands.without_labels(wanted, {label.id for label in self._session.labels})
        self.state_panel.show_state(self._heading(entry, layer), state, possible, left, labels, entry.place)
        self._shown = (entry, state)
        self.restore.setEnabled(own and bool(possible) and not project.read_only and not article.deleted)
        if article.deleted:
            self._show_outcome("This article is removed: restore it before its spans are brought back.")
        elif project.read_only:
            self._show_outcome("The project is read-only: nothing can be brought back.")
        else:
            self._show_outcome(history_commands.left_out(left, labels) if own else _NOT_OWN_LAYER)

    def _heading(self, entry: Entry, layer: AnnotatorId) -> str:
        if entry.annotator is not None:
            return sentence(entry)
        names = {known.id: known.name for known in self._session.project.annotators()}
        return f"{sentence(entry)}; the layer of {isolated(names.get(layer, ''))}"

    def _bring_back(self) -> None:
        if self._shown is None:
            return
        entry, state = self._shown
        when = short_time(entry.at)
        if history_commands.bring_back(self._session, state.spans, when, every_label(self._session.project)):
            self._follow_later.stop()
            self._follow()
            if not self.outcome_line.text():
                self._show_outcome(f"The spans of {day_and_time(entry.at)} are back; undo takes that back.")
            announce(self.outcome_line, self.outcome_line.text())
            self.list.setFocus()

    def _restore_article(self) -> None:
        article = self._session.article
        if article is not None and article_commands.restore(self._session, (article.id,)):
            self._follow_later.stop()
            self._follow()
            self._show_outcome("The article is back, with all its work; undo takes that back.")
            self.list.setFocus()

    def _show_outcome(self, text: str) -> None:
        self.outcome_line.setText(LRM + text if text else "")


_NOT_OWN_LAYER = "Only your own layer can be changed; this one is to look at."
