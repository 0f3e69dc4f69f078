"""What every feature gives the window: a flow, which has the handlers of its actions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from models.base.entities import Span
from ui.host.host import Host

Handlers = dict[str, Callable[[], object]]
"""Action id -> what the action does."""
Obstacles = dict[str, str]
"""Action id -> why the action would do nothing now, for the status line; empty where it would do something."""


class Flow(Protocol):
    """The actions of one feature. A flow knows the host; the window lists its flows."""

    follows_caret: bool = False  # whether the caret and the selection decide what is in the way of its actions

    def handlers(self) -> Handlers:
        """Return what each action of the feature does, by the action's id."""
        return {}

    def obstacles(self) -> Obstacles:
        """Return what is in the way of actions of the feature, or of others; an action that is not named is free."""
        return {}


def no_article(host: Host) -> str:
    """Return that no article is open; empty when one is."""
    return "" if host.session.article is not None else "no article is open"


def no_change(host: Host) -> str:
    """Return why the open article cannot be changed; empty when it can. Gestures on read-only projects say so."""
    removed = host.session.article is not None and host.session.article.deleted
    return "this article is removed: Article › Restore brings it back" if removed else no_article(host)


def no_span(host: Host) -> str:
    """Return why there is no span to change; empty when one is selected that can be changed."""
    hint = f"select a span first: click it, or go to it{host.keymap.hint('next_span')}"
    return no_change(host) or ("" if host.session.selected is not None else hint)


def span_to_change(host: Host) -> Span | None:
    """Return the selected span; without one, tell in the status line how to select one."""
    if why := no_span(host):
        host.session.status_message.emit(why)
        return None
    return host.session.selected
