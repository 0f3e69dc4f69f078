"""What every feature gives the window: a flow, which has the handlers of its actions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from models.base.entities import Span
from ui.host.host import Host

Handlers = dict[str, Callable[[], object]]
"""Action id -> what the action does."""


class Flow(Protocol):
    """The actions of one feature. A flow knows the host; the window lists its flows."""

    def handlers(self) -> Handlers:
        """Return what each action of the feature does, by the action's id."""
        return {}


def span_to_change(host: Host) -> Span | None:
    """Return the selected span; without one, tell in the status line how to select one."""
    selected = host.session.selected
    if selected is None:
        hint = f"select a span first: click it, or go to it{host.keymap.hint('next_span')}"
        host.session.status_message.emit(hint)
    return selected
