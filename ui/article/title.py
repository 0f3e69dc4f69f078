"""The title of the open article, set off from its text: a paragraph of the text, or a line above it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from models.base.entities import Article, Changes
from ui.article.layout import PARAGRAPH_END, ArticleLayout
from ui.session.session import Session
from ui.support.bidi import named
from ui.support.theme import LIGHT, Theme
from ui.support.tips import tip

_LONGEST = 160  # characters of a paragraph that is a title
_LOOKED_AT = 40  # paragraphs, some of which may be empty


def title_paragraph(title: str, text: str) -> int:
    """Return the number of the paragraph that is the title, the first one with text; -1 where that is none.

    A text of one paragraph is text, and so is a long first paragraph, of which the title may be the beginning.
    """
    number = -1
    for at, paragraph in enumerate(PARAGRAPH_END.split(text, _LOOKED_AT)):
        if not paragraph.strip():
            continue
        if number >= 0:
            return number  # and there is text after it
        if not title.strip() or len(paragraph) > _LONGEST or not _begins(paragraph, title):
            return -1
        number = at
    return -1


def _begins(paragraph: str, title: str) -> bool:
    return " ".join(paragraph.split()).startswith(" ".join(title.rstrip("…").split()))


def title_above(article: Article | None) -> str:
    """Return the title that is to stand above the text: empty where the text begins with it."""
    if article is None or _begins(article.text.lstrip(), article.title):
        return ""
    return article.title


class TitleLine(QLabel):
    """Shows the title of the open article above its text, unless the text has it; cut where there is no room."""

    def __init__(self, session: Session, layout: ArticleLayout) -> None:
        """`layout` is that of the text below it, whose column it keeps to."""
        super().__init__()
        self._session, self._layout, self._theme = session, layout, LIGHT
        layout.forgotten.connect(self.update)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Title of the article")
        self._fit()
        session.article_changed.connect(self.show_title)
        session.project_changed.connect(self._changed)
        self.show_title()

    def show_title(self) -> None:
        title = title_above(self._session.article)
        self.setText(named(title))
        self.setVisible(bool(title))

    def _changed(self, changes: Changes) -> None:
        if changes.structure:
            self.show_title()

    def _fit(self) -> None:
        height = self.fontMetrics().height()
        self.setContentsMargins(0, height // 3, 0, height // 3)
        font = self.font()
        if not font.bold():
            font.setBold(True)
            self.setFont(font)

    def column(self) -> QRect:
        """Return where the title stands: over the text."""
        left, right = round(self._layout.left), min(round(self._layout.right), self.width())
        return QRect(left, self.contentsRect().top(), right - left, self.contentsRect().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip:
            self.setToolTip(tip(self.text()))
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the title on paper, over a line that sets it off."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(self._theme.paper))
            room = self.column()
            text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
            painter.setPen(QColor(self._theme.ink))
            painter.drawText(room, flags | Qt.TextFlag.TextSingleLine, text)
            painter.fillRect(room.left(), self.height() - 1, room.width(), 1, QColor(self._theme.line))
