"""How well a learner does on corpora of tagged tokens: F1 after so many sentences, what training and suggesting take.

`python -m tests.stress.bench.learning TRAIN [--dev FILE] [--background FILE] [--seed N]`: files of `token<TAB>tag`
lines with empty ones between sentences, tags `B-`, `I-` or a label alone. Without --dev a fifth of TRAIN is kept aside.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from models.assist.learned import Learned, learn, parted, score
from models.assist.sentences import OUTSIDE, Sentence, TaggedSentence, key_of
from models.assist.word_vectors import WordVectors
from models.assist.word_vectors import learn as learn_words
from tests.stress.bench.measure import timed

SIZES = (50, 200, 400, 1300)
_WORDS = 500
_BINS = 10


def read(path: Path) -> list[TaggedSentence]:
    """Return the sentences of a file of tagged tokens; tags without B- and I- are of one span as long as they last."""
    found = []
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        rows = [line.split("\t") for line in block.splitlines() if "\t" in line]
        if rows:
            found.append(TaggedSentence(_sentence([row[0] for row in rows]), _tags([row[-1] for row in rows])))
    return found


def _sentence(words: Sequence[str]) -> Sentence:
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word) + 1)
    ends = tuple(start + len(word) for start, word in zip(starts, words, strict=False))
    return Sentence(tuple(map(key_of, words)), tuple(starts[:-1]), ends)


def _tags(tags: Sequence[str]) -> tuple[str, ...]:
    if any(tag.startswith(("B-", "I-")) for tag in tags):
        return tuple(tags)
    begun = [(OUTSIDE, tags[0]), *pairwise(tags)]
    return tuple(tag if tag == OUTSIDE else f"{'I' if before == tag else 'B'}-{tag}" for before, tag in begun)


def calibration_error(learned: Learned, sentences: Sequence[TaggedSentence]) -> float:
    """Return the expected calibration error of what is suggested in tagged sentences, all confidences."""
    from models.assist.sentences import stretches

    bins: list[list[tuple[float, bool]]] = [[] for _ in range(_BINS)]
    for each in sentences:
        gold = {*stretches(each.sentence, each.tags)}
        for offer in learned.suggest([each.sentence], 0.0):
            bins[min(int(offer.confidence * _BINS), _BINS - 1)].append((offer.confidence, offer[:3] in gold))
    whole = sum(map(len, bins))
    return sum(abs(sum(sure for sure, _ in some) - sum(right for _, right in some)) for some in bins) / max(whole, 1)


def _measure(train: list[TaggedSentence], dev: list[TaggedSentence], known: WordVectors, count: int) -> None:
    kept: list[Learned] = []
    some = [[each] for each in train[:count]]
    with tempfile.TemporaryDirectory() as folder:
        took = timed(lambda: kept.append(learn(some, known, Path(folder) / "learned")))
        (learned,) = kept
        words = sum(len(each.sentence) for each in dev)
        speed = timed(lambda: [learned.suggest([each.sentence]) for each in dev]) / max(words, 1) * _WORDS
        every, shown = score(learned, dev, 0.0), score(learned, dev)
        error = calibration_error(learned, dev)
    print(
        f"{count:>6} {every.f1():>7.3f} {shown.precision():>10.3f} {shown.recall():>7.3f} {error:>7.3f} "
        f"{took / 1000:>9.1f} s {speed:>7.1f} ms",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("train", type=Path)
    parser.add_argument("--dev", type=Path)
    parser.add_argument("--background", type=Path, action="append", default=[], help="only its words are looked at")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--in-order", action="store_true", help="take the first sentences, not drawn ones")
    given = parser.parse_args()
    train = read(given.train)
    if given.dev:
        dev = read(given.dev)
    else:
        aside, rest = parted([[each] for each in train], given.seed)
        dev, train = ([each for some in part for each in some] for part in (aside, rest))
    if not given.in_order:
        random.Random(given.seed).shuffle(train)
    texts = [each.sentence.keys for part in (train, dev, *map(read, given.background)) for each in part]
    kept: list[WordVectors] = []
    took = timed(lambda: kept.append(learn_words(texts)))
    print(f"words: {sum(map(len, texts)):,}, {len(kept[0].clusters):,} of them known, {took / 1000:.1f} s")
    print(f"{'after':>6} {'F1':>7} {'right at .5':>10} {'found':>7} {'ECE':>7} {'training':>11} {'500 words':>10}")
    for count in SIZES:
        if count <= len(train):
            _measure(train, dev, kept[0], count)


if __name__ == "__main__":
    main()
