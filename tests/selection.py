"""What the tests of a change (`uv run pytest`) look at of that which `.ci/run` looks at whole."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import settings

THOROUGH, WHOLE, QUICK = 60, 36, 12
"""Examples of a property that names no number, in the profile of each name (`tests/conftest.py` chooses).

`.ci/run` has the profile `whole`, as it has twenty minutes; `--hypothesis-profile thorough` is for the night.
"""
_LEAST = 6


def examples(count: int) -> int:
    """Return how many examples a property is tested with: `count` in the profile `thorough`, else a part of them."""
    return max(min(count, _LEAST), count * settings().max_examples // THOROUGH)


def one_in(count: int, values: Iterable[Any]) -> list[Any]:
    """Return values for `parametrize`, of which all but one in so many, the first to begin with, are `slow`.

    For values of one kind that are many, and each take more than a moment.
    """
    return [pytest.param(value, marks=[pytest.mark.slow] * (at % count > 0)) for at, value in enumerate(values)]
