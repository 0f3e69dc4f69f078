"""One random bit of a project turned at a time: whatever leaves it is what leaves the sound one, or names the damage.

uv run python -m tests.stress.crash.leaving [COUNT] [SEED] [TABLE ...]

Of COUNT bits, each lies on a page of one of these tables or of their indexes (of `span` without any).
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sqlite3
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from models.base.errors import UserError
from models.exporting.plan import ExportPlan
from models.exporting.run import export
from models.project.project import Project
from models.project.stats import stats
from tests.stress.crash import flips, one_flip

FORMATS = ("jsonl", "conll2003")
WHO = "زینب"
_REFUSED = "refused"


@dataclass(frozen=True)
class Left:
    """What one way out gave: `gave` in full, whether it was `named` that it is not all; `wrong`: a traceback."""

    gave: str
    named: bool = False
    wrong: str = ""


def ways_out(path: Path, folder: Path) -> dict[str, Left]:
    """Take a project out in every way that is compared."""
    found: dict[str, Left] = {}
    try:
        with Project.open(path) as project:
            for key in FORMATS:
                found[key] = _left(partial(_exported, project, folder / key, key))
            found["copy"] = _left(partial(_copied, project, folder / "new.nishan"))
            found["stats"] = _left(partial(_counted, project))
    except UserError:
        found |= {name: Left(_REFUSED, named=True) for name in (*FORMATS, "copy", "stats") if name not in found}
    return found


def _left(way: Callable[[], Left]) -> Left:
    try:
        return way()
    except UserError:
        return Left(_REFUSED, named=True)
    except Exception:
        return Left("", wrong=traceback.format_exc())


def _exported(project: Project, out: Path, key: str) -> Left:
    report = export(project, out, ExportPlan(key, "" if key == "jsonl" else WHO))
    return Left(out.read_text(encoding="utf-8"), bool(report.damage))


def _counted(project: Project) -> Left:
    counts = stats(project)
    damage, _ = counts.pop("damage"), counts.pop("project")
    return Left(json.dumps(counts, sort_keys=True), bool(damage["notes"]))


def _copied(project: Project, new: Path) -> Left:
    new.unlink(missing_ok=True)
    damage = project.copy_to(new)
    try:
        return Left(str(one_flip.dump(new)), bool(damage))
    finally:
        new.unlink(missing_ok=True)


def bits(path: Path, tables: Sequence[str], count: int, seed: int) -> list[int]:
    """Bits on the pages of these tables and their indexes, every table or index with the same chance."""
    with closing(sqlite3.connect(path)) as conn:
        (size,) = conn.execute("PRAGMA page_size").fetchone()
        of = "SELECT name FROM sqlite_schema WHERE tbl_name = ?"
        trees = [name for table in tables for (name,) in conn.execute(of, (table,))]
        pages = {
            tree: [page for (page,) in conn.execute("SELECT pageno FROM dbstat WHERE name = ?", (tree,))]
            for tree in trees
        }
    chance = random.Random(seed)
    filled = [tree for tree in trees if pages[tree]]
    return [
        (chance.choice(pages[chance.choice(filled)]) - 1) * size * 8 + chance.randrange(size * 8) for _ in range(count)
    ]


def outcomes(folder: Path, found: Sequence[int]) -> Iterator[tuple[int, str, str, str]]:
    """Turn each bit; yield (bit, way out, what came of it, traceback): same, named, silent or error."""
    whole, copy = folder / "whole.nishan", folder / "copy.nishan"
    for old in folder.glob("copy.nishan*"):
        old.unlink()
    shutil.copy(whole, copy)
    sound = ways_out(copy, folder)
    assert not any(left.named or left.wrong for left in sound.values()), sound
    for bit in found:
        for old in folder.glob("copy.nishan*"):
            old.unlink()
        shutil.copy(whole, copy)
        one_flip.flip(copy, bit)
        for way, left in ways_out(copy, folder).items():
            same = left.gave == sound[way].gave
            what = "error" if left.wrong else "refused" if left.gave == _REFUSED else "named" if left.named else ""
            if left.named and same:
                what = "named, and all is there"
            yield bit, way, what or ("same" if same else "SILENT"), left.wrong


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.stress.crash.leaving")
    parser.add_argument("count", type=int, nargs="?", default=300)
    parser.add_argument("seed", type=int, nargs="?", default=1)
    parser.add_argument("tables", nargs="*", default=["span"])
    asked = parser.parse_args()
    counts: Counter[tuple[str, str]] = Counter()
    begin, bad = time.monotonic(), 0
    with tempfile.TemporaryDirectory(prefix="nishan-leaving-") as name:
        folder = Path(name)
        flips.make(folder / "whole.nishan")
        for bit, way, what, wrong in outcomes(
            folder, bits(folder / "whole.nishan", asked.tables, asked.count, asked.seed)
        ):
            counts[way, what] += 1
            if what in {"SILENT", "error"}:
                bad += 1
                print(f"  {what}: bit {bit}, {way}\n{wrong}")
    for (way, what), count in sorted(counts.items()):
        print(f"{way:<12}{what:<28}{count:>6}")
    print(f"{asked.count} bits in {', '.join(asked.tables)}: {bad} silent or errors, {time.monotonic() - begin:.0f} s")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
