"""The spans of the open article as a table, for the keyboard and for screen readers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from models.base.entities import LabelId, Span
from ui.session import span_commands
from ui.session.session import Session
from ui.spans.model import LABEL, MARKS, TEXT, Order, SpanModel
from ui.support.bidi import shown_text
from ui.support.physical_keys import label_for
from ui.tasks.later import later
from ui.widgets.tables.views import set_up_table

_MARGINS = 18  # pixels that the style leaves beside a sign and beside text
_LOOKED_AT, _WORDS = 60, 55  # rows whose words are measured; percent of the width that these may take
_BY_COLUMN = {TEXT: Order.TEXT, LABEL: Order.LABEL}


class SpanTable(QTableView):
    """Shows the spans; the current row follows the selected span, and selects it."""

    activated_span = Signal(object)
    chooser_asked = Signal(list)  # the spans that are to get a label
    article_asked = Signal()  # the person wants to go on in the article
    order_changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.rows = SpanModel(session)
        self._following = False
        self._article: int | None = None  # whose words the columns fit
        self.setModel(self.rows)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        set_up_table(self)
        self.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.setFrameShape(QTableView.Shape.StyledPanel)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Spans")
        keys = "Enter goes to the article, Delete removes, a label's key or Space gives a label"
        self.setAccessibleDescription(f"{keys}; Shift and Ctrl choose several.")
        self._set_up_header()
        self._fit()
        self.selectionModel().selectionChanged.connect(self._row_selected)
        self.rows.dataChanged.connect(self._fit_again)
        self._later = later(self, session, 25, self._read)
        for signal in (session.article_changed, session.changed, session.selected_changed):
            signal.connect(self._later.start)

    def _set_up_header(self) -> None:
        header = self.horizontalHeader()
        header.setSectionResizeMode(TEXT, QHeaderView.ResizeMode.Stretch)
        for column in (LABEL, MARKS):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute  # over text that begins there
        header.setDefaultAlignment(right | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.sectionClicked.connect(self._header_clicked)

    def _read(self) -> None:
        self._following = True
        labels, several = self._session.labels, {span.uid for span in self.chosen()}
        article = self._session.article.id if self._session.article else None
        self.rows.read()
        if labels != self._fitted[0] or article != self._article:
            self._article = article
            self._fit()
        self._fit_again()
        if len(several) > 1:
            self._choose_again(several)
        self._following = False
        self._follow()

    def chosen(self) -> list[Span]:
        """Return the spans whose rows are selected."""
        return [self.rows.span_at(row) for row in self._chosen_rows()]

    def _chosen_rows(self) -> list[int]:
        """Return the selected rows. Not `selectedRows`: each range is asked, as thousands of rows may be chosen."""
        selection = self.selectionModel().selection()
        ranges = [selection.at(number) for number in range(selection.count())]
        return sorted({row for each in ranges for row in range(each.top(), each.bottom() + 1)})

    def _choose_again(self, uids: set[str]) -> None:
        """Select the rows of several spans that were selected before the rows were read."""
        chosen = QItemSelection()
        for number, row in enumerate(self.rows.rows):
            if row.span.uid in uids:
                chosen.select(self.rows.index(number, TEXT), self.rows.index(number, MARKS))
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _follow(self) -> None:
        """Show the session's selected span as the selected row."""
        self._following = True
        selected = self._session.selected
        row = self.rows.row_of(selected) if selected else -1
        several = self._chosen_rows()
        if row < 0:
            self.clearSelection()
        elif len(several) > 1 and row in several:
            pass
        elif row != self.currentIndex().row() or not self.selectionModel().hasSelection():
            # Not selectRow: from right to left it looks for a column past the last one, and finds none.
            self.setCurrentIndex(self.rows.index(row, 0))
        self._following = False

    def _row_selected(self, selected: QItemSelection) -> None:
        rows = self._chosen_rows()
        if self._following or not rows or not (selected.indexes() or len(rows) == 1):
            return
        current = self.currentIndex().row()
        self.activated_span.emit(self.rows.span_at(current if current in rows else rows[0]))

    def _header_clicked(self, column: int) -> None:
        """Sort by a column, at the next click backwards, and then in reading order again."""
        order = _BY_COLUMN.get(column, Order.PLACE)
        if order is not self.rows.order or order is Order.PLACE:
            self.set_order(order)
        elif not self.rows.backwards:
            self.set_order(order, backwards=True)
        else:
            self.set_order(Order.PLACE)

    def set_order(self, order: Order, *, backwards: bool = False) -> None:
        with_column = next((column for column, of in _BY_COLUMN.items() if of is order), None)
        header = self.horizontalHeader()
        header.setSortIndicatorShown(with_column is not None)
        if with_column is not None:
            down = Qt.SortOrder.DescendingOrder if backwards else Qt.SortOrder.AscendingOrder
            header.setSortIndicator(with_column, down)
        self._rearrange(lambda: self.rows.set_order(order, backwards=backwards))
        self._fit()
        self.order_changed.emit()

    def set_filter(self, words: str, label: int) -> None:
        """Show only spans with `words` in their text or their label's name, and with the label of that id (0: any)."""
        self._rearrange(lambda: self.rows.set_filter(words, LabelId(label)))

    def _rearrange(self, change: Callable[[], None]) -> None:
        self._following = True
        change()
        self._following = False
        self._follow()

    def _fit(self) -> None:
        """Size rows, icons and columns by the font."""
        self._fitted = self._session.labels, self.rows.is_marked()
        line = self.fontMetrics().height()
        side = round(line * 0.76)
        self.setIconSize(QSize(side, side))
        self.verticalHeader().setMinimumSectionSize(line + 8)
        self.verticalHeader().setDefaultSectionSize(line + 8)
        self._fit_columns(side + _MARGINS)

    def _fit_columns(self, sign: int) -> None:
        """Share the width: what the words need, at least half of it, is theirs; labels get short names first.

        `sign` is the width of an icon with what is around it.
        """
        header, letters = self.horizontalHeader(), self.fontMetrics()
        header.setMinimumSectionSize(1)
        marks = 1  # no room for what no row has
        if self._fitted[1]:
            marks = max(letters.horizontalAdvance("?") + sign, header.sectionSizeFromContents(MARKS).width())
        names = max((letters.horizontalAdvance(shown_text(label.name)) for label in self._fitted[0]), default=0)
        room = self.viewport().width() - marks
        text, label = (header.sectionSizeFromContents(column).width() for column in (TEXT, LABEL))
        words = min(max(self._words_width(), text), room * _WORDS // 100)
        least = max(sign, min(label, room - text))  # both headings, where there is room for them
        width = max(min(max(names + sign, label), room - words), least)
        short = width < names + sign
        self.rows.show_short_names(short)
        if short:
            said = (self.rows.index(row, LABEL).data() for row in range(min(self.rows.rowCount(), _LOOKED_AT)))
            names = max(map(letters.horizontalAdvance, said), default=0)
            width = min(max(width, names + sign), max(room - words, room // 2))
        self.setColumnWidth(LABEL, width)
        self.setColumnWidth(MARKS, marks)

    def _words_width(self) -> int:
        """Return the pixels that three quarters of the first rows' words fit into."""
        widths = sorted(self.fontMetrics().horizontalAdvance(row.text) for row in self.rows.rows[:_LOOKED_AT])
        return widths[len(widths) * 3 // 4] + _MARGINS if widths else 0

    def _fit_again(self) -> None:
        """Fit the columns where other rows are shown, or the first mark is set, or the last one taken away."""
        if self._fitted[1] != self.rows.is_marked():
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Relabel or remove the selected span, as in the article; Enter emits `article_asked`."""
        selected, label = self._session.selected, label_for(event, self._session.labels)
        if self._later.isActive():
            self._later.stop()
            self._read()  # a key may come before what was done last is listed
        several = self.chosen()
        listed = selected is not None and self.rows.row_of(selected) >= 0
        if len(several) > 1 and label:
            span_commands.relabel_many(self._session, several, label)
        elif len(several) > 1 and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            span_commands.remove_many(self._session, several)
        elif several and event.key() == Qt.Key.Key_Space and not event.modifiers() & _HELD:
            self.chooser_asked.emit(several)
        elif label and not listed:
            self._session.status_message.emit("no span is chosen in the table")
        elif selected and label:
            self.scrollTo(self.rows.index(self.rows.row_of(selected), 0))
            span_commands.relabel(self._session, selected, label)
        elif selected and listed and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._remove(selected)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & _HELD:
            self.article_asked.emit()
        elif event.key() in _STEPS and self.rows.rowCount() and not self.selectionModel().hasSelection():
            self.setCurrentIndex(self.rows.index(max(self.currentIndex().row(), 0), 0))
        else:
            super().keyPressEvent(event)

    def _remove(self, span: Span) -> None:
        """Remove a span, and select the one in its place or above it."""
        row = self.rows.row_of(span)
        beside = row + 1 if row + 1 < self.rows.rowCount() else row - 1
        following = self.rows.span_at(beside) if row >= 0 and beside >= 0 else None
        if span_commands.remove(self._session, span) and following is not None:
            self.activated_span.emit(following)


_STEPS = (Qt.Key.Key_Up, Qt.Key.Key_Down)
_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
