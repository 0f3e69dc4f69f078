"""Other hands on the file: under an open window, and over one that crashed.

`overwrite`: somebody copies over, cuts, renames or removes the file while a window labels. What the window calls saved
from then on must be in some file of the folder, and a sound file that was put there must stay sound.
`leftover`: a colleague's closed copy is put over a crashed file whose log is still there. Neither may be mixed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from models.base.entities import AnnotatorId, Edit
from models.base.errors import UserError
from models.checks import check
from models.project.project import Project
from tests.models.helpers import make_span
from tests.stress.crash.attack.content import content, difference
from tests.stress.crash.attack.program import Program, Ran, side_by_side
from tests.stress.crash.corpus import small_project
from tests.stress.crash.journal import Promise, Rows, events, kept, read
from tests.stress.crash.killing import ROOT, output, start
from tests.stress.crash.outcome import Outcome
from tests.stress.crash.rounds import Room, Task

NAME = "p.nishan"
_BEFORE, _AFTER = 12, 15  # gestures
_OTHER_LOG = "last changes of another copy"  # the sentence for a log that is not the file's
_PATIENCE = 12.0  # seconds for the gestures after; a window that has noticed makes none
_STARTS = 150.0  # seconds for the window and its first gestures, on a machine that has other work


def _copy_over(project: Path, old: Path) -> bool:
    shutil.copyfile(old, project)
    return True


def _replace(project: Path, old: Path) -> bool:
    shutil.copy(old, project.with_name("theirs"))
    project.with_name("theirs").replace(project)
    return True


def _cut(project: Path, _: Path) -> bool:
    os.truncate(project, project.stat().st_size // 2)
    return False


def _empty(project: Path, _: Path) -> bool:
    os.truncate(project, 0)
    return False


def _append(project: Path, _: Path) -> bool:
    with project.open("ab") as file:
        file.write(b"\n" * 100)
    return True


def _touch(project: Path, _: Path) -> bool:
    os.utime(project)
    return True


def _rename(project: Path, _: Path) -> bool:
    project.rename(project.with_name("moved.nishan"))
    return False


def _rename_folder(project: Path, _: Path) -> bool:
    project.parent.rename(project.parent.with_name("elsewhere"))
    return False


def _remove(project: Path, _: Path) -> bool:
    project.unlink()
    return False


def _remove_log(project: Path, _: Path) -> bool:
    project.with_name(f"{project.name}-wal").unlink(missing_ok=True)
    return False


def _sync(project: Path, _: Path) -> bool:
    """As a service does: the file comes back as it was, log and all, under the same names."""
    for file in [*project.parent.glob(f"{project.name}*")]:
        shutil.copy(file, copy := file.with_name(f".{file.name}.part"))
        copy.replace(file)
    return True


ACTS: dict[str, Callable[[Path, Path], bool]] = {
    "copied over": _copy_over, "replaced": _replace, "cut in half": _cut, "emptied": _empty, "renamed": _rename,
    "folder renamed": _rename_folder, "removed": _remove, "log removed": _remove_log, "replaced by itself": _sync,
    "appended to": _append, "touched": _touch,
}  # fmt: skip
"""What a stranger does; each says whether it leaves a sound project under the name."""
_DESTROYS = ("copied over", "cut in half", "emptied", "removed")  # what the file had, be it of a commit just now


def overwrite(room: Room, rounds: int) -> Iterator[Task]:
    """Each act in turn, in the middle of gestures; what is put there is a colleague's work on the same project.

    Every other turn of them is in a synchronised folder, where there is no log.
    """
    base, theirs = room.folder / "base.nishan", room.folder / "theirs.nishan"
    small_project(base)
    shutil.copy(base, theirs)
    work_apart(theirs, 9, 2, "closes")

    def one(_: Program, folder: Path, rng: Random, outcome: Outcome) -> None:
        turn, number = divmod(outcome.number, len(ACTS))
        outcome.moment = [*ACTS][number]
        has_log = turn % 2 == 0
        (place := folder / ("place" if has_log else "Dropbox")).mkdir()
        project, journal = place / NAME, folder / "journal"
        shutil.copy(base, project)
        with Project.open(project) as opened:
            promise = Promise(kept(opened), events(opened))
        seed = rng.randrange(1000)
        window = start(journal, "window", seed, _BEFORE + _AFTER, "--data-dir", folder / "data", project)
        try:
            _until(window, journal, rng.randint(2, _BEFORE), _STARTS)
            shutil.copy(project, folder / "before")
            sound = ACTS[outcome.moment](project, theirs)
            written = journal.stat().st_size
            _until(window, journal, _BEFORE + _AFTER + 1, _PATIENCE)
        finally:
            window.kill()
            window.wait()
        said_before = _lines(journal, written)
        promise.hear([*read(journal)][:said_before])
        done = promise.gestures
        begun = bool(promise.under_way)
        promise.hear([*read(journal)][said_before:])
        outcome.gestures = promise.gestures - done
        if begun and not has_log and outcome.moment in _DESTROYS:
            done += 1  # it may have been in the file, and only there, before it was destroyed
        judge(folder, sound, promise, done, outcome)
        if "Traceback" in (said := output(journal)):
            outcome.wrong("crashed", said[said.rindex("Traceback") :][:400])
        if outcome.moment == "touched" and '"refused"' in journal.read_text():
            outcome.wrong("shut out", f"refused after a touch, which changes nothing; {outcome.gestures} gestures")

    yield from side_by_side(room, "overwrite", rounds, one, XDG_DATA_HOME=str(room.new()))


def _lines(journal: Path, size: int) -> int:
    return journal.read_bytes()[:size].count(b"\n")


def _until(window: subprocess.Popen[str], journal: Path, gestures: int, seconds: float) -> None:
    until = time.monotonic() + seconds
    while window.poll() is None and time.monotonic() < until:
        if journal.exists() and journal.read_bytes().count(b'"saved"') >= gestures:
            return
        time.sleep(0.003)


def judge(folder: Path, sound: bool, promise: Promise, done: int, outcome: Outcome) -> None:
    """Whether each gesture that was called saved after the act is in some project of the folder.

    The log beside a file that was overwritten, cut or removed counts with the file that it was written for, which is
    that of a backup: a gesture that was committed before the act and shown as saved after it is in the log, and only
    there. A file that was renamed has to find its log by itself, and in it all that was ever called saved.
    """
    done = 0 if outcome.moment == "renamed" else done
    found: list[Rows] = []
    for number, path in enumerate(sorted(folder.rglob("*.nishan"))):
        if "backups" not in path.parts:
            rows, damage = _open(path, folder / f"look-{number}")
            if rows is None and path.with_name(f"{path.name}-wal").exists():
                found += _with_log(path, folder)
                if _OTHER_LOG in damage:
                    rows, damage = _open(path, folder / f"alone-{number}", alone=True)
            found += [rows] if rows is not None else []
            if damage and sound and path.name == NAME:
                outcome.wrong("damaged", f"{outcome.moment}, which left a sound file: {damage}")
    removed = folder / "place" / NAME
    if outcome.moment == "removed" and removed.with_name(f"{NAME}-wal").exists():
        found += _with_log(removed, folder)
    after: Rows = {}
    for _, rows in promise.past[done:]:
        after |= rows
    missing = [key for key, row in after.items() if not any(rows.get(key) == row for rows in found)]
    if missing:
        outcome.wrong(
            "lost",
            f"{outcome.moment}: {len(missing)} of {len(after)} rows that were shown as saved after it are nowhere",
        )


def _with_log(path: Path, folder: Path) -> list[Rows]:
    """What the log beside a file holds, together with the file as it was before the act."""
    shutil.copy(folder / "before", before := folder / f"before-{path.stem}.nishan")
    shutil.copy(path.with_name(f"{path.name}-wal"), before.with_name(f"{before.name}-wal"))
    rows, _ = _open(before, folder / f"look-before-{path.stem}")
    return [rows] if rows is not None else []


def _open(path: Path, look: Path, *, alone: bool = False) -> tuple[Rows | None, str]:
    """Open a copy with what lies beside it; the log of a file that has gone with the note of its process, too."""
    look.mkdir()
    names = {path.name} if path.with_name(NAME).exists() else {path.name, NAME}
    for file in [path] if alone else (file for name in names for file in path.parent.glob(f"{name}*")):
        if not file.name.endswith(".lock") or file.name.removesuffix(".lock") != path.name:
            shutil.copy(file, look)
    try:
        with Project.open(look / path.name) as project:
            problems = check(project)
            return kept(project), problems[0].what if problems else ""
    except UserError as error:
        return None, str(error)


# --- a colleague's copy over a crashed one --------------------------------------------------------------------------


def work(path: str, count: str, seed: str, ends: str) -> None:
    """So many gestures; then the process closes the project, or dies. For a process of its own."""
    dice = Random(int(seed))
    with Project.open(Path(path)) as project:
        articles = [row.id for row in project.article_rows(AnnotatorId(project.annotator("me").id))]
        for _ in range(int(count)):
            article, at = dice.choice(articles), dice.randrange(200)
            project.put(Edit(spans=(make_span(project, article, at, at + 3),)), "label")
        if ends == "dies":
            os._exit(0)


def work_apart(path: Path, count: int, seed: int, ends: str) -> None:
    """Do `work` in a process of its own."""
    code = f"import sys; from {__name__} import work; work(*sys.argv[1:])"
    words = (str(path), str(count), str(seed), ends)
    subprocess.run([sys.executable, "-c", code, *words], cwd=ROOT, check=True)


def leftover(room: Room, rounds: int) -> Iterator[Task]:
    """Copies that have gone on by more or fewer gestures than the crashed one, met by each reader."""
    base = room.folder / "base.nishan"
    small_project(base)
    work_apart(base, 3, 1, "closes")

    def one(program: Program, folder: Path, rng: Random, outcome: Outcome) -> None:
        crashed, theirs = folder / "crashed" / NAME, folder / "theirs.nishan"
        crashed.parent.mkdir()
        shutil.copy(base, crashed)
        shutil.copy(base, theirs)
        ours = rng.choice((1, 2, 5, 23, 40))
        count = rng.choice((0, 1, 2, ours, rng.randint(1, 60)))
        work_apart(crashed, ours, rng.randrange(99), "dies")
        if count:
            work_apart(theirs, count, rng.randrange(99), "closes")
        outcome.moment = "a copy" if count else "an older copy"
        what = f"{ours} gestures in the log, {count} in the copy"
        out = folder / "theirs.jsonl"
        program.run("export", theirs, out, "--format", "jsonl")
        log = hashlib.sha256(crashed.with_name(f"{NAME}-wal").read_bytes()).hexdigest()
        shutil.copy(theirs, crashed)
        for name in ("check", "export", "stats", "import", "window"):
            place = folder / name
            shutil.copytree(crashed.parent, place)
            ran = _meet(program, name, place / NAME, folder)
            if not ran.judge(outcome):
                continue
            refused = bool(ran.code) if name != "window" else not ran.seen.get("opened")
            _compare(program, place, log, folder / "theirs.jsonl", outcome, f"{what}: {name}", refused, ran)

    yield from side_by_side(room, "leftover", rounds, one, XDG_DATA_HOME=str(room.new()))


def _meet(program: Program, name: str, project: Path, folder: Path) -> Ran:
    if name == "window":
        return program.window(project)
    more: dict[str, tuple[object, ...]] = {
        "export": (folder / "out.jsonl", "--format", "jsonl"),
        "import": (_more(folder),),
    }
    return program.run(name, project, *more.get(name, ()))


def _more(folder: Path) -> Path:
    path = folder / "more.txt"
    path.write_text("لاہور میں", encoding="utf-8")
    return path


def _compare(
    program: Program, place: Path, log: str, theirs: Path, outcome: Outcome, what: str, refused: bool, ran: Ran
) -> None:
    """Their work is there, and the log is somewhere, whoever was asked or not.

    A copy without gestures is what the log was begun on: there it may be applied.
    """
    kept_log = any(hashlib.sha256(path.read_bytes()).hexdigest() == log for path in place.rglob("*") if path.is_file())
    alone = place / "alone"
    alone.mkdir()
    shutil.copy(place / NAME, alone)
    out = place / "now.jsonl"
    program.run("export", alone / NAME, out, "--format", "jsonl")
    missing = difference(content(out), content(theirs))[1] if out.exists() else ["the file itself"]
    if missing:
        outcome.wrong("lost", f"{what}: {len(missing)} pieces of the copy are gone; it said {ran.said.strip()[:120]!r}")
    if not kept_log and not refused and outcome.moment == "a copy":
        outcome.wrong("lost", f"{what}: the log is gone; it said {ran.said.strip()[:120]!r}")
