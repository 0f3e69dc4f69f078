"""The hint that lies over the article view while the project has no articles."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from models.project.facts import is_there
from ui.session.session import Session
from ui.widgets.parts import plain_label
from ui.widgets.whats_this import explain

_WHAT = "What to do next: bring articles in, and make labels."


class EmptyState(QWidget):
    """Shows a sentence and buttons over the article view, whose font is not theirs, until there is an article."""

    def __init__(self, session: Session, over: QWidget, ways: tuple[QAction, ...]) -> None:
        super().__init__(over.parentWidget())
        self._session, self._over = session, over
        self.setAccessibleName("No articles yet")
        self._sentence = plain_label("No articles yet. Drop text files, datasets or folders here, or import them.")
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._show_size()
        self.buttons = [_button(action) for action in ways]
        self.buttons[0].setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(48, 48, 48, 48)
        column.setSpacing(16)
        column.addStretch(2)
        column.addWidget(self._sentence)
        for button in self.buttons:  # one under the other: side by side, large text would be cut
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        for before, after in pairwise((over, *self.buttons)):
            QWidget.setTabOrder(before, after)
        session.article_changed.connect(self.show_or_hide)
        session.project_changed.connect(self.show_or_hide)
        self.show_or_hide()
        explain(self, _WHAT)

    def show_or_hide(self) -> None:
        """Show the hint while the project has no articles, and hide it otherwise."""
        project = self._session.project
        there = f"SELECT EXISTS (SELECT 1 FROM article WHERE {is_there(project, 'id')})"
        empty = self._session.article is None and not project.value(there)
        self._over.removeEventFilter(self)
        if empty:
            self._over.installEventFilter(self)  # only while there is something to keep in place
            self.setGeometry(self._over.geometry())
            self.raise_()
        self.setVisible(empty)

    def _show_size(self) -> None:
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 1.3)
        self._sentence.setFont(font)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._show_size()

    def eventFilter(self, over: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self.setGeometry(self._over.geometry())
        return super().eventFilter(over, event)


def _button(action: QAction) -> QPushButton:
    """Return a button that triggers an action, and shows its current key."""
    button = QPushButton()

    def show() -> None:
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        button.setText(action.text().replace("&", "") + (f"  ({keys})" if keys else ""))

    action.changed.connect(show)
    button.clicked.connect(action.trigger)
    show()
    return button
