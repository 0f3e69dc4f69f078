"""Work on the UI thread that is put off, and done once for several changes in a row."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from ui.session.session import Session


def later(owner: QObject, session: Session, milliseconds: int, work: Callable[[], object]) -> QTimer:
    """Return a single-shot timer of `owner`, to be started at every change; it is stopped when the session closes."""
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(work)
    session.closed.connect(timer.stop)
    session.closed.connect(lambda: timer.blockSignals(True))  # a signal still under way may start it once more
    return timer
