"""The article: its text from right to left, spans painted under it, marked with mouse and keyboard.

Offsets that come in and go out are code points; Qt's UTF-16 units stay inside. The widget shows the text,
it is never asked for it.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextBlockFormat,
    QTextCursor,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QTextEdit, QWidget

from models.corpus import Article, Span
from models.text import BOM, Utf16Map, ceil_edge, floor_edge
from models.urdu import snap_to_words, word_at
from ui.caret import goal
from ui.keys import label_for
from ui.session import Session
from ui.span_painter import SpanPainter
from ui.theme import LIGHT, Theme

_MARGIN = 28.0
_MODE = QTextCursor.MoveMode
_MOVE = QTextCursor.MoveOperation
_VERTICAL = {
    Qt.Key.Key_Up: _MOVE.Up,
    Qt.Key.Key_Down: _MOVE.Down,
}


class ArticleView(QTextEdit):
    """Shows the session's article and turns keys and mouse into its gestures."""

    caret_moved = Signal()
    zoom_asked = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._text = ""
        self._offsets = Utf16Map("")
        self._theme = LIGHT
        self._anchor: int | None = None  # where a drag began, code points
        self._press = QPointF()
        self._dragged = False
        self._shown: Span | None = None  # the span that is painted as selected
        self._room: dict[int, int] = {}  # block number -> lanes, where more than one
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.setUndoRedoEnabled(False)
        self.setAcceptDrops(False)  # the window takes files; text must not come in here
        self.setFrameShape(QTextEdit.Shape.NoFrame)
        self.setAccessibleName("Article")
        self.setAccessibleDescription("The article's text. Select words and press a label's key.")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # its coming would break lines anew
        self.viewport().setAutoFillBackground(False)
        document = self.document()
        document.setDocumentMargin(_MARGIN)
        option = QTextOption()
        option.setTextDirection(Qt.LayoutDirection.RightToLeft)
        option.setAlignment(Qt.AlignmentFlag.AlignLeft)  # leading: the right-hand side
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        document.setDefaultTextOption(option)
        self.painter = SpanPainter(document)
        self.cursorPositionChanged.connect(self.caret_moved)
        session.article_changed.connect(self.show_article)
        session.changed.connect(self.show_spans)
        session.selected_changed.connect(self._show_selected)

    # --- what is shown ----------------------------------------------------------------------------------------

    def show_article(self) -> None:
        """Show the session's article from its beginning."""
        article: Article | None = self._session.article
        self._text = article.text if article else ""
        self._offsets = Utf16Map(self._text)
        # A leading U+FEFF would be swallowed and shift every offset; a sign as invisible stands in for it.
        shown = "\u200b" + self._text[1:] if self._text.startswith(BOM) else self._text
        self._anchor, self._shown = None, None
        self.clear()
        self.painter.set_text(self._offsets)
        self._room = {}
        cursor = self.textCursor()
        cursor.setBlockFormat(self._shape(1))  # every paragraph inherits it, none is laid out twice
        cursor.insertText(shown)
        self.select(0, 0)
        self.verticalScrollBar().setValue(0)
        self._read_spans()
        self._give_lanes_room()
        self.viewport().update()
        self.caret_moved.emit()

    def show_spans(self) -> None:
        """Read the session's spans again, and paint again where they changed."""
        changed = self._read_spans()
        if self._give_lanes_room():
            self.viewport().update()
            return
        for start, end in changed:
            self._update(start, end)

    def _read_spans(self) -> list[tuple[int, int]]:
        labels = {label.id: label for label in self._session.labels}
        return self.painter.set_spans(self._session.spans, labels)

    def _show_selected(self) -> None:
        for span in (self._shown, self._session.selected):
            if span is not None:
                self._update(self._offsets.to_utf16(span.start), self._offsets.to_utf16(span.end))
        self._shown = self._session.selected

    def _update(self, start: int, end: int) -> None:
        """Paint the lines of `[start, end)` (UTF-16 units) again."""
        area = self.painter.area(start, end).translated(0, -self.verticalScrollBar().value())
        self.viewport().update(area.toAlignedRect())

    def set_article_font(self, font: QFont) -> None:
        """Show the text in this font."""
        self.document().setDefaultFont(font)
        self.setFont(font)
        self.painter.set_font(font)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.setBlockFormat(self._shape(1))
        self._room = {}
        self._give_lanes_room()

    def set_theme(self, theme: Theme) -> None:
        """Show the text in these colours."""
        self._theme = theme
        palette = self.palette()
        selection = QColor(theme.accent)
        selection.setAlphaF(0.30)
        palette.setColor(QPalette.ColorRole.Base, QColor(theme.paper))
        palette.setColor(QPalette.ColorRole.Text, QColor(theme.ink))
        palette.setColor(QPalette.ColorRole.Highlight, selection)
        palette.setColor(QPalette.ColorRole.HighlightedText, QColor(theme.ink))
        self.setPalette(palette)
        self.painter.set_theme(theme)
        self.viewport().update()

    def _shape(self, lanes: int) -> QTextBlockFormat:
        """The format of a paragraph whose spans need so many lanes."""
        distance = self.painter.base_distance(self.document().defaultFont()) + (lanes - 1) * self.painter.lane_height
        shape = QTextBlockFormat()
        shape.setLineHeight(round(distance), QTextBlockFormat.LineHeightTypes.LineDistanceHeight.value)
        return shape

    def _give_lanes_room(self) -> bool:
        """Widen the lines of those paragraphs alone whose spans need further lanes; whether any changed."""
        wanted = self.painter.deep_blocks()
        changed = {number for number, _ in wanted.items() ^ self._room.items()}
        cursor = QTextCursor(self.document())
        for number in changed:
            cursor.setPosition(self.document().findBlockByNumber(number).position())
            cursor.setBlockFormat(self._shape(wanted.get(number, 1)))
        self._room = wanted
        return bool(changed)

    # --- caret and selection, code points ---------------------------------------------------------------------

    @property
    def caret(self) -> int:
        """Where the caret stands."""
        return self._offsets.to_points(self.textCursor().position())

    @property
    def selection(self) -> tuple[int, int] | None:
        """The selected stretch; None without one."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            return None
        return self._offsets.to_points(cursor.selectionStart()), self._offsets.to_points(cursor.selectionEnd())

    def select(self, anchor: int, caret: int) -> None:
        """Select from `anchor` to `caret`; the same place twice is a bare caret."""
        cursor = self.textCursor()
        cursor.setPosition(self._offsets.to_utf16(anchor))
        cursor.setPosition(self._offsets.to_utf16(caret), _MODE.KeepAnchor)
        self.setTextCursor(cursor)

    def target(self) -> tuple[int, int] | None:
        """What a label key labels: the selection, else the word at the caret."""
        return self.selection or word_at(self._text, self.caret)

    def go_to(self, span: Span) -> None:
        """Bring a span into view and put the caret at its start."""
        self.select(span.start, span.start)
        place = self.painter.place_of(span)
        if place.isValid():
            bar = self.verticalScrollBar()
            if not bar.value() <= place.top() <= bar.value() + self.viewport().height() - 2 * place.height():
                bar.setValue(round(place.center().y() - self.viewport().height() / 2))
        else:
            self.ensureCursorVisible()

    # --- painting ---------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paper, then spans, then the text above them: no letter is shaped or cut by a span."""
        painter = QPainter(self.viewport())
        painter.setClipRegion(event.region())
        painter.fillRect(event.rect(), QColor(self._theme.paper))
        scroll = self.verticalScrollBar().value()
        painter.translate(0, -scroll)
        self.painter.paint(painter, QRectF(event.rect()).translated(0, scroll), self._session.selected)
        painter.end()
        super().paintEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines break elsewhere now."""
        super().resizeEvent(event)
        self.painter.forget_places()

    # --- mouse ------------------------------------------------------------------------------------------------

    def _point_at(self, position: QPointF) -> int:
        return self._offsets.to_points(self.cursorForPosition(position.toPoint()).position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a drag or a click."""
        if event.button() is not Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._press, self._dragged = event.position(), False
        point = self._point_at(event.position())
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            anchor = self._offsets.to_points(self.textCursor().anchor())
            self._anchor = anchor
            self._drag_to(point, event.modifiers())
            self._dragged = True
        else:
            self._anchor = point

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Extend the selection to whole words; with Alt to characters."""
        if self._anchor is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        far = (event.position() - self._press).manhattanLength()
        if not self._dragged and far < QApplication.startDragDistance() / 2:
            return
        self._dragged = True
        self._drag_to(self._point_at(event.position()), event.modifiers())
        self._scroll_while_dragging(event.position())

    def _drag_to(self, point: int, modifiers: Qt.KeyboardModifier) -> None:
        assert self._anchor is not None
        start, end = sorted((self._anchor, point))
        if modifiers & Qt.KeyboardModifier.AltModifier:
            reach = (floor_edge(self._text, start), ceil_edge(self._text, end))
        else:
            reach = snap_to_words(self._text, start, max(end, start + 1)) or (start, end)
        self._session.select(None)
        self.select(*(reach if point >= self._anchor else reach[::-1]))

    def _scroll_while_dragging(self, position: QPointF) -> None:
        bar = self.verticalScrollBar()
        if position.y() < 0:
            bar.setValue(bar.value() + round(position.y()))
        elif position.y() > self.viewport().height():
            bar.setValue(bar.value() + round(position.y() - self.viewport().height()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click without a drag: select the span there, or put the caret."""
        if event.button() is not Qt.MouseButton.LeftButton:
            super().mouseReleaseEvent(event)
            return
        if self._anchor is not None and not self._dragged:
            self._click(event.position())
        self._anchor = None

    def _click(self, position: QPointF) -> None:
        point = self._point_at(position)
        self.select(point, point)
        self._cycle(self._spans_under(position))

    def _spans_under(self, position: QPointF) -> list[Span]:
        return self.painter.spans_under(position + QPointF(0, self.verticalScrollBar().value()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select the word; where several spans lie, a quick second click is a second click."""
        under = self._spans_under(event.position())
        if len(under) > 1:
            self._cycle(under)
            return
        point = self._point_at(event.position())
        word = word_at(self._text, point)
        if word:
            self._session.select(None)
            self.select(*word)
        self._anchor = None

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl, change the size of the text."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_asked.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    # --- spans under the caret --------------------------------------------------------------------------------

    def _cycle(self, spans: list[Span], step: int = 1) -> bool:
        """Select the span after the selected one among `spans`; whether there was one to go to."""
        uids = [span.uid for span in spans]
        selected = self._session.selected
        if selected is None or selected.uid not in uids:
            self._session.select(spans[0] if spans else None)
            return bool(spans)
        self._session.select(spans[(uids.index(selected.uid) + step) % len(spans)])
        return len(spans) > 1

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes through the spans under the caret; where there is nothing to go to it leaves the article."""
        if not self.selection and self._cycle(self._session.spans_at(self.caret), 1 if forward else -1):
            return True
        return bool(super().focusNextPrevChild(forward))

    # --- keyboard ---------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Caret keys in reading order, label keys, Delete; everything else is the window's."""
        label = label_for(event, self._session.labels)
        if label is not None:
            self.apply_label(label.id)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._session.selected:
            self._session.remove(self._session.selected)
        elif event.key() == Qt.Key.Key_Escape:
            self._session.select(None)
            self.select(self.caret, self.caret)
        elif not self._move_caret(event):
            event.ignore()

    def apply_label(self, label_id: int) -> None:
        """Label the selection, or give the selected span this label, or label the word at the caret."""
        label = next(found for found in self._session.labels if found.id == label_id)
        selected = self._session.selected
        if self.selection is None and selected is not None:
            self._session.relabel(selected, label)
            return
        reach = self.target()
        if reach is None:
            self._session.said.emit("nothing to label here: select some words first")
            return
        self._session.label(*reach, label)
        self.select(reach[1], reach[1])

    def _move_caret(self, event: QKeyEvent) -> bool:
        """Move the caret for a caret key; whether it was one. Left is onward, as the text runs."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        keep = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        to = goal(self._text, self.caret, Qt.Key(event.key()), control=control)
        if to is None:
            return self._move_by_line(Qt.Key(event.key()), keep)
        self._session.select(None)
        anchor = self._offsets.to_points(self.textCursor().anchor()) if keep else to
        self.select(anchor, to)
        return True

    def _move_by_line(self, key: Qt.Key, keep: bool) -> bool:
        cursor = self.textCursor()
        mode = _MODE.KeepAnchor if keep else _MODE.MoveAnchor
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            cursor.movePosition(_MOVE.StartOfLine if key == Qt.Key.Key_Home else _MOVE.EndOfLine, mode)
        elif key in _VERTICAL:
            cursor.movePosition(_VERTICAL[key], mode)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._page(cursor, -1 if key == Qt.Key.Key_PageUp else 1, mode)
        else:
            return False
        self._session.select(None)
        self.setTextCursor(cursor)
        return True

    def _page(self, cursor: QTextCursor, direction: int, mode: QTextCursor.MoveMode) -> None:
        height = self.viewport().height()
        place = self.cursorRect(cursor).center() + QPointF(0, direction * height * 0.9).toPoint()
        bar = self.verticalScrollBar()
        before = bar.value()
        bar.setValue(before + round(direction * height * 0.9))
        moved = bar.value() - before
        place.setY(place.y() - moved)
        cursor.setPosition(self.cursorForPosition(place).position(), mode)
