"""The bar of errors and notes above the article."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QLabel, QPushButton, QSizePolicy, QWidget
from shiboken6 import isValid

from models.base.unprintable import sentence
from ui.support.bidi import LRM, pieces_apart
from ui.widgets.announce_text import announce
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.parts import plain_label
from ui.widgets.whats_this import explain

Offer = tuple[str, Callable[[], object]]
"""What a button says, and what it does; the message goes then."""


@dataclass
class _Message:
    text: str
    details: str
    is_error: bool
    offers: Sequence[Offer] = ()
    times: int = 1


class Sign(QWidget):
    """Paints a triangle with "!" for an error, a circle with "i" for a note, in the colours of the theme."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_error = True
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_error(self, is_error: bool) -> None:
        self._is_error = is_error
        self.setAccessibleName("Error" if is_error else "Note")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(1, 1) * round(self.fontMetrics().height() * 1.2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        ground = error_color(palette) if self._is_error else palette.color(QPalette.ColorRole.Accent)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(ground, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        painter.setBrush(ground)
        if self._is_error:
            top = QPointF(box.center().x(), box.top())
            painter.drawPolygon(QPolygonF([top, box.bottomRight(), box.bottomLeft()]))
            box.setTop(box.top() + box.height() * 0.22)
        else:
            painter.drawEllipse(box)
        font = self.font()
        font.setBold(True)
        font.setPixelSize(max(round(box.height() * 0.72), 1))
        painter.setFont(font)
        painter.setPen(palette.color(QPalette.ColorRole.Window))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "!" if self._is_error else "i")


def error_color(palette: QPalette) -> QColor:
    """Return a red that has a contrast of 4.5:1 on the palette's window."""
    return QColor("#b3261e" if palette.color(QPalette.ColorRole.Window).lightnessF() > 0.5 else "#f2a29b")


_LONGEST = 5_000  # characters of a message
_NARROWEST = 45  # characters in a line of the text, with the buttons beside it


class _ButtonRow(FlowLayout):
    """Asks for the width of one row, and shrinks to several."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(8)

    def sizeHint(self) -> QSize:
        sizes = [item.sizeHint() for place in range(self.count()) if (item := self.itemAt(place)) is not None]
        width = sum(size.width() for size in sizes) + self.spacing() * max(len(sizes) - 1, 0)
        return QSize(width, max((size.height() for size in sizes), default=0))


_WHAT = "What went wrong or was done, until it is closed. Copy details takes what a letter about a bug needs."


class MessageBar(QFrame):
    """Shows the messages that are not closed yet, one at a time, errors before notes; each can be copied."""

    closed = Signal()  # the last message, and the keyboard has nowhere to go back to

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._queue: list[_Message] = []
        self._said = ""
        self._taken: _Message | None = None  # whose button is at work
        self._before: QWidget | None = None  # who had the focus before a button here took it
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self._sign, self._text, self._count = Sign(), plain_label(), QLabel()
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard has "Copy details"
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._copy, self._close = QPushButton("Copy details"), QPushButton("Close")
        self._copy.setAccessibleName("Copy the message's details")
        self._close.setAccessibleName("Close the message")
        self._copy.clicked.connect(self.copy)
        self._close.clicked.connect(self.close_message)
        self._buttons, self._is_beside = QWidget(), True
        self._buttons.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._row = _ButtonRow(self._buttons)
        for button in (self._copy, self._close):
            self._row.addWidget(button)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(12, 8, 8, 8)
        self._grid.setColumnStretch(1, 1)
        for column, widget in enumerate((self._sign, self._text, self._count, self._buttons)):
            self._grid.addWidget(widget, 0, column)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_changed)
        self.hide()
        explain(self, _WHAT)

    def _focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self.isAncestorOf(new) and old is not None and not self.isAncestorOf(old):
            self._before = old

    def text(self) -> str:
        """Return the message that is shown, or was shown last."""
        return self._said

    def waiting(self) -> int:
        """Return how many messages are not closed yet."""
        return len(self._queue)

    def show_error(self, text: str, details: str = "", offers: Sequence[Offer] = ()) -> None:
        """Show an error until it is closed. "Copy details" copies `details`, or else the text with the versions."""
        self._add(_Message(text, details, is_error=True, offers=offers))

    def show_note(self, text: str, details: str = "", offers: Sequence[Offer] = ()) -> None:
        """Show a message that is no error, until it is closed."""
        self._add(_Message(text, details, is_error=False, offers=offers))

    def _add(self, message: _Message) -> None:
        known = next((m for m in self._queue if (m.text, m.is_error) == (message.text, message.is_error)), None)
        if known is not None:
            known.times += 1
        else:
            self._insert(message)
        self._show()
        announce(self, message.text, urgent=message.is_error)

    def _insert(self, message: _Message) -> None:
        errors = sum(waiting.is_error for waiting in self._queue)
        self._queue.insert(errors if message.is_error else len(self._queue), message)

    def _show(self) -> None:
        if not self._queue:
            self._leave()
            return
        first = self._queue[0]
        self._sign.set_error(first.is_error)
        self._said = sentence(first.text, _LONGEST)
        self._text.setText(LRM + pieces_apart(self._said))  # English, even when a name of Urdu comes first
        self.setAccessibleName(f"{'Error' if first.is_error else 'Note'}: {pieces_apart(first.text)}")
        counts = [f"1 of {len(self._queue)}"] if len(self._queue) > 1 else []
        counts += [f"{first.times} times"] if first.times > 1 else []
        self._count.setText(" · ".join(counts))
        self._count.setVisible(bool(counts))
        self._show_offers(first)
        self.show()

    def _show_offers(self, message: _Message) -> None:
        while (item := self._row.takeAt(0)) is not None:
            before = item.widget()
            if before not in (self._copy, self._close, None):
                before.hide()
                before.deleteLater()
        offers = [QPushButton(text) for text, _ in message.offers]
        for button, (_, do) in zip(offers, message.offers, strict=True):
            button.clicked.connect(lambda _checked=False, do=do: self._do_offer(message, do))
        for button in (*offers, self._copy, self._close):
            self._row.addWidget(button)
            button.show()
        for one, other in pairwise((*offers, self._copy, self._close)):
            self.setTabOrder(one, other)
        self._place_buttons()

    def _place_buttons(self) -> None:
        """Put the buttons beside the text, or under it, in as many rows as they need, where that column is narrow."""
        left = self.width() - self._buttons.sizeHint().width()
        beside = left >= self.fontMetrics().averageCharWidth() * _NARROWEST
        if beside != self._is_beside:
            self._is_beside = beside
            self._grid.removeWidget(self._buttons)
            policy = QSizePolicy.Policy.Fixed if beside else QSizePolicy.Policy.Preferred
            self._buttons.setSizePolicy(policy, QSizePolicy.Policy.Preferred)
            self._grid.addWidget(self._buttons, *((0, 3, 1, 1) if beside else (1, 1, 1, 2)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_buttons()

    def _do_offer(self, message: _Message, do: Callable[[], object]) -> None:
        """Close a message, and do what one of its buttons offers."""
        if message in self._queue:
            self._queue.remove(message)
        self._taken = message
        self._show()
        do()
        self._taken = None  # what is cancelled later on was begun elsewhere

    def bring_back(self) -> None:
        """Show again the message of the button that is at work: what it began was cancelled."""
        message, self._taken = self._taken, None
        if message is not None:
            self._insert(message)
            self._show()

    def _leave(self) -> None:
        """Hide the bar, and give the focus back if it is in the bar."""
        here = QApplication.focusWidget()
        before, self._before = self._before, None
        if here is not None and self.isAncestorOf(here):  # while it is shown: Qt would pass the focus on to any other
            if before is not None and isValid(before) and before.isVisible():
                before.setFocus()
            else:
                self.closed.emit()
        self.hide()

    def copy(self) -> None:
        """Copy the message with what a bug report needs."""
        from ui.support.bug_report import details  # noqa: PLC0415 - seldom needed

        if self._queue:
            first = self._queue[0]
            QApplication.clipboard().setText(first.details or details(first.text))

    def close_message(self) -> None:
        del self._queue[:1]
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_message()
        else:
            super().keyPressEvent(event)
