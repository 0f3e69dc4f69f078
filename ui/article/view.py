"""The article: its text from right to left, spans painted under it, marked with mouse and keyboard.

Offsets that come in and go out are code points; Qt's UTF-16 units stay inside. The widget shows the text,
it is never asked for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from models.base.entities import Article, Span, Suggestion
from models.text.offsets import Utf16Map
from ui.article.keyboard import KeyboardInput
from ui.article.match_painter import MatchPainter
from ui.article.mouse import MouseInput
from ui.article.span_painter import Edge, SpanPainter, Stretch, hint_uid
from ui.article.text_view import MARGIN, TextView
from ui.session.session import Session
from ui.support.theme import LIGHT, Theme

if TYPE_CHECKING:
    from ui.article.hover import Hover
    from ui.article.overlays import Overlays

_AIM = 0.12  # of the accent colour, under the word that a label key would take; a selection has more


class ArticleView(TextView):
    """Shows the session's article and turns keys and mouse into its gestures."""

    zoom_asked = Signal(int)
    other_clicked = Signal(Span)  # a suggestion, or a span of another layer, as it is drawn

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Article")
        self.setAccessibleDescription("The article's text. Select words and press a label's key.")
        self._session = session
        self._theme = LIGHT
        self.mouse, self.keys = MouseInput(self, session), KeyboardInput(self, session)
        self._shown: Span | None = None  # the span that is painted as selected
        self.aim: tuple[int, int] | None = None  # what a label key would label; code points
        self.painter = SpanPainter(self.article_layout)
        self.match_painter = MatchPainter(self.painter)
        self.overlays: Overlays | None = None  # made when one is first shown
        self.viewport().setMouseTracking(True)
        self.cursorPositionChanged.connect(self._show_caret)
        session.article_changed.connect(self.show_article)
        session.changed.connect(self.show_spans)
        session.selected_changed.connect(self._show_selected)
        session.closed.connect(self.article_layout.stop)

    # --- what is shown ----------------------------------------------------------------------------------------

    def show_article(self) -> None:
        """Show the session's article from its beginning."""
        article: Article | None = self._session.article
        self._text = article.text if article else ""
        self._offsets = Utf16Map(self._text)
        self.mouse.forget()
        self.aim = None
        self._shown = None
        with self._place.let_go():
            self.clear()
            self.painter.set_text(self._offsets)
            self.match_painter.set_matches(())
            if self.overlays:
                self.overlays.set_text(self._text, self._offsets)
            self._read_spans()
            self._fill()
            self._show_margin()
            self.select(0, 0)
            self.verticalScrollBar().setValue(0)
        self._place.lay_out_screen()
        self.viewport().update()
        self.caret_moved.emit()

    def show_spans(self) -> None:
        """Read the session's spans again, and paint again where they changed."""
        self._show_changed(self._read_spans())

    def _show_changed(self, changed: list[Stretch]) -> None:
        """Give the lines of these stretches (UTF-16 units) the room that they need, and paint them again."""
        numbers: set[int] = set()
        for start, end in changed:
            first, last = self.document().findBlock(start), self.document().findBlock(max(end - 1, start))
            numbers.update(range(first.blockNumber(), last.blockNumber() + 1))
        if self.article_layout.replace_lines(numbers):
            self.viewport().update()
            return
        for start, end in changed:
            self._update(start, end)

    def _read_spans(self) -> list[Stretch]:
        labels = {label.id: label for label in self._session.labels}
        return self.painter.set_spans(self._session.spans, labels)

    def set_hints(self, suggestions: Iterable[Suggestion]) -> None:
        """Show these suggestions, dashed."""
        self._show_changed(self.painter.set_hints(suggestions))

    def change_hints(self, gone: Iterable[Suggestion], new: Iterable[Suggestion]) -> None:
        """Show the suggestions without those that are gone, and with the new ones."""
        self._show_changed(self.painter.change_hints(gone, new))

    def set_current(self, suggestion: Suggestion | None) -> None:
        """Let this suggestion stand out."""
        before, self.painter.current = self.painter.current, hint_uid(suggestion) if suggestion else ""
        for start, end in self.painter.stretches(before, self.painter.current):
            self._update(start, end)

    def set_others(self, others: Iterable[tuple[str, Span]]) -> None:
        """Show these spans of other layers, as (annotator, span), in outline."""
        self._show_changed(self.painter.set_others(others))

    def set_matches(self, matches: Sequence[tuple[int, int]]) -> None:
        """Highlight these matches of a search (code points, in reading order) softly."""
        to_units = self._offsets.to_utf16
        self.match_painter.set_matches([(to_units(start), to_units(end)) for start, end in matches])
        self.viewport().update()

    def set_urdu_chips(self, urdu: bool) -> None:
        """Write labels' Urdu names on chips, or their short ones."""
        with self._place.kept():
            self.painter.set_urdu(urdu)
            self.article_layout.replace_all_lines()
        self.viewport().update()

    def set_overlays(self, *, hidden: bool, numbers: bool, focus: bool) -> None:
        """Show hidden characters, paragraph numbers, and one sentence at full strength alone, or do not."""
        if self.overlays is None:
            if not (hidden or numbers or focus):
                return
            from ui.article.overlays import Overlays  # noqa: PLC0415 - most starts show none

            self.overlays = Overlays(self.article_layout, self.painter.places)
            self.overlays.set_text(self._text, self._offsets)
            self.overlays.set_theme(self._theme)
        over = self.overlays
        over.hidden, over.numbers, over.focus = hidden, numbers, focus
        self._show_margin()
        self.viewport().update()

    def _show_margin(self) -> None:
        margin = max(MARGIN, self.overlays.margin if self.overlays else 0.0)
        if margin != self.document().documentMargin():
            self.document().setDocumentMargin(margin)

    def show_aim(self) -> None:
        """Tint what a label key would label where the caret went, so that nobody has to guess which word that is."""
        free = self.selection is None and self._session.selected is None
        self._set_aim(self.keys.target() if free else None)

    def _set_aim(self, aim: tuple[int, int] | None) -> None:
        before, self.aim = self.aim, aim
        for stretch in {before, aim} - {None} if before != aim else ():
            if stretch is not None:
                self._update(*map(self._offsets.to_utf16, stretch))

    def _show_caret(self) -> None:
        self._set_aim(None)
        if self.overlays and self.overlays.focus:
            self.viewport().update()

    @cached_property
    def hover(self) -> Hover:
        """What follows the mouse; made when it first moves."""
        from ui.article.hover import Hover  # noqa: PLC0415 - no start needs it

        return Hover(self, self._session)

    def update_span(self, span: Span) -> None:
        """Paint a span's lines again."""
        self._update(self._offsets.to_utf16(span.start), self._offsets.to_utf16(span.end))

    def _show_selected(self) -> None:
        self.painter.selected = self._session.selected
        self._set_aim(None)
        for span in (self._shown, self._session.selected):
            if span is not None:
                self.update_span(span)
        self._shown = self._session.selected

    def _update(self, start: int, end: int) -> None:
        """Paint the lines of `[start, end)` (UTF-16 units) again, those of them that are on the screen."""
        first, after = self._on_screen()
        start, end = max(start, first), min(end, after)
        if start <= end:
            area = self.painter.area(start, end).translated(0, -self.verticalScrollBar().value())
            self.viewport().update(area.toAlignedRect())

    def _on_screen(self) -> Stretch:
        """The paragraphs in view, in UTF-16 units."""
        top = self.verticalScrollBar().value()
        numbers = (self.article_layout.block_at(y) for y in (top, top + self.viewport().height()))
        first, last = (self.document().findBlockByNumber(number) for number in numbers)
        return first.position(), last.position() + last.length()

    def set_article_font(self, font: QFont) -> None:
        """Show the text in this font."""
        with self._place.kept():
            self.painter.set_font(font)
            self.setFont(font)
            self.document().setDefaultFont(font)
            self.article_layout.forget()
        self.viewport().update()

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
        self.match_painter.theme = theme
        if self.overlays:
            self.overlays.set_theme(theme)
        self.viewport().update()

    # --- caret and selection, code points ---------------------------------------------------------------------

    def go_to(self, span: Span) -> None:
        """Bring a span into view and put the caret at its start."""
        self.show_stretch(span.start, span.end)

    def show_stretch(self, start: int, end: int, *, select: bool = False) -> None:
        """Bring `[start, end)` into view, and put the caret at its start or select it."""
        self.select(start, end if select else start)
        place = self.painter.place(start, end)
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
        """Paper, then spans, then the text above them: no letter is shaped or cut by a span or a selection."""
        painter, area = self.begin_painting(event, QColor(self._theme.paper))
        self.painter.paint(painter, area)
        if self.match_painter:
            self.match_painter.paint(painter, area, self._on_screen())
        self._paint_selection(painter, area)
        painter.setPen(QColor(self._theme.ink))
        self.article_layout.draw_text(painter, area)
        if self.overlays:
            self.overlays.paint(painter, area, self.caret)
        self._paint_caret(painter, area)
        painter.end()

    def _paint_selection(self, painter: QPainter, area: QRectF) -> None:
        cursor = self.textCursor()
        color = self.palette().color(QPalette.ColorRole.Highlight)
        reach = (cursor.selectionStart(), cursor.selectionEnd())
        if not cursor.hasSelection():
            if self.aim is None:
                return
            color.setAlphaF(_AIM)
            reach = (self._offsets.to_utf16(self.aim[0]), self._offsets.to_utf16(self.aim[1]))
        for body in self.painter.bodies(*reach, area):
            painter.fillRect(body, color)

    def _paint_caret(self, painter: QPainter, area: QRectF) -> None:
        """A steady caret: one that blinks paints a line of Nastaliq twice a second."""
        if not self.hasFocus():
            return
        caret = self.painter.caret(self.textCursor().position())
        if caret.intersects(area):
            painter.fillRect(caret, QColor(self._theme.accent))

    # --- mouse and keyboard -----------------------------------------------------------------------------------

    def spans_under(self, position: QPointF) -> list[Span]:
        """The spans at a point of the viewport, inner before outer."""
        return self.painter.spans_under(position + QPointF(0, self.verticalScrollBar().value()))

    def beside_under(self, position: QPointF) -> list[Span]:
        """Suggestions and other layers' spans at a point of the viewport, inner before outer."""
        return self.painter.beside_under(position + QPointF(0, self.verticalScrollBar().value()))

    def edge_at(self, position: QPointF) -> tuple[Span, Edge] | None:
        """The edge of the selected span that a point of the viewport is on; None beside it."""
        return self.painter.edge_at(position + QPointF(0, self.verticalScrollBar().value()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.mouse.press(event)
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.mouse.move(event)
        if not event.buttons():
            self.hover.move(event.position())

    def event(self, event: QEvent) -> bool:
        """Keys of the window's gestures are theirs: an editor would keep Ctrl+H and others for itself."""
        if event.type() is QEvent.Type.ShortcutOverride:
            event.ignore()
            return False
        return bool(super().event(event))

    def viewportEvent(self, event: QEvent) -> bool:
        """Tooltips are told by place; and the mouse may leave."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            self.hover.tip(event)
            return True
        if event.type() is QEvent.Type.Leave:
            self.hover.leave()
        return bool(super().viewportEvent(event))

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
