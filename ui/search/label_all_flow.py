"""The other matches of a string: going to them, and labelling all of them at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt

from models.base.entities import ArticleId, LabelId, Suggestion
from models.base.report import counted
from models.project.search import Match
from models.project.suggestions import usual_label
from models.text.text_index import TextIndex
from models.text.urdu import word_at
from ui.host.flow import Flow, Handlers, Obstacles, no_article, no_change
from ui.host.host import Host
from ui.session import span_commands
from ui.support.bidi import isolated

if TYPE_CHECKING:
    from ui.search.label_all_panel import LabelAllPanel


_NOTHING = "no word is here: select a span or some words first"


class ArticleStrings(Protocol):
    """What the matches of a string need of the open article's suggestions."""

    current: Suggestion | None

    @property
    def text_index(self) -> TextIndex:
        """Return the index of the open article."""
        ...


class LabelAllFlow(Flow):
    """Ctrl+F3 and Ctrl+L."""

    follows_caret = True

    def __init__(self, host: Host, strings: ArticleStrings) -> None:
        self._host, self._session, self._strings = host, host.session, strings
        self._view = host.article_view
        self._panel: LabelAllPanel | None = None
        self._from: tuple[ArticleId, int, int] | None = None  # the stretch whose matches are listed

    def handlers(self) -> Handlers:
        return {
            "same_next": lambda: self._step(1),
            "same_previous": lambda: self._step(-1),
            "label_all": self._label_all,
        }

    def obstacles(self) -> Obstacles:
        meant = self._view.selection or self._session.selected or self._strings.current
        if meant is None:  # the view knows what is at the caret: nobody looks for it twice
            meant = self._view.aim or (word_at(self._view.text, self._view.caret) if self._session.read_only else None)
        none = "" if meant else _NOTHING
        steps = no_article(self._host) or none
        return {"same_next": steps, "same_previous": steps, "label_all": no_change(self._host) or none}

    def target(self) -> tuple[int, int] | None:
        """Return the selection, else the selected span or current suggestion, else the word at the caret."""
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
        string = self._view.text[start:end]
        matches = self._strings.text_index.matches(string)
        others = [match for match in matches if match != reach]
        shown = isolated(" ".join(string.split()))
        if not others:
            self._session.status_message.emit(f"{shown} has no other place in this article")
            return
        order = others if step > 0 else others[::-1]
        found = next((match for match in order if (match[0] > start if step > 0 else match[0] < start)), None)
        self._select(found or order[0])
        number = matches.index(found or order[0]) + 1
        round_ = "" if found else "round the end · " if step > 0 else "round the beginning · "
        self._session.status_message.emit(f"{round_}{shown} · place {number} of {len(matches)}")

    def _select(self, match: tuple[int, int]) -> None:
        """Select the span of this stretch, or the stretch where there is none."""
        there = next(iter(self._session.open_spans.at(*match)), None)
        if there is not None:
            self._view.go_to(there)
        else:
            self._view.show_stretch(*match, select=True)
        self._session.select(there)

    def _label_all(self) -> None:
        reach, article = self.target(), self._session.article
        if reach is None or article is None:
            self._session.status_message.emit(_NOTHING)
            return
        self._from = article.id, *reach
        string = article.text[slice(*reach)]
        usual = self._usual(string)
        panel = self._shown_panel()
        panel.search_for(string, self._session.label_with(usual) if usual is not None else None)
        panel.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _usual(self, string: str) -> LabelId | None:
        """Return the label that is meant: the selected span's, the current suggestion's, or the string's usual one."""
        if self._view.selection is None:
            for meant in (self._session.selected, self._strings.current):
                if meant is not None:
                    return meant.label
        return usual_label(self._strings.text_index, self._session.spans, string)

    def _shown_panel(self) -> LabelAllPanel:
        if self._panel is None:
            from ui.search.label_all_panel import LabelAllPanel  # noqa: PLC0415 - made when first asked for

            self._panel = LabelAllPanel(self._session, lambda: self._strings.text_index)
            self._panel.taken.connect(self._take)
            self._panel.closed.connect(self._close)
            self._panel.shown.connect(self._show)
            self._panel.opened.connect(self._open)
            self._panel.failed.connect(self._host.messages.show_error)
        self._host.show_below(self._panel)
        return self._panel

    def _take(self) -> None:
        panel = self._shown_panel()
        chosen = [match.key for match in panel.model.chosen()]
        if panel.label is None or not chosen:
            message = "choose a label first: press its key" if chosen else "no place is chosen"
            self._session.status_message.emit(message)
            return
        label, articles = panel.label, len({article for article, _, _ in chosen})
        self._host.article_view.setFocus()
        panel.hide()  # it would read the spans of all of them again
        made = span_commands.label_many(self._session, chosen, label)
        panel.show()
        panel.setFocus()
        if made:
            self._close()
            within = f" in {articles} articles" if articles > 1 else ""
            self._session.status_message.emit(
                f"labelled {counted(made, 'place')}{within} {isolated(label.name)} · undo takes all back"
            )

    def _close(self) -> None:
        """Select again what was selected before."""
        self._host.hide_below()
        article = self._session.article
        if self._from is not None and article is not None and article.id == self._from[0]:
            self._select(self._from[1:])

    def _show(self, match: Match) -> None:
        """Show a match of the open article; another article is not opened unasked."""
        if self._session.article is not None and match.article == self._session.article.id:
            self._session.select(None)
            self._view.show_stretch(match.start, match.end, select=True)

    def _open(self, match: Match) -> None:
        if self._session.article is None or match.article != self._session.article.id:
            self._session.open_article(match.article)
        self._show(match)
