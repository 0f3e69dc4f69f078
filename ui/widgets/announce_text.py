"""Tells a screen reader what it does not read by itself."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

_Politeness = QAccessible.AnnouncementPoliteness


def announce(source: QObject, text: str, *, urgent: bool = False) -> None:
    """Have `text` read aloud in the name of `source`; urgent texts interrupt. Nothing when nobody listens."""
    if not text or not QAccessible.isActive():
        return
    event = QAccessibleAnnouncementEvent(source, text)
    event.setPoliteness(_Politeness.Assertive if urgent else _Politeness.Polite)
    QAccessible.updateAccessibility(event)
