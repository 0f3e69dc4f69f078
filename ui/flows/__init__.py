"""What the window can do, one room of gestures a file. A flow knows the window; the window lists its flows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

Handlers = dict[str, Callable[[], object]]


class Flow(Protocol):
    """A room of gestures."""

    def handlers(self) -> Handlers:
        """Gesture id -> what it does."""
        ...
