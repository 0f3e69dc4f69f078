"""The wheel as steps: a touchpad turns it by little at a time, which adds up."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent

_STEP = 120  # eighths of a degree in a step of a usual wheel


class Wheel:
    """Counts the steps of a wheel up and down; what is turned sideways, or rolls on after a flick, is none."""

    def __init__(self) -> None:
        self._turned = 0  # since the last step, in eighths of a degree

    def steps(self, event: QWheelEvent) -> int:
        """Return how many steps an event completes: up is positive."""
        turned = event.angleDelta()
        if event.phase() is Qt.ScrollPhase.ScrollMomentum or abs(turned.x()) > abs(turned.y()):
            return 0
        if event.phase() is Qt.ScrollPhase.ScrollBegin or turned.y() * self._turned < 0:
            self._turned = 0
        self._turned += turned.y()
        steps = int(self._turned / _STEP)  # towards zero
        self._turned -= steps * _STEP
        return steps
