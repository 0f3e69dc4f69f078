"""What the rounds work on, made from the sentences of seeds/."""

from __future__ import annotations

import json
import random
from pathlib import Path

from models.base.entities import Label, Scope
from models.importing.run import import_files
from models.labels.templates import read_guidelines, seed_articles, seed_labels
from models.project.project import Project
from models.text.tokens import sentences, words

NAMES = [label.name for label in seed_labels()]


def texts(count: int, lines: int = 3) -> list[str]:
    """Short articles that share many words."""
    rng, seed = random.Random(5), seed_articles()[0].read_text(encoding="utf-8")
    known = [part for start, end in sentences(seed) if len(part := seed[start:end].strip()) > 20]
    return [f"{number}. " + " ".join(rng.choices(known, k=lines)) for number in range(count)]


def small_project(path: Path) -> None:
    """The project for the window: the sample and two dozen short articles, labels for spans and for articles."""
    marks = [Label(name, key=key, scope=Scope.ARTICLE) for name, key in (("SPORT", "8"), ("POLITICS", "9"))]
    folder = path.with_suffix(".texts")
    folder.mkdir()
    for number, text in enumerate(texts(24)):
        (folder / f"{number:02}.txt").write_text(text, encoding="utf-8")
    with Project.create(path, [*seed_labels(), *marks], read_guidelines()) as project:
        import_files(project, [*seed_articles(), folder])


def dataset(path: Path, articles: int, each: int, *, spans: bool = True) -> tuple[int, int]:
    """Articles with spans as JSON lines of this program's own; how many articles and spans."""
    rng, total = random.Random(9), 0
    with path.open("w", encoding="utf-8") as file:
        for number, text in enumerate(texts(articles)):
            found = words(text)
            chosen = rng.sample(found, min(each, len(found))) if spans else []
            total += len(chosen)
            rows = [{"start": start, "end": end, "label": rng.choice(NAMES)} for start, end in sorted(chosen)]
            layers = [{"annotator": "sana", "spans": rows}]
            file.write(json.dumps({"id": str(number), "text": text, "layers": layers}, ensure_ascii=False) + "\n")
    return articles, total
