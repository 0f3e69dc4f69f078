"""The button in the status line that shows the granularity of selections."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton, QWidget

from models.base.entities import Granularity
from ui.session.session import Session
from ui.widgets.whats_this import explain

_SIGNS = {Granularity.CHARACTERS: "ا", Granularity.WORDS: "لفظ", Granularity.SENTENCES: "جملہ"}


_WHAT = "Whether selecting snaps to words or sentences, or takes single characters. A click goes on to the next."


class GranularityBadge(QToolButton):
    """Shows the granularity as `لفظ words`; a click chooses the next."""

    def __init__(self, session: Session, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoRaise(True)
        self.clicked.connect(action.trigger)
        session.granularity_changed.connect(self._show)
        self._show()
        explain(self, _WHAT)

    def _show(self) -> None:
        granularity = self._session.granularity
        self.setText(f"\u2068{_SIGNS[granularity]}\u2069 {granularity.value}")
        self.setToolTip(f"Selections snap to {granularity.value}; click for the next")
        self.setAccessibleName(f"Selecting by {granularity.value}")
