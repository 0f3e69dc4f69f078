"""A bit that flips in a project is noticed wherever it changes content; a short run of `tests.stress.crash.flips`."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.checks import check
from models.project.project import Project
from tests.stress.crash import flips, one_flip

FLIPS = 40


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made: Path = tmp_path_factory.mktemp("flips")
    flips.make(made / "whole.nishan", 6)
    return made


@pytest.fixture(scope="module")
def flipper(folder: Path) -> one_flip.Flipper:
    return one_flip.Flipper(folder)


def test_project_of_these_tests_is_sound(folder: Path) -> None:
    with Project.open(folder / "whole.nishan") as project:
        assert check(project) == []


@pytest.mark.slow
def test_every_flip_that_changes_content_is_noticed_and_recovered_from(folder: Path) -> None:
    outcomes = [*flips.run(folder, flips.flips(folder / "whole.nishan", FLIPS, seed=3))]
    assert len(outcomes) == FLIPS
    assert sum(outcome.changed for outcome in outcomes) > FLIPS // 4
    assert [outcome for outcome in outcomes if outcome.wrong or (outcome.changed and not outcome.noticed)] == []


@pytest.mark.parametrize(
    ("name", "at"),
    [("magic", 3), ("page size", 16), ("format", 18), ("reserved", 20), ("pages", 31), ("freelist", 35), ("schema", 43),
     ("encoding", 59), ("version", 63), ("application", 70), ("schema page", 100), ("its cells", 103)],
)  # fmt: skip
def test_flip_in_the_header_breaks_nothing_but_that(flipper: one_flip.Flipper, name: str, at: int) -> None:
    outcome = flipper.outcome(at * 8 + at % 3)
    assert not outcome.wrong, name
    assert outcome.recovered == "all is there", name
    assert outcome.noticed or not outcome.changed, name
