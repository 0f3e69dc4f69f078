"""The read-only view of an article with the spans of an earlier state. Offsets are code points."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor, QFont, QKeyEvent, QKeySequence, QPaintEvent, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from models.base.entities import Label, LabelId, Span
from models.text.offsets import Utf16Map
from ui.article.span_painter import SpanPainter
from ui.article.text_view import TextView
from ui.support.theme import DARK, LIGHT, Theme


class StateView(TextView):
    """Paints as the article view does, and changes nothing; spans that came later are drawn in outline."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("The article as it was then")
        self.setTabChangesFocus(True)
        self.painter = SpanPainter(self.article_layout)
        self.painter.set_theme(self.theme)

    @property
    def theme(self) -> Theme:
        """Return the theme that fits the palette."""
        return DARK if self.palette().color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT

    def show_text(self, text: str) -> None:
        """Show another text, without spans yet."""
        self._text, self._offsets = text, Utf16Map(text)
        with self._place.let_go():
            self.clear()
            self.painter.set_text(self._offsets)
            self._fill()
            self.select(0, 0)
            self.verticalScrollBar().setValue(0)
        self._place.lay_out_screen()
        self.viewport().update()

    def show_spans(self, spans: Iterable[Span], later: Iterable[Span], labels: Mapping[LabelId, Label]) -> None:
        """Show these spans, and in outline those of `later`; `labels` are all, deleted ones included."""
        with self._place.kept():
            self.painter.set_others(())
            self.painter.set_spans(spans, labels)
            self.painter.set_others(("later", span) for span in later)
            self.article_layout.replace_all_lines()
        self.viewport().update()

    def set_article_font(self, font: QFont) -> None:
        """Show the text in this font."""
        with self._place.kept():
            self.painter.set_font(font)
            self.setFont(font)
            self.document().setDefaultFont(font)
            self.article_layout.forget()
        self.viewport().update()

    def show_stretch(self, start: int, end: int) -> None:
        """Select `[start, end)` and scroll to it."""
        self.select(start, end)
        place = self.painter.place(start, end)
        if place.isValid():
            self.verticalScrollBar().setValue(round(place.center().y() - self.viewport().height() / 2))

    def changeEvent(self, event: QEvent) -> None:
        """Follow another theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and hasattr(self, "painter"):
            self.painter.set_theme(self.theme)
            self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy the text as it is stored: Qt's own copy would change it."""
        if event.matches(QKeySequence.StandardKey.Copy):
            if self.selection:
                QApplication.clipboard().setText(self.text[slice(*self.selection)])
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint paper, spans and selection, and the text above them."""
        painter, area = self.begin_painting(event, QColor(self.theme.paper))
        self.painter.paint(painter, area)
        cursor = self.textCursor()
        if cursor.hasSelection():
            color = QColor(self.theme.accent)
            color.setAlphaF(0.30)
            for body in self.painter.bodies(cursor.selectionStart(), cursor.selectionEnd(), area):
                painter.fillRect(body, color)
        painter.setPen(QColor(self.theme.ink))
        self.article_layout.draw_text(painter, area)
        if self.hasFocus():
            painter.fillRect(self.painter.caret(cursor.position()), QColor(self.theme.accent))
        painter.end()
