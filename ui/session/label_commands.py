"""Gestures on labels. Each is one undo step and one transaction, with all that hangs on the label.

What cannot be done raises UserError, one sentence for the person. `taken` tells which action has a key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from models.base.entities import ArticleLabel, Edit, Label, LabelId, Rejection, Scope, Span
from models.base.errors import UserError
from models.base.report import counted
from models.base.uids import new_uid
from models.base.unprintable import hidden_named
from models.labels.colors import free_color
from models.labels.toml_file import Fields, is_color, merged
from models.project.label_uses import article_labels_with, rejections_with, spans_with, uses
from ui.session.session import Session
from ui.support.bidi import named
from ui.support.physical_keys import fold_key

Taken = Callable[[str], str]
"""The name of the action that has a key; empty when none has."""

_KEYS = "123456789qwertyuiopasdfghjklzxcvbnm"
_FIELDS = ("name", "urdu_name", "short", "color", "key", "description", "examples", "scope", "choice")
# Fields that are called otherwise in a sentence.
_CALLED = {"urdu_name": "Urdu name", "short": "short name", "color": "colour", "scope": "place"}


def free(_key: str) -> str:
    """Return that no action has the key."""
    return ""


def fresh(session: Session, taken: Taken = free, scope: Scope = Scope.SPAN) -> Label:
    """Return a label to begin with: no name yet, the first color and key that no other has."""
    labels = session.every_label
    color = free_color(label.color for label in labels)
    keys = {fold_key(label.key) for label in labels if label.key}
    key = next((key for key in _KEYS if key not in keys and not taken(key)), "")
    return Label("", color=color, key=key, scope=scope)


def create(session: Session, label: Label, taken: Taken = free) -> Label | None:
    """Make a label, the last of all; return it as it is now, None when the project refused."""
    label = _numbered_last(session, label)
    _check(session, label, taken)
    return label if _do(session, (_gone(label),), (label,), f"make the label {named(label.name)}") else None


def create_for(session: Session, label: Label, put: Callable[[Label], object], taken: Taken = free) -> bool:
    """Make a label, and put it on what it is for, as one gesture; return whether the label is there."""
    label = _numbered_last(session, label)
    _check(session, label, taken)
    with session.along(Edit(labels=(_gone(label),)), Edit(labels=(label,)), f"make the label {label.name}"):
        put(label)
    return any(found.id == label.id for found in session.every_label)


def _numbered_last(session: Session, label: Label) -> Label:
    """Return a new label with the ids that it gets, behind all others."""
    position = max((found.position for found in session.every_label), default=-1) + 1
    key = session.free_label_id()
    return replace(label, id=key, uid=new_uid(), position=position, deleted=False)


def update(session: Session, before: Label, after: Label, taken: Taken = free) -> bool:
    """Change a label; its spans follow. Return whether there was anything to change and the project took it."""
    after = replace(after, id=before.id, uid=before.uid, position=before.position, deleted=False)
    changed = [_CALLED.get(name, name) for name in _FIELDS if getattr(before, name) != getattr(after, name)]
    if not changed:
        return False
    _check(session, after, taken)
    if before.scope is not after.scope and (count := uses(session.project).get(before.id)):
        raise UserError(
            f"{named(before.name)} is in use ({count} times); make another label and put that in its place."
        )
    renamed, name = before.name != after.name, named(after.name)
    text = f"rename {named(before.name)} to {name}" if renamed else f"change the {', '.join(changed)} of {name}"
    return _do(session, (before,), (after,), text)


def move(session: Session, label: Label, to: int) -> bool:
    """Let a label be the `to`th (from 0) of those for spans, or of those for articles; whether it moved."""
    labels = list(session.every_label)
    peers = [found for found in labels if found.scope is label.scope]
    at = next(index for index, found in enumerate(peers) if found.id == label.id)
    to = min(max(to, 0), len(peers) - 1)
    if at == to:
        return False
    mine, goal = labels.index(peers[at]), labels.index(peers[to])
    labels.insert(goal, labels.pop(mine))
    changed = [(label, place) for place, label in enumerate(labels) if label.position != place]
    after = tuple(replace(label, position=place) for label, place in changed)
    return _do(session, tuple(label for label, _ in changed), after, f"move {named(label.name)}")


def delete(session: Session, label: Label, replacement: Label | None = None) -> bool:
    """Delete a label; what carries it in any layer gets `replacement`, unless that is there, or goes with it."""
    if replacement is not None and (replacement.id == label.id or replacement.scope is not label.scope):
        raise UserError(
            f"{named(replacement.name)} cannot take the place of {named(label.name)}; choose another label."
        )
    spans, marks = spans_with(session.project, label.id), article_labels_with(session.project, label.id)
    rejected = rejections_with(session.project, label.id)
    marks_before, marks_after = _marks_passed_on(session, marks, replacement)
    rejected_before, rejected_after = _rejections_passed_on(session, rejected, replacement)
    before = Edit(tuple(spans), (label,), marks_before, rejected_before)
    after = Edit(_spans_passed_on(session, spans, replacement), (_gone(label),), marks_after, rejected_after)
    there = [counted(len(rows), noun) for rows, noun in ((spans, "span"), (marks, "article")) if rows]
    one = len(spans) + len(marks) == 1
    becomes = f"become{'s' if one else ''} {named(replacement.name)}" if replacement else f"go{'es' if one else ''} too"
    what = f"; {' and '.join(there)} {becomes}" if there else ""
    return session.do(before, after, f"delete the label {named(label.name)}{what}")


def take_in(session: Session, rows: Sequence[Fields], taken: Taken = free) -> str:
    """Take the labels of a file, changing those of the same name; return what came of it, nothing when refused."""
    there = {label.name: label for label in session.every_label}
    for row in rows:
        known = there.get(row["name"])
        if known and row.get("scope", known.scope) != known.scope:
            raise UserError(
                f"{named(known.name)} is for {known.scope.value}s here, but not in the file; rename one of them."
            )
    found, lost = _with_free_keys(there, merged(there.values(), rows), taken)
    before, after = _numbered(session, there, found)
    new = sum(label.deleted for label in before)
    if not after:
        return "all labels of the file are here already"
    if not _do(session, before, after, f"import {counted(len(after), 'label')}"):
        return ""
    told = [f"{counted(new, 'new label')}" if new else "", f"{len(after) - new} changed" if len(after) > new else ""]
    told += [f"{named(name)} does not get the key {key}, which is taken" for name, key in lost.items()]
    return "; ".join(filter(None, told))


def _do(session: Session, before: tuple[Label, ...], after: tuple[Label, ...], text: str) -> bool:
    return session.do(Edit(labels=before), Edit(labels=after), text)


def _gone(label: Label) -> Label:
    return replace(label, deleted=True)


def _check(session: Session, label: Label, taken: Taken) -> None:
    """Raise UserError when a label cannot be as it is."""
    others = [found for found in session.every_label if found.id != label.id]
    if not label.name.strip() or "\n" in label.name:
        raise UserError("A label needs a name; write one.")
    before = next((found for found in session.every_label if found.id == label.id), Label(""))
    for what in ("name", "urdu_name", "short", "choice"):
        typed = str(getattr(label, what))
        if typed != getattr(before, what) and (hidden := hidden_named(typed)):  # what was imported so may stay
            raise UserError(f"{named(typed)} holds {hidden[0]}, which nobody can see; write it without.")
    short = label.short.casefold()
    if short and short != before.short.casefold() and (twin := _named_short(short, others)):
        raise UserError(f"The short name {named(label.short)} is that of {named(twin)} already; choose another.")
    if any(found.name == label.name for found in others):
        raise UserError(f"There is a label {named(label.name)} already; choose another name.")
    if not is_color(label.color):
        raise UserError(f"{label.color or 'Nothing'} is no colour; write one as #1f77b4.")
    if holder := _holder(label.key, others, taken):
        raise UserError(f"The key {named(label.key)} is taken by {named(holder)}; choose another.")
    if len(label.key) > 1 or (label.key and (label.key.isspace() or not label.key.isprintable())):
        raise UserError("A label's key is one character that can be seen; choose another.")


def _named_short(short: str, others: Iterable[Label]) -> str:
    """Return which other label has a short name, in small letters; empty when none has."""
    return next((found.name for found in others if found.short.casefold() == short), "")


def _holder(key: str, others: Iterable[Label], taken: Taken) -> str:
    """Return who has a key: another label or an action; empty when it is free, or none."""
    if not key:
        return ""
    same = (found.name for found in others if found.key and fold_key(found.key) == fold_key(key))
    return next(same, "") or taken(key)


def _spans_passed_on(session: Session, spans: list[Span], replacement: Label | None) -> tuple[Span, ...]:
    """Return the spans with the label `replacement`; deleted without one, or where that very span is there."""
    known = {_place(span) for span in spans_with(session.project, replacement.id)} if replacement else set()
    after = []
    for span in spans:
        stays = replacement is not None and _place(span) not in known
        after.append(replace(span, label=replacement.id) if replacement and stays else replace(span, deleted=True))
        known.add(_place(span))
    return tuple(after)


def _place(row: Span | Rejection) -> tuple[int, int, int, int]:
    return row.article, row.annotator, row.start, row.end


_Marks = tuple[tuple[ArticleLabel, ...], tuple[ArticleLabel, ...]]
_Rejections = tuple[tuple[Rejection, ...], tuple[Rejection, ...]]


def _marks_passed_on(session: Session, marks: list[ArticleLabel], replacement: Label | None) -> _Marks:
    """Return article labels before and after; `replacement` comes only where the article has none of its choice yet."""
    before, after = list(marks), [replace(mark, deleted=True) for mark in marks]
    if replacement is None:
        return tuple(before), tuple(after)
    gone = {mark.label for mark in marks}
    choice = replacement.choice
    rivals = [
        each.id for each in session.article_choices if each.id == replacement.id or (choice and each.choice == choice)
    ]
    decided = {(m.article, m.annotator) for m in article_labels_with(session.project, *rivals) if m.label not in gone}
    for mark in marks:
        if (mark.article, mark.annotator) not in decided:
            before.append(replace(mark, label=replacement.id, deleted=True))
            after.append(replace(mark, label=replacement.id))
    return tuple(before), tuple(after)


def _rejections_passed_on(session: Session, rejected: list[Rejection], replacement: Label | None) -> _Rejections:
    before, after = list(rejected), [replace(row, deleted=True) for row in rejected]
    known = {_place(row) for row in rejections_with(session.project, replacement.id)} if replacement else set()
    for row in rejected:
        if replacement is not None and _place(row) not in known:
            before.append(replace(row, label=replacement.id, deleted=True))
            after.append(replace(row, label=replacement.id))
    return tuple(before), tuple(after)


def _with_free_keys(there: dict[str, Label], found: list[Label], taken: Taken) -> tuple[list[Label], dict[str, str]]:
    """Return labels of a file without the keys that others have, and whom that left without one, with the key."""
    names = {label.name for label in found}
    others = [label for label in there.values() if label.name not in names]
    kept, lost = list[Label](), dict[str, str]()
    for label in found:
        if _holder(label.key, others, taken):
            old = there[label.name].key if label.name in there else ""
            lost[label.name] = label.key
            label = replace(label, key="" if _holder(old, others, taken) else old)  # noqa: PLW2901
        others.append(label)
        kept.append(label)
    return kept, lost


def _numbered(
    session: Session, there: dict[str, Label], found: list[Label]
) -> tuple[tuple[Label, ...], tuple[Label, ...]]:
    """Return what changes, before and after: new labels get an id and a place behind the others."""
    key = session.free_label_id()
    position = max((label.position for label in there.values()), default=-1) + 1
    before, after = list[Label](), list[Label]()
    for label in found:
        known = there.get(label.name)
        if known is None:
            new = sum(row.deleted for row in before)
            label = replace(label, id=LabelId(key + new), uid=new_uid(), position=position + new)  # noqa: PLW2901
        if known != label:
            before.append(known or _gone(label))
            after.append(label)
    return tuple(before), tuple(after)
