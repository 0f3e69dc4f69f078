"""What every feature gives the window: a flow, which has the handlers of its actions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

Handlers = dict[str, Callable[[], object]]
"""Action id -> what the action does."""


class Flow(Protocol):
    """The actions of one feature. A flow knows the host; the window lists its flows."""

    def handlers(self) -> Handlers:
        """Return what each action of the feature does, by the action's id."""
        ...
