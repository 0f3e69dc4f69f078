"""The panes at the sides of the article: how wide they are, and which of them are hidden."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

from ui.support.style.style import Style

ARTICLES, MIDDLE, SPANS = range(3)
SIDES = (ARTICLES, SPANS)
_LEAST = 4  # heights of a line that a pane is wide at least
_MIDDLE_SHARE = 0.55  # of the window: the article has half of it, its scroll bar and its marks the rest


class SidePane(QWidget):
    """Holds a pane at whatever width there is; a hidden one takes none, and no key leads into it."""

    width_asked = Signal()  # what is in the pane asks for another width than before

    def __init__(self, inner: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.inner, self._asked = inner, -1
        inner.setParent(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.inner.setGeometry(self.rect())

    def sizeHint(self) -> QSize:
        return self.inner.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return less than what is in the pane asks for: a narrow window is the article's first."""
        if self.inner.isHidden():
            return QSize(0, 0)
        return QSize(self.fontMetrics().height() * _LEAST, self.inner.minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
            asked, self._asked = self._asked, self.inner.minimumSizeHint().width()
            if asked != self._asked:
                self.width_asked.emit()
        return bool(super().event(event))


class PaneHandle(QSplitterHandle):
    """The edge of a pane: a double click hides the pane, and shows it again."""

    double_clicked = Signal()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.double_clicked.emit()


class PaneSplitter(QSplitter):
    """The articles, the middle column and the spans, side by side. Widths are pixels.

    `toggled` tells the side whose pane the person has hidden with the mouse, or shown.
    """

    toggled = Signal(int)
    keyboard_freed = Signal()  # by a pane that is being hidden

    def __init__(self, articles: QWidget, middle: QWidget, spans: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.panes = {ARTICLES: SidePane(articles, self), SPANS: SidePane(spans, self)}
        self._widths = {ARTICLES: 230, SPANS: 280}  # that the person wants beside text of the usual size
        for widget in (self.panes[ARTICLES], middle, self.panes[SPANS]):
            self.addWidget(widget)
        for pane in self.panes.values():
            pane.width_asked.connect(self._fit)
        self.setStretchFactor(MIDDLE, 1)
        self.setCollapsible(MIDDLE, False)
        self.splitterMoved.connect(self._moved)
        for side, handle in ((ARTICLES, self.handle(1)), (SPANS, self.handle(2))):
            assert isinstance(handle, PaneHandle)
            handle.double_clicked.connect(lambda side=side: self._toggle(side))

    def createHandle(self) -> QSplitterHandle:
        return PaneHandle(self.orientation(), self)

    @property
    def widths(self) -> tuple[int, int]:
        """The widths of the two panes as the person wants them beside text of the usual size.

        They stay while a pane is hidden, or the window is small.
        """
        return self._widths[ARTICLES], self._widths[SPANS]

    def set_widths(self, widths: tuple[int, int]) -> None:
        self._widths = dict(zip(SIDES, widths, strict=True))
        self._fit()

    def is_shown(self, side: int) -> bool:
        return not self.panes[side].inner.isHidden()

    def show_pane(self, side: int, *, shown: bool) -> None:
        """Show or hide the pane of a side."""
        if shown != self.is_shown(side):
            self._set_shown(side, shown=shown)
            self._fit()

    def _set_shown(self, side: int, *, shown: bool) -> None:
        inner, focused = self.panes[side].inner, self.window().focusWidget()
        if not shown and focused is not None and inner.isAncestorOf(focused):
            self.keyboard_freed.emit()
        inner.setVisible(shown)
        self.panes[side].updateGeometry()
        inner.setEnabled(shown)  # or the keyboard could be given to what nobody sees

    def _toggle(self, side: int) -> None:
        self.show_pane(side, shown=not self.is_shown(side))
        self.toggled.emit(side)

    def _moved(self) -> None:
        """Keep the widths that the person has dragged; a pane that was dragged to nothing is hidden."""
        sizes = self.sizes()
        for side in SIDES:
            shown = sizes[side] > 0
            if shown:
                self._widths[side] = round(sizes[side] / self._scale)
            if shown != self.is_shown(side):
                self._set_shown(side, shown=shown)
                self.toggled.emit(side)

    def _fit(self) -> None:
        """Give each shown pane its width, or its share of what the article leaves in a narrow window."""
        wanted = {side: self._wanted(side) for side in SIDES}
        room = self.width() - round(self.window().width() * _MIDDLE_SHARE) - 2 * self.handleWidth()
        room, together = max(room, 0), sum(wanted.values())
        if together > room:
            wanted = {side: room * width // together for side, width in wanted.items()}
        left, right = wanted[ARTICLES], wanted[SPANS]
        self.setSizes([left, max(self.width() - left - right - 2 * self.handleWidth(), 1), right])

    def _wanted(self, side: int) -> int:
        if not self.is_shown(side):
            return 0
        return max(round(self._widths[side] * self._scale), self.panes[side].inner.minimumSizeHint().width())

    @property
    def _scale(self) -> float:
        """How large the interface's text is, 1 being the usual size."""
        style = self.style()
        return style.factor if isinstance(style, Style) else 1.0

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()
