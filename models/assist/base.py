"""What a suggester is: something that learns from tagged sentences, and then finds spans in others."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from models.assist.sentences import Sentence, TaggedSentence
from models.assist.word_vectors import WordVectors


class Found(NamedTuple):
    """A span that a suggester finds: its first token, the one after its last, its label, how sure it is, 0 to 1."""

    first: int
    end: int
    label: str
    score: float

    def overlaps(self, other: Found) -> bool:
        """Return whether both have a token in common."""
        return self.first < other.end and other.first < self.end


class Suggester(Protocol):
    """Finds spans in a sentence, in order, none over another."""

    def suggest(self, sentence: Sentence) -> list[Found]:
        """Return what it finds in a sentence."""


@dataclass(frozen=True, slots=True)
class SuggesterKind:
    """How a suggester comes to be. Those of a lower `rank` are asked first, the others where these find nothing.

    `learn` writes what is learned into a folder, `read` reads it from there. `modules` are the libraries that it needs;
    `least` is how many spans it needs to learn anything.
    """

    key: str
    rank: int
    learn: Callable[[Sequence[TaggedSentence], WordVectors, Path], Suggester]
    read: Callable[[WordVectors, Path], Suggester]
    modules: tuple[str, ...] = ()
    least: int = 1

    def missing(self) -> list[str]:
        """Return the libraries that are not installed. Nothing is loaded."""
        return [module for module in self.modules if importlib.util.find_spec(module) is None]
