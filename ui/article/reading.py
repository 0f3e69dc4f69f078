"""What a view does for a screen reader: it answers on the bus, and tells which spans the caret enters and leaves."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QAccessible, QGuiApplication

from ui.article.spoken import Spoken, spoken_at, spoken_between

if TYPE_CHECKING:
    from ui.article.text_view import TextView


class Reading(QObject):
    """Serves whoever reads a view aloud, from when somebody does; costs next to nothing before."""

    crossed = Signal(str)

    def __init__(self, view: TextView) -> None:
        super().__init__(view)
        self._view = view
        self._text = ""
        self._inside: dict[str, Spoken] = {}
        self._served = not sys.platform.startswith("linux")  # elsewhere Qt's own interface is all there is
        view.caret_moved.connect(self._moved)
        application = QCoreApplication.instance()
        if not self._served and isinstance(application, QGuiApplication):
            application.focusObjectChanged.connect(self._serve)
        self._serve()

    def _serve(self, _focused: QObject | None = None) -> None:
        """Answer on the bus, once there is one."""
        if self._served or not QAccessible.isActive():
            return
        from ui.article.bus_text import BusText  # noqa: PLC0415 - nobody needs it without a screen reader
        from ui.support.reader_bus import stand_before  # noqa: PLC0415

        if (bus := stand_before()) is not None:
            bus.add_text(self._view, BusText(self._view))
            self._served = True

    def _moved(self) -> None:
        """Say the spans that the caret is in now and was not, or is in no more."""
        if not QAccessible.isActive():
            return
        self._serve()
        view = self._view
        before, self._inside = self._inside, {each.uid: each for each in spoken_at(view, view.caret)}
        if self._text is not view.text:
            self._text, before = view.text, {}
        left = [each for uid, each in before.items() if uid not in self._inside and self._is_there(each)]
        entered = [each for uid, each in self._inside.items() if uid not in before]
        self.crossed.emit("; ".join([f"end of {each.label}" for each in left] + [each.words for each in entered]))

    def _is_there(self, spoken: Spoken) -> bool:
        """Return whether a span is drawn still: what is taken away has no end to come to."""
        return any(each.uid == spoken.uid for each in spoken_between(self._view, spoken.start, spoken.end))
