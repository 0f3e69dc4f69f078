"""The short version of `python -m tests.crash`: a few rounds of each kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crash.rounds import kind, run

ROUNDS = {"labelling": 6, "import": 1, "merge": 1}


@pytest.mark.parametrize("name", ROUNDS)
def test_whatever_is_killed_keeps_what_it_has_promised(name: str, tmp_path: Path) -> None:
    outcomes, _ = run(name, kind(name), tmp_path, ROUNDS[name], seed=7)
    assert len(outcomes) == ROUNDS[name]
    assert [outcome for outcome in outcomes if outcome.problems] == []
