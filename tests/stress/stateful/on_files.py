"""Ends of the program: closed, cut off with its file as it lies there, killed in the middle of writing."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from tests.stress.stateful.model import Row
from tests.stress.stateful.victim import uid
from tests.stress.stateful.world import World, gesture

_ROOT = Path(__file__).parents[3]


@gesture(2)
def restart(world: World, _: int, __: int, ___: int) -> None:
    name = world.session.annotator.name
    world.close()
    world.open(name)


@gesture(2)
def cut_off(world: World, _: int, __: int, ___: int) -> None:
    """Copies what a kill would leave, by another process: this one may not look into its own open file."""
    copy = world.path.with_name(f"{world.next()}.nishan")
    for end in ("", "-wal"):
        if Path(f"{world.path}{end}").exists():
            subprocess.run(["cp", f"{world.path}{end}", f"{copy}{end}"], check=True)
    name = world.session.annotator.name
    world.close()
    world.path = copy
    world.open(name)
    world.tidy()


@gesture(1)
def kill(world: World, acknowledged: int, wait: int, label: int) -> None:
    """Another process writes gesture after gesture, and SIGKILL ends it: each is there whole, or not at all."""
    article, name = world.here()[0], world.session.annotator.name
    victim = world.project.annotator("victim").id
    kind = world.label(label).id
    keys = [("span", uid(article, part)) for part in range(2)]
    before = [world.model.writes[key] for key in keys]
    world.close()
    command = [
        sys.executable,
        "-m",
        "tests.stress.stateful.victim",
        str(world.path),
        *map(str, (article, victim, kind)),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=_ROOT) as process:
        assert process.stdout is not None
        told = sum(bool(process.stdout.readline()) for _ in range(acknowledged % 20))
        time.sleep(wait / 20_000)
        process.kill()
        told += len(process.stdout.readlines())
    world.open(name)
    revs = dict(world.project.rows("SELECT uid, rev FROM span"))
    written = [revs.get(key[1], 0) - known for key, known in zip(keys, before, strict=True)]
    assert written[0] == written[1], f"half a gesture: {written}"
    assert told <= written[0] <= told + 1, f"{told} were told to be saved, {written[0]} are"
    for _ in range(written[0]):
        rows = (Row(article, victim, part, part + 1, kind, "manual", str(written[0])) for part in range(2))
        world.model.take({key: (None, row) for key, row in zip(keys, rows, strict=True)}, 1)
    if written[0]:
        world.remember(article, victim)
