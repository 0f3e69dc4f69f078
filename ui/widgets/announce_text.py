"""Announcements for screen readers."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from ui.support.bidi import as_spoken

_Politeness = QAccessible.AnnouncementPoliteness


def announce(source: QObject, text: str, *, urgent: bool = False) -> None:
    """Have a screen reader say `text` for the object `source`; an urgent text interrupts others."""
    if not text or not QAccessible.isActive():
        return
    event = QAccessibleAnnouncementEvent(source, as_spoken(text))
    event.setPoliteness(_Politeness.Assertive if urgent else _Politeness.Polite)
    QAccessible.updateAccessibility(event)
