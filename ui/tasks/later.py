"""Work that waits until the article is painted, and is done once for several gestures in a row."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from ui.session.session import Session


def later(owner: QObject, session: Session, milliseconds: int, work: Callable[[], object]) -> QTimer:
    """A timer of `owner` to start at every change; it never fires once the session closes."""
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(work)
    session.closed.connect(timer.stop)
    session.closed.connect(lambda: timer.blockSignals(True))  # a signal still under way may start it once more
    return timer
