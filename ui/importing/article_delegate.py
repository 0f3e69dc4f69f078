"""Draws an article of a preview: its title, and the beginning of its text with the spans that are in it."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QAbstractTextDocumentLayout, QColor, QPainter, QPalette, QTextDocument
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.support.theme import text_on

PARAGRAPHS = Qt.ItemDataRole.UserRole + 1
"""The role under which a row gives what it shows: a tuple of paragraphs."""

Piece = tuple[str, str, str]
"""Words, and the label of the span that they are with its colour; both empty outside of spans."""
Paragraph = tuple[Piece, ...]

_MARGIN = 4  # pixels


class ArticleDelegate(QStyledItemDelegate):
    """Draws the paragraphs of each row, the first as its heading, from right to left where `rtl` says so."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the article; background and focus are left to the style."""
        full = QStyleOptionViewItem(option)
        self.initStyleOption(full, index)
        full.text = ""
        style = full.widget.style() if full.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, full, painter, full.widget)
        document = _document(option, index)
        context = QAbstractTextDocumentLayout.PaintContext()
        chosen = bool(full.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text
        context.palette.setColor(QPalette.ColorRole.Text, full.palette.color(QPalette.ColorGroup.Active, role))
        painter.save()
        painter.translate(full.rect.topLeft())
        document.documentLayout().draw(painter, context)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the room that the article takes at the width of the list."""
        return _document(option, index).size().toSize()


def _document(option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QTextDocument:
    document = QTextDocument()
    document.setDefaultFont(option.font)
    document.setDocumentMargin(_MARGIN)
    alignment = index.data(Qt.ItemDataRole.TextAlignmentRole)
    side = "rtl" if Qt.AlignmentFlag(alignment) & Qt.AlignmentFlag.AlignRight else "ltr"
    heading, *rest = index.data(PARAGRAPHS) or ((),)
    blocks = [f'<p dir="{side}"><b>{_html(heading)}</b></p>', *(f'<p dir="{side}">{_html(one)}</p>' for one in rest)]
    document.setHtml(f"<style>p {{ margin: 0 }}</style>{''.join(blocks)}")
    view = option.widget
    width = view.viewport().width() if view is not None and hasattr(view, "viewport") else option.rect.width()
    document.setTextWidth(width)
    return document


def _html(paragraph: Paragraph) -> str:
    return "".join(_marked(*piece) if piece[1] else escape(piece[0]) for piece in paragraph)


def _marked(words: str, label: str, color: str) -> str:
    """Return a span: its words underlined by their background, and its label beside them, smaller."""
    ink = text_on(QColor(color)).name()
    style = f"background-color: {color}; color: {ink}"
    return f'<span style="{style}">{escape(words)}<small>&nbsp;{escape(label)}&nbsp;</small></span>'
