"""A large project made from the sentences of seeds/, the same each time, kept in the temp folder."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

from models.corpus import Status, article_uid
from models.project import Project
from models.rows import digest, now
from models.seals import seal, span_head, span_seal
from models.seeds import seed_articles, seed_labels
from models.tokens import sentences
from models.urdu import match_text

VERSION = 4  # of what is made here: another one is another file
ANNOTATOR = "bench"
RARE_WORDS = 60_000
SPANS_EACH = 20
_LETTERS = "ابپتجچدرزسشعفقکگلمنوہی"
_ARTICLE = (
    "INSERT INTO article (id, uid, source, title, text, sha256, length, meta, changes, imported_at, seal) "
    "VALUES (?,?,?,?,?,?,?,'{}','[]',?,?)"
)
_SPAN = (
    'INSERT INTO span (uid, article_id, annotator_id, start, "end", label_id, origin, updated_at, seal) '
    "VALUES (?,?,?,?,?,?,'manual',?,?)"
)
_WORK = "INSERT INTO work (article_id, annotator_id, status, updated_at, seal) VALUES (?,?,?,?,?)"


def big_project(count: int) -> Path:
    """The project with `count` articles; made when it is not there yet (100,000 take a minute or two)."""
    path = Path(tempfile.gettempdir()) / f"nishan-bench-{VERSION}-{count}.nishan"
    if not path.exists():
        draft = path.with_suffix(".draft.nishan")
        for left in draft.parent.glob(draft.name + "*"):
            left.unlink()
        with Project.create(draft, seed_labels()) as project:
            _fill(project, count)
        draft.rename(path)
    return path


def _fill(project: Project, count: int) -> None:
    me, other = project.annotator(ANNOTATOR).id, project.annotator("other").id
    labels = [label.id for label in project.labels()]
    some = [status.value for status in Status if status is not Status.NEW]
    texts = _texts(count)
    rng, at = random.Random(7), now()
    choose = rng.choice
    for first in range(1, count + 1, 2000):
        ids = range(first, min(first + 2000, count + 1))
        with project.transaction():
            rows = [(key, *next(texts)) for key in ids]
            project.write_many(_ARTICLE, [_article_row(key, text, at) for key, text, _ in rows])
            index = [(key, match_text(text[:40]), match) for key, text, match in rows]
            project.write_many("INSERT INTO article_fts (rowid, title, text) VALUES (?,?,?)", index)
            spans = [
                _span_row(key, n, me if n % 4 else other, rng.randrange(500), choose(labels), at)
                for key in ids
                if key % 3
                for n in range(SPANS_EACH)
            ]
            project.write_many(_SPAN, spans)
            work = [(key, me, rng.choice(some), at) for key in ids if key % 2]
            works = [(*row, seal("work", (*row[:3], 0.0, 1, at))) for row in work]
            project.write_many(_WORK, works)
    with project.transaction():
        project.seal_index()


def _article_row(key: int, text: str, at: str) -> tuple[object, ...]:
    source, title, sha256, length = f"{key}.txt", text[:40], digest(text), len(text)
    uid = article_uid(source, text)
    sealed = seal("article", (key, uid, source, title, sha256, length, "{}", "[]", at))
    return key, uid, source, title, text, sha256, length, at, sealed


def _span_row(article: int, number: int, annotator: int, start: int, label: int, at: str) -> tuple[object, ...]:
    uid, end = f"{article}-{number}", start + 6
    sealed = span_seal(span_head(annotator, label, "manual", at), article, start, end, uid)
    return uid, article, annotator, start, end, label, at, sealed


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
