"""Numbers with what stands around them, of short lists and of the largest."""

from __future__ import annotations

import pytest

from models.formats.support.numbered import Numbers


@pytest.mark.parametrize("numbers", [[], [0], [3, 7], [2, 40_000], [5], [16_383], [16_384]])
def test_numbers_have_what_stands_around_them(numbers: list[int]) -> None:
    for table in (Numbers("<", ">"), Numbers()):
        table.of([10])
        before, after = ("<", ">") if table.of([1]) == ["<1>"] else ("", "")
        assert table.of(numbers) == [f"{before}{number}{after}" for number in numbers]
