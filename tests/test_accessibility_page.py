"""The account of accessibility is whole, and what it calls a test is one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs/accessibility.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (\d[\d.]*) [^|]+ \| (yes|part|none here) \| ?([^|]*) ?\|$", re.MULTILINE)
LEVELS_A_AND_AA = {  # of each guideline of WCAG 2.2
    "1.1": (1,),
    "1.2": (1, 2, 3, 4, 5),
    "1.3": (1, 2, 3, 4, 5),
    "1.4": (1, 2, 3, 4, 5, 10, 11, 12, 13),
    "2.1": (1, 2, 4),
    "2.2": (1, 2),
    "2.3": (1,),
    "2.4": (1, 2, 3, 4, 5, 6, 7, 11),
    "2.5": (1, 2, 3, 4, 7, 8),
    "3.1": (1, 2),
    "3.2": (1, 2, 3, 4, 6),
    "3.3": (1, 2, 3, 4, 7, 8),
    "4.1": (2, 3),
}
CLAUSES = [
    "11.5.1",
    *(f"11.5.2.{number}" for number in range(1, 18)),
    *("11.6.1", "11.6.2", "11.7"),
    *(f"11.8.{number}" for number in range(1, 6)),
]


def test_every_criterion_and_clause_is_there_once() -> None:
    wanted = [f"{guideline}.{number}" for guideline, numbers in LEVELS_A_AND_AA.items() for number in numbers]
    assert [number for number, _, _ in ROW.findall(PAGE)] == [*wanted, *CLAUSES]


@pytest.mark.parametrize("row", ROW.findall(PAGE), ids=lambda row: row[0])
def test_what_is_supported_says_by_what(row: tuple[str, str, str]) -> None:
    _, state, by = row
    assert state == "none here" or by.strip()


def test_tests_and_files_that_are_named_exist() -> None:
    named = set(re.findall(r"`((?:tests|ui)/[\w/]+\.py)`", PAGE))
    assert len(named) > 15
    assert not [path for path in named if not (ROOT / path).exists()]
