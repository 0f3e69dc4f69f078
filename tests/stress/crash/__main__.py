"""Kills the program at random moments and prints what was left: `uv run python -m tests.stress.crash --help`."""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.stress.crash.broken import VARIABLE, WAYS
from tests.stress.crash.outcome import Outcome, table
from tests.stress.crash.rounds import KINDS, kind, run


def main(arguments: list[str]) -> int:
    """Run the kinds that are asked for; 1 when anything was wrong."""
    parser = argparse.ArgumentParser("tests.stress.crash", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="KIND", help=f"these kinds alone: {', '.join(KINDS)}")
    parser.add_argument("--rounds", type=int, help="of each kind, instead of the usual number")
    parser.add_argument("--only", action="append", choices=[*KINDS], help="these kinds alone; may be repeated")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--load", type=float, default=1.0, help="how much there is in a project, of the usual amount")
    parser.add_argument("--round", type=int, help="of an attack: that one round again, by its number")
    parser.add_argument("--keep", type=Path, help="of an attack: the folder for what rounds with a finding leave")
    parser.add_argument("--broken", choices=[*WAYS], help="break the program first, to see that it is told")
    chosen = parser.parse_args(arguments)
    if unknown := {*chosen.names} - {*KINDS}:
        parser.error(f"no such kind: {', '.join(unknown)}")
    if chosen.broken:
        os.environ[VARIABLE] = chosen.broken
    found: dict[str, list[Outcome]] = {}
    seconds: dict[str, float] = {}
    more = {"only": chosen.round, "keep": chosen.keep is not None}
    with _folder(chosen.keep) as folder:
        for name in [*chosen.names, *(chosen.only or ())] or KINDS:
            count = KINDS[name][2] if chosen.rounds is None else chosen.rounds
            found[name], seconds[name] = run(name, kind(name), folder, count, chosen.seed, chosen.load, **more)
    versions = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    print(f"{platform.machine()}, {os.cpu_count()} cores, {versions}, seed {chosen.seed}")
    print(table(found, seconds))
    return int(any(outcome.problems for outcomes in found.values() for outcome in outcomes))


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep is not None:
        keep.mkdir(parents=True)
        yield keep.resolve()
    else:
        with tempfile.TemporaryDirectory(prefix="nishan-crash-") as folder:
            yield Path(folder)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
