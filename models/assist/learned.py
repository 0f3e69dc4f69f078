"""A learner: its suggesters, how far they can be believed, and what is known of how well it does.

It is learned from tagged articles into a folder, from which it is read again. The folder is a cache: removing it loses
nothing. Writes are made beside it and take its place as a whole, so that a stop at any moment leaves the one or the
other.
"""

from __future__ import annotations

import json
import random
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from models.assist import suggesters
from models.assist.base import Suggester
from models.assist.calibration import Calibration, Decision, fitted
from models.assist.combined import Offer, candidates, offers
from models.assist.features import VERSION
from models.assist.scores import Scores
from models.assist.sentences import Sentence, TaggedSentence, runs, sentences_of
from models.assist.word_vectors import NOTHING, WordVectors
from models.text.offsets import ceil_edge, floor_edge, unsure_edges

Articles = Sequence[Sequence[TaggedSentence]]
_FILE, _VECTORS = "learned.json", "vectors.json"
_HELD_OUT = 5  # of so many articles one is kept to see how well the rest does
_LEAST_LABELS = 2  # with one alone, the dictionary does as well
USUAL_LEAST = 0.5
"""The confidence from which suggestions are shown."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned: suggesters in the order in which they are asked, calibrations by their keys.

    `scores` are those on articles that were kept aside, at `USUAL_LEAST`; `articles` and `spans`: what it learned from.
    """

    suggesters: tuple[tuple[str, Suggester], ...]
    calibrations: dict[str, Calibration]
    articles: int = 0
    spans: int = 0
    scores: Scores = field(default_factory=Scores)

    def suggest(self, sentences: Iterable[Sentence], least: float = USUAL_LEAST) -> list[Offer]:
        """Return what to suggest in the sentences of a text, in order."""
        found = (offers(self.suggesters, self.calibrations, sentence, least) for sentence in sentences)
        return [offer for some in found for offer in some]

    def suggest_in(self, text: str, least: float = USUAL_LEAST) -> list[Offer]:
        """Return what to suggest in a text. An edge that would part a letter from its signs takes in both."""
        edges = unsure_edges(text)
        made: list[Offer] = []
        for offer in self.suggest(sentences_of(text), least):
            start, end = offer.start, offer.end
            if start in edges or end in edges:
                start, end = floor_edge(text, start), ceil_edge(text, end)
            if not made or start >= made[-1].end:
                made.append(offer._replace(start=start, end=end))
        return made


def learn(articles: Articles, known: WordVectors, folder: Path, *, seed: int = 0) -> Learned:
    """Learn from articles into a folder, which is replaced.

    A fifth of the articles is kept aside at first: what four fifths find there tells how far each suggester can be
    believed, and how much it finds. Then all are learned from.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f"{folder.name}.", dir=folder.parent) as beside:
        trial, whole = Path(beside) / "trial", Path(beside) / "whole"
        for each in (trial, whole):
            each.mkdir()
        calibrations, scores = _tried(articles, known, trial, seed)
        learned = _learned(articles, known, whole)
        facts = Learned(learned, calibrations, len(articles), _spans(articles), scores)
        _write(facts, known, whole)
        if folder.exists():
            shutil.move(folder, Path(beside) / "before")
        whole.rename(folder)
    return facts


def read(folder: Path) -> Learned | None:
    """Return what was learned into a folder; None where there is nothing whole, or of another version."""
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        facts = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        if facts["version"] != VERSION:
            return None
        known = _known_words(folder)
        kinds = {kind.key: kind for kind in suggesters()}
        made = tuple((key, kinds[key].read(known, folder)) for key in facts["suggesters"])
        calibrations = {key: Calibration(**numbers) for key, numbers in facts["calibrations"].items()}
        scores = Scores.from_json(facts["scores"])
        return Learned(made, calibrations, facts["articles"], facts["spans"], scores)
    return None


def _known_words(folder: Path) -> WordVectors:
    if not (folder / _VECTORS).exists():
        return NOTHING
    words = json.loads((folder / _VECTORS).read_text(encoding="utf-8"))
    return WordVectors(
        {word: tuple(clusters) for word, (clusters, _) in words.items()},
        {word: tuple(vector) for word, (_, vector) in words.items()},
    )


def _write(learned: Learned, known: WordVectors, folder: Path) -> None:
    facts = {
        "version": VERSION,
        "suggesters": [key for key, _ in learned.suggesters],
        "calibrations": {key: asdict(numbers) for key, numbers in learned.calibrations.items()},
        "articles": learned.articles,
        "spans": learned.spans,
        "scores": learned.scores.to_json(),
    }
    words = {word: (known.clusters[word], vector) for word, vector in known.vectors.items()}
    (folder / _VECTORS).write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
    (folder / _FILE).write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")


def _spans(articles: Articles) -> int:
    return sum(len([*runs(each.tags)]) for article in articles for each in article)


def _learned(articles: Articles, known: WordVectors, folder: Path) -> tuple[tuple[str, Suggester], ...]:
    sentences = [each for article in articles for each in article]
    labels = Counter(label for each in sentences for _, _, label in runs(each.tags))
    able = [kind for kind in suggesters() if labels.total() >= kind.least]
    if len(labels) < _LEAST_LABELS:
        able = [kind for kind in able if not kind.modules]
    return tuple((kind.key, kind.learn(sentences, known, folder)) for kind in able)


def _tried(articles: Articles, known: WordVectors, folder: Path, seed: int) -> tuple[dict[str, Calibration], Scores]:
    """Return how far each suggester can be believed, and what all find in the articles that are kept aside."""
    aside, rest = parted(articles, seed)
    if not aside or not rest:
        return {}, Scores()
    learned = _learned(rest, known, folder)
    decided: dict[str, list[Decision]] = defaultdict(list)
    sentences = [each for article in aside for each in article]
    for each in sentences:
        gold = {*runs(each.tags)}
        for found, by, agreement in candidates(learned, each.sentence):
            decided[by].append(Decision(found.score, agreement, found[:3] in gold))
    calibrations = {key: fitted(decisions) for key, decisions in decided.items()}
    return calibrations, score(Learned(learned, calibrations), sentences)


def parted(articles: Articles, seed: int) -> tuple[Articles, Articles]:
    """Return a fifth of the articles, drawn by the seed, and the rest; with one article, its sentences are parted."""
    pieces = articles if len(articles) > 1 else [[each] for article in articles for each in article]
    order = list(range(len(pieces)))
    random.Random(seed).shuffle(order)
    aside = {*order[: len(pieces) // _HELD_OUT]}
    return (
        [pieces[number] for number in sorted(aside)],
        [piece for number, piece in enumerate(pieces) if number not in aside],
    )


def score(learned: Learned, sentences: Iterable[TaggedSentence], least: float = USUAL_LEAST) -> Scores:
    """Compare what is suggested in tagged sentences with their tags."""
    scores = Scores()
    for each in sentences:
        starts, ends = each.sentence.starts, each.sentence.ends
        gold = {(starts[first], ends[end - 1], label) for first, end, label in runs(each.tags)}
        scores.add(gold, {offer[:3] for offer in learned.suggest([each.sentence], least)})
    return scores
