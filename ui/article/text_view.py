"""A read-only view of an article: its text from right to left, laid out by us, with spans painted under it.

Offsets that come in and go out are code points; Qt's UTF-16 units stay inside. The widget shows the text, it is never
asked for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from math import ceil

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontInfo,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextCursor,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QTextEdit, QWidget

from models.base.entities import Label, LabelId, Span
from models.text.offsets import BOM, Utf16Map
from ui.article.layout import ArticleLayout
from ui.article.scroll_anchor import ScrollAnchor
from ui.article.spans.span_painter import Edge, SpanPainter, Stretch
from ui.article.wheel import Wheel
from ui.support.theme import LIGHT, Theme

MARGIN = 28.0
_SELECTION = 0.30  # of the accent colour


def article_option() -> QTextOption:
    """Return how an article runs: from right to left, long words broken where they must be."""
    option = QTextOption()
    option.setTextDirection(Qt.LayoutDirection.RightToLeft)
    option.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option


def as_shown(text: str) -> str:
    """Return an article's text as it goes into a document: a leading U+FEFF would be swallowed and shift every offset.

    A sign as invisible stands in for it.
    """
    return "\u200b" + text[1:] if text.startswith(BOM) else text


class TextView(QTextEdit):
    """Shows an article, with spans, that nobody can change."""

    caret_moved = Signal()
    zoom_asked = Signal(int)  # by so many steps; up is larger

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._offsets = Utf16Map("")
        self._exact: tuple[int, int] | None = None  # the selection that was made by characters
        self._column: tuple[int, float] | None = None  # the caret's place (UTF-16) and the x it keeps, going by lines
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.setUndoRedoEnabled(False)
        self.setAcceptDrops(False)  # the window takes files; text must not come in here
        self.setFrameShape(QTextEdit.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # its coming would break lines anew
        self.viewport().setAutoFillBackground(False)
        document = self.document()
        document.setDocumentMargin(MARGIN)
        document.setDefaultTextOption(article_option())
        self.article_layout = ArticleLayout(document)
        document.setDocumentLayout(self.article_layout)
        self._scroll_anchor = ScrollAnchor(self, self.article_layout)
        self.painter = SpanPainter(self.article_layout)
        self._theme, self._wheel = LIGHT, Wheel()
        self._revision = -1  # of the document, as the article was put into it; -1 while it is
        self._widest = 0  # sizes of the font that a line is wide at most
        self.cursorPositionChanged.connect(self.caret_moved)
        document.contentsChange.connect(self._look_for_strangers)

    @property
    def text(self) -> str:
        """Return the article's text as it is stored, which may differ from the widget's."""
        return self._text

    @property
    def offsets(self) -> Utf16Map:
        """Return the way from code points of the text to UTF-16 units, and back."""
        return self._offsets

    def show_text(self, text: str) -> None:
        """Show another text from its beginning, without spans."""
        self._text, self._offsets = text, Utf16Map(text)
        self._revision = -1
        with self._scroll_anchor.released():
            self.clear()
            self.painter.set_text(self._offsets)
            self._fill()
            self._revision = self.document().revision()
            self.select(0, 0)
            self.verticalScrollBar().setValue(0)
        self._scroll_anchor.lay_out_screen()
        self.viewport().update()

    def _fill(self) -> None:
        """Put the text into the document."""
        shown = as_shown(self._text)
        self.article_layout.expect(shown)
        self.textCursor().insertText(shown)

    def _look_for_strangers(self, position: int, removed: int, added: int) -> None:
        """Notice a change that is not ours (UTF-16 units): a screen reader may edit what is read-only."""
        if self._revision in (-1, self.document().revision()):
            return
        cursor, more = self.textCursor(), added - removed
        anchor, caret = (
            place - more if place >= position + added else min(place, position)
            for place in (cursor.anchor(), cursor.position())
        )
        self._revision = -1
        to_points = self._offsets.to_points
        QTimer.singleShot(0, self, partial(self._put_back, self._text, to_points(anchor), to_points(caret)))

    def _put_back(self, text: str, anchor: int, caret: int) -> None:
        """Show the article's own text again, the screen as it was; no more where another one has come meanwhile."""
        if text is not self._text or self._revision != -1:
            return
        top = self.reading_place()[1]
        cursor, shown = QTextCursor(self.document()), as_shown(text)
        cursor.select(QTextCursor.SelectionType.Document)
        self.article_layout.expect(shown)
        cursor.insertText(shown)
        self._revision = self.document().revision()
        self.show_place(caret, top)
        self.select(anchor, caret)

    def show_state(self, spans: Iterable[Span], later: Iterable[Span], labels: Mapping[LabelId, Label]) -> None:
        """Show these spans, and in outline those that came later; `labels` are all that there ever were."""
        with self._scroll_anchor.anchored():
            self.painter.set_other_layers(())
            self.painter.set_spans(spans, labels)
            self.painter.set_other_layers(("later", span) for span in later)
            self.article_layout.replace_all_lines()
        self.viewport().update()

    def set_article_font(self, font: QFont) -> None:
        with self._scroll_anchor.anchored():
            self.painter.set_font(font)
            self.setFont(font)
            self.document().setDefaultFont(font)
            self._fit_lines()
        self.viewport().update()

    def set_lines(self, spacing: int, widest: int) -> None:
        """Set lines so far apart, in percent of the usual, and so wide at most, in sizes of the font; 0: no limit."""
        layout = self.article_layout
        if (spacing / 100, widest) == (layout.line_spacing, self._widest):
            return
        with self._scroll_anchor.anchored():
            layout.line_spacing, self._widest = spacing / 100, widest
            self._fit_lines()
        self.viewport().update()

    def _fit_lines(self) -> None:
        self.article_layout.widest = float(self._widest * QFontInfo(self.document().defaultFont()).pixelSize())
        self.article_layout.forget()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        palette = self.palette()
        selection = QColor(theme.accent)
        selection.setAlphaF(_SELECTION)
        palette.setColor(QPalette.ColorRole.Base, QColor(theme.paper))
        palette.setColor(QPalette.ColorRole.Text, QColor(theme.ink))
        palette.setColor(QPalette.ColorRole.Highlight, selection)
        palette.setColor(QPalette.ColorRole.HighlightedText, QColor(theme.ink))
        self.setPalette(palette)
        self.painter.set_theme(theme)
        self.viewport().update()

    @property
    def caret(self) -> int:
        return self._offsets.to_points(self.textCursor().position())

    @property
    def selection(self) -> tuple[int, int] | None:
        """Return the selected stretch; None without one."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            return None
        return self._offsets.to_points(cursor.selectionStart()), self._offsets.to_points(cursor.selectionEnd())

    @property
    def anchor(self) -> int:
        """Return where the selection began; the caret without one."""
        return self._offsets.to_points(self.textCursor().anchor())

    @property
    def selection_is_exact(self) -> bool:
        """Whether the selection was made by characters, so that nothing is to be left out at its ends."""
        return self._exact is not None and self._exact == self.selection

    def select(self, anchor: int, caret: int, *, exact: bool = False) -> None:
        """Select from `anchor` to `caret`; the same place twice is a bare caret. `exact`: see `selection_is_exact`.

        A place beyond the end is the end: it may be of the article that was shown before.
        """
        anchor, caret = (min(max(place, 0), len(self._text)) for place in (anchor, caret))
        self._exact = (min(anchor, caret), max(anchor, caret)) if exact else None
        cursor = self.textCursor()
        cursor.setPosition(self._offsets.to_utf16(anchor))
        cursor.setPosition(self._offsets.to_utf16(caret), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def show_stretch(self, start: int, end: int, *, select: bool = False, centred: bool = False) -> None:
        """Bring `[start, end)` into view, or to the middle, and put the caret at its start or select it."""
        self.select(start, end if select else start)
        if not self.bring_into_view(start, end, centred=centred):
            self.ensureCursorVisible()

    def bring_into_view(self, start: int, end: int, *, centred: bool = False) -> bool:
        """Scroll to `[start, end)` where it is not in view, or to the middle; return whether it is drawn at all."""
        place = self.painter.place(start, end)
        if place.isValid():
            bar = self.verticalScrollBar()
            if centred or not bar.value() <= place.top() <= bar.value() + self.viewport().height() - 2 * place.height():
                bar.setValue(round(place.center().y() - self.viewport().height() / 2))
        return place.isValid()

    def show_line_whole(self, before: int = 0) -> None:
        """Where the caret is in view, bring what hangs under its line into view, too: lanes and chips.

        `before`: the pixels that the view was high, in which the caret may have been in view; with air under it then.
        """
        position, bar, height = self.textCursor().position(), self.verticalScrollBar(), self.viewport().height()
        caret = self.painter.geometry.caret(position)
        if not (bar.value() < caret.bottom() and caret.top() < bar.value() + max(height, before)):
            return
        top, bottom = self.painter.geometry.line_ink(position)
        bottom += (bottom - top) / 2 if before else 0
        if bottom > bar.value() + height:
            bar.setValue(min(ceil(bottom) - height, int(top)))

    def reading_place(self) -> tuple[int, int]:
        """Return where the caret is, and where the first line in view begins."""
        return self.caret, self._offsets.to_points(self._scroll_anchor.top_position())

    def show_place(self, caret: int, top: int) -> None:
        """Put the caret back, and the line that holds `top` to the top of the view."""
        self.select(caret, caret)
        self._scroll_anchor.put_at_top(self._offsets.to_utf16(min(max(top, 0), len(self._text))))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy the text as it is stored: a widget's own copy would change it."""
        if event.matches(QKeySequence.StandardKey.Copy):
            if self.selection:
                QApplication.clipboard().setText(self.text[slice(*self.selection)])
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ask for another size with Ctrl; a text edit would zoom by itself, and not its spans."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if steps := self._wheel.steps(event):
                self.zoom_asked.emit(steps)
            event.accept()
        else:
            super().wheelEvent(event)

    def adjacent_line(self, by: int) -> int:
        """Return the position in the line after (1) or before (-1) the caret's, nearest to the x that it keeps."""
        position = self.textCursor().position()
        if self._column is None or self._column[0] != position:
            self._column = position, self.article_layout.x_of(position)
        x = self._column[1]
        found = self.article_layout.adjacent(position, x, by)
        self._column = found, x
        return self._offsets.to_points(found)

    def point_at(self, position: QPointF) -> int:
        """Return the position in the text nearest to a point of the viewport."""
        return self._offsets.to_points(self.cursorForPosition(position.toPoint()).position())

    def spans_under(self, position: QPointF) -> list[Span]:
        """Return the spans at a point of the viewport, inner before outer."""
        return self.painter.spans_under(self._in_document(position))

    def foreign_under(self, position: QPointF) -> list[Span]:
        """Return suggestions and other layers' spans at a point of the viewport, inner before outer."""
        return self.painter.foreign_under(self._in_document(position))

    def edge_at(self, position: QPointF) -> tuple[Span, Edge] | None:
        """Return the edge of the selected span that a point of the viewport is on; None elsewhere."""
        return self.painter.edge_at(self._in_document(position))

    def _in_document(self, position: QPointF) -> QPointF:
        return position + QPointF(0, self.verticalScrollBar().value())

    def share_of(self, position: int) -> float:
        """Return how far down the article `position` is, 0 to 1; guessed where nothing is laid out yet."""
        return self.article_layout.share_of(self._offsets.to_utf16(position))

    def scroll_to_share(self, share: float) -> None:
        """Bring what is so far down the article (0 to 1) to the middle of the view."""
        height = self.article_layout.documentSize().height()
        self.verticalScrollBar().setValue(round(share * height - self.viewport().height() / 2))

    def _on_screen(self) -> Stretch:
        """Return the paragraphs in view, in UTF-16 units."""
        top = self.verticalScrollBar().value()
        numbers = (self.article_layout.block_at(y) for y in (top, top + self.viewport().height()))
        first, last = (self.document().findBlockByNumber(number) for number in numbers)
        return first.position(), last.position() + last.length()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Lay out what comes into view; what was in view moves as far as it was scrolled, no further."""
        if not self._scroll_anchor.at_work:
            self._scroll_anchor.lay_out_screen()
        super().scrollContentsBy(dx, dy)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._scroll_anchor.lay_out_screen()
        if event.size().height() < event.oldSize().height():  # a panel opens under the words that it is about
            self.show_line_whole(event.oldSize().height())

    def update_span(self, span: Span) -> None:
        self._update(self._offsets.to_utf16(span.start), self._offsets.to_utf16(span.end))

    def _update(self, start: int, end: int) -> None:
        """Paint the lines of `[start, end)` (UTF-16 units) again, those of them that are on the screen."""
        first, after = self._on_screen()
        start, end = max(start, first), min(end, after)
        if start <= end:
            area = self.painter.geometry.area(start, end).translated(0, -self.verticalScrollBar().value())
            self.viewport().update(area.toAlignedRect())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint paper, then spans, then the text above them: no letter is shaped or cut by a span or a selection."""
        painter = QPainter(self.viewport())
        painter.setClipRegion(event.region())
        painter.fillRect(event.rect(), QColor(self._theme.paper))
        scroll = self.verticalScrollBar().value()
        painter.translate(0, -scroll)
        area = QRectF(event.rect()).translated(0, scroll)
        self.painter.paint(painter, area)
        self._paint_under_text(painter, area)
        painter.setPen(QColor(self._theme.ink))
        self.article_layout.draw_text(painter, area)
        self._paint_title_line(painter)
        self._paint_over_text(painter, area)
        painter.end()

    def _paint_title_line(self, painter: QPainter) -> None:
        """Paint a line between the title and the text."""
        layout = self.article_layout
        if (y := layout.title_line()) is not None:
            place = QRectF(layout.left, y, layout.right - layout.left, 1)
            painter.fillRect(place, QColor(self._theme.line))

    def _paint_under_text(self, painter: QPainter, area: QRectF) -> None:
        """Paint the selection on the spans; `area` is in document pixels."""
        cursor = self.textCursor()
        if cursor.hasSelection():
            color = self.palette().color(QPalette.ColorRole.Highlight)
            self._paint_stretch(painter, area, (cursor.selectionStart(), cursor.selectionEnd()), color)

    def _paint_stretch(self, painter: QPainter, area: QRectF, stretch: Stretch, color: QColor) -> None:
        for body in self.painter.geometry.bodies(*stretch, area):
            painter.fillRect(body, color)

    def _paint_over_text(self, painter: QPainter, area: QRectF) -> None:
        """Paint a steady caret: one that blinks paints a line of Nastaliq twice a second."""
        if not self.hasFocus():
            return
        caret = self.painter.geometry.caret(self.textCursor().position())
        if caret.intersects(area):
            painter.fillRect(caret, QColor(self._theme.accent))
