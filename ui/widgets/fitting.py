"""Windows that take no more than their screen: what does not fit is scrolled to."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from ui.widgets.parts import room_for, scrolled


def fits(window: QWidget, room: QSize) -> bool:
    """Return whether a window can be as small as `room`."""
    least = window.minimumSizeHint().expandedTo(window.minimumSize())
    return least.boundedTo(room) == least


def fit(window: QWidget) -> None:
    """Let a window that needs more than its screen has scroll what is in it; one that fits is left alone."""
    room, layout = room_for(window), window.layout()
    if layout is None or fits(window, room):
        return
    wanted = window.size() if window.testAttribute(Qt.WidgetAttribute.WA_Resized) else window.sizeHint()
    inside = QWidget(window)  # in the window from the beginning: so the order of Tab stays
    area = scrolled(inside, window)
    inside.setLayout(layout)  # with all that is in it
    around = QVBoxLayout(window)
    around.setContentsMargins(0, 0, 0, 0)
    around.addWidget(area)
    window.setMinimumSize(0, 0)
    window.resize(wanted.boundedTo(room))


class FittedDialog(QDialog):
    """A dialog that fits on its screen as it is shown, and when its text grows."""

    def setVisible(self, visible: bool) -> None:
        if visible and not self.isVisible():
            fit(self)
        super().setVisible(visible)

    def event(self, event: QEvent) -> bool:
        done = bool(super().event(event))
        if event.type() is QEvent.Type.LayoutRequest and self.isVisible():
            fit(self)
        return done
