"""All places of a string, to label those that are chosen: in this article, or in the whole project."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QWidget,
)

from models.base.entities import Changes, Label
from models.text.text_index import TextIndex
from ui.search.label_all_model import LabelAllMatch, LabelAllModel, in_article, in_project
from ui.session.session import Session
from ui.support.bidi import isolated, shown_label
from ui.support.icons import label_icon
from ui.support.physical_keys import label_for
from ui.tasks.later import later
from ui.tasks.slices import Slices
from ui.widgets.announce_text import announce
from ui.widgets.context_view import ContextView

_AFTER = 200  # milliseconds after a change
_TOLD = "Space chooses, Ctrl+A chooses all or none, Enter labels, a double click opens."


class LabelAllPanel(QWidget):
    """The list under the article. What is chosen, shown or asked for goes out as signals."""

    taken = Signal()
    closed = Signal()
    shown = Signal(object)  # a Place of the open article
    opened = Signal(object)  # a Place of any article

    def __init__(self, session: Session, text_index: Callable[[], TextIndex]) -> None:
        """`keyed` gives the open article, ready to be searched."""
        super().__init__()
        self._session, self._keyed = session, text_index
        self.wanted = ""
        self._quiet = False
        self.model = LabelAllModel(self)
        self._slices = Slices(self, session)
        self._later = later(self, session, _AFTER, self._again)
        self._make()
        self._lay_out()
        session.changed.connect(self._changed)
        session.article_changed.connect(self._article_changed)

    # --- making -----------------------------------------------------------------------------------------------

    def _make(self) -> None:
        self.view = ContextView(self.model, "Places", _TOLD)
        self.view.selectionModel().currentChanged.connect(self._current)
        self.view.doubleClicked.connect(lambda index: self.opened.emit(self.model.rows[index.row()]))
        self.view.installEventFilter(self)
        self.heading, self.count = QLabel(), QLabel()
        for text in (self.heading, self.count):
            text.setTextFormat(Qt.TextFormat.PlainText)
            text.setWordWrap(True)
        self.labels = QComboBox()
        self.labels.setAccessibleName("Label to give")
        self.labels.setPlaceholderText("Choose a label")
        self.labels.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.labels.currentIndexChanged.connect(self._label_chosen)
        self.here, self.everywhere = QRadioButton("This a&rticle"), QRadioButton("The whole pro&ject")
        self.here.setChecked(True)
        self.everywhere.toggled.connect(lambda _: self._begin(forget=False))
        for scope in (self.here, self.everywhere):
            scope.clicked.connect(lambda _: self.view.setFocus())  # on with the list
        self.all, self.none = QPushButton("A&ll"), QPushButton("N&one")
        for button, what in ((self.all, "Choose all places"), (self.none, "Choose no place")):
            button.setAccessibleName(what)
            button.setToolTip(f"{what} (Ctrl+A)")
        self.all.clicked.connect(lambda: self._choose_all(True))
        self.none.clicked.connect(lambda: self._choose_all(False))
        self.take, self.shut = QPushButton("La&bel"), QPushButton("&Close")
        self.take.clicked.connect(self.taken)
        self.shut.clicked.connect(self.closed)
        self.model.dataChanged.connect(self._show_count)

    def _lay_out(self) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        for row, widgets in ((first, (self.labels, self.take, self.shut)), (second, (self.here, self.everywhere))):
            for widget in widgets:
                row.addWidget(widget)
        second.addStretch(1)
        second.addWidget(self.all)
        second.addWidget(self.none)
        self._layout = layout = QGridLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.addWidget(self.heading, 0, 0)
        layout.addLayout(first, 0, 1)
        layout.addLayout(second, 1, 0, 1, 2)
        layout.addWidget(self.view, 2, 0, 1, 2)
        layout.addWidget(self.count, 3, 0, 1, 2)
        layout.setColumnStretch(0, 1)
        order = (self.view, self.labels, self.take, self.shut, self.here, self.everywhere, self.all, self.none)
        for one, other in pairwise(order):
            self.setTabOrder(one, other)

    # --- contents ---------------------------------------------------------------------------------------------

    def look_for(self, wanted: str, label: Label | None) -> None:
        """List the places of this string, to give them this label."""
        self.wanted = wanted
        self.heading.setText(f"All places of {isolated(' '.join(wanted.split()))}")
        self.labels.blockSignals(True)
        self.labels.clear()
        for each in self._session.labels:
            self.labels.addItem(label_icon(each), shown_label(each), each.id)
        self.labels.setCurrentIndex(self.labels.findData(label.id) if label else -1)
        self.labels.blockSignals(False)
        self._begin(forget=True)

    @property
    def label(self) -> Label | None:
        """The label that the places are to get; None before one is chosen."""
        key = self.labels.currentData()
        return next((label for label in self._session.labels if label.id == key), None)

    def _begin(self, *, forget: bool) -> None:
        self.model.clear(self.label, self._session.labels, titles=self.everywhere.isChecked(), forget=forget)
        self._slices.start(self._search(), lambda _: self._end(), self._found)
        self._slices.finish(0.02)
        self._show_count()

    def _search(self) -> Iterator[list[LabelAllMatch]]:
        session = self._session
        if self.everywhere.isChecked():
            return in_project(session.project, self.wanted, session.annotator.id)
        if session.article is None:
            return iter(())
        return in_article(self._keyed(), session.article.id, self.wanted, session.spans)

    def _found(self, places: list[LabelAllMatch]) -> None:
        if places:
            self.model.add(places)
            if self._at() is None:
                self._go_quietly(0)
            self._show_count()

    def _end(self) -> None:
        self._show_count()
        announce(self.count, self.count.text())

    def _changed(self, changes: Changes) -> None:
        if not self.isVisible():
            return
        if changes.labels or changes.structure:
            self._later.start()
            return
        place, me = self._at(), self._session.annotator.id
        touched = changes.articles & self.model.listed
        self.model.restate({article: self._session.project.spans(article, me) for article in touched})
        self._go_quietly(self.model.row_of(place))
        self._show_count()

    def _article_changed(self) -> None:
        if self.isVisible() and self.here.isChecked():
            self._later.start()

    def _again(self) -> None:
        if self.isVisible():
            self._begin(forget=False)

    def minimumSizeHint(self) -> QSize:
        """Room for text that wraps, which a splitter does not ask for."""
        least = super().minimumSizeHint()
        return QSize(least.width(), max(least.height(), self._layout.minimumHeightForWidth(self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody reads on."""
        self._slices.stop()
        super().hideEvent(event)

    def _show_count(self) -> None:
        model, chosen = self.model, self.model.chosen_count
        places = _counted(len(model.rows), "place")
        within = f" in {_counted(len(model.articles), 'article')}" if self.everywhere.isChecked() else ""
        parts = [f"{places}{within}, {chosen} chosen"]
        if self.label is None:
            parts.append("press a label's key, or choose one above")
        elif model.already:
            parts.append(f"{model.already} more labelled {isolated(self.label.name)} already")
        if self._slices.at_work:
            parts.append("searching…")
        self.count.setText(" · ".join(parts))
        self.take.setText(f"La&bel {_counted(chosen, 'place')}")
        self.take.setEnabled(bool(chosen) and self.label is not None)

    # --- choosing ---------------------------------------------------------------------------------------------

    def _label_chosen(self) -> None:
        self.model.set_label(self.label)
        self._show_count()

    def _choose_all(self, chosen: bool) -> None:
        self.model.choose_all(chosen)

    def _at(self) -> LabelAllMatch | None:
        row = self.view.currentIndex().row()
        return self.model.rows[row] if row >= 0 else None

    def _go_quietly(self, row: int) -> None:
        """Make a row the current one without showing its place: nobody has gone there."""
        self._quiet = True
        self.view.setCurrentIndex(self.model.index(row, 0))
        self._quiet = False

    def _current(self, index: QModelIndex) -> None:
        if index.isValid() and not self._quiet:
            self.shown.emit(self.model.rows[index.row()])

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard is the list's."""
        super().focusInEvent(event)
        self.view.setFocus(event.reason())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The list would keep keys for itself that are the panel's."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Space and (at := self._at()):
                self.model.choose(self.view.currentIndex().row(), not self.model.is_chosen(at))
                return True
            return self._press(event)
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that no button has kept."""
        if not self._press(event):
            super().keyPressEvent(event)

    def _press(self, event: QKeyEvent) -> bool:
        """Enter labels, Esc closes, Ctrl+A chooses all or none, a label's key chooses the label."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        label = label_for(event, self._session.labels)
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not control:
            self.taken.emit()
        elif control and event.key() == Qt.Key.Key_A:
            self._choose_all(self.model.chosen_count < len(self.model.rows))
        elif label is not None:
            self.labels.setCurrentIndex(self.labels.findData(label.id))
        else:
            return False
        return True


def _counted(number: int, what: str) -> str:
    return f"1 {what}" if number == 1 else f"{number} {what}s"
