"""Strange things as inputs and sidecars, and outputs that are an input: nothing hangs, no input is replaced."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from models.backups.backing_up import back_up
from models.backups.listing import Reason
from models.project.project import Project
from tests.stress.crash.attack.program import Program, Ran, side_by_side
from tests.stress.crash.attack.things import THINGS, TREES, harmed
from tests.stress.crash.corpus import small_project
from tests.stress.crash.outcome import Outcome
from tests.stress.crash.rounds import Room, Task

NAME = "p.nishan"
_AT_ONCE = 10.0  # seconds, on a machine that is shared: "one sentence at once"
_SIDECARS = ("-wal", "-journal", "-shm", ".lock")


def _base(room: Room) -> Path:
    base = room.folder / "base.nishan"
    small_project(base)
    return base


def _text(folder: Path, name: str = "a.txt") -> Path:
    path = folder / name
    path.write_text("لاہور میں بارش", encoding="utf-8")
    return path


# --- a strange thing as an input ----------------------------------------------------------------------------------


def _inputs(thing: Path, folder: Path) -> dict[str, tuple[object, ...]]:
    project = folder / NAME
    return {
        "import": ("import", project, thing),
        "import of its folder": ("import", project, thing.parent),
        "import as its report": ("import", project, _text(folder), "--report", thing),
        "labels": ("new", folder / "new.nishan", "--labels", thing),
        "guidelines": ("new", folder / "new.nishan", "--guidelines", thing),
        "new": ("new", thing),
        "export": ("export", thing, folder / "out.jsonl", "--format", "jsonl"),
        "export to it": ("export", project, thing, "--format", "jsonl"),
        "check": ("check", thing),
        "stats": ("stats", thing),
        "restore": ("restore", thing, folder / "new.nishan"),
        "recover": ("recover", thing, folder / "new.nishan"),
        "backups": ("backups", thing),
        "window": (),
    }


def inputs(room: Room, rounds: int) -> Iterator[Task]:
    """Each command with each strange thing in turn."""
    base, every = _base(room), THINGS | TREES
    pairs = [(name, kind) for name in _inputs(base, base.parent) for kind in every]
    Random(f"{room.seed} order").shuffle(pairs)

    def one(program: Program, folder: Path, _rng: Random, outcome: Outcome) -> None:
        name, kind = pairs[outcome.number % len(pairs)]
        outcome.moment = f"{kind}"
        place = folder / "place"
        place.mkdir()
        thing = place / ("x.toml" if name == "labels" else "x.nishan" if name == "window" else "x.txt")
        shutil.copy(base, folder / NAME)
        every[kind](thing)
        words = _inputs(thing, folder)[name]
        ran = program.run(*words, limit=_AT_ONCE) if words else program.window(thing, limit=_AT_ONCE)
        _judge(ran, outcome, f"{name}: {kind}")
        if words and ran.judge(Outcome("")) and not ran.code and name not in _MAY_WORK and kind in _NEVER:
            outcome.wrong("silent", f"{name}: {kind}: exit 0: {ran.out.strip()[:100]}")
        if words and kind in ("null", "zeros", "pipe") and not (thing.is_fifo() or thing.is_char_device()):
            outcome.wrong("lost", f"{name}: {kind}: a file is in its place now")
        _still_whole(program, folder / NAME, outcome, f"{name}: {kind}")
        if (harm := harmed(place)) and name not in _FOLLOWS:
            outcome.wrong("lost", f"{name}: {kind}: {harm}")

    yield from side_by_side(room, "inputs", rounds, one, XDG_DATA_HOME=str(room.new()))


_MAY_WORK = ("import of its folder", "export to it", "import as its report", "new", "import")
_FOLLOWS = ("export to it", "import as its report")  # whoever names a link for an output means where it leads
_NEVER = ("pipe", "null", "zeros", "socket", "circle", "link to a pipe", "link to nowhere")


def _judge(ran: Ran, outcome: Outcome, what: str) -> bool:
    before = len(outcome.problems)
    sound = ran.judge(outcome)
    outcome.problems[before:] = [(kind, f"{what}: {text}") for kind, text in outcome.problems[before:]]
    return sound


def _still_whole(program: Program, project: Path, outcome: Outcome, what: str) -> None:
    ran = program.run("check", project)
    if ran.code:
        outcome.wrong("lost", f"{what}: the project afterwards: {ran.said.strip()[-200:]}")


# --- a strange thing beside the project -----------------------------------------------------------------------------


def sidecars(room: Room, rounds: int) -> Iterator[Task]:
    """Each sidecar as each strange thing: commands and the window meet it."""
    base = _base(room)
    pairs = [(suffix, kind) for suffix in _SIDECARS for kind in THINGS]
    Random(f"{room.seed} order").shuffle(pairs)

    def one(program: Program, folder: Path, _rng: Random, outcome: Outcome) -> None:
        suffix, kind = pairs[outcome.number % len(pairs)]
        outcome.moment = suffix
        for name in ("check", "export", "import", "recover", "window"):
            place, what = folder / name, f"{suffix} is a {kind}: {name}"
            place.mkdir()
            project = place / NAME
            shutil.copy(base, project)
            THINGS[kind](place / f"{NAME}{suffix}")
            words: dict[str, tuple[object, ...]] = {
                "export": (folder / "out.jsonl", "--format", "jsonl"),
                "import": (_text(folder),),
                "recover": (folder / "new.nishan",),
            }
            if name == "window":
                ran = program.window(project, label=True, limit=_AT_ONCE)
                if ran.seen and not ran.seen["opened"] and not ran.seen["said"]:
                    outcome.wrong("silent", f"{what}: neither opened nor a word")
            else:
                ran = program.run(name, project, *words.get(name, ()), limit=_AT_ONCE)
            _judge(ran, outcome, what)
            if harm := harmed(place):
                outcome.wrong("lost", f"{what}: {harm}")
            (place / "look").mkdir()
            _still_whole(program, Path(shutil.copy(project, place / "look")), outcome, what)

    yield from side_by_side(room, "sidecars", rounds, one, XDG_DATA_HOME=str(room.new()))


# --- an output that is an input -------------------------------------------------------------------------------------

_JSONL = ("--format", "jsonl")
_SPLIT = ("--format", "jsonl", "--split", "train=0.8,test=0.2")
_COMMANDS: dict[str, tuple[str, ...]] = {
    # First the victim, of which {x} is an alias. {p} the project, {q} another one, {b} a backup, {t} a text, {d} the
    # folder of texts, {f} that of all.
    "import --report": ("{v}", "import", "{p}", "{t}", "--report", "{x}"),
    "import of a folder --report": ("{v}", "import", "{p}", "{d}", "--report", "{x}"),
    "export --report": ("{v}", "export", "{p}", "{f}/out.jsonl", *_JSONL, "--report", "{x}"),
    "export --dry-run --report": ("{v}", "export", "{p}", "{f}/out.jsonl", *_JSONL, "--dry-run", "--report", "{x}"),
    "export": ("{v}", "export", "{p}", "{x}", *_JSONL),
    "export csv": ("{v}", "export", "{p}", "{x}", "--format", "csv"),
    "recover": ("{v}", "recover", "{p}", "{x}"),
    "recover --report": ("{v}", "recover", "{p}", "{f}/new.nishan", "--report", "{x}"),
    "recover --report to the new one": ("{f}/new.nishan", "recover", "{p}", "{f}/new.nishan", "--report", "{x}"),
    "restore": ("{v}", "restore", "{b}", "{x}"),
    "new": ("{v}", "new", "{x}"),
    "new over its labels": ("{l}", "new", "{x}", "--labels", "{l}"),
    "new over its guidelines": ("{t}", "new", "{x}", "--guidelines", "{t}"),
    "export splits over the folder": ("{p}", "export", "{p}", "{f}", *_SPLIT, "--replace"),
    "export brat over the folder": ("{p}", "export", "{p}", "{f}", "--format", "brat", "--replace"),
    "export with a card": ("{card}", "export", "{card}", "{f}/set/out.jsonl", *_JSONL, "--card"),
    "export with a config": ("{config}", "export", "{config}", "{f}/set/o.json", "--format", "label-studio"),
}
_ALIASES: dict[str, Callable[[Path, Path], Path]] = {
    "itself": lambda path, _: path,
    "with dots": lambda path, _: path.parent / ".." / path.parent.name / "." / path.name,
    "a link": lambda path, folder: _linked(path, folder, Path.symlink_to),
    "a link to a link": lambda path, folder: _linked(_linked(path, folder, Path.symlink_to), folder, Path.symlink_to),
    "a hard link": lambda path, folder: _linked(path, folder, Path.hardlink_to),
    "through a linked folder": lambda path, folder: _linked(path.parent, folder, Path.symlink_to) / path.name,
}


def _victims(words: tuple[str, ...]) -> list[str]:
    """Every project, and what the command reads: other files may be replaced by whoever names them."""
    read = [word for word in words if word in ("{t}", "{l}")] + ["{t}"] * ("{d}" in words)
    return ["{p}", "{q}", "{b}", *read]


def _linked(path: Path, folder: Path, link: Callable[[Path, Path], None]) -> Path:
    made = folder / f"alias-{len([*folder.iterdir()])}"
    link(made, path)
    return made


def outputs(room: Room, rounds: int) -> Iterator[Task]:
    """Each file that is written, told to be each of those that are read, by each of its names."""
    base = _base(room)
    with Project.open(base) as project:
        back_up(project.source(), room.folder / "backups", Reason.WORK, lambda *_: None, always=True)
    backup = next((room.folder / "backups").rglob("*.nishan"))
    every = [
        (name, victim, alias)
        for name, words in _COMMANDS.items()
        for victim in (_victims(words) if words[0] == "{v}" else words[:1])
        for alias in _ALIASES
    ]
    Random(f"{room.seed} order").shuffle(every)

    def one(program: Program, folder: Path, _rng: Random, outcome: Outcome) -> None:
        name, victim, alias = every[outcome.number % len(every)]
        outcome.moment, what = alias, f"{name}: onto {victim} by {alias}"
        names = _files(folder, base, backup)
        target = Path(victim.format(**names))
        if not target.exists() and "{x}" in _COMMANDS[name]:
            alias = "itself"
        names |= {"x": str(_ALIASES[alias](target, _aliases(folder)) if "{x}" in _COMMANDS[name] else target)}
        before = _digests(names)
        ran = program.run(*(word.format(**names) for word in _COMMANDS[name][1:]))
        _judge(ran, outcome, what)
        after, may_change = _digests(names), "{p}" if name.startswith("import") else ""
        for key, digest in after.items():
            if digest != before[key] and f"{{{key}}}" != may_change:
                outcome.wrong("lost", f"{what}: exit {ran.code}: {key} is {'another one' if digest else 'gone'}")
        for key in ("p", "q", "b"):
            if Path(names[key]).exists():
                _still_whole(program, Path(names[key]), outcome, what)

    yield from side_by_side(room, "outputs", rounds, one, XDG_DATA_HOME=str(room.new()))


def _aliases(folder: Path) -> Path:
    made = folder.with_name(f"{folder.name}-aliases")
    made.mkdir()
    return made


def _files(folder: Path, base: Path, backup: Path) -> dict[str, str]:
    texts, set_ = folder / "texts", folder / "set"
    texts.mkdir()
    set_.mkdir()
    labels = folder / "labels.toml"
    shutil.copy(Path("seeds") / "labels.toml", labels) if (Path("seeds") / "labels.toml").exists() else labels.touch()
    copies = {"p": folder / NAME, "q": folder / "q.nishan", "card": set_ / "README.md", "config": set_ / "o.config.xml"}
    for copy in copies.values():
        shutil.copy(base, copy)
    kept = Path(shutil.copy(backup, folder))
    _text(texts, "b.txt")
    return {name: str(path) for name, path in copies.items()} | {
        "b": str(kept), "t": str(_text(texts)), "d": str(texts), "l": str(labels), "f": str(folder),
    }  # fmt: skip


def _digests(names: dict[str, str]) -> dict[str, str]:
    keys = [key for key in names if key not in ("x", "f", "d")]
    return {
        key: hashlib.sha256(Path(names[key]).read_bytes()).hexdigest() if os.path.lexists(names[key]) else ""
        for key in keys
    }
