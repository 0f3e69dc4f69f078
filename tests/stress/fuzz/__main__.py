"""An hour of broken input, for each target in a process of its own: `uv run python -m tests.stress.fuzz`.

    --minutes 60   altogether         --only KEY    this target alone (several times: these)
    --seed 1       the first of them  --keep DIR    where failing cases are kept
    --guided       by coverage, with atheris: `uv sync --group fuzz --inexact` (Linux)

Ends with 1 when anything but a sentence for a person came out of the program.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.stress.fuzz import guided
from tests.stress.fuzz.engine import Case, Tally, fast, run
from tests.stress.fuzz.targets import Target, targets
from tests.stress.fuzz.watch import bound_memory

_BATCH = 300


def one(target: Target, seconds: float, number: int, keep: Path) -> Tally:
    """Cases of a target until the time is over; a failure of each kind is met once, and counted."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="nishan-fuzz-", dir=fast()) as name:
        case = Case(target, Path(name), keep)
        while (left := seconds - (time.monotonic() - began)) > 0:
            try:
                run(case, target, _BATCH if left > 5 else 20, number)
            except BaseException as error:
                if isinstance(error, (KeyboardInterrupt, SystemExit)):
                    raise
            number += 1
    case.tally.seconds = time.monotonic() - began
    return case.tally


def _child(arguments: argparse.Namespace) -> int:
    """One target, in this process; the last line is its tally."""
    bound_memory()
    target = next(each for each in targets() if each.key == arguments.only[0])
    tally = one(target, arguments.minutes * 60, arguments.seed, Path(arguments.keep))
    print(json.dumps(dataclasses.asdict(tally)))
    return 0


def _spawn(key: str, minutes: float, arguments: argparse.Namespace) -> Tally:
    command = [sys.executable, "-m", "tests.stress.fuzz", "--child", "--only", key, "--minutes", str(minutes)]
    command += ["--seed", str(arguments.seed), "--keep", arguments.keep]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    try:
        return Tally(**json.loads(done.stdout.splitlines()[-1]))
    except (IndexError, ValueError, TypeError):
        kept = Path(arguments.keep) / f"{key}-end.txt"
        kept.write_text(done.stdout + done.stderr, encoding="utf-8")
        return Tally(key, found={"end": f"the process ended with {done.returncode} ({kept.name}, {key}-last)"})


def _row(tally: Tally) -> None:
    rate = tally.cases / tally.seconds * 60 if tally.seconds else 0
    print(f"{tally.key:<14}{tally.cases:>9,}{rate:>12,.0f}{tally.taken:>9,}{tally.refused:>9,}", end="")
    print(f"{tally.slowest:>9.2f}{len(tally.found):>7}", flush=True)
    for said in tally.found.values():
        print(f"    {said}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.stress.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", default="build/fuzz")
    parser.add_argument("--guided", action="store_true")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    Path(arguments.keep).mkdir(parents=True, exist_ok=True)
    if arguments.child:
        return _child(arguments)
    chosen = [each for each in targets() if not arguments.only or each.key in arguments.only]
    for each in (each for each in chosen if each.missing):
        print(f"{each.key:<14} skipped: {each.missing}")
    chosen = [each for each in chosen if not each.missing]
    if arguments.guided and (why := guided.missing()):
        print(f"skipped: {why}")
        return 0
    print(f"{'target':<14}{'cases':>9}{'a minute':>12}{'taken':>9}{'refused':>9}{'slowest':>9}{'found':>7}")
    bad = 0
    for each in chosen:
        share = arguments.minutes / len(chosen)
        keep = Path(arguments.keep)
        tally = guided.spawn(each, share * 60, keep) if arguments.guided else _spawn(each.key, share, arguments)
        _row(tally)
        bad += bool(tally.found)
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
