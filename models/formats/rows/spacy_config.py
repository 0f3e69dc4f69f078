"""spaCy's `config.cfg` for documents that are written: which model can learn their spans. No format itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.formats.support.records import overlapping

_NAME = "config.cfg"
_LENGTH = re.compile(r"# The longest span has (\d+) tokens")
_LONGEST = 30
"""How many tokens a span has that spaCy's categoriser is to suggest, at most: what it looks at grows with it."""


@dataclass
class Wants:
    """What the spans of a dataset want of a model. `longest`: in tokens. Shared by the splits through the file."""

    overlap: bool = False
    longest: int = 1

    @classmethod
    def of(cls, folder: Path) -> Wants:
        """Return what the splits want that are written already."""
        path = folder / _NAME
        said = path.read_text(encoding="utf-8") if path.exists() else ""
        found = _LENGTH.match(said)
        return cls("[components.spancat]" in said, int(found[1]) if found else 1)

    def look(self, spans: list[tuple[int, int]]) -> None:
        """Take the spans of a document `[first, after)` in tokens into account."""
        self.overlap = self.overlap or overlapping(spans)
        self.longest = max(self.longest, *(after - first for first, after in spans), 1)

    def write(self, folder: Path, spacy: Any) -> None:
        """Write the configuration of a blank Urdu pipeline: entities, or spans in the group "sc" where they overlap."""
        nlp = spacy.blank("ur")
        if self.overlap:
            size = min(self.longest, _LONGEST)
            suggester = {"@misc": "spacy.ngram_range_suggester.v1", "min_size": 1, "max_size": size}
            nlp.add_pipe("spancat", config={"spans_key": "sc", "suggester": suggester})
        else:
            nlp.add_pipe("ner")
        said = f"# The longest span has {self.longest} tokens.\n\n{nlp.config.to_str()}"
        (folder / _NAME).write_text(said, encoding="utf-8", newline="\n")
