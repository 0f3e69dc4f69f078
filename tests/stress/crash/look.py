"""Looking at a project after a death: is it whole, and does it hold what was promised?"""

from __future__ import annotations

import json
from pathlib import Path

from models.base.errors import UserError
from models.checks import check
from models.project.project import Project
from tests.stress.crash.journal import Promise, Rows, events, kept
from tests.stress.crash.outcome import Outcome


def inspect(path: Path, promise: Promise, outcome: Outcome) -> None:
    """Open the project as the program does, compare it with the promise, and write down what is wrong.

    A gesture that was under way and is there becomes part of the promise.
    """
    if promise.unfounded:
        outcome.wrong("lost", f"shown as saved before it was written, {promise.unfounded} times")
    try:
        project = Project.open(path)
    except UserError as error:
        kind = "shut out" if "open in another window" in str(error) else "damaged"
        outcome.wrong(kind, str(error))
        return
    with project:
        for problem in check(project):
            outcome.wrong("damaged", problem.what)
        try:
            _compare(kept(project), events(project), promise, outcome)
            _events_match(project, outcome)
        except UserError as error:
            outcome.wrong("damaged", str(error))
    left = [file.name for file in path.parent.glob(f"{path.name}-*")]
    if left:
        outcome.wrong("left", f"beside the closed project: {', '.join(left)}")


def _compare(found: Rows, count: int, promise: Promise, outcome: Outcome) -> None:
    before = promise.rows
    after = before | promise.under_way
    keys = {key for key in promise.under_way if before.get(key) != after[key]}
    there = {key for key in keys if found.get(key) == after[key]}
    new = count == promise.events + promise.under_way_events if promise.under_way else False
    if keys and 0 < len(there) < len(keys):
        outcome.wrong("half", f"{len(there)} of the {len(keys)} rows of one gesture")
    elif promise.under_way and not new and count != promise.events:
        outcome.wrong("half", f"{count - promise.events} of the {promise.under_way_events} events of one gesture")
    elif keys and bool(there) != new:
        outcome.wrong("half", f"{len(there)} rows without their events, or events without their rows")
    expected = after if new or there else before
    for key in expected.keys() | found.keys():
        if key not in keys and found.get(key, _USUAL.get(key.split()[0])) != expected.get(key, found.get(key)):
            outcome.wrong("lost", f"{key}: {expected.get(key)} was shown as saved, {found.get(key)} is there")
    for key in found.keys() - expected.keys() - keys:
        if found[key] != _USUAL.get(key.split()[0]):
            outcome.wrong("lost", f"{key}: {found[key]} is there, which nobody made")
    if not promise.under_way and count != promise.events:
        outcome.wrong("lost", f"{count} events instead of {promise.events}")
    if new:
        promise.take()


_USUAL = {"work": ["new"]}


def _events_match(project: Project, outcome: Outcome) -> None:
    """The last event of each span says what its row says."""
    newest = "SELECT max(id) FROM event WHERE after IS NOT NULL GROUP BY object"
    last = project.rows(f"SELECT object, after FROM event WHERE id IN ({newest})")
    told = {uid: json.loads(after) for uid, after in last}
    names = ("start", "end", "label_id", "note", "confidence", "rev", "deleted")
    for row in project.query('SELECT uid, start, "end", label_id, note, confidence, rev, deleted FROM span'):
        event = told.get(row["uid"])
        if event is not None and [event[name] for name in names] != [row[name] for name in names]:
            outcome.wrong("half", f"span {row['uid']} is not what its last event says")
