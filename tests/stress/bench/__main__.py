"""Prints one table: what Nishan takes, what the bare parts take, and the ratio. Never fails a test.

uv run python -m tests.stress.bench                    all rows, which takes an hour
uv run python -m tests.stress.bench start large list   these rows
uv run python -m tests.stress.bench formats --articles 2000 --formats jsonl,csv

Milliseconds are the processor's, so that other work on the machine counts little; those called a pause, and what
`wall` stands before, are the clock's. Windows are on the screen of DISPLAY, with keys by xdotool where it is
installed, else off any screen.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from tests.stress.bench.measure import Asked, heading

ROWS = {
    "formats": "import and export of each format",
    "start": "start to the first painted article",
    "sample": "labelling and opening the sample article",
    "big": "50,000 words, a million characters",
    "large": "300,000 characters with 5,000 spans and 55,000 suggestions",
    "list": "100,000 articles: the list, its filters, search, stats",
    "check": "check, and opening after a kill",
    "backup": "labelling beside a backup",
    "memory": "memory for 1,000 gestures",
    "tests": "the tests of a change",
}


def _asked(arguments: list[str]) -> tuple[list[str], Asked]:
    parser = argparse.ArgumentParser(
        prog="tests.stress.bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    what = "; ".join(f"{name}: {text}" for name, text in ROWS.items())
    parser.add_argument("rows", nargs="*", choices=[*ROWS, []], metavar="ROW", help=f"all without any. {what}")
    parser.add_argument("--articles", type=int, default=10_000, help="of the corpus of formats (10,000)")
    parser.add_argument("--most", type=int, default=100_000, help="articles of list, check and backup (100,000)")
    parser.add_argument("--formats", default="", metavar="KEY,KEY", help="all that can be written, without any")
    given = parser.parse_args(arguments)
    keys = tuple(key for key in given.formats.split(",") if key)
    return given.rows or [*ROWS], Asked(Path(), given.articles, given.most, keys)


def main(arguments: list[str]) -> None:
    names, asked = _asked(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "xcb" if os.environ.get("DISPLAY") else "offscreen")
    screen = os.environ["QT_QPA_PLATFORM"]
    versions = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    print(f"{platform.machine()}, {os.cpu_count()} cores, {versions}, windows: {screen}")
    heading()
    for name in names:
        folder = Path(tempfile.mkdtemp(prefix="nishan-bench-"))
        work: Callable[[Asked], None] = import_module(f"tests.stress.bench.{name}").measure
        try:
            work(asked.within(folder))
        finally:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1:])
