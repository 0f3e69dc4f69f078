"""Gestures on spans."""

from __future__ import annotations

from models.base.entities import LabelId, Suggestion
from tests.stress.stateful.edges import aligned, moved, words
from tests.stress.stateful.model import Row
from tests.stress.stateful.world import World, gesture
from ui.session import span_commands

NOTES = ("", "نوٹ", "x 😀", "two\nlines")


def _word(world: World, number: int, length: int = 0) -> tuple[int, int]:
    found = words(world.text)
    first = number % len(found)
    return found[first][0], found[min(first + length, len(found) - 1)][1]


def _stretch(world: World, one: int, other: int) -> tuple[int, int]:
    start = one % len(world.text)
    return start, start + 1 + other % (len(world.text) - start)


def _make(world: World, place: tuple[int, int], label: int, *, exact: bool) -> None:
    kind = world.label(label)
    row = Row(*world.here(), *aligned(world.text, *place), kind.id)
    blank, there = not world.text[slice(*place)].strip(), world.model.twin(row)
    assert span_commands.label(world.session, *place, kind, exact=exact) == (not blank)
    new = [] if blank or there else [row]
    world.expect(bool(new), {}, new)


@gesture(8)
def mark_words(world: World, one: int, length: int, label: int) -> None:
    _make(world, _word(world, one, length % 3), label, exact=False)


@gesture(3)
def mark_characters(world: World, one: int, other: int, label: int) -> None:
    _make(world, _stretch(world, one, other), label, exact=True)


@gesture(3)
def mark_many(world: World, one: int, other: int, label: int) -> None:
    kind, (article, me) = world.label(label), world.here()
    places = [_word(world, one), _word(world, other), _word(world, one), _word(world, one + other)]
    rows = {Row(article, me, *place, kind.id, "repeat") for place in places}
    new = [row for row in rows if not world.model.twin(row)]
    made = span_commands.label_many(world.session, [(article, *place) for place in places], kind)
    assert made == len(new)
    world.expect(bool(made), {}, new)


@gesture(5)
def relabel(world: World, one: int, label: int, _: int) -> None:
    span, key, row = world.span(one)
    kind = world.label(label)
    after = row._replace(label=kind.id)
    change = {} if world.model.twin(after) else {key: after}
    world.expect(span_commands.relabel(world.session, span, kind), change)


@gesture(5)
def duplicate(world: World, one: int, label: int, _: int) -> None:
    span, _key, row = world.span(one)
    kind = world.label(label)
    after = Row(*row.layer, *aligned(world.text, row.start, row.end), kind.id)
    new = [] if row.label == kind.id or world.model.twin(after) else [after]
    span_commands.duplicate(world.session, span, kind)
    world.expect(bool(new), {}, new)


@gesture(5)
def remove(world: World, one: int, _: int, __: int) -> None:
    span, key, _row = world.span(one)
    world.expect(span_commands.remove(world.session, span), {key: None})


def _moved(world: World, row: Row, start: int, end: int) -> Row:
    """The span between these edges; as it was, where that is refused."""
    if (start, end) == (row.start, row.end):
        return row
    start, end = aligned(world.text, start, end)
    after = row._replace(start=start, end=end)
    return row if not world.text[start:end].strip() or world.model.twin(after) else after


@gesture(10)
def move_an_edge(world: World, one: int, how: int, _: int) -> None:
    span, key, row = world.span(one)
    at_end, grow, by_words = bool(how & 1), bool(how & 2), bool(how & 4)
    place = moved(world.text, row.start, row.end, at_end=at_end, grow=grow, by_words=by_words)
    after = _moved(world, row, *place)
    happened = span_commands.move_edge(world.session, span, "end" if at_end else "start", grow=grow, words=by_words)
    world.expect(happened, {key: after})


@gesture(4)
def set_both_edges(world: World, one: int, first: int, other: int) -> None:
    span, key, row = world.span(one)
    start, end = _stretch(world, first, other)
    after = _moved(world, row, start, end)
    world.expect(span_commands.set_edges(world.session, span, start, end), {key: after})


@gesture(9)
def note(world: World, one: int, text: int, _: int) -> None:
    span, key, row = world.span(one)
    written = NOTES[text % len(NOTES)]
    world.expect(span_commands.set_note(world.session, span, written), {key: row._replace(note=written)})


@gesture(6)
def unsure(world: World, one: int, _: int, __: int) -> None:
    span, key, row = world.span(one)
    after = row._replace(confidence="" if row.confidence else span_commands.UNSURE)
    world.expect(span_commands.toggle_unsure(world.session, span), {key: after})


def _suggested(world: World, one: int, label: int) -> tuple[Suggestion, Row] | None:
    """A suggestion as the program may make it: neither there already nor rejected."""
    kind = world.label(label)
    row = Row(*world.here(), *_word(world, one), kind.id, "repeat")
    if world.model.twin(row) or ("rejection", *row[:5]) in world.model.values:
        return None
    return Suggestion(row.start, row.end, LabelId(row.label), "repeat"), row


@gesture(3)
def accept(world: World, one: int, label: int, _: int) -> None:
    if found := _suggested(world, one, label):
        world.expect(span_commands.accept(world.session, found[0]), {}, [found[1]])


@gesture(3)
def reject(world: World, one: int, label: int, _: int) -> None:
    if found := _suggested(world, one, label):
        happened = span_commands.reject(world.session, found[0])
        world.expect(happened, {("rejection", *found[1][:5]): True})
