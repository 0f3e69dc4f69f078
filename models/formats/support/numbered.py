"""Numbers as text with what stands around them, for lists of offsets. No format itself."""

from __future__ import annotations

from collections.abc import Sequence

_MOST = 1 << 14


class Numbers(list[str]):
    """The first numbers with what stands around them: most articles have the same ones, and they are made once."""

    def __init__(self, before: str = "", after: str = "") -> None:
        super().__init__()
        self._before, self._after = before, after

    def of(self, numbers: Sequence[int]) -> list[str]:
        """Return the text of each number, none of which is below zero; the last is the largest."""
        most = numbers[-1] if numbers else -1
        if most >= _MOST:
            return [f"{self._before}{number}{self._after}" for number in numbers]
        self.extend([f"{self._before}{number}{self._after}" for number in range(len(self), most + 1)])
        return [*map(self.__getitem__, numbers)]
