"""What lies over a list while nothing is in it: a sentence that says why, and a button for what comes next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QPushButton, QVBoxLayout, QWidget

from ui.support.style.measures import GRID
from ui.widgets.parts import faint_label, scrolled


class EmptyHint(QWidget):
    """Lies over what scrolls in a view; hidden until there is something to say."""

    def __init__(self, over: QAbstractScrollArea) -> None:
        super().__init__(over.viewport())
        self._over = over
        self.sentence, self.button = faint_label(), QPushButton()
        self._run: Callable[[], object] | None = None
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self._clicked)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(4 * GRID, 6 * GRID, 4 * GRID, 4 * GRID)
        column.setSpacing(3 * GRID)
        column.addWidget(self.sentence)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        for outer, inner in ((over.viewport(), self), (self, scrolled(inside))):
            around = QVBoxLayout(outer)
            around.setContentsMargins(0, 0, 0, 0)
            around.addWidget(inner)
        self.hide()

    def say(self, sentence: str, what_next: str = "", run: Callable[[], object] | None = None) -> None:
        """Show a sentence, with a button that runs what comes next; hide all of it for an empty one."""
        had = self.button.hasFocus()
        self._run = run
        self.sentence.setText(sentence)
        self.button.setText(what_next)
        self.button.setVisible(bool(what_next))
        self.setVisible(bool(sentence))
        if had and not self.button.isVisible():
            self._over.setFocus()

    def _clicked(self) -> None:
        if self._run is not None:
            self._run()
