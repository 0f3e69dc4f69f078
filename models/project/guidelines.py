"""Guidelines as text: which heading is about a label, and how one version differs from another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class DiffLine:
    """A line of two versions: in both (` `), only in the older (`-`), only in the newer (`+`)."""

    sign: Literal[" ", "-", "+"]
    text: str


def is_about(heading: str, name: str) -> bool:
    """Whether a heading begins with a label's name: `PERSON · شخص` does with PERSON, `PERSONS` does not."""
    heading, name = heading.strip().casefold(), name.strip().casefold()
    if not name or not heading.startswith(name):
        return False
    following = heading[len(name) : len(name) + 1]
    return not (following.isalnum() or following in ("_", "-"))


def difference(older: str, newer: str) -> list[DiffLine]:
    """Return every line of both, in order: removed lines before added ones."""
    return list(_difference(older.split("\n"), newer.split("\n")))


def _difference(older: list[str], newer: list[str]) -> Iterator[DiffLine]:
    from difflib import SequenceMatcher  # noqa: PLC0415 - the pane loads this module at every start

    for kind, a, b, c, d in SequenceMatcher(None, older, newer, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from (DiffLine(" ", text) for text in older[a:b])
        else:
            yield from (DiffLine("-", text) for text in older[a:b])
            yield from (DiffLine("+", text) for text in newer[c:d])
