"""A large project made from the sentences of seeds/, the same each time, kept in the temp folder."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from models.base.entities import LabelId, article_uid
from models.labels.templates import seed_articles, seed_labels
from models.project.project import Project
from models.storage.tables.checksums import checksum, in_article, span_checksum, span_head
from models.storage.tables.rows import digest, now
from models.text.tokens import sentences
from models.text.urdu import match_text

VERSION = 7  # of what is made here: another one is another file
ANNOTATOR = "bench"
RARE_WORDS = 60_000
SPANS_EACH = range(31, 92)  # in nine articles of ten: 55 an article
_BATCH = 1_000  # articles
_LETTERS = "ابپتجچدرزسشعفقکگلمنوہی"
_ARTICLE = (
    "INSERT INTO article (id, uid, source, title, text, sha256, length, meta, changes, imported_at, checksum) "
    "VALUES (?,?,?,?,?,?,?,'{}','[]',?,?)"
)
_SPAN = (
    'INSERT INTO span (uid, article_id, annotator_id, start, "end", label_id, origin, updated_at, checksum) '
    "VALUES (?,?,?,?,?,?,'manual',?,?)"
)
_EVENT = (
    "INSERT INTO event (id, at, gesture, annotator_id, article_id, object, before, after, seconds, strokes, checksum) "
    "VALUES (?,?,?,?,?,?,?,?,?,?,?)"
)
_AFTER = (
    '{"uid":"%s","start":%d,"end":%d,"origin":"manual","note":"","confidence":"","attributes":"{}","deleted":0,'
    '"article_id":%d,"annotator_id":%d,"label_id":%d,"rev":1,"updated_at":"%s"}'
)
_WORK = "INSERT INTO work (article_id, annotator_id, status, updated_at, checksum) VALUES (?,?,?,?,?)"
_Row = tuple[Any, ...]


def big_project(count: int) -> Path:
    """The project with `count` articles, 55 spans each; made when it is not there yet (100,000 take 3 minutes)."""
    path = Path(tempfile.gettempdir()) / f"nishan-bench-{VERSION}-{count}.nishan"
    if not path.exists():
        draft = path.with_suffix(".draft.nishan")
        for left in draft.parent.glob(draft.name + "*"):
            left.unlink()
        with Project.create(draft, seed_labels()) as project:
            for pragma in ("synchronous = OFF", "cache_size = -1000000"):  # a gigabyte: uids come in no order
                project.unlocked_rows(f"PRAGMA {pragma}")
            _fill(project, count)
        draft.rename(path)
    return path


def _fill(project: Project, count: int) -> None:
    me, other = project.annotator(ANNOTATOR).id, project.annotator("other").id
    labels = [label.id for label in project.labels()]
    texts = _texts(count)
    rng, at, event = random.Random(7), now(), 0
    for first in range(1, count + 1, _BATCH):
        ids = range(first, min(first + _BATCH, count + 1))
        rows = [(key, *next(texts)) for key in ids]
        spans = list(_spans(rows, labels, (me, me, me, other), rng, at))
        events = [_event(event + number, span) for number, span in enumerate(spans[::5], 1)]  # the rest was imported
        event += len(events)
        with project.transaction():
            _write_texts(project, rows, at)
            project.write_many(_SPAN, spans)
            project.write_many(_EVENT, events)
            project.write_many(_WORK, [_work(key, me, rng, at) for key in ids if key % 2])


def _write_texts(project: Project, rows: list[tuple[int, str, str]], at: str) -> None:
    project.write_many(_ARTICLE, [_article(key, text, at) for key, text, _ in rows])
    index = [(key, match_text(text[:40]), match) for key, text, match in rows]
    project.write_many("INSERT INTO article_fts (rowid, title, text) VALUES (?,?,?)", index)


def _article(key: int, text: str, at: str) -> _Row:
    source, title, sha256, length = f"{key}.txt", text[:40], digest(text), len(text)
    uid = article_uid(source, text)
    row_checksum = checksum("article", (key, uid, source, title, sha256, length, "{}", "[]", at))
    return key, uid, source, title, text, sha256, length, at, row_checksum


def _spans(
    rows: list[tuple[int, str, str]], labels: list[LabelId], who: Sequence[int], rng: random.Random, at: str
) -> Iterator[_Row]:
    for key, text, _ in rows:
        if key % 10 == 0:
            continue
        spaces = [place for place, letter in enumerate(text[:560]) if letter == " "]
        for _ in range(rng.choice(SPANS_EACH)):
            digits = f"{rng.getrandbits(128):032x}"
            uid = f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
            word = int(rng.random() * (len(spaces) - 1))
            start, end = spaces[word] + 1, spaces[word + 1]
            annotator, label = who[word % len(who)], labels[start % len(labels)]
            row_checksum = span_checksum(in_article(span_head(annotator, label, "manual", at), key), start, end, uid)
            yield uid, key, annotator, start, end, label, at, row_checksum


def _event(number: int, span: _Row) -> _Row:
    uid, article, annotator, start, end, label, at, _ = span
    after = _AFTER % (uid, start, end, article, annotator, label, at)
    row = (number, at, "label", annotator, article, uid, None, after, 1.5, 4)
    return *row, checksum("event", row)


def _work(article: int, annotator: int, rng: random.Random, at: str) -> _Row:
    status = rng.choice(("started", "done", "skipped"))
    return article, annotator, status, at, checksum("work", (article, annotator, status, 0.0, 1, at))


def _texts(count: int) -> Iterator[tuple[str, str]]:
    """Articles and their match keys: sentences of the seed article with some words made up, as rare as real ones."""
    rng = random.Random(1)
    seed = seed_articles()[0].read_text(encoding="utf-8")
    known = [part for start, end in sentences(seed) if len(part := seed[start:end].strip()) > 20]
    pairs = [(part, match_text(part)) for part in known]
    rare = ["".join(rng.choices(_LETTERS, k=rng.randint(3, 8))) for _ in range(RARE_WORDS)]
    for _ in range(count):
        lines, keys = [], []
        for _ in range(rng.randint(8, 24)):
            line, key = rng.choice(pairs)
            extra = " " + " ".join(rare[int(RARE_WORDS * rng.random() ** 3)] for _ in range(4))
            lines.append(line + extra)
            keys.append(key + extra)
        yield "\n".join(lines), "\n".join(keys)
