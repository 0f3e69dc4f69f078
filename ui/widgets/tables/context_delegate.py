"""Draws matches among the text around them, right to left: the matches one under the other, that text beside them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from models.project.search import Match
from ui.support.bidi import as_in_article, shown_text
from ui.support.style.measures import RADIUS
from ui.support.theme import text_on

CONTEXT = Qt.ItemDataRole.UserRole + 1
"""The role under which a row gives its `Context`."""
_CUT = 36  # code points: what is longer was cut short, perhaps in a word
_BEFORE = 0.42  # of the row's width, for the text before the match
_LINES = Qt.TextFlag.TextSingleLine | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute


@dataclass(frozen=True, slots=True)
class Context:
    """A match with the text before and after it; chips as (text, colour); `title` where it is in another article."""

    before: str
    match: str
    after: str
    chips: tuple[tuple[str, str], ...] = ()
    title: str = ""

    def shown(self) -> Context:
        """Return the same with signs for unprintable characters and for those that reorder others."""
        chips = tuple((shown_text(text), color) for text, color in self.chips)
        before, match, after = map(shown_text, (self.before, self.match, self.after))
        return Context(before, match, after, chips, shown_text(self.title))


def around(match: Match) -> tuple[str, str]:
    """Return the text before and after a match; where it was cut short, from and up to a whole word and with `…`."""
    before, after = match.before, match.after
    if match.start > len(before):
        before = "…" + (before[before.find(" ") + 1 :] if " " in before.strip() else before)
    if len(after) >= _CUT:
        after = (after[: after.rfind(" ")] if " " in after.strip() else after) + "…"
    return before, after


def row_height(metrics: QFontMetrics) -> int:
    """Return the height of a row in this font, in pixels."""
    return round(metrics.height() * 1.45)


class ContextDelegate(QStyledItemDelegate):
    """Draws the `Context` of each row, beside the check box if the row has one."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the size of one line, with room for the descenders of Naskh."""
        return QSize(0, row_height(option.fontMetrics))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the context; background, check box and focus are left to the style."""
        full = QStyleOptionViewItem(option)
        self.initStyleOption(full, index)
        context = index.data(CONTEXT)
        widget = full.widget
        style = widget.style() if widget else QApplication.style()
        full.text = ""
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, full, painter, widget)
        area = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, full, widget).adjusted(4, 0, -4, 0)
        if not isinstance(context, Context):
            return
        painter.save()
        painter.setClipRect(area)
        painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        chosen = bool(full.state & QStyle.StateFlag.State_Selected)
        group = QPalette.ColorGroup.Active
        palette: QPalette = full.palette
        ink = palette.color(group, QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text)
        faint = ink if chosen else palette.color(group, QPalette.ColorRole.PlaceholderText)
        area = _paint_title(painter, area, context.title, full.fontMetrics, faint)
        edge = area.right() - round(area.width() * _BEFORE)  # the same for all rows: matches stand under each other
        area = _paint_chips(painter, area, context.chips, full.fontMetrics)
        _paint_words(painter, area, edge, context, ink, faint)
        painter.restore()


def _paint_title(painter: QPainter, area: QRect, title: str, metrics: QFontMetrics, faint: QColor) -> QRect:
    """Paint the article's title at the left end; return the rest of the row."""
    if not title:
        return area
    width = area.width() // 4
    painter.setPen(faint)
    text = metrics.elidedText(as_in_article(title), Qt.TextElideMode.ElideRight, width)
    painter.drawText(QRect(area.left(), area.top(), width, area.height()), _LINES | Qt.AlignmentFlag.AlignLeft, text)
    return area.adjusted(width + metrics.averageCharWidth() * 2, 0, 0, 0)


def _paint_chips(painter: QPainter, area: QRect, chips: tuple[tuple[str, str], ...], metrics: QFontMetrics) -> QRect:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    left = area.left()
    for text, color in chips:
        width = metrics.horizontalAdvance(text) + metrics.averageCharWidth() * 2
        height = metrics.height()
        chip = QRect(left, area.center().y() - height // 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(color))
        painter.drawRoundedRect(chip, RADIUS, RADIUS)
        painter.setPen(text_on(QColor(color)))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, text)
        left += width + metrics.averageCharWidth()
    return area.adjusted(left - area.left(), 0, 0, 0)


def _paint_words(painter: QPainter, area: QRect, edge: int, context: Context, ink: QColor, faint: QColor) -> None:
    """Draw the match from `edge` on; the text before it is at its right."""
    plain, bold = painter.font(), QFont(painter.font())
    bold.setBold(True)
    metrics, heavy = QFontMetrics(plain), QFontMetrics(bold)
    gap = metrics.horizontalAdvance(" ")
    match = heavy.elidedText(as_in_article(context.match), Qt.TextElideMode.ElideMiddle, max(edge - area.left(), 1))
    end = edge - heavy.horizontalAdvance(match)
    painter.setPen(faint)
    room = area.right() - edge - gap
    before = metrics.elidedText(context.before.strip(), Qt.TextElideMode.ElideLeft, room)
    painter.drawText(_cut(area, edge + gap, area.right()), _LINES | Qt.AlignmentFlag.AlignLeft, before)
    room = end - gap - area.left()
    after = metrics.elidedText(context.after.strip(), Qt.TextElideMode.ElideRight, room) if room > gap else ""
    space = 0 if context.after[:1].strip() else gap  # none before a stop
    painter.drawText(_cut(area, area.left(), end - space), _LINES | Qt.AlignmentFlag.AlignRight, after)
    painter.setPen(ink)
    painter.setFont(bold)
    painter.drawText(_cut(area, end, edge), _LINES | Qt.AlignmentFlag.AlignRight, match)
    painter.setFont(plain)


def _cut(area: QRect, left: int, right: int) -> QRect:
    return QRect(left, area.top(), max(right - left, 0), area.height())
