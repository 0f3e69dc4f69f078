"""Many random gestures: `uv run python -m tests.stress.stateful --steps 10000 --seed 1`."""

from __future__ import annotations

import argparse
import os
import traceback

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test
from PySide6.QtWidgets import QApplication

from tests.stress.stateful.machine import CHANGED, FIRED, Machine

_LENGTH = 50  # gestures on one project, and what is undone at once
_PROJECTS = 20  # in one run of hypothesis


def main() -> int:
    """Run; 1 at the first difference, told as it was found."""
    parser = argparse.ArgumentParser("tests.stress.stateful", description=__doc__)
    parser.add_argument("--steps", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shorten", action="store_true", help="make the first difference short; takes minutes")
    chosen = parser.parse_args()
    _app = QApplication.instance() or QApplication([])
    phases = [Phase.generate, Phase.shrink] if chosen.shorten else [Phase.generate]
    differences, run = 0, 0
    while FIRED.total() < chosen.steps and not differences:
        differences = _run(chosen.seed * 1000 + run, phases)
        run += 1
    print(f"seed {chosen.seed}: {FIRED.total()} steps, {differences} differences")
    for name, count in FIRED.most_common():
        print(f"{name:30}{count:7}{CHANGED[name] or '-':>7}")
    return differences


def _run(number: int, phases: list[Phase]) -> int:
    try:
        run_state_machine_as_test(
            seed(number)(Machine),
            settings=settings(
                max_examples=_PROJECTS,
                stateful_step_count=_LENGTH,
                deadline=None,
                database=None,
                phases=phases,
                suppress_health_check=list(HealthCheck),
            ),
        )
    except Exception as error:
        traceback.print_exception(error)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
