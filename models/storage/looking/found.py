"""What a look at a project after an unclean end finds."""

from __future__ import annotations

from dataclasses import dataclass

from models.storage.raw.records import Value

DamagedRow = tuple[str, tuple[Value, ...]]
"""A table, and the key of a row in it that is not what was written."""


@dataclass(frozen=True, slots=True)
class Found:
    """What keeps nobody from using the project: damaged rows, and `lost` transactions at the end of its log."""

    rows: tuple[DamagedRow, ...] = ()
    lost: int = 0

    def __bool__(self) -> bool:
        return bool(self.rows) or self.lost > 0


NOTHING = Found()


class Broken(Exception):  # noqa: N818 - a finding
    """Tables and indexes differ, or cannot be read; the sentence says where."""
