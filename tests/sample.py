"""The entities of the sample article, as a careful annotator marks them."""

from __future__ import annotations

from pathlib import Path

from models.text.text_index import TextIndex

_ENTITIES = Path(__file__).parent / "data" / "sample_entities.tsv"
Entity = tuple[int, int, str]
"""(start, end, label name), code points."""


def entities(text: str) -> list[Entity]:
    """Every match of every string in `sample_entities.tsv`, in reading order.

    A match inside a longer one of the same label is part of that one; of another label, it is nested in it.
    """
    rows = [line.split("\t") for line in _ENTITIES.read_text(encoding="utf-8").splitlines()]
    index = TextIndex(text)
    found: list[Entity] = []
    for label, words in sorted(rows, key=lambda row: -len(row[1])):
        for start, end in index.find(words, whole_words=True):
            if not any(s <= start and end <= e and other == label for s, e, other in found):
                found.append((start, end, label))
    return sorted(found, key=lambda entity: (entity[0], -entity[1]))
