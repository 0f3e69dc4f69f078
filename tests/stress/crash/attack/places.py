"""Every command with each path that it takes being every kind of place, by every way to write it.

A place is what lies there or how its name is written. Nobody's file may change but those that were named for an output
and that hold nobody's work: projects, their sidecars, backups and inputs stay what they are.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from models.backups.backing_up import back_up
from models.backups.listing import Reason
from models.base.presence import exists, is_folder
from models.project.project import Project
from tests.stress.crash.attack.program import Program, side_by_side
from tests.stress.crash.attack.things import THINGS, harmed
from tests.stress.crash.corpus import small_project
from tests.stress.crash.outcome import Outcome
from tests.stress.crash.rounds import Room, Task

NAME = "p.nishan"
_LIMIT = 20.0
_OUT = ("--format", "jsonl")
_SPLIT = (*_OUT, "--split", "train=0.5,test=0.5")
COMMANDS: dict[str, tuple[str, ...]] = {
    # {x} is the place, {p} a project, {b} a backup, {t} a text, {l} labels.
    "new": ("new", "{x}"),
    "new --labels": ("new", "{w}/new.nishan", "--labels", "{x}"),
    "new --guidelines": ("new", "{w}/new.nishan", "--guidelines", "{x}"),
    "import into": ("import", "{x}", "{t}"),
    "import": ("import", "{p}", "{x}"),
    "import --format": ("import", "{p}", "{x}", "--format", "jsonl"),
    "import brat": ("import", "{p}", "{x}", "--format", "brat"),
    "import two": ("import", "{p}", "{t}", "{x}"),
    "import --report": ("import", "{p}", "{t}", "--report", "{x}"),
    "export of": ("export", "{x}", "{w}/out.jsonl", *_OUT),
    "export": ("export", "{p}", "{x}", *_OUT),
    "export --card": ("export", "{p}", "{x}", *_OUT, "--card"),
    "export label-studio": ("export", "{p}", "{x}", "--format", "label-studio"),
    "export conll2003": ("export", "{p}", "{x}", "--format", "conll2003"),
    "export spacy": ("export", "{p}", "{x}", "--format", "spacy"),
    "export docx": ("export", "{p}", "{x}", "--format", "docx"),
    "export brat": ("export", "{p}", "{x}", "--format", "brat"),
    "export brat --replace": ("export", "{p}", "{x}", "--format", "brat", "--replace"),
    "export --split": ("export", "{p}", "{x}", *_SPLIT),
    "export --split --replace": ("export", "{p}", "{x}", *_SPLIT, "--replace", "--card"),
    "export --report": ("export", "{p}", "{w}/out.jsonl", *_OUT, "--report", "{x}"),
    "export --report onto itself": ("export", "{p}", "{x}", *_OUT, "--report", "{x}"),
    "export --dry-run --report": ("export", "{p}", "{w}/out.jsonl", *_OUT, "--dry-run", "--report", "{x}"),
    "export --dry-run": ("export", "{p}", "{x}", *_OUT, "--dry-run"),
    "stats": ("stats", "{x}"),
    "check": ("check", "{x}"),
    "backups": ("backups", "{x}"),
    "restore": ("restore", "{x}", "{w}/new.nishan"),
    "restore to": ("restore", "{b}", "{x}"),
    "recover": ("recover", "{x}", "{w}/new.nishan"),
    "recover to": ("recover", "{p}", "{x}"),
    "recover --report": ("recover", "{p}", "{w}/new.nishan", "--report", "{x}"),
    "--data-dir": ("--data-dir", "{x}", "backups", "{p}"),
    "--data-dir import": ("--data-dir", "{x}", "import", "{p}", "{t}"),
    "window": (),
}


def _long(folder: Path, _: dict[str, str]) -> str:
    return str(folder / ("ن" * 200))


def _too_many_folders(folder: Path, _: dict[str, str]) -> str:
    return str(folder) + "/a" * 2500


def _in_other_letters(_: Path, files: dict[str, str]) -> str:
    project = Path(files["p"])
    return str(project.with_name(project.name.upper()))


def _bound(folder: Path, files: dict[str, str]) -> str:
    (there := folder / "bound").mkdir()
    subprocess.run(["mount", "--bind", str(Path(files["p"]).parent), str(there)], check=True)
    return str(there / NAME)


def _bound_file(folder: Path, files: dict[str, str]) -> str:
    (there := folder / "bound.nishan").touch()
    subprocess.run(["mount", "--bind", files["p"], str(there)], check=True)
    return str(there)


def _of(name: str) -> Callable[[Path, dict[str, str]], str]:
    return lambda _, files: files[name]


def _raw(name: bytes, data: bytes | None = None) -> Callable[[Path, dict[str, str]], str]:
    def made(folder: Path, _: dict[str, str]) -> str:
        path = folder / os.fsdecode(name)
        if data is not None:
            path.write_bytes(data)
        return str(path)

    return made


def _project_named(name: bytes) -> Callable[[Path, dict[str, str]], str]:
    def made(folder: Path, files: dict[str, str]) -> str:
        return str(shutil.copy(files["p"], folder / os.fsdecode(name)))

    return made


def _folder_named(name: bytes, *, full: bool = False) -> Callable[[Path, dict[str, str]], str]:
    def made(folder: Path, files: dict[str, str]) -> str:
        (path := folder / os.fsdecode(name)).mkdir()
        if full:
            shutil.copy(files["t"], path)
        return str(path)

    return made


def _thing(kind: str) -> Callable[[Path, dict[str, str]], str]:
    def made(folder: Path, _: dict[str, str]) -> str:
        THINGS[kind](path := folder / "x.nishan")
        return str(path)

    return made


def _linked(name: str, *, hard: bool = False) -> Callable[[Path, dict[str, str]], str]:
    def made(folder: Path, files: dict[str, str]) -> str:
        path = folder / "alias"
        path.hardlink_to(files[name]) if hard else path.symlink_to(files[name])
        return str(path)

    return made


_TEXT = "لاہور میں بارش".encode()
PLACES: dict[str, Callable[[Path, dict[str, str]], str]] = {
    **{kind: _thing(kind) for kind in THINGS},
    **{f"the {name}": _of(name) for name in ("p", "q", "b", "t", "l", "w", "d")},
    **{f"the {side} of q": _of(side) for side in ("wal", "shm", "lock", "journal")},
    **{f"a link to the {name}": _linked(name) for name in ("p", "q", "b", "wal", "lock", "t", "d")},
    **{f"a hard link to the {name}": _linked(name, hard=True) for name in ("p", "q", "b", "wal", "lock", "t")},
    "the log that p would have": lambda _, files: files["p"] + "-wal",
    "the journal that p would have": lambda _, files: files["p"] + "-journal",
    "the note that p would have": lambda _, files: files["p"] + ".lock",
    "a sidecar in other letters": lambda _, files: files["p"] + "-WAL",
    "p in other letters": _in_other_letters,
    "p with dots": lambda _, files: f"{Path(files['p']).parent}/./../{Path(files['p']).parent.name}//{NAME}",
    "p with a slash at its end": lambda _, files: files["p"] + "/",
    "p from here": lambda _, files: os.path.relpath(files["p"]),
    "through p": lambda _, files: files["p"] + "/x.nishan",
    "through a text": lambda _, files: files["t"] + "/x.txt",
    "p through a bind mount": _bound,
    "p by a bind mount of itself": _bound_file,
    "no UTF-8": _raw(b"\xff\xfe.nishan"),
    "a text, no UTF-8": _raw(b"\xff\xfe.txt", _TEXT),
    "a project, no UTF-8": _project_named(b"\xff\xfe.nishan"),
    "a folder, no UTF-8": _folder_named(b"\xff\xfe"),
    "a full folder, no UTF-8": _folder_named(b"\xff\xfe", full=True),
    "in a folder, no UTF-8": lambda folder, files: _folder_named(b"\xff\xfe")(folder, files) + "/x.nishan",
    "a newline": _raw(b"a\nb.nishan"),
    "a text, a newline": _raw(b"a\nb\x1b[31m.txt", _TEXT),
    "a project, a newline": _project_named(b"a\nb.nishan"),
    "a project, quotes and signs": _project_named(b"a'\"?%#&;$`|*.nishan"),
    "a project, a dot": _project_named(b".nishan"),
    "a project, other letters": _project_named(b"X.NISHAN"),
    "a project, no suffix": _project_named(b"report"),
    "a project, .txt": _project_named(b"report.txt"),
    "a project, 255 bytes": _project_named(b"x" * 248 + b".nishan"),
    "a new name of 255 bytes": _raw(b"x" * 248 + b".nishan"),
    "a text of 255 bytes": _raw(b"x" * 251 + b".txt", _TEXT),
    "a name that is too long": _long,
    "a path that is too long": _too_many_folders,
    "a word": _raw(b"word"),
    "a URL": lambda folder, files: f"file://{files['p']}?mode=rwc",
    "stdout": lambda *_: "/dev/stdout",
    "stdin": lambda *_: "/dev/stdin",
    "stderr by its number": lambda *_: "/proc/self/fd/2",
    "a number that is not open": lambda *_: "/proc/self/fd/999",
    "folder of numbers": lambda *_: "/proc/self/fd",
    "a file of /proc": lambda *_: "/proc/self/status",
    "memory": lambda *_: "/proc/self/mem",
    "a file of /sys": lambda *_: "/sys/kernel/mm/transparent_hugepage/enabled",
    "a folder that is missing": _raw(b"missing/x.nishan"),
    "an empty file": _raw(b"x.nishan", b""),
    "an empty text": _raw(b"x.txt", b""),
    "zeros": _raw(b"x.nishan", bytes(5000)),
    "an empty folder": _folder_named(b"folder.nishan"),
}  # fmt: skip


def tasks(room: Room, rounds: int) -> Iterator[Task]:
    """Commands and places in an order of the seed's."""
    base = room.folder / "base.nishan"
    small_project(base)
    with Project.open(base) as project:
        back_up(project.source(), room.folder / "backups", Reason.WORK, lambda *_: None, always=True)
    backup = next((room.folder / "backups").rglob("*.nishan"))
    pairs = [(command, place) for command in COMMANDS for place in PLACES]
    Random(f"{room.seed} order").shuffle(pairs)

    def one(program: Program, folder: Path, _rng: Random, outcome: Outcome) -> None:
        command, place = pairs[outcome.number % len(pairs)]
        outcome.moment = command
        (there := folder / "place").mkdir()
        files = _files(folder, base, backup)
        try:
            _meet(program, command, place, PLACES[place](there, files), files, outcome)
            follows = command.startswith("export") or "--report" in command  # who names a link means where it leads
            if not follows and (harm := harmed(there)):
                outcome.wrong("lost", f"{command}: {place}: {harm}")
        finally:
            if "bind mount" in place:
                bound = there / ("bound.nishan" if "itself" in place else "bound")
                subprocess.run(["umount", "-l", str(bound)], check=False, stderr=subprocess.DEVNULL)

    yield from side_by_side(room, "places", rounds, one, XDG_DATA_HOME=str(room.new()))


def _meet(program: Program, command: str, place: str, name: str, files: dict[str, str], outcome: Outcome) -> None:
    names, what = files | {"x": name}, f"{command}: {place}"
    before = _digests(files)
    if command == "window":
        ran = program.window(Path(name), limit=_LIMIT)
    else:
        words = (word.format(**names) for word in COMMANDS[command])
        ran = program.run(*words, limit=_LIMIT)
    found = len(outcome.problems)
    sound = ran.judge(outcome)
    outcome.problems[found:] = [(kind, f"{what}: {text}") for kind, text in outcome.problems[found:]]
    if sound and "Errno" in ran.said:
        outcome.wrong("silent", f"{what}: no sentence: {ran.said.strip()[-200:]}")
    spared = _spared(command, place)
    for key, digest in _digests(files).items():
        if digest != before[key] and key not in spared:
            outcome.wrong("lost", f"{what}: exit {ran.code}: {key} is {'another one' if digest else 'gone'}")
    for key in ("p", "q"):
        if exists(Path(files[key])) and (bad := program.run("check", files[key])).code:
            outcome.wrong("lost", f"{what}: {key} afterwards: {bad.said.strip()[-160:]}")
    for left in Path(files["w"]).parent.rglob("*"):
        if left.name.startswith(".") and len(left.name) > 30:
            outcome.wrong("left", f"{what}: exit {ran.code}: {left.name}")


def _spared(command: str, place: str) -> set[str]:
    """Return the files that a command may change."""
    found = {"p"} if place != "the p" and command.startswith(("import", "--data-dir import")) else set()
    if command in ("import into", "window"):
        found |= {"p", "q", "b"}
    if "--replace" in command and place.endswith("the d"):
        found |= {"t"}  # said to be replaced
    if place.endswith("the b"):
        found |= {"b"}  # who opens a project marks it
    return found


def _files(folder: Path, base: Path, backup: Path) -> dict[str, str]:
    """The files that are there; q has crashed, with its log."""
    (texts := folder / "texts").mkdir()
    (out := folder / "out").mkdir()
    (home := folder / "home").mkdir()
    labels = folder / "labels.toml"
    shutil.copy(Path("seeds") / "labels.toml", labels)
    text = texts / "b.txt"
    text.write_bytes(_TEXT)
    files = {"p": str(home / NAME), "q": str(home / "q.nishan"), "b": str(home / backup.name)}
    for name in ("p", "q"):
        shutil.copy(base, files[name])
    shutil.copy(backup, files["b"])
    files |= {"t": str(text), "l": str(labels), "w": str(out), "d": str(texts)}
    for name, suffix in (("wal", "-wal"), ("shm", "-shm"), ("lock", ".lock"), ("journal", "-journal")):
        files[name] = str(home / f"r.nishan{suffix}")
        Path(files[name]).write_bytes(b"what belongs to a project on another drive")
    return files


def _digests(files: dict[str, str]) -> dict[str, str]:
    return {
        key: hashlib.sha256(Path(path).read_bytes()).hexdigest() if os.path.lexists(path) else ""
        for key, path in files.items()
        if not is_folder(Path(path))
    }
