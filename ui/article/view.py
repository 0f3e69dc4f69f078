"""The article view, in which spans are made with mouse and keyboard. Offsets in and out are code points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPalette
from PySide6.QtWidgets import QWidget

from models.base.entities import Article, Changes, Span, Suggestion
from ui.article.keyboard import KeyboardInput
from ui.article.match_painter import MatchPainter
from ui.article.mouse import MouseInput
from ui.article.reading import Reading
from ui.article.spans.span_painter import Edge, Stretch, suggestion_uid
from ui.article.text_view import MARGIN, TextView
from ui.article.title import title_paragraph
from ui.session.session import Session
from ui.support.theme import Theme
from ui.widgets.whats_this import explain

if TYPE_CHECKING:
    from ui.article.hover import Hover
    from ui.article.overlays import Overlays

_AIM = 0.12  # of the accent colour, under the word that a label key would take; a selection has more


_WHAT = (
    "The text of the article, which never changes. Select words, or let one be tinted at the caret, and press a "
    "label's key. A span is selected by a click; dashed ones are suggestions."
)


class ArticleView(TextView):
    """Shows the session's article, and turns keys and mouse into commands of the session."""

    first_painted = Signal()  # once; what the first screen does not need can be made now
    foreign_clicked = Signal(Span)  # a suggestion, or a span of another layer, as it is drawn

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Article")
        self.setAccessibleDescription("The article's text. Select words and press a label's key.")
        self._session = session
        self.mouse, self.keys = MouseInput(self, session), KeyboardInput(self, session)
        self._shown: Span | None = None  # the span that is painted as selected
        self.aim: tuple[int, int] | None = None  # what a label key would label; code points
        self._target: tuple[object, tuple[int, int] | None] | None = None  # of which caret and granularity, and what
        self._painted = False
        self.first_painted.connect(self.show_aim)
        self.match_painter = MatchPainter(self.painter.geometry)
        self.overlays: Overlays | None = None  # made when one is first shown
        self.viewport().setMouseTracking(True)
        self.cursorPositionChanged.connect(self._show_caret)
        session.article_changed.connect(self.show_article)
        session.changed.connect(self.show_spans)
        session.selected_changed.connect(self._show_selected)
        session.granularity_changed.connect(self.show_aim)
        session.hidden_changed.connect(self._show_hidden)
        session.project_changed.connect(self._project_changed)
        session.closed.connect(self.article_layout.stop)
        explain(self, _WHAT)
        self.reading = Reading(self)

    def show_article(self) -> None:
        """Show the session's article from its beginning."""
        article: Article | None = self._session.article
        self.mouse.forget()
        self.aim = self._shown = self._target = None
        self.show_text(article.text if article else "")
        self.show_aim()
        self.caret_moved.emit()

    def _fill(self) -> None:
        """Put the text into the document with its spans known, and with the margin that paragraph numbers need."""
        self.match_painter.set_matches(())
        if self.overlays:
            self.overlays.set_text(self._text, self._offsets)
        self._read_spans()
        self.article_layout.title = self._title()
        super()._fill()
        self._show_margin()

    def _title(self) -> int:
        article: Article | None = self._session.article
        return title_paragraph(article.title, article.text) if article else -1

    def _project_changed(self, changes: Changes) -> None:
        """Set the title off where it has become one of the text, or no more."""
        if changes.structure and (title := self._title()) != self.article_layout.title:
            with self._scroll_anchor.anchored():
                self.article_layout.title = title
                self.article_layout.replace_all_lines()
            self.viewport().update()

    def show_spans(self, changes: Changes | None = None) -> None:
        """Show the session's spans as they are now, and paint again where they changed.

        With `changes` that name the written spans, only those are looked at.
        """
        self.article_layout.put_off()
        open_spans = self._session.open_spans
        if changes is None or changes.beyond_rows:
            changed = self._read_spans()
        else:
            changed = self.painter.change_spans({span.uid: open_spans.with_uid(span.uid) for span in changes.spans})
            if self.painter.count != len(open_spans.listed):  # reading them again has shown damage
                changed += self._read_spans()
        self._show_changed(changed)
        self.show_aim()
        if changes is not None:
            self.show_line_whole()

    def _show_changed(self, changed: list[Stretch]) -> None:
        """Give the lines of these stretches (UTF-16 units) the room that they need, and paint them again."""
        changed.sort()
        if self.article_layout.replace_lines(self._paragraphs(changed)):
            self.viewport().update()
            return
        first, after = self._on_screen()
        for start, end in changed:
            if start < after and end >= first:
                self._update(start, end)

    def _paragraphs(self, stretches: list[Stretch]) -> set[int]:
        """Return the numbers of the paragraphs that sorted stretches (UTF-16 units) meet; each is looked up once."""
        numbers: set[int] = set()
        known = -1  # the end of the last one
        for start, end in stretches:
            if end <= known:
                continue
            first, last = self.article_layout.block_of(start), self.article_layout.block_of(max(end - 1, start))
            numbers.update(range(first.blockNumber(), last.blockNumber() + 1))
            known = last.position() + last.length()
        return numbers

    def _read_spans(self) -> list[Stretch]:
        labels = {label.id: label for label in self._session.labels}
        return self.painter.set_spans(self._session.spans, labels)

    def change_suggestions(self, gone: Iterable[Suggestion], new: Iterable[Suggestion]) -> None:
        """Show the suggestions without those that are gone, and with the new ones."""
        self._show_changed(self.painter.change_suggestions(gone, new))

    def set_current(self, suggestion: Suggestion | None) -> None:
        """Let this suggestion stand out; its label is shown again where it was hidden, as keys act on it."""
        if suggestion is not None:
            self._session.hide_labels(self._session.hidden - {suggestion.label})
        before, self.painter.current = self.painter.current, suggestion_uid(suggestion) if suggestion else ""
        for start, end in self.painter.stretches(before, self.painter.current):
            self._update(start, end)
        self.show_aim()

    def set_other_layers(self, spans: Iterable[tuple[str, Span]]) -> None:
        """Show these spans of other layers, as (annotator, span), in outline."""
        self._show_changed(self.painter.set_other_layers(spans))

    def set_matches(self, matches: Sequence[tuple[int, int]]) -> None:
        """Highlight these matches of a search (code points, in reading order) softly."""
        to_units = self._offsets.to_utf16
        self.match_painter.set_matches([(to_units(start), to_units(end)) for start, end in matches])
        self.viewport().update()

    def set_urdu_chips(self, urdu: bool) -> None:
        """Write labels' Urdu names on chips, or their short ones."""
        with self._scroll_anchor.anchored():
            self.painter.set_urdu(urdu)
            self.article_layout.replace_all_lines()
        self.viewport().update()

    def _show_hidden(self) -> None:
        """Draw the spans of the labels that are shown, and give lines the room of those alone."""
        with self._scroll_anchor.anchored():
            self.painter.hidden = self._session.hidden
            self.painter.hovered = None
            self.article_layout.replace_all_lines()
        self.viewport().update()

    def set_overlays(self, *, hidden: bool, numbers: bool, focus: bool) -> None:
        """Show hidden characters, paragraph numbers, and one sentence at full strength alone, or do not."""
        if self.overlays is None:
            if not (hidden or numbers or focus):
                return
            from ui.article.overlays import Overlays  # noqa: PLC0415 - most starts show none

            self.overlays = Overlays(self.article_layout, self.painter.geometry)
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
        """Tint what a label key would label where nothing else stands out, so that nobody has to guess which word.

        The first time once the article is painted: what finds words takes long to load.
        """
        if not self._painted:
            return
        taken = self.selection or self._session.selected or self.painter.current or self._session.read_only
        at = self.caret, self._session.granularity
        if not taken and (self._target is None or self._target[0] != at):
            self._target = at, self.keys.target()  # a paragraph may be a book
        self._set_aim(None if taken or self._target is None else self._target[1])

    def _set_aim(self, aim: tuple[int, int] | None) -> None:
        before, self.aim = self.aim, aim
        for stretch in {before, aim} - {None} if before != aim else ():
            if stretch is not None:
                self._update(*map(self._offsets.to_utf16, stretch))

    def _show_caret(self) -> None:
        self.show_aim()
        if self.overlays and self.overlays.focus:
            self.viewport().update()

    @cached_property
    def hover(self) -> Hover:
        """Return the handler of hovering, made when the mouse first moves."""
        from ui.article.hover import Hover  # noqa: PLC0415 - no start needs it

        return Hover(self, self._session)

    def _show_selected(self) -> None:
        self.painter.selected = self._session.selected
        self.show_aim()
        for span in (self._shown, self._session.selected):
            if span is not None:
                self.update_span(span)
        self._shown = self._session.selected

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.match_painter.theme = theme
        if self.overlays:
            self.overlays.set_theme(theme)

    def go_to(self, span: Span) -> None:
        """Bring a span into view and put the caret at its start."""
        self.show_stretch(span.start, span.end)

    def show_edge(self, edge: Edge) -> None:
        """Put the caret at an edge of the selected span, so that it is in view."""
        span = self._session.selected
        if span is not None:
            place = span.start if edge == "start" else span.end
            self.select(place, place)
            self.ensureCursorVisible()

    def _paint_under_text(self, painter: QPainter, area: QRectF) -> None:
        """Paint matches, and the selection or what a label key would label."""
        if self.match_painter:
            self.match_painter.paint(painter, area, self._on_screen())
        super()._paint_under_text(painter, area)
        if self.aim is not None and not self.textCursor().hasSelection():
            color = self.palette().color(QPalette.ColorRole.Highlight)
            color.setAlphaF(_AIM)
            start, end = map(self._offsets.to_utf16, self.aim)
            self._paint_stretch(painter, area, (start, end), color)

    def _paint_over_text(self, painter: QPainter, area: QRectF) -> None:
        """Paint overlays and the caret."""
        if self.overlays:
            self.overlays.paint(painter, area, self.caret)
        super()._paint_over_text(painter, area)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self.first_painted.emit)

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
        """Leave the keys of actions to them: an editor would keep Ctrl+H and others for itself."""
        if event.type() is QEvent.Type.ShortcutOverride:
            event.ignore()
            return False
        return bool(super().event(event))

    def viewportEvent(self, event: QEvent) -> bool:
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
        if event.button() is Qt.MouseButton.LeftButton:
            self.mouse.double_click(event)
        else:
            super().mouseDoubleClickEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes through the spans under the caret; where there is nothing to go to it leaves the article."""
        if not self.selection and self.keys.cycle(self._session.spans_at(self.caret), 1 if forward else -1):
            return True
        return bool(super().focusNextPrevChild(forward))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.keys.press(event):
            self.show_line_whole()
        else:
            event.ignore()
