"""How long a corpus takes in and out, beside a bare sqlite3 + json loop; `--big`: 100,000 articles and their memory.

uv run python -m tests.stress.bench.formats [--big] [KEY ...]
"""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from models.exporting.plan import ExportPlan
from models.exporting.run import export
from models.importing.run import import_files
from models.labels.templates import seed_articles, seed_labels
from models.project.project import Project
from models.text.tokens import sentences, words
from tests.stress.bench.measure import row, timed

VERSION = 1  # of what is made here: another one is another file
LENGTH, SPANS = 3300, 55.5  # characters and spans of an article
ROUNDS = 3
GOALS = {"jsonl": "<= 2.5 x", "doccano": "<= 2.5 x", "conll2003": "<= 8 x"}


def corpus(count: int) -> Path:
    """JSON lines of `count` articles out of the seed's sentences, the same each time, kept in the temp folder."""
    path = Path(tempfile.gettempdir()) / f"nishan-bench-formats-{VERSION}-{count}.jsonl"
    if not path.exists():
        draft = path.with_suffix(".draft")
        with draft.open("w", encoding="utf-8") as out:
            for record in _records(count):
                out.write(json.dumps(record, ensure_ascii=False) + "\n")
        draft.rename(path)
    return path


def _records(count: int) -> Iterator[dict[str, object]]:
    chance = random.Random(7)
    seed = seed_articles()[0].read_text(encoding="utf-8")
    known = [part for start, end in sentences(seed) if len(part := seed[start:end].strip()) > 20]
    found = {part: words(part) for part in known}
    labels = [label.name for label in seed_labels()]
    for number in range(count):
        parts: list[str] = []
        places: list[tuple[int, int]] = []
        length = 0
        while length < LENGTH:
            part = chance.choice(known)
            places += [(length + start, length + end) for start, end in found[part]]
            parts.append(part)
            length += len(part) + 1
        text = "\n".join(parts)
        spans = []
        for index in sorted(chance.sample(range(len(places) - 1), int(SPANS + number % 2 / 2))):
            start, end = places[index][0], places[index + chance.randint(0, 1)][1]
            spans.append({"start": start, "end": end, "label": chance.choice(labels), "text": text[start:end]})
        layer = {"annotator": "bench", "kind": "person", "status": "done", "seconds": 0, "spans": spans}
        yield {"id": f"{number}.txt", "title": parts[0][:40], "text": text, "layers": [layer]}


def bare_in(source: Path, database: Path) -> None:
    """The floor of an import: every line parsed, every article and span a row, one index, one commit."""
    conn = sqlite3.connect(database)
    for pragma in ("locking_mode = EXCLUSIVE", "journal_mode = WAL", "synchronous = FULL"):
        conn.execute(f"PRAGMA {pragma}")
    conn.execute("CREATE TABLE article (id INTEGER PRIMARY KEY, source TEXT, title TEXT, text TEXT)")
    conn.execute("CREATE TABLE span (id INTEGER PRIMARY KEY, article INTEGER, start INTEGER, stop INTEGER, label TEXT)")
    with source.open("rb") as file:
        for key, line in enumerate(file, 1):
            given = json.loads(line)
            conn.execute("INSERT INTO article VALUES (?,?,?,?)", (key, given["id"], given["title"], given["text"]))
            rows = [(key, s["start"], s["end"], s["label"]) for layer in given["layers"] for s in layer["spans"]]
            conn.executemany("INSERT INTO span (article, start, stop, label) VALUES (?,?,?,?)", rows)
    conn.execute("CREATE INDEX span_article ON span (article, start)")
    conn.commit()
    conn.close()


def bare_out(database: Path, out: Path) -> None:
    """The floor of an export: one JSON line an article."""
    conn = sqlite3.connect(database)
    spans = "SELECT start, stop, label FROM span WHERE article = ? ORDER BY start"
    with out.open("w", encoding="utf-8") as file:
        for key, source, title, text in conn.execute("SELECT id, source, title, text FROM article ORDER BY id"):
            found = [{"start": a, "end": b, "label": c, "text": text[a:b]} for a, b, c in conn.execute(spans, (key,))]
            record = {"id": source, "title": title, "text": text, "spans": found}
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    conn.close()


def into(source: Path, path: Path) -> None:
    project = Project.create(path, seed_labels())
    import_files(project, [source])
    project.close()


def measure(keys: list[str], folder: Path) -> None:
    """One row for the import, one for each format; each the best of some rounds, ours and the floor's in turn."""
    source = corpus(10_000)
    ins, outs = [], []
    for number in range(ROUNDS):
        floor = folder / f"floor{number}.db"
        floor_in = timed(partial(bare_in, source, floor))
        ours_in = timed(partial(into, source, folder / f"{number}.nishan"))
        ins.append((ours_in, floor_in))
        outs.append(timed(partial(bare_out, floor, folder / "floor.out")))
    row("import 10,000 articles, 555,000 spans", min(a for a, _ in ins), min(b for _, b in ins), "<= 3 x")
    with Project.open(folder / "0.nishan") as project:
        for key in keys:
            plan = ExportPlan(key, "bench", replace=True)
            took = min(timed(partial(export, project, folder / f"out-{key}", plan)) for _ in range(ROUNDS))
            row(f"export them as {key}", took, min(outs), GOALS.get(key, ""))


def measure_memory(count: int, folder: Path) -> None:
    """The largest memory of whole commands, each in a process of its own."""
    source = corpus(count)
    print(f"{count:,} articles, {source.stat().st_size / 1e6:,.0f} MB of JSON lines")
    project = folder / "big.nishan"
    Project.create(project, seed_labels()).close()
    for words_ in (
        ["import", str(project), str(source)],
        *(["export", str(project), str(folder / f"big.{key}"), "--format", key] for key in GOALS),
    ):
        took = timed(partial(_run, words_))
        print(f"{' '.join(words_[:1] + words_[3:]):<60} {took / 1000:>8.1f} s")


def _run(words_: list[str]) -> None:
    # Not ru_maxrss: a new process begins with that of the one that started it.
    code = "import sys; from main import main\ntry: main(sys.argv[1:])\nfinally: "
    code += "print('   ', [line.strip() for line in open('/proc/self/status') if line.startswith('VmHWM')][0])"
    subprocess.run([sys.executable, "-c", code, *words_], check=True)


def main() -> None:
    keys = [word for word in sys.argv[1:] if not word.startswith("-")] or [*GOALS]
    folder = Path(tempfile.mkdtemp(prefix="nishan-bench-"))
    try:
        print(f"{'':<56} {'Nishan':>12} {'floor':>12} {'ratio':>8}   goal")
        measure(keys, folder)
        if "--big" in sys.argv:
            measure_memory(100_000, folder)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
