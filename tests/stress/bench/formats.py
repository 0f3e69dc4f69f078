"""How long a corpus takes in and out in each format, beside a bare sqlite3 + json loop, and the memory of an import."""

from __future__ import annotations

import json
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median

from models.base.errors import UserError
from models.exporting.plan import ExportPlan
from models.exporting.run import export
from models.formats import writers
from models.importing.run import import_files
from models.labels.templates import seed_articles, seed_labels
from models.project.project import Project
from models.text.tokens import sentences, words
from tests.stress.bench.measure import Asked, process, row, timed

VERSION = 1  # of what is made here: another one is another file
LENGTH, SPANS = 3300, 55.5  # characters and spans of an article
ROUNDS = 3
_IN = "<= 4 x"
GOALS = {"jsonl": "<= 2.2 x", "doccano": "<= 2.2 x", "spacy": "<= 12 x", "uima-xmi": "<= 12 x"}
GOALS |= dict.fromkeys(("w3c", "parquet", "prodigy", "webanno-tsv", "tei"), "<= 6 x")


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


def measure(asked: Asked) -> None:
    """Rows for the import, its memory, and each format; each the best of some rounds, ours and the floor's in turn."""
    source, folder = corpus(asked.articles), asked.folder
    ins = []
    for number in range(ROUNDS):
        floor = folder / f"floor{number}.db"
        floor_in = timed(partial(bare_in, source, floor))
        ours_in = timed(partial(into, source, folder / f"{number}.nishan"))
        ins.append((ours_in, floor_in))
    least = min(floor for _, floor in ins)
    row(f"import {asked.articles:,} articles as jsonl", min(ours for ours, _ in ins), least, _IN)
    row(f"import {asked.articles:,} articles: most memory", most_memory(source, folder), None, "<= 120 MB", "MB")
    with Project.open(folder / "0.nishan") as project:
        for key in asked.formats or tuple(writer.key for writer in writers()):
            _format(project, key, folder, floor)
        if "doccano" in (asked.formats or ("doccano",)):
            took = timed(partial(into, folder / "out-doccano", folder / "doccano.nishan"))
            row("import them from doccano", took, least, _IN)


def _format(project: Project, key: str, folder: Path, floor: Path) -> None:
    """One format out: the median of some rounds, each after one of the floor."""
    plan, out = ExportPlan(key, "bench", replace=True), folder / f"out-{key}"
    ours, floors = [], []
    for _ in range(ROUNDS):
        floors.append(_processor(partial(bare_out, floor, folder / "floor.out")))
        try:
            ours.append(_processor(partial(export, project, out, plan)))
        except UserError as error:  # a library of an extra is not here
            print(f"export them as {key}: {error}")
            return
    row(f"export them as {key} (processor)", median(ours), median(floors), GOALS.get(key, "<= 4 x"))


def _processor(work: Callable[[], object]) -> float:
    """Return milliseconds of the processor, which others that work on the machine make hardly longer."""
    begin = time.process_time()
    work()
    return (time.process_time() - begin) * 1000


def most_memory(source: Path, folder: Path) -> float:
    """The most memory of a whole import in a process of its own, in megabytes."""
    project = folder / "memory.nishan"
    Project.create(project, seed_labels()).close()
    # Not ru_maxrss: a new process begins with that of the one that started it.
    code = "import sys; from main import main\ntry: main(sys.argv[1:])\nfinally: "
    code += "print([line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')][0])"
    return int(process("-c", code, "import", project, source)[1]) / 1024
