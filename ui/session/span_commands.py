"""Gestures on spans. Offsets are code points; each gesture is one undo step and one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from models.base.entities import ArticleId, Edit, Label, Rejection, Span, Suggestion
from models.base.report import counted
from models.base.uids import new_uid
from models.text.offsets import ceil_edge, floor_edge, hidden_at_edges, next_edge, previous_edge, trim_space
from models.text.urdu import trim_edges, word_after, word_before, words_within
from ui.session.session import Session
from ui.support.bidi import named

UNSURE = "unsure"
Edge = Literal["start", "end"]
Place = tuple[ArticleId, int, int]


def label(session: Session, start: int, end: int, label: Label, *, exact: bool = False) -> bool:
    """Make a span of `[start, end)`, grown to whole graphemes; return whether it is there now.

    White space and punctuation at its ends are left out, unless `exact`. The same one twice is one.
    """
    if session.article is None or start >= end:
        return False
    text = session.article.text
    if not text[start:end].strip():
        session.status_message.emit("only white space is selected")
        return False
    if not exact:
        start, end = trim_edges(text, start, end)
    start, end = floor_edge(text, start), ceil_edge(text, end)
    if there := _twin(session, start, end, label):
        session.select(there)
        session.status_message.emit(f"already {named(label.name)}")
        return True
    span = Span(new_uid(), session.article.id, session.annotator.id, start, end, label.id)
    if not session.do(_gone(span), Edit(spans=(span,)), f"label {named(label.name)}"):
        return False
    session.select(session.open_spans.with_uid(span.uid))
    _warn_of_hidden(session, start, end)
    return True


def _warn_of_hidden(session: Session, start: int, end: int) -> None:
    """Warn of an invisible character at a span's edge: it is nearly always a slip."""
    if session.article is not None and (hidden := hidden_at_edges(session.article.text, start, end)):
        session.status_message.emit(f"{session.outcome} · the span has a hidden character: {hidden}")


def label_many(session: Session, places: Iterable[Place], label: Label, text: str = "") -> int:
    """Make a span of every place `(article, start, end)` as one gesture; return how many were not there already."""
    made, there = list[Span](), dict[ArticleId, set[tuple[int, int]]]()
    for article, start, end in places:
        if article not in there:
            known = session.project.spans(article, session.annotator.id)
            there[article] = {(span.start, span.end) for span in known if span.label == label.id}
        if (start, end) not in there[article]:
            there[article].add((start, end))
            made.append(Span(new_uid(), article, session.annotator.id, start, end, label.id, "repeat"))
    spans = tuple(made)
    if not spans:
        session.status_message.emit("nothing new to label")
        return 0
    name = text or f"label {len(spans)} places {named(label.name)}"
    return len(spans) if session.do(_gone(*spans), Edit(spans=spans), name) else 0


def relabel(session: Session, span: Span, label: Label) -> bool:
    """Give a span another label; refused where that very span is there already."""
    if span.label == label.id:
        session.status_message.emit(f"already {named(label.name)}")
        return False
    if twin := _twin(session, span.start, span.end, label):
        session.hide_labels(session.hidden - {twin.label})
        session.status_message.emit(f"there is a {named(label.name)} here already")
        return False
    return _change(session, span, replace(span, label=label.id), f"relabel {named(label.name)}")


def relabel_many(session: Session, spans: Iterable[Span], label: Label) -> int:
    """Give spans of the open article another label, as one gesture; return how many got it.

    Those that have it stay as they are, and so do those whose stretch has a span of that label already.
    """
    chosen = [span for span in spans if span.label != label.id]
    there = {(span.start, span.end) for span in session.spans if span.label == label.id}
    changed = list[Span]()
    for span in chosen:
        if (span.start, span.end) not in there:
            there.add((span.start, span.end))
            changed.append(span)
    if not changed:
        session.status_message.emit(f"already {label.name}")
        return 0
    after = tuple(replace(span, label=label.id) for span in changed)
    name = f"relabel {counted(len(changed), 'span')} {label.name}"
    if not session.do(Edit(spans=tuple(changed)), Edit(spans=after), name):
        return 0
    if left := len(chosen) - len(changed):
        twins = counted(left, "span stays: its words have", "spans stay: their words have")
        session.status_message.emit(f"{session.outcome} · {twins} a {label.name} already")
    return len(changed)


def relabel_places(session: Session, places: Iterable[Place], label: Label) -> int:
    """Give the spans at places `(article, start, end)` another label, as one gesture; return how many got it."""
    found = list[Span]()
    for article, start, end in places:
        here = [span for span in session.project.spans(article, session.annotator.id) if span.start == start]
        here = [span for span in here if span.end == end]
        if not any(span.label == label.id for span in here):
            found += here[:1]
    if not found:
        session.status_message.emit(f"already {named(label.name)}")
        return 0
    after = tuple(replace(span, label=label.id) for span in found)
    name = f"relabel {counted(len(found), 'span')} {label.name}"
    return len(found) if session.do(Edit(spans=tuple(found)), Edit(spans=after), name) else 0


def remove_many(session: Session, spans: Iterable[Span]) -> bool:
    """Remove spans of the open article as one gesture."""
    chosen = tuple(spans)
    return session.do(Edit(spans=chosen), _gone(*chosen), f"remove {counted(len(chosen), 'span')}")


def duplicate(session: Session, span: Span, other: Label) -> bool:
    """Make a second span of the same stretch with another label."""
    if span.label == other.id:
        session.status_message.emit(f"already {named(other.name)}")
        return False
    return label(session, span.start, span.end, other, exact=True)


def remove(session: Session, span: Span) -> bool:
    """Remove a span."""
    return session.do(Edit(spans=(span,)), _gone(span), f"remove {named(session.label_of(span).name)}")


def set_note(session: Session, span: Span, note: str) -> bool:
    """Write a note on a span, or with an empty one take it away."""
    note = note.strip()
    if note == span.note:
        return False
    return _change(session, span, replace(span, note=note), "note" if note else "remove note")


def toggle_unsure(session: Session, span: Span) -> bool:
    """Mark a span as unsure, or as sure again."""
    confidence = "" if span.confidence == UNSURE else UNSURE
    return _change(session, span, replace(span, confidence=confidence), "unsure" if confidence else "sure")


def move_edge(session: Session, span: Span, edge: Edge, *, grow: bool, words: bool) -> bool:
    """Move one edge of a span outward (`grow`) or inward, by a word or by a character."""
    if session.article is None:
        return False
    text = session.article.text
    to = _edge_by_word(text, span, edge, grow) if words else _edge_by_character(text, span, edge, grow)
    start, end = (to, span.end) if edge == "start" else (span.start, to)
    return set_edges(session, span, start, end)


def _edge_by_character(text: str, span: Span, edge: Edge, grow: bool) -> int:
    place = span.start if edge == "start" else span.end
    return previous_edge(text, place) if (edge == "start") == grow else next_edge(text, place)


def _edge_by_word(text: str, span: Span, edge: Edge, grow: bool) -> int:
    if grow:
        return word_before(text, span.start) if edge == "start" else word_after(text, span.end)
    inside = words_within(text, span.start, span.end)
    if edge == "start":
        return next((start for start, _ in inside if start > span.start), span.end)
    return next((end for _, end in reversed(inside) if end < span.end), span.start)


def set_edges(session: Session, span: Span, start: int, end: int) -> bool:
    """Let a span reach from `start` to `end`; refused when nothing would be left, or that very span is there."""
    if session.article is None or (start, end) == (span.start, span.end):
        return False
    start, end = floor_edge(session.article.text, start), ceil_edge(session.article.text, end)
    if trim_space(session.article.text, start, end)[0] >= end:
        session.status_message.emit("nothing would be left of the span; remove it with Delete")
        return False
    name = named(session.label_of(span).name)
    if _twin(session, start, end, session.label_of(span)):
        session.status_message.emit(f"there is a {name} here already")
        return False
    moved = _change(session, span, replace(span, start=start, end=end), f"{_way(span, start, end)} of {name}")
    if moved:
        _warn_of_hidden(session, start, end)
    return moved


def _way(span: Span, start: int, end: int) -> str:
    """Return what moves the edges of a span to `[start, end)`, in the words of the Span menu."""
    if start <= span.start and span.end <= end:
        return "grow an edge"
    return "shrink an edge" if span.start <= start and end <= span.end else "move the edges"


def accept(session: Session, *suggestions: Suggestion) -> bool:
    """Make suggestions spans of the annotator's own, as one gesture."""
    article, me = session.article, session.annotator.id
    if article is None or not suggestions:
        return False
    spans = tuple(
        Span(new_uid(), article.id, me, each.start, each.end, each.label, origin=each.by) for each in suggestions
    )
    count = f"{len(spans)} places " if len(spans) > 1 else ""
    return session.do(_gone(*spans), Edit(spans=spans), f"accept {count}{named(session.label_of(spans[0]).name)}")


def reject(session: Session, suggestion: Suggestion) -> bool:
    """Never show a suggestion again."""
    if session.article is None:
        return False
    after = Rejection(session.article.id, session.annotator.id, suggestion.start, suggestion.end, suggestion.label)
    before = replace(after, deleted=True)
    return session.do(Edit(rejections=(before,)), Edit(rejections=(after,)), "reject a suggestion")


def _change(session: Session, before: Span, after: Span, text: str) -> bool:
    return session.do(Edit(spans=(before,)), Edit(spans=(after,)), text)


def _gone(*spans: Span) -> Edit:
    return Edit(spans=tuple(replace(span, deleted=True) for span in spans))


def _twin(session: Session, start: int, end: int, label: Label) -> Span | None:
    return next((span for span in session.open_spans.at(start, end) if span.label == label.id), None)
