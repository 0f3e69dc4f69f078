"""A minute of broken input: only sentences for people come out. An hour of it: `python -m tests.stress.fuzz`."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from tests.stress.fuzz.engine import Case, fast, run
from tests.stress.fuzz.targets import Target, targets

EXAMPLES = 60


@pytest.mark.parametrize("target", [pytest.param(one, id=one.key) for one in targets()])
def test_nothing_but_sentences_comes_out(target: Target) -> None:
    if target.missing:
        pytest.skip(target.missing)
    with tempfile.TemporaryDirectory(dir=fast()) as folder:
        case = Case(target, Path(folder))
        run(case, target, EXAMPLES, 1)
    assert case.tally.cases >= EXAMPLES / 2
