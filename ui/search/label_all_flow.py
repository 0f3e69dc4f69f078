"""The other places of a string: going to them, and labelling all of them at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt

from models.base.entities import ArticleId, LabelId, Suggestion
from models.project.suggestions import usual_label
from models.text.text_index import TextIndex
from models.text.urdu import word_at
from ui.host.flow import Handlers
from ui.session import span_commands
from ui.support.bidi import isolated

if TYPE_CHECKING:
    from ui.host.host import Host
    from ui.search.label_all_model import LabelAllMatch
    from ui.search.label_all_panel import LabelAllPanel


_NOTHING = "no word is here: select a span or some words first"


class ArticleStrings(Protocol):
    """The suggestions of the open article, as far as a string is looked for."""

    current: Suggestion | None

    @property
    def text_index(self) -> TextIndex:
        """The open article, ready to be searched."""
        ...


class LabelAllFlow:
    """Ctrl+F3 and Ctrl+L."""

    def __init__(self, host: Host, hints: ArticleStrings) -> None:
        self._host, self._session, self._strings = host, host.session, hints
        self._view = host.article_view
        self._panel: LabelAllPanel | None = None
        self._from: tuple[ArticleId, int, int] | None = None  # where the hand was

    def handlers(self) -> Handlers:
        """Return what each action does, by its id."""
        return {
            "same_next": lambda: self._step(1),
            "same_previous": lambda: self._step(-1),
            "label_all": self._label_all,
        }

    def target(self) -> tuple[int, int] | None:
        """The stretch whose string is meant: the selection, the selected span, the current suggestion, or the word."""
        selected, current = self._session.selected, self._strings.current
        if self._view.selection is None:
            for meant in (selected, current):
                if meant is not None:
                    return meant.start, meant.end
        return self._view.selection or word_at(self._view.text, self._view.caret)

    def _step(self, step: int) -> None:
        reach = self.target()
        if reach is None:
            self._session.status_message.emit(_NOTHING)
            return
        start, end = reach
        words = self._view.text[start:end]
        places = self._strings.text_index.matches(words)
        others = [place for place in places if place != reach]
        told = f"\u2068{' '.join(words.split())}\u2069"
        if not others:
            self._session.status_message.emit(f"{told} has no other place in this article")
            return
        order = others if step > 0 else others[::-1]
        further = (place for place in order if (place[0] > start if step > 0 else place[0] < start))
        found = next(further, None)
        self._show(found or order[0])
        at = places.index(found or order[0]) + 1
        round_ = "" if found else "round the end · " if step > 0 else "round the beginning · "
        self._session.status_message.emit(f"{round_}{told} · place {at} of {len(places)}")

    def _show(self, place: tuple[int, int]) -> None:
        """Select the span of this place, or the stretch where there is none."""
        there = next((span for span in self._session.spans if (span.start, span.end) == place), None)
        if there is not None:
            self._view.go_to(there)
        else:
            self._view.show_stretch(*place, select=True)
        self._session.select(there)

    # --- all at once ------------------------------------------------------------------------------------------

    def _label_all(self) -> None:
        reach, article = self.target(), self._session.article
        if reach is None or article is None:
            self._session.status_message.emit(_NOTHING)
            return
        self._from = article.id, *reach
        words = article.text[slice(*reach)]
        usual = self._usual(words)
        panel = self._shown_panel()
        panel.look_for(words, self._session.label_with(usual) if usual is not None else None)
        panel.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _usual(self, words: str) -> LabelId | None:
        """The label that is meant: the selected span's, the current suggestion's, or the string's most frequent."""
        if self._view.selection is None:
            for meant in (self._session.selected, self._strings.current):
                if meant is not None:
                    return meant.label
        return usual_label(self._strings.text_index, self._session.spans, words)

    def _shown_panel(self) -> LabelAllPanel:
        if self._panel is None:
            from ui.search.label_all_panel import LabelAllPanel  # noqa: PLC0415 - made when first asked for

            self._panel = LabelAllPanel(self._session, lambda: self._strings.text_index)
            self._panel.taken.connect(self._take)
            self._panel.closed.connect(self._close)
            self._panel.shown.connect(self._go_to)
            self._panel.opened.connect(self._open)
        self._host.show_below(self._panel)
        return self._panel

    def _take(self) -> None:
        panel = self._shown_panel()
        places = [place.key for place in panel.model.chosen()]
        if panel.label is None or not places:
            what = "choose a label first: press its key" if places else "no place is chosen"
            self._session.status_message.emit(what)
            return
        label, articles = panel.label, len({article for article, _, _ in places})
        panel.hide()  # it would read all of them again
        made = span_commands.label_many(self._session, places, label)
        panel.show()
        panel.setFocus()
        if made:
            self._close()
            within = f" in {articles} articles" if articles > 1 else ""
            places_ = "1 place" if made == 1 else f"{made} places"
            self._session.status_message.emit(
                f"labelled {places_}{within} {isolated(label.name)} · undo takes all back"
            )

    def _close(self) -> None:
        """Give the hand back what it had."""
        self._host.hide_below()
        article = self._session.article
        if self._from is not None and article is not None and article.id == self._from[0]:
            self._show(self._from[1:])

    def _go_to(self, place: LabelAllMatch) -> None:
        """Show a place of the open article; another article is not opened unasked."""
        if self._session.article is not None and place.match.article == self._session.article.id:
            self._session.select(None)
            self._view.show_stretch(place.match.start, place.match.end, select=True)

    def _open(self, place: LabelAllMatch) -> None:
        if self._session.article is None or place.match.article != self._session.article.id:
            self._session.open_article(place.match.article)
        self._go_to(place)
