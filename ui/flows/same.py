"""The other places of a string: going to them, and labelling all of them at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.flows import Handlers

if TYPE_CHECKING:
    from ui.window import Window


class SameFlow:
    """Ctrl+F3 and Ctrl+L."""

    def __init__(self, window: Window) -> None:
        self._window, self._session = window, window.session
        self._view = window.article_view

    def handlers(self) -> Handlers:
        """Gesture id -> what it does."""
        return {
            "same_next": lambda: self._step(1),
            "same_previous": lambda: self._step(-1),
        }

    def target(self) -> tuple[int, int] | None:
        """The stretch whose string is meant: the selection, the selected span, the current suggestion, or the word."""
        selected, current = self._session.selected, self._window.suggesting.hints.current
        if self._view.selection is None:
            for meant in (selected, current):
                if meant is not None:
                    return meant.start, meant.end
        return self._view.keys.target()

    def _step(self, step: int) -> None:
        reach = self.target()
        if reach is None:
            self._session.said.emit("no word is here: select a span or some words first")
            return
        start, end = reach
        words = self._view.text[start:end]
        places = self._window.suggesting.hints.keyed.places(words)
        others = [place for place in places if place != reach]
        told = f"\u2068{' '.join(words.split())}\u2069"
        if not others:
            self._session.said.emit(f"{told} has no other place in this article")
            return
        order = others if step > 0 else others[::-1]
        further = (place for place in order if (place[0] > start if step > 0 else place[0] < start))
        found = next(further, None)
        self._show(found or order[0])
        at = places.index(found or order[0]) + 1
        round_ = "" if found else "round the end · " if step > 0 else "round the beginning · "
        self._session.said.emit(f"{round_}{told} · place {at} of {len(places)}")

    def _show(self, place: tuple[int, int]) -> None:
        """Select the span of this place, or the stretch where there is none."""
        there = next((span for span in self._session.spans if (span.start, span.end) == place), None)
        if there is not None:
            self._view.go_to(there)
        else:
            self._view.show_stretch(*place, select=True)
        self._session.select(there)
