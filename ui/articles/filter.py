"""The filter of the list of articles: words, and behind a button status, label and annotator."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from models.base.entities import Status
from models.project.filters import EVERYBODY, Filter
from ui.session.session import Session
from ui.support.bidi import isolated, shortened
from ui.support.glyphs import glyph
from ui.tasks.later import later
from ui.widgets.narrow_field import NarrowField
from ui.widgets.parts import offer

REMOVED = "removed"
_TYPING = 200  # milliseconds after a key


class ArticleFilter(QWidget):
    """Shows the field and the boxes; emits `changed` when the filter is another."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.field, self.more, self.sort = NarrowField(5), QToolButton(), QToolButton()
        self.status, self.label, self.by = QComboBox(), QComboBox(), QComboBox()
        self._boxes = QWidget()
        self._later = later(self, session, _TYPING, self.changed.emit)
        self._set_up_field()
        self._set_up_boxes()
        self._lay_out()
        self.fill_boxes()
        self._show_icon()

    def _set_up_field(self) -> None:
        self.field.setAccessibleName("Filter articles by title or text")
        self.field.setPlaceholderText("Filter")
        self.field.textChanged.connect(self._later.start)
        self.more.setAccessibleName("Filter by status, label or annotator")
        self.more.setToolTip("Filter by status, label or annotator")
        self.more.setCheckable(True)
        self.more.setAutoRaise(True)
        self.more.toggled.connect(self._boxes.setVisible)
        self.sort.setAccessibleName("Sort the articles")
        self.sort.setToolTip("Sort the articles")
        self.sort.setAutoRaise(True)

    def _set_up_boxes(self) -> None:
        column = QVBoxLayout(self._boxes)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for box, name in ((self.status, "status"), (self.label, "label"), (self.by, "annotator")):
            box.setAccessibleName(f"Filter by {name}")
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(6)
            box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            box.currentIndexChanged.connect(lambda _: self._emit_changed())
            column.addWidget(box)
        self._boxes.hide()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.field, 1)
        row.addWidget(self.more)
        row.addWidget(self.sort)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 8)
        layout.setSpacing(4)
        layout.addLayout(row)
        layout.addWidget(self._boxes)

    def fill_boxes(self) -> None:
        """Fill the boxes with the statuses, labels and annotators that there are now; what is chosen stays."""
        labels = (*self._session.labels, *self._session.article_choices)
        statuses = [(status.value.capitalize(), status) for status in Status]
        annotators = [(isolated(each.name), each.id) for each in self._session.project.annotators()]
        offer(self.status, [("Any status", None), *statuses, ("Removed", REMOVED)], keep=True)
        offer(self.label, [("Any label", None), *((isolated(label.name), label.id) for label in labels)], keep=True)
        whose = [("My work", None), ("Everybody's work", EVERYBODY), *annotators]
        offer(self.by, whose, keep=True)

    def value(self) -> Filter:
        """Return the filter as the field and the boxes have it."""
        status = self.status.currentData()
        removed = status == REMOVED
        chosen = Status(status) if status and not removed else None
        return Filter(chosen, self.label.currentData(), self.by.currentData(), self.field.text(), removed)

    def described(self) -> str:
        """Return what is filtered by, in words; empty when nothing is."""
        typed = self.field.text()
        parts = [f"that are {self.status.currentText().lower()}"] if self.status.currentIndex() > 0 else []
        parts += [f"with {isolated(shortened(typed))}"] if typed else []
        parts += [f"labelled {self.label.currentText()}"] if self.label.currentIndex() > 0 else []
        parts += [f"by {self._whose()}"] if self.by.currentIndex() > 0 else []
        return ", ".join(parts)

    def _whose(self) -> str:
        return "anybody" if self.by.currentData() == EVERYBODY else self.by.currentText()

    def show_removed(self, on: bool) -> None:
        """List the articles that are removed, or again those that are not."""
        self.more.setChecked(on)
        self.status.setCurrentIndex(max(self.status.findData(REMOVED), 0) if on else 0)

    def choose(self, wanted: Filter) -> None:
        """Set the field and the boxes to a filter."""
        self.fill_boxes()
        with QSignalBlocker(self.field):
            self.field.setText(wanted.text)
        for box, value in ((self.status, wanted.status), (self.label, wanted.label), (self.by, wanted.by)):
            with QSignalBlocker(box):
                box.setCurrentIndex(max(box.findData(value), 0))
        self.more.setChecked(any((wanted.status, wanted.label, wanted.by is not None)))
        self._emit_changed()

    def clear(self) -> None:
        """Clear the field and the boxes, so that all articles are listed."""
        with QSignalBlocker(self.field):
            self.field.clear()
        for box in (self.status, self.label, self.by):
            with QSignalBlocker(box):
                box.setCurrentIndex(0)
        self.more.setChecked(False)
        self._emit_changed()

    def _emit_changed(self) -> None:
        self._later.stop()
        self.changed.emit()

    def _show_icon(self) -> None:
        self.more.setIcon(glyph("filter", self.palette()))
        self.sort.setIcon(glyph("sort", self.palette()))
        self.sort.setIconSize(QSize(1, 1) * round(self.fontMetrics().height() * 0.9))
        self.more.setIconSize(QSize(1, 1) * round(self.fontMetrics().height() * 0.9))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self._show_icon()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Clear the field with Esc; apply the filter at once with Enter."""
        if event.key() == Qt.Key.Key_Escape and self.field.text():
            self.field.clear()
            self._emit_changed()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.field.hasFocus():
            self._emit_changed()
        else:
            super().keyPressEvent(event)
