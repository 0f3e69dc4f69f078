"""The short version of `python -m tests.stress.crash`: a few rounds of each kind that kills a process."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stress.crash.rounds import kind, run

ROUNDS = {"labelling": 4, "synced": 2, "second": 5, "together": 5, "torn": 4, "migration": 3} | dict.fromkeys(
    ("import", "merge", "export", "backup", "restore", "recover"), 2
)
_LOAD = 0.15  # of the usual


@pytest.mark.skipif(not hasattr(__import__("signal"), "SIGKILL"), reason="nothing is killed like that here")
@pytest.mark.parametrize("name", ROUNDS)
def test_whatever_is_killed_keeps_what_it_has_promised(name: str, tmp_path: Path) -> None:
    outcomes, _ = run(name, kind(name), tmp_path, ROUNDS[name], 7, _LOAD)
    assert len(outcomes) == ROUNDS[name]
    assert [outcome for outcome in outcomes if outcome.problems] == []
