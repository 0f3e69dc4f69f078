"""All matches of a string, to label those that are chosen: in this article, or in the whole project."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QRadioButton, QVBoxLayout

from models.base.entities import Changes, Label
from models.base.report import counted
from models.project.search import Match
from models.text.text_index import TextIndex
from ui.keys.keymap import native_words
from ui.search.match_panel import MatchPanel
from ui.search.match_search import in_article, in_project
from ui.session.session import Session
from ui.support.bidi import isolated
from ui.support.physical_keys import label_for
from ui.tasks.later import later
from ui.widgets.label_choices import LabelChoices
from ui.widgets.parts import NarrowBox
from ui.widgets.turning_row import TurningRow
from ui.widgets.whats_this import explain

_AFTER = 200  # milliseconds after a change
_HEADING = 28  # letters of the heading that stand beside the label to give
_DESCRIPTION = "Space chooses, Ctrl+A chooses all or none, Enter labels, a double click opens."


_WHAT = (
    "All places of a string, to label those that are ticked in one step: a label's key chooses the label, Space "
    "ticks a place, Enter labels."
)


class LabelAllPanel(MatchPanel):
    """The list under the article with a label to give. `taken` asks for labelling what is chosen."""

    taken = Signal()

    def __init__(self, session: Session, text_index: Callable[[], TextIndex]) -> None:
        """`text_index` returns the index of the open article."""
        super().__init__(session, "Places", native_words(_DESCRIPTION), checkable=True)
        self._text_index = text_index
        self.wanted = ""
        self._quiet = False
        self._later = later(self, session, _AFTER, self._again)
        self._make()
        self._lay_out()
        session.changed.connect(self._changed)
        session.article_changed.connect(self._article_changed)
        explain(self, _WHAT)

    def _make(self) -> None:
        self.view.selectionModel().currentChanged.connect(self._current_changed)
        self.view.doubleClicked.connect(self._open)
        self.view.installEventFilter(self)
        self.heading = QLabel()
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        for text in (self.heading, self.count):
            text.setWordWrap(True)
        self.labels, self._choices = NarrowBox(15), LabelChoices(parent=self)
        self.labels.setModel(self._choices)
        self.labels.setAccessibleName("Label to give")
        self.labels.setPlaceholderText("Choose a label")
        self.labels.currentIndexChanged.connect(self._label_chosen)
        self.here, self.everywhere = QRadioButton("This a&rticle"), QRadioButton("The whole pro&ject")
        self.here.setChecked(True)
        self.everywhere.toggled.connect(lambda _: self._begin(forget=False))
        for scope in (self.here, self.everywhere):
            scope.clicked.connect(lambda _: self.view.setFocus())  # on with the list
        self.all, self.none = QPushButton("A&ll"), QPushButton("N&one")
        for button, what in ((self.all, "Choose all places"), (self.none, "Choose no place")):
            button.setAccessibleName(what)
            button.setToolTip(native_words(f"{what} (Ctrl+A)"))
        self.all.clicked.connect(lambda: self.model.choose_all(True))
        self.none.clicked.connect(lambda: self.model.choose_all(False))
        self.take = QPushButton("La&bel")
        self.take.clicked.connect(self.taken)
        self.shut.setText("&Close")
        self.model.dataChanged.connect(self._show_count)

    def _lay_out(self) -> None:
        self._first = TurningRow([self.heading], [self.labels, self.take, self.shut])
        self._second = TurningRow([self.here, self.everywhere, None], [None, self.all, self.none])
        self._layout = layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addLayout(self._first)
        layout.addLayout(self._second)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.count)
        order = (self.view, self.labels, self.take, self.shut, self.here, self.everywhere, self.all, self.none)
        for one, other in pairwise(order):
            self.setTabOrder(one, other)

    def search_for(self, wanted: str, label: Label | None) -> None:
        """List the matches of this string, to give them this label."""
        self.wanted = wanted
        self.heading.setText(f"All places of {isolated(' '.join(wanted.split()))}")
        self.labels.blockSignals(True)
        self._choices.show_labels(self._session.labels)
        self.labels.setCurrentIndex(self._choices.row_of(label.id) if label else -1)
        self.labels.blockSignals(False)
        self._begin(forget=True)

    @property
    def label(self) -> Label | None:
        """Return the label that the matches are to get; None before one is chosen."""
        key = self.labels.currentData()
        return next((label for label in self._session.labels if label.id == key), None)

    def _begin(self, *, forget: bool) -> None:
        self.model.clear(self.label, self._session.labels, forget=forget)
        self._start(self._search())

    def _search(self) -> Iterator[list[Match]]:
        session = self._session
        if self.everywhere.isChecked():
            return in_project(session.project, self.wanted, whole_words=True, annotator=session.annotator.id)
        if session.article is None:
            return iter(())
        return in_article(self._text_index(), session.article.id, self.wanted, session.spans)

    def _changed(self, changes: Changes) -> None:
        if not self.isVisible():
            return
        if changes.labels or changes.structure:
            self._later.start()
            return
        current, me = self._current(), self._session.annotator.id
        touched = changes.articles & self.model.searched
        self.model.set_spans({article: self._session.project.spans(article, me) for article in touched})
        self._go_to_row(self.model.row_of(current))
        self._show_count()

    def _article_changed(self) -> None:
        if self.isVisible() and self.here.isChecked():
            self._later.start()

    def _again(self) -> None:
        if self.isVisible():
            self._begin(forget=False)

    def minimumSizeHint(self) -> QSize:
        """Return a size with room for text that wraps, which a splitter does not ask for, and where rows may turn."""
        least, around = super().minimumSizeHint(), self._layout.contentsMargins()
        narrow = max(row.least().width() for row in (self._first, self._second)) + around.left() + around.right()
        return QSize(min(narrow, least.width()), max(least.height(), self._layout.minimumHeightForWidth(self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.contentsRect().marginsRemoved(self._layout.contentsMargins()).width()
        self._first.turn(room, self.fontMetrics().averageCharWidth() * _HEADING)
        self._second.turn(room)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def hideEvent(self, event: QHideEvent) -> None:
        self._slices.stop()
        super().hideEvent(event)

    def _show_count(self) -> None:
        model, chosen = self.model, self.model.chosen_count
        places = counted(len(model.rows), "place")
        within = f" in {counted(len(model.articles), 'article')}" if self.everywhere.isChecked() else ""
        parts = [f"{places}{within}, {chosen} chosen"]
        if self.label is None:
            parts.append("press a label's key, or choose one above")
        elif model.already:
            parts.append(f"{model.already} more labelled {isolated(self.label.name)} already")
        if self._slices.at_work:
            parts.append("searching…")
        self.count.setText(" · ".join(parts))
        none = not model.rows and not self._slices.at_work
        self.hint.say("There is no other place that could be labelled." if none else "")
        self.take.setText(f"La&bel {counted(chosen, 'place')}")
        self.take.setEnabled(bool(chosen) and self.label is not None)

    def _label_chosen(self) -> None:
        self.model.set_label(self.label)
        self._show_count()

    def _go_to_row(self, row: int) -> None:
        """Make a row the current one without showing its match: the annotator has not gone there."""
        self._quiet = True
        super()._go_to_row(row)
        self._quiet = False

    def _current_changed(self, index: QModelIndex) -> None:
        if index.isValid() and not self._quiet:
            self._show(index)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.view.setFocus(event.reason())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Act on keys that are the panel's, though the list would keep them."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Space and (match := self._current()):
                self.model.choose(self.view.currentIndex().row(), not self.model.is_chosen(match))
                return True
            return self._press(event)
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._press(event):
            super().keyPressEvent(event)

    def _press(self, event: QKeyEvent) -> bool:
        """Label with Enter, choose all or none with Ctrl+A, a label with its key; return whether the key was used."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        label = label_for(event, self._session.labels)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not control:
            self.taken.emit()
        elif control and event.key() == Qt.Key.Key_A:
            self.model.choose_all(self.model.chosen_count < len(self.model.rows))
        elif label is not None:
            self.labels.setCurrentIndex(self._choices.row_of(label.id))
        else:
            return False
        return True
