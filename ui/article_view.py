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
from PySide6.QtWidgets import QTextEdit, QWidget

from models.corpus import Article, Span
from models.text import BOM, Utf16Map
from ui.article_keys import ArticleKeys
from ui.article_mouse import ArticleMouse
from ui.gestures.spans import Edge
from ui.session import Session
from ui.span_painter import SpanPainter
from ui.theme import LIGHT, Theme

_MARGIN = 28.0
_GRIP = 5.0  # pixels on either side of an edge that take hold of it


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
        self._exact: tuple[int, int] | None = None  # the selection that was made by characters
        self.mouse, self.keys = ArticleMouse(self, session), ArticleKeys(self, session)
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
        self.mouse.forget()
        self._shown = None
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

    @property
    def text(self) -> str:
        """The article's text as it is stored; never what the widget says."""
        return self._text

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

    @property
    def anchor(self) -> int:
        """Where the selection began; the caret without one."""
        return self._offsets.to_points(self.textCursor().anchor())

    @property
    def selection_is_exact(self) -> bool:
        """Whether the selection was made by characters, so that nothing is to be left out at its ends."""
        return self._exact == self.selection

    def select(self, anchor: int, caret: int, *, exact: bool = False) -> None:
        """Select from `anchor` to `caret`; the same place twice is a bare caret. `exact`: see `selection_is_exact`."""
        self._exact = (min(anchor, caret), max(anchor, caret)) if exact else None
        cursor = self.textCursor()
        cursor.setPosition(self._offsets.to_utf16(anchor))
        cursor.setPosition(self._offsets.to_utf16(caret), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

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

    def show_edge(self, edge: Edge) -> None:
        """Put the caret at an edge of the selected span, so that it is in view."""
        span = self._session.selected
        if span is not None:
            place = span.start if edge == "start" else span.end
            self.select(place, place)
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

    # --- mouse and keyboard -----------------------------------------------------------------------------------

    def point_at(self, position: QPointF) -> int:
        """The place nearest to a point of the viewport, code points."""
        return self._offsets.to_points(self.cursorForPosition(position.toPoint()).position())

    def spans_under(self, position: QPointF) -> list[Span]:
        """The spans at a point of the viewport, inner before outer."""
        return self.painter.spans_under(position + QPointF(0, self.verticalScrollBar().value()))

    def edge_at(self, position: QPointF) -> tuple[Span, Edge] | None:
        """The edge of the selected span that a point of the viewport is on; None beside it."""
        selected = self._session.selected
        if selected is None:
            return None
        place = position + QPointF(0, self.verticalScrollBar().value())
        marks = [m for m in self.painter.marks(QRectF(place.x() - 1, place.y() - 1, 2, 2)) if m.span == selected]
        for mark in marks:
            if mark.body.top() <= place.y() <= mark.underline.bottom():
                if abs(place.x() - mark.body.right()) <= _GRIP and mark.text:
                    return selected, "start"
                if abs(place.x() - mark.body.left()) <= _GRIP and self.point_at(position) >= selected.end - 1:
                    return selected, "end"
        return None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.mouse.press(event)
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.mouse.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.mouse.release(event)
        else:
            super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mouse.double_click(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl, change the size of the text."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_asked.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes through the spans under the caret; where there is nothing to go to it leaves the article."""
        if not self.selection and self.keys.cycle(self._session.spans_at(self.caret), 1 if forward else -1):
            return True
        return bool(super().focusNextPrevChild(forward))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The article's own keys; everything else is the window's."""
        if not self.keys.press(event):
            event.ignore()
