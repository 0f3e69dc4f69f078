"""The CRF suggester: a sequence learner over the forms, neighbours, clusters and vectors of words. Needs an extra."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from models.assist.base import Found, SuggesterKind
from models.assist.features import features
from models.assist.sentences import Sentence, TaggedSentence, runs
from models.assist.word_vectors import WordVectors

_WITH_VECTORS = 900  # sentences: of more, clusters alone teach as much, and vectors take too long
_EXACT = 1_600  # sentences: more are learned in a quicker way, which is half a point worse
_BY_LBFGS = {"c1": 0.1, "c2": 0.01, "max_iterations": 30, "feature.possible_transitions": True}
_QUICKLY = {"max_iterations": 10}
_FILE, _PLAIN_FILE = "crf-vectors.bin", "crf.bin"  # by what the model looks at


class Crf:
    """A trained model, read from its file."""

    def __init__(self, known: WordVectors, folder: Path) -> None:
        import pycrfsuite  # noqa: PLC0415 - of an extra

        self._known, self._vectors = known, (folder / _FILE).exists()
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open(str(folder / (_FILE if self._vectors else _PLAIN_FILE)))

    def suggest(self, sentence: Sentence) -> list[Found]:
        """Return the likeliest spans; a span is as sure as the least sure of its tokens."""
        self._tagger.set(_items(sentence, self._known, vectors=self._vectors))
        tags = self._tagger.tag()
        return [
            Found(first, end, label, min(self._tagger.marginal(tags[at], at) for at in range(first, end)))
            for first, end, label in runs(tags)
        ]


def _learn(sentences: Sequence[TaggedSentence], known: WordVectors, folder: Path) -> Crf:
    """Train, and read what was learned. Holds Python's lock for seconds: not for the window's process."""
    import pycrfsuite  # noqa: PLC0415

    vectors, exact = len(sentences) <= _WITH_VECTORS, len(sentences) <= _EXACT
    trainer = pycrfsuite.Trainer(algorithm="lbfgs" if exact else "pa", verbose=False)
    trainer.set_params(_BY_LBFGS if exact else _QUICKLY)
    for each in sentences:
        trainer.append(_items(each.sentence, known, vectors=vectors), each.tags)
    trainer.train(str(folder / (_FILE if vectors else _PLAIN_FILE)))
    return Crf(known, folder)


def _items(sentence: Sentence, known: WordVectors, *, vectors: bool) -> Any:
    import pycrfsuite  # noqa: PLC0415

    return pycrfsuite.ItemSequence(features(sentence, known, vectors=vectors))


SUGGESTER = SuggesterKind("crf", 1, _learn, Crf, modules=("pycrfsuite", "numpy"), least=30)
