"""Disks and clocks that do not do what they should: errors of reading, writing and syncing, no room, no right to write.

`disk`: commands and the window, over a file system that fails at some call, by a library that is preloaded.
`mounts`: full and read-only file systems, backup folders that cannot be written, odd umasks (as root, on Linux).
"""

from __future__ import annotations

import errno
import shutil
import stat
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from models.base.errors import UserError
from models.checks import check
from models.project.left_out import lost_changes
from models.project.project import Project
from tests.stress.crash.attack.content import Content, content
from tests.stress.crash.attack.program import Program, Ran, side_by_side
from tests.stress.crash.corpus import small_project
from tests.stress.crash.journal import Promise, Rows, events, kept, read
from tests.stress.crash.killing import output, start
from tests.stress.crash.look import inspect
from tests.stress.crash.outcome import Outcome
from tests.stress.crash.rounds import Room, Task

NAME = "p.nishan"
_READ, _WRITE, _SYNC = 1, 2, 4
_FAILURES = {
    "reads fail": (_READ, errno.EIO), "writes fail": (_WRITE, errno.EIO), "syncs fail": (_SYNC, errno.EIO),
    "no room": (_WRITE, errno.ENOSPC), "all fails": (_READ | _WRITE | _SYNC, errno.EIO),
}  # fmt: skip
_COMMANDS = ("check", "stats", "export", "import", "recover", "restore", "window")
_GESTURES, _PATIENCE = 25, 12.0
_YEAR = 400 * 86400


def shim(folder: Path) -> str:
    """Compile the library. Raises AssertionError where there is no compiler."""
    made, source = folder / "shim.so", Path(__file__).with_name("shim.c")
    compiler = shutil.which("cc") or shutil.which("gcc")
    assert compiler, "a C compiler is wanted"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", made, source, "-ldl"], check=True)
    return str(made)


class _Sound:
    """The project, its backup, and what they say."""

    def __init__(self, room: Room) -> None:
        self.base = room.folder / "base.nishan"
        small_project(self.base)
        with Program(room.new(), XDG_DATA_HOME=str(room.new())) as program:
            program.run("export", self.base, room.folder / "sound.jsonl", "--format", "jsonl")
        self.says = content(room.folder / "sound.jsonl")
        with Project.open(self.base) as project:
            self.promise = Promise(kept(project), events(project))


def disk(room: Room, rounds: int) -> Iterator[Task]:
    """Each failure with each command in turn, and every fourth round a window that labels."""
    library, sound = shim(room.folder), _Sound(room)

    def one(program: Program, folder: Path, rng: Random, outcome: Outcome) -> None:
        outcome.moment = [*_FAILURES][outcome.number % len(_FAILURES)]
        kinds, code = _FAILURES[outcome.moment]
        times = rng.choice((1, 3, -1))
        if rng.random() < 0.25:
            asked = f"{NAME},{kinds},{rng.randrange(400)},{times},{code},0,0"
            _label(folder, sound, outcome, {"LD_PRELOAD": library, "SHIM": asked})
            return
        name = rng.choice(_COMMANDS)
        part = rng.choice((NAME, NAME, "out.jsonl", "new.nishan"))
        armed = (part, kinds, rng.choice((0, 1, rng.randrange(10), rng.randrange(100))), times, code, 0, 0)
        _command(program, name, folder, sound, outcome, f"{name}, {part}, call {armed[2]}", shim=armed)

    yield from side_by_side(room, "disk", rounds, one, XDG_DATA_HOME=str(room.new()), LD_PRELOAD=library)


def _command(program: Program, name: str, folder: Path, sound: _Sound, outcome: Outcome, what: str, **more: Any) -> Ran:
    """One command over a failing disk; afterwards, on a sound one, all is as it was or as it should be."""
    place = more.pop("place", folder)
    project, out, new = place / NAME, place / "out.jsonl", place / "new.nishan"
    if not project.exists():
        shutil.copy(sound.base, project)
    text = folder / "more.txt"
    text.write_text("لاہور میں بارش", encoding="utf-8")
    words = {
        "check": (project,), "stats": (project,), "export": (project, out, "--format", "jsonl"),
        "import": (project, text), "recover": (project, new), "restore": (sound.base, new),
    }  # fmt: skip
    ran = program.window(project, label=True, **more) if name == "window" else program.run(name, *words[name], **more)
    before = len(outcome.problems)
    ran.judge(outcome)
    outcome.problems[before:] = [(kind, f"{what}: {text}") for kind, text in outcome.problems[before:]]
    if name == "export" and (not ran.code or out.exists()) and content(out) != sound.says:
        outcome.wrong("silent" if not ran.code else "half", f"{what}: exit {ran.code}, another dataset")
    if new.exists() and _says(program, new, folder / "new.jsonl") != sound.says:
        outcome.wrong("half", f"{what}: exit {ran.code}, and the new project is not all of it")
    if name in ("recover", "restore") and not ran.code and not new.exists():
        outcome.wrong("silent", f"{what}: exit 0, and no new project")
    _whole(program, project, folder, name, ran, sound, outcome, what)
    return ran


def _whole(
    program: Program, project: Path, folder: Path, name: str, ran: Ran, sound: _Sound, outcome: Outcome, what: str
) -> None:
    look = folder / "look"
    shutil.rmtree(look, ignore_errors=True)
    look.mkdir()
    for file in project.parent.glob(f"{NAME}*"):
        if not file.name.endswith(".lock"):
            shutil.copy(file, look)
    found = _says(program, look / NAME, folder / "after.jsonl")
    missing = [key for key, pieces in sound.says.items() if not pieces <= found.get(key, set())]
    more = len(found.keys() - sound.says.keys())
    if missing:
        outcome.wrong("lost", f"{what}: exit {ran.code}: {len(missing)} articles of the project are not what they were")
    if name == "import" and more != int(not ran.code):
        outcome.wrong("half" if ran.code else "silent", f"{what}: exit {ran.code}, and {more} new articles")
    if name == "import" and not missing and (sound_ := program.run("check", look / NAME)).code:
        outcome.wrong("damaged", f"{what}: {sound_.said.strip()[-200:]}")


def _says(program: Program, project: Path, out: Path) -> Content:
    out.unlink(missing_ok=True)
    program.run("export", project, out, "--format", "jsonl")
    return content(out) if out.exists() else {}


def _label(folder: Path, sound: _Sound, outcome: Outcome, environment: dict[str, str]) -> None:
    """A window that labels while the disk fails; then what it called saved is there."""
    project, journal = folder / NAME, folder / "journal"
    if not project.exists():
        shutil.copy(sound.base, project)
    words = ("window", outcome.number, _GESTURES, "--data-dir", folder / "data", project)
    window, until = start(journal, *words, environment=environment), time.monotonic() + _PATIENCE
    while window.poll() is None and time.monotonic() < until:
        time.sleep(0.05)
    window.kill()
    window.wait()
    said = output(journal)
    if "Traceback" in said and "AssertionError" not in said:  # a window that was not opened has no hand
        outcome.wrong("crashed", f"labelling: {said.strip()[-300:]}")
    keeps(project, sound.promise.rows, [*read(journal)], outcome)


def keeps(project: Path, before: Rows, entries: list[dict[str, Any]], outcome: Outcome) -> None:
    """Whether all that was called saved is there, and of what waited the first so many gestures, in their order.

    A log may end in parts of a gesture that the disk refused, be it from a try before the last: to say that it is not
    in the project is right then.
    """
    rows, waiting = dict(before), list[Rows]()
    for entry in entries:
        if "try" in entry:
            waiting.append(entry["rows"])
        elif "refused" in entry and waiting:
            waiting.pop()  # it is written again when it waits
        elif "saved" in entry:
            outcome.gestures += 1
            for change in waiting:
                rows |= change
            waiting = []
    states = [rows]
    for change in waiting:
        states.append(states[-1] | change)
    try:
        with Project.open(project) as opened:
            known = lost_changes(opened) if waiting and opened.found.lost <= len(waiting) else ""
            if problems := [problem for problem in check(opened) if problem.what != known]:
                outcome.wrong("damaged", f"labelling: {problems[0].what}")
            found = kept(opened)
    except UserError as error:
        outcome.wrong("damaged", f"labelling: {error}")
        return
    best = min(
        ([key for key in state.keys() | found.keys() if _differ(key, state, found)] for state in states), key=len
    )
    if best:
        told = "; ".join(f"{key}: {rows.get(key)} -> {found.get(key)}" for key in best[:2])
        outcome.wrong("lost", f"labelling: {len(best)} rows are not what was called saved: {told}")


def _differ(key: str, one: Rows, other: Rows) -> bool:
    usual = ["new"] if key.startswith("work ") else None
    return one.get(key, usual) != other.get(key, usual)


# --- file systems and rights ----------------------------------------------------------------------------------------


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[Path]:
    """A file system of its own at a folder, for root."""
    folder.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], check=True, capture_output=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


_WAYS = ("read-only", "full", "backups cannot be written", "umask 000", "umask 077", "clock back", "export meanwhile")


def mounts(room: Room, rounds: int) -> Iterator[Task]:
    """Each way in turn, with a command or with a window that labels."""
    library, sound = shim(room.folder), _Sound(room)

    def one(program: Program, folder: Path, rng: Random, outcome: Outcome) -> None:
        outcome.moment = way = _WAYS[outcome.number % len(_WAYS)]
        name = rng.choice(_COMMANDS)
        what = f"{way}: {name}"
        if way == "export meanwhile":
            _export_meanwhile(program, folder, sound, outcome)
        elif way == "clock back":
            _command(program, name, folder, sound, outcome, what, shim=("-", 0, 0, 0, 0, _YEAR, rng.randrange(300)))
            asked = f"-,0,0,0,0,{_YEAR},{rng.randrange(1000, 4000)}"
            _label(folder / "look", sound, outcome, {"LD_PRELOAD": library, "SHIM": asked})
        elif way.startswith("umask"):
            _command(program, name, folder, sound, outcome, what, umask=int(way[-3:], 8))
            _private(folder, program, outcome, what)
        elif way == "backups cannot be written":
            (folder / "data" / "nishan").mkdir(parents=True)
            (folder / "data" / "nishan" / "backups").write_text("a file in the way")
            home = {"XDG_DATA_HOME": str(folder / "data")}
            _command(program, name, folder, sound, outcome, what, environment=home)
        else:
            size = sound.base.stat().st_size + rng.choice((0, 4096, 20480, 200_000))
            with mounted(folder / "disk", f"size={size if way == 'full' else 64_000_000}") as place:
                shutil.copy(sound.base, place / NAME)
                if way == "read-only":
                    subprocess.run(["mount", "-o", "remount,ro", place], check=True)
                _command(program, name, folder, sound, outcome, what, place=place)

    yield from side_by_side(room, "mounts", rounds, one, XDG_DATA_HOME=str(room.new()), LD_PRELOAD=library)


def _private(folder: Path, program: Program, outcome: Outcome, what: str) -> None:
    """The data folder, with backups and log, is only for its owner."""
    for home in (Path(program.environment["XDG_DATA_HOME"]), *program.folder.glob("data-*")):
        open_ = [
            path for path in (home, *home.rglob("*")) if path != home and stat.S_IMODE(path.stat().st_mode) & 0o077
        ]
        if open_:
            outcome.wrong("left", f"{what}: {open_[0].name} and {len(open_) - 1} more can be read by others")
            return


def _export_meanwhile(program: Program, folder: Path, sound: _Sound, outcome: Outcome) -> None:
    """Exports and checks while a window labels: each is a state that there was, and disturbs nothing."""
    project, journal = folder / NAME, folder / "journal"
    shutil.copy(sound.base, project)
    promise = Promise(sound.promise.rows, sound.promise.events)
    window = start(journal, "window", outcome.number, _GESTURES, "--data-dir", folder / "data", project)
    number, until = 0, time.monotonic() + 60
    while window.poll() is None and time.monotonic() < until:
        out = folder / f"out-{number}.jsonl"
        ran = program.run("export", project, out, "--format", "jsonl")
        number += 1
        if ran.judge(outcome) and not ran.code:
            found = content(out)
            if missing := [key for key in sound.says if key not in found]:
                outcome.wrong("silent", f"export meanwhile: exit 0 without {len(missing)} articles")
        program.run("check", project).judge(outcome)
    window.kill()
    window.wait()
    promise.hear(read(journal))
    outcome.gestures = promise.gestures
    inspect(project, promise, outcome)
