"""Suggestions in the article: going from one to the next, accepting and rejecting them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from models.base.entities import Label, Span, Suggestion
from models.base.report import counted
from ui.host.flow import Flow, Handlers, Obstacles, no_article, no_change
from ui.host.host import Host
from ui.session import span_commands
from ui.suggestions.finder import SuggestionFinder
from ui.widgets.announce_text import announce

_FEW = 1_000  # suggestions that are looked through after each gesture


class SuggestionFlow(Flow):
    """F8, Return, Delete and label keys on a suggestion."""

    follows_caret = True

    def __init__(self, host: Host) -> None:
        self._host, self._session = host, host.session
        self._view = host.article_view
        self.finder = SuggestionFinder(host.session, host)
        self.finder.changed.connect(self._view.change_suggestions)
        self._new = 0  # suggestions that nobody has been told of
        self.finder.changed.connect(self._count_new)
        self.finder.settled.connect(self._tell_new)
        self.finder.current_changed.connect(lambda: self._view.set_current(self.finder.current))
        self._view.caret_moved.connect(self._caret_moved)
        self._view.foreign_clicked.connect(self._clicked)
        self._view.keys.label_suggestion = self._label
        self._view.keys.dismiss_suggestion = lambda: self.finder.set_current(None)

    def handlers(self) -> Handlers:
        return {
            "next_candidate": lambda: self._step(1),
            "previous_candidate": lambda: self._step(-1),
            "accept": self._accept,
            "accept_alike": self._accept_alike,
            "suggestions": self._toggle,
        }

    def obstacles(self) -> Obstacles:
        none = self._none()
        chosen, selected = self._chosen(), self._session.selected
        choose = f"no suggestion is chosen; go to the next one{self._host.keymap.hint('next_candidate')}"
        alone = no_change(self._host) or none or ("" if chosen else choose)
        if selected is not None and not none:
            like = Suggestion(selected.start, selected.end, selected.label, "")
            few = len(self.finder.suggestions) <= _FEW and not self.finder.at_work
            more = not few or any(map(self._like(like), self.finder.suggestions))
            alike = no_change(self._host) or ("" if more else "no further place of these words is suggested here")
        else:
            alike = alone
        steps = dict.fromkeys(("next_candidate", "previous_candidate"), none)
        return steps | {"accept": alone, "accept_alike": alike}

    def _none(self) -> str:
        """Return why there is no suggestion to go to; empty when there is one, or may be."""
        if none := no_article(self._host):
            return none
        if not self.finder.shown:
            return f"suggestions are hidden; show them in the View menu{self._host.keymap.hint('suggestions')}"
        return "" if self.finder.suggestions or self.finder.at_work else "nothing is suggested here"

    def restore(self) -> None:
        """Show suggestions, or none, as the settings say."""
        self._host.actions_["suggestions"].setChecked(self._host.settings.suggestions)
        self.finder.set_shown(self._host.settings.suggestions)

    def _count_new(self, _gone: list[Suggestion], new: list[Suggestion]) -> None:
        self._new += len(new)

    def _tell_new(self) -> None:
        """Say to a screen reader how many suggestions have come; they are seen by themselves."""
        count, self._new = self._new, 0
        if count:
            announce(self._view, counted(count, "new suggestion", grouped=True))

    def _toggle(self) -> None:
        shown = self._host.actions_["suggestions"].isChecked()
        self._host.settings.suggestions = shown
        self.finder.set_shown(shown)
        self._session.status_message.emit(f"suggestions: {'on' if shown else 'off'}")

    def _caret_moved(self) -> None:
        current = self.finder.current
        if current and (self._view.selection or not current.start <= self._view.caret <= current.end):
            self.finder.set_current(None)

    def _clicked(self, drawn: Span) -> None:
        found = self.finder.drawn_as(drawn.uid, drawn.start)
        if found is not None:
            self.finder.set_current(found)
            self._show_message(found)

    def _step(self, step: int) -> None:
        self.finder.settle()
        current = self.finder.current
        position = current.start + (step > 0) if current else self._view.caret
        found = self.finder.adjacent(position, step)
        if found is None:
            self._session.status_message.emit(self._none() or "nothing is suggested here")
            return
        self._go_to(found)
        round_ = (found.start < position) if step > 0 else (found.start >= position)
        self._show_message(found, "round the end · " if round_ and len(self.finder.suggestions) > 1 else "")

    def _go_to(self, suggestion: Suggestion) -> None:
        self.finder.set_current(None)
        self._view.show_stretch(suggestion.start, suggestion.end)
        self.finder.set_current(suggestion)

    def _show_message(self, suggestion: Suggestion, before: str = "") -> None:
        number, of = self.finder.place(suggestion) + 1, len(self.finder.suggestions)
        by = "" if suggestion.by == "repeat" else f" by \u2068{suggestion.by}\u2069"
        alike = len(self.alike(suggestion))
        hint = self._host.keymap.hint("accept_alike")
        more = f" · {alike} places of these words{hint}" if alike > 1 else ""
        said = f"{before}suggested{by}: {self._describe(suggestion)} · {number} of {of}{more}"
        self._session.status_message.emit(said)

    def _describe(self, suggestion: Suggestion, label: Label | None = None) -> str:
        words = " ".join(self._view.text[suggestion.start : suggestion.end].split())
        name = (label or self._session.label_with(suggestion.label)).name
        return f"\u2068{name}\u2069 \u2068{words}\u2069"

    def _chosen(self) -> Suggestion | None:
        """Return the current suggestion, or the one that the caret is in; None while anything else is selected."""
        if self.finder.current is None and not (self._view.selection or self._session.selected):
            return self.finder.at(self._view.caret, self._view.caret)
        return self.finder.current

    def _accept(self) -> None:
        chosen = self._chosen()
        if chosen is not None and span_commands.accept(self._session, chosen):
            self._go_on(chosen, f"accepted {self._describe(chosen)}")

    def _accept_alike(self) -> None:
        """Accept every suggestion of the words and label of the chosen one, or of the span just made, as one step."""
        self.finder.settle()
        chosen, selected = self._chosen(), self._session.selected
        like = chosen or (Suggestion(selected.start, selected.end, selected.label, "") if selected else None)
        if like is None:
            return
        alike = self.alike(like)
        if not alike:
            self._session.status_message.emit(f"no further place of {self._describe(like)} is suggested here")
        elif span_commands.accept(self._session, *alike):
            done = f"accepted {counted(len(alike), 'place')} of {self._describe(like)}"
            if chosen is not None:
                self._go_on(chosen, done, alike)
            else:  # who has just labelled goes on reading there
                self._session.status_message.emit(f"{self._session.outcome} · {done}")

    def alike(self, like: Suggestion) -> list[Suggestion]:
        """Return the suggestions whose words and label are those of `like`, it among them where it is one."""
        return list(filter(self._like(like), self.finder.suggestions))

    def _like(self, like: Suggestion) -> Callable[[Suggestion], bool]:
        words = self._words(like)
        return lambda each: each.label == like.label and self._words(each) == words

    def _words(self, suggestion: Suggestion) -> str:
        """Return the match key of a suggestion's words; of signs alone, which have none, these."""
        words = self._view.text[suggestion.start : suggestion.end]
        return self.finder.text_index.needle(words) or words

    def _label(self, label: Label) -> bool:
        """Give the stretch of the current suggestion this label. Returns whether there is one."""
        current = self.finder.current
        if current is None:
            return False
        if label.id == current.label:
            self._accept()
        elif span_commands.label(self._session, current.start, current.end, label, exact=True):
            self._go_on(current, f"labelled {self._describe(current, label)}")
        return True

    @property
    def has_current(self) -> bool:
        return self.finder.current is not None

    def reject(self) -> None:
        """Reject the current suggestion for good, and go to the next."""
        current = self.finder.current
        if current is not None and span_commands.reject(self._session, current):
            self._go_on(current, f"rejected {self._describe(current)}")

    def _go_on(self, at: Suggestion, message: str, alike: Sequence[Suggestion] = ()) -> None:
        """Go to the suggestion after `at`, decided with those `alike`; the message says how many are left."""
        for each in (at, *alike):
            self.finder.drop(each)
        left = len(self.finder.suggestions)
        found = self.finder.adjacent(at.start, 1)
        if found is None:
            self._session.select(None)
            self._view.select(at.end, at.end)
        else:
            self._go_to(found)
        self._session.status_message.emit(f"{message} · {left} left" if left else f"{message} · none left")
