"""A text to read from right to left, laid out by us: its caret and selection in code points.

Offsets that come in and go out are code points; Qt's UTF-16 units stay inside. The widget shows the text,
it is never asked for it.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent, QTextCursor, QTextOption
from PySide6.QtWidgets import QTextEdit, QWidget

from models.text.offsets import BOM, Utf16Map
from ui.article.layout import ArticleLayout
from ui.article.scroll_anchor import ScrollAnchor

MARGIN = 28.0


class TextView(QTextEdit):
    """Shows a text that nobody can change."""

    caret_moved = Signal()

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
        option = QTextOption()
        option.setTextDirection(Qt.LayoutDirection.RightToLeft)
        option.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        document.setDefaultTextOption(option)
        self.article_layout = ArticleLayout(document)
        document.setDocumentLayout(self.article_layout)
        self._place = ScrollAnchor(self, self.article_layout)
        self.cursorPositionChanged.connect(self.caret_moved)

    @property
    def text(self) -> str:
        """The article's text as it is stored; never what the widget says."""
        return self._text

    def _fill(self) -> None:
        """Put the text into the document."""
        # A leading U+FEFF would be swallowed and shift every offset; a sign as invisible stands in for it.
        shown = "\u200b" + self._text[1:] if self._text.startswith(BOM) else self._text
        self.article_layout.expect(shown)
        self.textCursor().insertText(shown)

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
        return self._exact is not None and self._exact == self.selection

    def select(self, anchor: int, caret: int, *, exact: bool = False) -> None:
        """Select from `anchor` to `caret`; the same place twice is a bare caret. `exact`: see `selection_is_exact`."""
        self._exact = (min(anchor, caret), max(anchor, caret)) if exact else None
        cursor = self.textCursor()
        cursor.setPosition(self._offsets.to_utf16(anchor))
        cursor.setPosition(self._offsets.to_utf16(caret), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def begin_painting(self, event: QPaintEvent, paper: QColor) -> tuple[QPainter, QRectF]:
        """A painter over the paper, in the document's coordinates, and the stretch of it that is to be painted anew."""
        painter = QPainter(self.viewport())
        painter.setClipRegion(event.region())
        painter.fillRect(event.rect(), paper)
        scroll = self.verticalScrollBar().value()
        painter.translate(0, -scroll)
        return painter, QRectF(event.rect()).translated(0, scroll)

    def line_beside(self, by: int) -> int:
        """The place in the line after (1) or before (-1) the caret's that is nearest to where the caret came from."""
        position = self.textCursor().position()
        if self._column is None or self._column[0] != position:
            self._column = position, self.article_layout.x_of(position)
        x = self._column[1]
        found = self.article_layout.beside(position, x, by)
        self._column = found, x
        return self._offsets.to_points(found)

    def point_at(self, position: QPointF) -> int:
        """The place nearest to a point of the viewport, code points."""
        return self._offsets.to_points(self.cursorForPosition(position.toPoint()).position())

    def share_of(self, position: int) -> float:
        """How far down the article `position` (code points) is, 0 to 1; guessed where nothing is laid out yet."""
        return self.article_layout.share_of(self._offsets.to_utf16(position))

    def scroll_to_share(self, share: float) -> None:
        """Bring what is so far down the article (0 to 1) to the middle of the view."""
        height = self.article_layout.documentSize().height()
        self.verticalScrollBar().setValue(round(share * height - self.viewport().height() / 2))

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Lay out what comes into view; what was in view moves as far as it was scrolled, no further."""
        if not self._place.at_work:
            self._place.lay_out_screen()
        super().scrollContentsBy(dx, dy)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines break elsewhere now."""
        super().resizeEvent(event)
        self._place.lay_out_screen()
