"""The editor of a note, which lies over the article beside its span; it is not modal."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QTextEdit, QVBoxLayout, QWidget

from models.base.entities import Span
from ui.keys.keymap import native_words
from ui.support.bidi import isolated
from ui.widgets.whats_this import explain

_LINES = 3
_LETTERS = 44  # of width
_KEPT = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


_WHAT = (
    "A note on the selected span, for whoever reads it later. Enter or a click elsewhere keeps it, "
    "Shift+Enter begins a line, Esc leaves the note as it was."
)


class NoteEditor(QFrame):
    """Edits a note: Enter accepts it, Esc cancels, Shift+Enter begins a line."""

    accepted = Signal(object, str)  # the span, and its note
    closed = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.span: Span | None = None  # whose note is being edited; None while the editor is closed
        self._before: QWidget | None = None
        self.setAutoFillBackground(True)
        self.setAccessibleName("Note")
        self.heading, self.field, self.help = QLabel(), QTextEdit(), QLabel("Enter saves · Esc leaves it")
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.field.setTabChangesFocus(True)
        self.field.setAcceptRichText(False)
        self.field.setAccessibleDescription(
            native_words("Enter saves, Shift+Enter begins a line, Escape leaves it as it was.")
        )
        self.field.installEventFilter(self)
        self.help.setToolTip(native_words("Shift+Enter begins a line"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(4)
        for widget in (self.heading, self.field, self.help):
            layout.addWidget(widget)
        self.hide()
        explain(self, _WHAT)

    def open(self, span: Span, words: str, before: QWidget | None, widest: int) -> None:
        """Edit the note of this span, whose text is `words`; the focus then goes back to `before`."""
        self.span, self._before = span, before
        title, letters = f"Note on {isolated(words)}", self.fontMetrics()
        width = min(letters.averageCharWidth() * _LETTERS, widest - 24)
        self.heading.setText(letters.elidedText(title, Qt.TextElideMode.ElideMiddle, width - 20))
        self.field.setAccessibleName(title)
        self.field.setPlainText(span.note)
        self.field.selectAll()
        self.field.setFixedHeight(letters.lineSpacing() * _LINES + 14)
        self.resize(width, self.sizeHint().height())
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def place_at(self, beside: QRect, within: QRect) -> None:
        """Move below `beside` and inside `within` (coordinates of the parent); above it where there is no room."""
        room = within.adjusted(8, 8, -8, -8)
        y = beside.bottom() + 4
        if y + self.height() > room.bottom():
            y = beside.top() - self.height() - 4
        x = beside.center().x() - self.width() // 2
        self.move(
            min(max(x, room.left()), max(room.right() - self.width(), room.left())),
            min(max(y, room.top()), max(room.bottom() - self.height(), room.top())),
        )

    def accept(self) -> None:
        """Close, and emit `accepted` with the span and the note."""
        span, note = self.span, self.field.toPlainText()
        self.cancel()
        if span is not None:
            self.accepted.emit(span, note)

    def cancel(self) -> None:
        """Close without changing the note, and give the focus back."""
        if self.span is None:
            return
        self.span, had = None, self.field.hasFocus()
        before, self._before = self._before, None
        if had:  # first: what is hidden with the focus passes it on as Tab does
            (before or self._over).setFocus(Qt.FocusReason.PopupFocusReason)
        self.hide()
        self.closed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a frame, which sets the editor apart from the article."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.palette().ColorRole.Highlight))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep keys that the field does not use from the article."""
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handle Enter and Esc; when the focus goes elsewhere, the note is accepted."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.cancel()
                return True
            lines = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not lines:
                self.accept()
                return True
        if isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() not in _KEPT:
            self.accept()
        return super().eventFilter(watched, event)
