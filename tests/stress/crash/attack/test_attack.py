"""The short version of the attacks of `python -m tests.stress.crash`, and that what they call wrong is told."""

from __future__ import annotations

import json
import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from models.base.entities import Edit
from models.project.project import Project
from tests.models.helpers import make_span
from tests.stress.crash.attack import strangers
from tests.stress.crash.attack.content import difference
from tests.stress.crash.attack.damage import last_transaction
from tests.stress.crash.attack.damaged import history, is_of_history
from tests.stress.crash.attack.disks import keeps
from tests.stress.crash.attack.display import is_here
from tests.stress.crash.attack.program import Program, Ran
from tests.stress.crash.corpus import small_project
from tests.stress.crash.journal import Promise, Rows, kept
from tests.stress.crash.one_flip import dump, flip
from tests.stress.crash.outcome import Outcome
from tests.stress.crash.rounds import KINDS, kind, run

ROUNDS = {"screen": 2, "flip": 4, "pages": 3, "disk": 4, "mounts": 3, "inputs": 14, "sidecars": 4, "outputs": 20}
ROUNDS |= {"places": 20, "schema": 4, "overwrite": 2, "leftover": 2, "locks": 2, "steps": 6}
ROUNDS |= {"copies": 11, "meanwhile": 3}
_LOAD = 0.3  # of the usual

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux") or os.geteuid() != 0, reason="devices and file systems of our own need root"
)


@pytest.mark.parametrize("name", ROUNDS)
def test_an_attack_loses_nothing_and_nothing_is_silent(name: str, tmp_path: Path) -> None:
    if name in ("screen", "locks") and not is_here():
        pytest.skip("Xvfb, openbox and xdotool are wanted")
    outcomes, _ = run(name, kind(name), tmp_path, ROUNDS[name], 7, _LOAD)
    assert len(outcomes) >= ROUNDS[name]
    assert [outcome for outcome in outcomes if outcome.problems] == []


def test_every_attack_has_its_short_version() -> None:
    assert {name for name, (module, _, _) in KINDS.items() if module.startswith("attack.")} == set(ROUNDS)


@pytest.mark.parametrize(
    ("code", "err", "told"),
    [
        (0, "", set()),
        (1, "nishan: p is damaged", set()),
        (1, "", {"silent"}),
        (1, "Traceback (most recent call last):\nKeyError: 1", {"crashed"}),
        (-11, "", {"crashed"}),
        (None, "", {"hung"}),
    ],
)
def test_each_end_of_a_process_is_judged(code: int | None, err: str, told: set[str]) -> None:
    outcome = Outcome("test")
    Ran(("check",), code, "", err, 1.0, {}).judge(outcome)
    assert {kind for kind, _ in outcome.problems} == told


def test_what_is_made_up_and_what_is_missing_are_told_apart() -> None:
    assert difference({"1": {"a", "x"}}, {"1": {"a", "b"}, "2": {"c"}}) == (["x"], ["b", "c"])


def test_a_process_that_hangs_is_killed_and_says_where_it_was(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    with Program(tmp_path) as program:
        ran = program.run("new", tmp_path / "p.nishan", "--guidelines", tmp_path / "pipe.md", limit=1.0)
        again = program.run("formats")
    if ran.code is None:  # a pipe that is refused is better still
        assert "line" in ran.err
    assert again.code == 0


def test_a_capital_in_a_name_of_the_schema_changes_nothing_and_another_letter_does(tmp_path: Path) -> None:
    small_project(project := tmp_path / "p.nishan")
    whole, data = dump(project), project.read_bytes()
    for name, same in ((b"article_label_labEl", True), (b"article_label_labdl", False)):
        project.write_bytes(data.replace(b"indexarticle_label_label", b"index" + name))
        assert project.read_bytes() != data
        assert (dump(project) == whole) is same


def test_a_span_as_it_was_once_is_told_from_one_that_never_was(tmp_path: Path) -> None:
    small_project(path := tmp_path / "p.nishan")
    with Project.open(path) as project:
        span = make_span(project, project.article_rows(project.annotator("me").id)[0].id, 3, 9)
        project.put(Edit(spans=(span,)), "label")
        project.put(Edit(spans=(replace(span, note="نوٹ"),)), "note")
    states = history(path)
    for note, end, known in (("", 9, True), ("نوٹ", 9, True), ("", 8, False), ("x", 9, False)):
        piece = json.dumps({"uid": span.uid, "start": 3, "end": end} | ({"note": note} if note else {}))
        assert is_of_history(f"me span {piece}", states) is known


@pytest.mark.parametrize("acknowledged", [False, True])
def test_a_change_that_the_disk_refused_may_be_named_as_lost(tmp_path: Path, acknowledged: bool) -> None:
    small_project(path := tmp_path / "p.nishan")
    with Project.open(path) as project:
        before = kept(project)
    strangers.work_apart(path, 2, 1, "dies")
    shutil.copytree(tmp_path, tmp_path / "whole")
    with Project.open(tmp_path / "whole" / path.name) as project:
        (first, second) = ({key: row} for key, row in kept(project).items() if key not in before)
    log = path.with_name(f"{path.name}-wal")
    flip(log, (last_transaction(log) + 200) * 8)
    entries: list[dict[str, Any]] = [{"try": 1, "rows": first}, {"saved": "saved"}, {"try": 1, "rows": second}]
    keeps(path, before, [*entries, *([{"saved": "saved"}] if acknowledged else [])], outcome := Outcome("test"))
    assert {kind for kind, _ in outcome.problems} == ({"damaged", "lost"} if acknowledged else set())


@pytest.mark.parametrize("act", ["renamed", "removed"])
@pytest.mark.parametrize("log", [True, False])
def test_what_was_saved_before_a_file_lost_its_name_is_in_its_log(tmp_path: Path, act: str, *, log: bool) -> None:
    place, rows, before = _gesture(tmp_path)
    strangers.ACTS[act](place / strangers.NAME, tmp_path)
    if not log:
        (place / f"{strangers.NAME}-wal").unlink()
    promise = Promise(rows, 1, past=[(1, {key: row for key, row in rows.items() if key not in before})])
    strangers.judge(place.parent, False, promise, 0, outcome := Outcome("test", act))
    assert {kind for kind, _ in outcome.problems} == (set() if log else {"lost"})


def _gesture(folder: Path) -> tuple[Path, Rows, Rows]:
    """A folder with a project whose process died after a gesture; the rows after and before it."""
    (place := folder / "round" / "place").mkdir(parents=True)
    small_project(project := place / strangers.NAME)
    with Project.open(project) as opened:
        before = kept(opened)
    shutil.copy(project, place.parent / "before")
    strangers.work_apart(project, 1, 1, "dies")
    shutil.copytree(place, folder / "whole")
    with Project.open(folder / "whole" / strangers.NAME) as whole:
        return place, kept(whole), before


@pytest.mark.parametrize("log", [True, False])
def test_a_gesture_that_only_the_log_of_a_cut_file_has_is_lost_without_the_log(tmp_path: Path, log: bool) -> None:
    small_project(base := tmp_path / "base")
    (place := tmp_path / "round" / "place").mkdir(parents=True)
    shutil.copy(base, project := place / strangers.NAME)
    shutil.copy(base, place.parent / "before")
    strangers.work_apart(project, 1, 1, "dies")
    shutil.copytree(place, tmp_path / "whole")
    with Project.open(tmp_path / "whole" / strangers.NAME) as whole:
        rows = kept(whole)
    promise = Promise(rows, 1, past=[(1, {key: row for key, row in rows.items() if key.startswith("span")})])
    sound = strangers.ACTS["cut in half"](project, base)
    if not log:
        project.with_name(f"{project.name}-wal").unlink()
    strangers.judge(place.parent, sound, promise, 0, outcome := Outcome("test", "cut in half"))
    assert {kind for kind, _ in outcome.problems} == (set() if log else {"lost"})
