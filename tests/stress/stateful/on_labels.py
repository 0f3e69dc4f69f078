"""Gestures on labels, whole articles and the guidelines."""

from __future__ import annotations

from dataclasses import replace

from models.base.entities import Label, Scope, Status
from models.labels.colors import PALETTE
from models.labels.toml_file import read_fields, write_labels
from tests.stress.stateful.model import Change, Kind
from tests.stress.stateful.reading import shown_status
from tests.stress.stateful.world import World, gesture
from ui.session import article_commands, guideline_commands, label_commands

STATUSES = (Status.STARTED, Status.DONE, Status.SKIPPED, Status.NEW)
GUIDES = ("g", "# ہدایات", "")


@gesture(5)
def label_of_an_article(world: World, label: int, _: int, __: int) -> None:
    kind = world.label(label, Scope.ARTICLE)
    key = ("mark", *world.here(), kind.id)
    peers = [one for one in world.model.labels(Scope.ARTICLE) if world.model.kind(one).choice == kind.choice != ""]
    change: Change = {("mark", *world.here(), one): None for one in peers} | {key: True}
    change = {key: None} if key in world.model.values else change
    world.expect(article_commands.toggle_label(world.session, kind), change)


@gesture(4)
def status(world: World, which: int, _: int, __: int) -> None:
    said = STATUSES[which % len(STATUSES)]
    key, shown = ("status", *world.here()), shown_status(world.model, *world.here())
    if said is shown:
        assert article_commands.set_status(world.session, said)
        world.expect(False, {})
        return
    if shown is not Status.NEW:
        world.model.values[key] = shown  # what undo writes
    world.expect(article_commands.set_status(world.session, said), {key: said})


@gesture(2)
def guide(world: World, which: int, _: int, __: int) -> None:
    text = GUIDES[which % len(GUIDES)]
    world.expect(guideline_commands.save(world.session, text), {("guidelines",): text})


@gesture(2)
def change_a_label(world: World, which: int, what: int, _: int) -> None:
    old = world.label(which)
    new = (
        replace(old, name=f"R{world.next()}"),
        replace(old, color=PALETTE[what % len(PALETTE)]),
        replace(old, description=f"D{what}"),
    )[what % 3]
    kind = world.model.kind(old.id)._replace(name=new.name, color=new.color, description=new.description)
    world.expect(label_commands.update(world.session, old, new), {("label", old.id): kind})


@gesture(1)
def add_a_label(world: World, color: int, _: int, __: int) -> None:
    made = Label(f"N{world.next()}", color=PALETTE[color % len(PALETTE)])
    position = 1 + max(world.model.kind(one).position for one in world.model.labels(None))
    happened = label_commands.create(world.session, made) is not None
    world.expect(happened, {}, [Kind(made.name, made.color, "", Scope.SPAN, "", position)])


@gesture(3)
def move_a_label(world: World, which: int, to: int, _: int) -> None:
    kind = world.label(which)
    order, peers = world.model.labels(None), world.model.labels()
    goal = peers[to % len(peers)]
    change: Change = {}
    if goal != kind.id:
        place = order.index(goal)
        order.remove(kind.id)
        order.insert(place, kind.id)
        change = {("label", one): world.model.kind(one)._replace(position=n) for n, one in enumerate(order)}
    world.expect(label_commands.move(world.session, kind, to % len(peers)), change)


@gesture(1)
def delete_a_label(world: World, which: int, _: int, __: int) -> None:
    if len(world.model.labels()) > 1:
        _delete(world, world.label(which), None)


@gesture(3)
def delete_a_label_with_an_heir(world: World, which: int, other: int, whole: int) -> None:
    scope = Scope.ARTICLE if whole % 4 == 0 else Scope.SPAN
    label, heir = world.label(which, scope), world.label(other, scope)
    if scope is Scope.SPAN and (rows := [row for _, row in world.model.spans()]):
        label = world.session.label_with(rows[which % len(rows)].label)
    if label != heir:
        _delete(world, label, heir)


def _delete(world: World, label: Label, heir: Label | None) -> None:
    change: Change = {("label", label.id): None}
    change |= _spans_left(world, label, heir) | _marks_left(world, label, heir) | _rejections_left(world, label, heir)
    world.expect(label_commands.delete(world.session, label, heir), change)


def _spans_left(world: World, label: Label, heir: Label | None) -> Change:
    change: Change = {}
    known = {row.place for _, row in world.model.spans() if heir and row.label == heir.id}
    for key, row in world.model.spans():
        if row.label == label.id:
            stays = heir is not None and row.place not in known
            change[key] = row._replace(label=heir.id) if heir and stays else None
            known.add(row.place)
    return change


def _marks_left(world: World, label: Label, heir: Label | None) -> Change:
    """An article that carries the heir, or another of its choice, keeps that."""
    marks = [key for key in world.model.values if key[0] == "mark"]
    change: Change = {key: None for key in marks if key[-1] == label.id}
    if heir is None:
        return change
    rivals = {
        one
        for one in world.model.labels(Scope.ARTICLE)
        if one == heir.id or (heir.choice and world.model.kind(one).choice == heir.choice and one != label.id)
    }
    decided = {key[1:3] for key in marks if key[-1] in rivals}
    return change | {(*key[:3], heir.id): True for key in change if key[1:3] not in decided}


def _rejections_left(world: World, label: Label, heir: Label | None) -> Change:
    gone = [key for key in world.model.values if key[0] == "rejection" and key[-1] == label.id]
    heirs = {(*key[:-1], heir.id): True for key in gone} if heir else {}
    return dict.fromkeys(gone) | heirs


@gesture(2)
def take_in_labels(world: World, which: int, what: int, new: int) -> None:
    """A file of labels: one is changed, one is as it was, and there may be a new one."""
    known, same = world.label(which), world.label(which + 1)
    rows = [replace(known, description=f"T{what}", color=PALETTE[what % len(PALETTE)], key="")]
    rows += [same] if same != known else []
    rows += [Label(f"F{world.next()}", color="#123456")] if new % 2 else []
    file = world.path.with_name("labels.toml")
    write_labels(rows, file)
    told = label_commands.take_in(world.session, read_fields(file))
    file.unlink()
    kind = world.model.kind(known.id)._replace(description=rows[0].description, color=rows[0].color)
    position = 1 + max(world.model.kind(one).position for one in world.model.labels(None))
    made = [Kind(rows[-1].name, "#123456", "", Scope.SPAN, "", position)] if new % 2 else []
    world.expect("already" not in told, {("label", known.id): kind}, made)
