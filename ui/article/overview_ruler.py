"""A thin strip beside the scroll bar: the colours of the whole article's spans, each at its place."""

from __future__ import annotations

from bisect import bisect_left
from itertools import islice, takewhile

from PySide6.QtCore import QEvent, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from models.base.entities import Span
from ui.article.view import ArticleView
from ui.session.session import Session
from ui.support.theme import LIGHT, Theme, line_on
from ui.tasks.later import later

_NEAR = 4.0  # pixels around a tick in which a click goes to its span
_THICK = 3.0


class OverviewRuler(QWidget):
    """Shows where spans are in the article; a click goes there."""

    def __init__(self, session: Session, view: ArticleView) -> None:
        super().__init__()
        self._session, self._view = session, view
        self._theme = LIGHT
        self._ticks: list[tuple[float, Span]] = []  # place in the article, 0 to 1
        self._shares: dict[int, float] = {}  # code point -> place, for a document of this size:
        self._size = QSizeF()
        self._picture: QPixmap | None = None  # the ticks as they are painted, made when they are first needed
        self.setAccessibleName("Spans along the article")
        self.setAccessibleDescription("Where in the article spans are. A click goes there.")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._later = later(self, session, 150, self.show_ticks)
        session.changed.connect(self._later.start)
        session.article_changed.connect(self._forget)
        session.selected_changed.connect(self.update)
        session.hidden_changed.connect(self._later.start)
        view.article_layout.documentSizeChanged.connect(lambda _: self._later.start())

    def sizeHint(self) -> QSize:
        return QSize(max(self.fontMetrics().averageCharWidth() * 3 // 2, 10), 0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.updateGeometry()

    def set_theme(self, theme: Theme) -> None:
        self._theme, self._picture = theme, None
        self.update()

    def _forget(self) -> None:
        self._size, self._ticks, self._picture = QSizeF(), [], None
        self.update()
        self._later.start()

    def show_ticks(self) -> None:
        """Find again where in the article every span is."""
        view = self._view
        size = view.article_layout.documentSize()
        if size != self._size:
            self._size, self._shares = size, {}
        for span in self._session.shown_spans:
            if span.start not in self._shares:
                self._shares[span.start] = view.share_of(span.start)
        self._ticks = [(self._shares[span.start], span) for span in self._session.shown_spans]
        self._picture = None
        self.update()

    def y_of(self, span: Span) -> float | None:
        """Return where a span's tick is, in pixels of the strip; None without one."""
        at = bisect_left(self._ticks, span.start, key=lambda tick: tick[1].start)
        near = takewhile(lambda tick: tick[1].start == span.start, islice(self._ticks, at, None))
        return next((share * self.height() for share, found in near if found.uid == span.uid), None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._picture = None
        super().resizeEvent(event)

    def _draw(self) -> QPixmap:
        """Draw the ticks: there may be more than a thousand, and each change of the selection shows them again."""
        ratio, width = self.devicePixelRatioF(), self.width()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(self._theme.panel))
        painter = QPainter(picture)
        for y, color in self._rows():
            painter.fillRect(QRectF(2, y - _THICK / 2, width - 4, _THICK), color)
        painter.end()
        return picture

    def _rows(self) -> list[tuple[int, QColor]]:
        """Return one line a pixel row; of the spans that share a row, the last one is seen."""
        paper = QColor(self._theme.panel)
        rows = {round(share * self.height()): span.label for share, span in self._ticks}
        used = {*rows.values()}
        colors = {label.id: line_on(QColor(label.color), paper) for label in self._session.labels if label.id in used}
        return [(y, colors[label]) for y, label in rows.items() if label in colors]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ticks, and a frame around the selected span's."""
        if self._picture is None or self._picture.devicePixelRatio() != self.devicePixelRatioF():
            self._picture = self._draw()
        painter, width = QPainter(self), self.width()
        painter.drawPixmap(0, 0, self._picture)
        selected = self.y_of(self._session.selected) if self._session.selected else None
        if selected is not None:
            painter.setPen(QColor(self._theme.ink))
            painter.drawRect(QRectF(0.5, selected - 3, width - 1, 6))

    def span_at(self, y: float) -> Span | None:
        """Return the span whose tick is nearest to `y`, if it is near."""
        found = min(self._ticks, key=lambda tick: abs(tick[0] * self.height() - y), default=None)
        return found[1] if found and abs(found[0] * self.height() - y) <= _NEAR else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the span whose tick was pressed, or to that part of the article."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        y = event.position().y()
        span = self.span_at(y)
        if span is None:
            self._view.scroll_to_share(y / max(self.height(), 1))
        else:
            self._view.go_to(span)
            self._session.select(span)
        self._view.setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._view.scroll_to_share(event.position().y() / max(self.height(), 1))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            span = self.span_at(event.pos().y())
            QToolTip.showText(event.globalPos(), self._view.hover.describe(span) if span else "", self)
            return True
        return bool(super().event(event))
