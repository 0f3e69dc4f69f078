"""What the parts of a file were taken for: columns of a table, fields of records, layers, elements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Roles = Mapping[str, tuple[str, ...]]
"""Role ("text", "title", "token", "tag", …) -> the parts of a file that have it; none where it is not to be read."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file was read, so that a person can see it and say otherwise.

    `kind`: what its parts are ("column", "field", "layer", "element"). `parts`: all their names, in order; of
    columns without names their numbers, from 1. `rows`: what stands in each part of the first records, shortened,
    to tell the parts by. `roles`: what was taken for what. `several`: the roles that more than one part may have.
    `needed`: those without which nothing can be read.
    """

    kind: str
    parts: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    roles: Roles
    several: frozenset[str] = frozenset()
    needed: frozenset[str] = frozenset()

    def __str__(self) -> str:
        """Return what a command says of it: `token = column 2, tag = column 3`."""
        taken = [(role, names) for role, names in self.roles.items() if names]
        return ", ".join(f"{role} = {self.kind} {' and '.join(names)}" for role, names in taken)
