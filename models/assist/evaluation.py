"""How well a learner does on articles that it has not seen: folds over the done articles of a project, by a seed."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

from models.assist.learned import Articles, learn, score
from models.assist.scores import Scores
from models.assist.word_vectors import WordVectors


def folds(count: int, parts: int, seed: int) -> list[list[int]]:
    """Return the numbers below `count` in `parts` as even as can be, drawn by the seed; none is empty."""
    order = list(range(count))
    random.Random(seed).shuffle(order)
    return [part for at in range(parts) if (part := sorted(order[at::parts]))]


def evaluate(articles: Articles, known: WordVectors, *, parts: int = 5, seed: int = 0, least: float = 0.5) -> Scores:
    """Return the scores on all articles, each suggested for by what was learned from the other folds."""
    *_, scores = evaluation_steps(articles, known, parts=parts, seed=seed, least=least)
    return scores


def evaluation_steps(
    articles: Articles, known: WordVectors, *, parts: int, seed: int, least: float
) -> Iterator[Scores]:
    """Yield the scores so far after each fold."""
    whole = Scores()
    yield whole
    for fold in folds(len(articles), parts, seed):
        rest = [articles[number] for number in range(len(articles)) if number not in {*fold}]
        if not rest:
            continue
        with tempfile.TemporaryDirectory() as folder:
            learned = learn(rest, known, Path(folder) / "fold", seed=seed)
            found = score(learned, [each for number in fold for each in articles[number]], least)
        for mine, new in ((whole.there, found.there), (whole.found, found.found), (whole.right, found.right)):
            mine.update(new)
        yield whole
