"""One random bit of a project turned at a time: what opening and `check` notice, and what `recover` brings back.

uv run python -m tests.stress.crash.flips [COUNT] [SEED]
"""

from __future__ import annotations

import argparse
import json
import random
import select
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from models.importing.run import import_files
from models.labels.templates import seed_articles, seed_labels
from models.project.project import Project
from models.recovery.layout import Recogniser
from models.recovery.pages import Pages
from tests.models.checks.test_checks import work_on
from tests.models.helpers import ROOT

ARTICLES = 30
LIMIT = 60.0  # seconds for one flip


@dataclass(frozen=True)
class Outcome:
    """What one flip did. `noticed`: by whom, empty when by nobody; `recovered`: what became of that; `wrong`: a bug."""

    bit: int
    changed: bool
    noticed: str
    recovered: str
    wrong: str = ""
    seconds: float = 0.0


def make(path: Path, count: int = ARTICLES) -> None:
    """A project with imported and hand-made content: so many articles, and two more."""
    file = path.with_suffix(".jsonl")
    with file.open("w", encoding="utf-8") as out:
        for number in range(count):
            text = f"{number:02} " + "رسولؐ لاہور میں ہیں۔ " * (10 + number * 5)
            spans = [{"start": at, "end": at + 5, "label": "PERSON"} for at in range(3, 200, 21)]
            layer = {"annotator": "زینب", "kind": "person", "status": "done", "spans": spans}
            out.write(json.dumps({"id": f"{number}", "title": f"t{number}", "text": text, "layers": [layer]}) + "\n")
    one = path.with_suffix(".txt")
    one.write_text("رسولؐ لاہور", encoding="utf-8")
    with Project.create(path, seed_labels(), "# guide") as project:
        import_files(project, [one, file, *seed_articles()])
        work_on(project, project.article_rows(project.annotators()[0].id)[0].id)


# --- what is where ------------------------------------------------------------------------------------------------


def articles(path: Path) -> dict[str, set[int]]:
    """The pages on which each article's row is, by its uid."""
    pages, recogniser = Pages(path), Recogniser()
    found: dict[str, set[int]] = {}
    for number in range(1, pages.count + 1):
        for cell in pages.cells(number):
            one = recogniser.found(cell)
            if cell is not None and one is not None and one.is_sound and one.layout.table == "article":
                found[str(one.row["uid"])] = {number, *_chain(pages, number, cell.payload)}
    return found


def _chain(pages: Pages, number: int, payload: bytes) -> Iterator[int]:
    """The pages that hold the rest of a record: those of which a part is in it."""
    for other in range(1, pages.count + 1):
        page = pages.page(other)
        if other != number and (page[4:204] in payload or page[4:104].rstrip(b"\0") in payload):
            yield other


def content_pages(path: Path) -> list[int]:
    """The pages on which there are rows of ours."""
    pages, recogniser = Pages(path), Recogniser()
    return [
        number
        for number in range(1, pages.count + 1)
        if any((found := recogniser.found(cell)) and found.is_sound for cell in pages.cells(number))
    ]


def flips(path: Path, count: int, seed: int) -> list[int]:
    """Bits of the file: half of them anywhere, half on pages with rows."""
    chance, size = random.Random(seed), Pages(path).size
    pages = content_pages(path)
    anywhere = [chance.randrange(path.stat().st_size * 8) for _ in range(count // 2)]
    among = [(chance.choice(pages) - 1) * size * 8 + chance.randrange(size * 8) for _ in range(count - count // 2)]
    return anywhere + among


# --- one after the other, in a process of their own ----------------------------------------------------------------


def run(folder: Path, bits: list[int]) -> Iterator[Outcome]:
    """Turn each of these bits of `folder/whole.nishan`; a process that dies or hangs is an outcome, too."""
    worker: subprocess.Popen[str] | None = None
    for bit in bits:
        if worker is None:
            command = [sys.executable, "-m", "tests.stress.crash.one_flip", str(folder)]
            worker = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        assert worker.stdin is not None
        assert worker.stdout is not None
        worker.stdin.write(f"{bit}\n")
        worker.stdin.flush()
        begin = time.monotonic()
        ready, _, _ = select.select([worker.stdout], [], [], LIMIT)
        line = worker.stdout.readline() if ready else ""
        if line:
            yield Outcome(**json.loads(line) | {"seconds": time.monotonic() - begin})
            continue
        worker.kill()
        with worker:
            pass
        yield Outcome(bit, True, "", "", f"it {'died' if ready else 'hung'}", time.monotonic() - begin)
        worker = None
    if worker is not None:
        worker.communicate()


def table(outcomes: list[Outcome]) -> str:
    """The figures of a run."""
    changed = [outcome for outcome in outcomes if outcome.changed]
    noticed = [outcome for outcome in changed if outcome.noticed]
    rows = {
        "bits turned": len(outcomes),
        "changed content": len(changed),
        "of these noticed": len(noticed),
        "changed nothing, noticed nonetheless": sum(bool(o.noticed) and not o.changed for o in outcomes),
        "crashes, hangs, other errors": sum(bool(outcome.wrong) for outcome in outcomes),
    }
    by = Counter(outcome.noticed for outcome in noticed)
    rows |= {f"noticed by {name}": count for name, count in by.most_common()}
    rows |= {f"recover: {name}": n for name, n in Counter(o.recovered for o in outcomes).most_common()}
    lines = [f"{name:<44} {count:>6}" for name, count in rows.items()]
    longest = max(outcome.seconds for outcome in outcomes)
    lines.append(f"{'longest, open and check and recover':<44} {longest:>6.1f} s")
    lines += [f"  NOT NOTICED: {asdict(o)}" for o in changed if not o.noticed]
    return "\n".join(lines + [f"  WRONG: {asdict(outcome)}" for outcome in outcomes if outcome.wrong])


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.stress.crash.flips", description="Flips single bits of a project.")
    parser.add_argument("count", type=int, nargs="?", default=300)
    parser.add_argument("seed", type=int, nargs="?", default=1)
    asked = parser.parse_args()
    count, seed = asked.count, asked.seed
    with tempfile.TemporaryDirectory(prefix="nishan-flips-") as name:
        folder = Path(name)
        make(folder / "whole.nishan")
        outcomes = [*run(folder, flips(folder / "whole.nishan", count, seed))]
    print(table(outcomes))
    return int(any(outcome.wrong or (outcome.changed and not outcome.noticed) for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main())
