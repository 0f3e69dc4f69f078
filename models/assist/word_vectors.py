"""Vectors and clusters of words, learned from which words stand near which, labelled or not.

PPMI with the neighbours at one and two words' distance, cut to a few dimensions, and k-means over these. Words that are
used alike come near to each other, so that what is learned of one holds for the other. Needs numpy.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

SIZES = (50, 200, 800)
"""Of the clusterings, from coarse to fine."""
DIMENSIONS = 25
"""Of a word's vector that a learner is shown; the clusters look at twice as many."""
_WORDS, _NEIGHBOURS = 20_000, 800  # the commonest
_LEAST = 2  # times that a word must occur
_DISTANCES = (-2, -1, 1, 2)
_MORE = 10  # dimensions of the sketch beyond those that are kept
_ROUNDS = 8  # of k-means
_SEED = 7


@dataclass(frozen=True)
class WordVectors:
    """Word (match key) -> its clusters, one of each size, and its vector of `DIMENSIONS`; rare words have none."""

    clusters: dict[str, tuple[int, ...]]
    vectors: dict[str, tuple[float, ...]]


NOTHING = WordVectors({}, {})
"""Vectors of no words."""


def learn(sentences: Iterable[Sequence[str]]) -> WordVectors:
    """Learn from sentences of match keys. With few words there is little to learn, and fewer clusters."""
    import numpy as np  # noqa: PLC0415 - of an extra

    corpus = list(sentences)
    counts = Counter(word for words in corpus for word in words)
    vocabulary = [word for word, count in counts.most_common(_WORDS) if count >= _LEAST]
    if len(vocabulary) <= SIZES[0]:
        return NOTHING
    vectors = _reduced(_ppmi(corpus, vocabulary), 2 * DIMENSIONS)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    groups = [_k_means(vectors, min(size, len(vocabulary) // 2)) for size in SIZES]
    shown = vectors[:, :DIMENSIONS]
    shown = shown / max(float(np.abs(shown).std()), 1e-9) * 0.5
    rows = zip(vocabulary, zip(*(group.tolist() for group in groups), strict=True), shown.tolist(), strict=True)
    clusters, of_words = {}, {}
    for word, numbers, values in rows:
        clusters[word], of_words[word] = numbers, tuple(round(value, 3) for value in values)
    return WordVectors(clusters, of_words)


def _ppmi(corpus: list[Sequence[str]], vocabulary: list[str]) -> Matrix:
    """Return how much more often than by chance each word has each common word at each distance, as logarithms."""
    import numpy as np  # noqa: PLC0415

    numbers = {word: number for number, word in enumerate(vocabulary)}
    flat: list[int] = []
    for words in corpus:
        flat += [numbers.get(word, -1) for word in words]
        flat += (-1, -1)  # no neighbours across sentences
    row = np.array(flat, dtype=np.int64)
    width = min(_NEIGHBOURS, len(vocabulary))
    sides = []
    for distance in _DISTANCES:
        at, beside = (row[: -distance or None], row[distance:]) if distance > 0 else (row[-distance:], row[:distance])
        known = (at >= 0) & (beside >= 0) & (beside < width)
        codes, times = np.unique(at[known] * width + beside[known], return_counts=True)
        side = np.zeros(len(vocabulary) * width, dtype=np.float32)
        side[codes] = times
        sides.append(side.reshape(len(vocabulary), width))
    both = np.hstack([sides[1] + sides[0] * 0.5, sides[2] + sides[3] * 0.5])  # nearer ones count double
    whole = max(float(both.sum()), 1.0)
    by_chance = both.sum(axis=1, keepdims=True) * (both.sum(axis=0, keepdims=True) ** 0.75)
    by_chance *= whole / max(float((both.sum(axis=0) ** 0.75).sum()), 1e-9) / whole
    with np.errstate(divide="ignore", invalid="ignore"):
        found = np.log(both / np.maximum(by_chance, 1e-9))
    found[~np.isfinite(found)] = 0
    positive: Matrix = np.maximum(found, 0).astype(np.float32)
    return positive


def _reduced(matrix: Matrix, dimensions: int) -> Matrix:
    """Return the rows in the dimensions that tell most of them apart: a randomised singular value decomposition."""
    import numpy as np  # noqa: PLC0415

    random = np.random.default_rng(_SEED)
    sketch = matrix @ random.standard_normal((matrix.shape[1], dimensions + _MORE), dtype=np.float32)
    for _ in range(2):
        sketch, _ = np.linalg.qr(matrix @ (matrix.T @ sketch))
    left, strengths, _ = np.linalg.svd(sketch.T @ matrix, full_matrices=False)
    found = (sketch @ left[:, :dimensions]) * np.sqrt(strengths[:dimensions])
    reduced: Matrix = found.astype(np.float32)
    return reduced


def _k_means(points: Matrix, size: int) -> NDArray[np.int64]:
    """Return the cluster of each point: those of the nearest of `size` middles, by the angle."""
    import numpy as np  # noqa: PLC0415

    random = np.random.default_rng(_SEED)
    middles = points[random.choice(len(points), size, replace=False)].copy()
    nearest = np.zeros(len(points), dtype=np.int64)
    for _ in range(_ROUNDS):
        nearest = (points @ middles.T).argmax(axis=1)
        sums = np.zeros_like(middles)
        np.add.at(sums, nearest, points)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        middles = np.where(lengths > 0, sums / np.maximum(lengths, 1e-9), middles)
    return nearest
