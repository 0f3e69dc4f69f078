"""Many random gestures: `uv run python -m tests.stateful --steps 10000 --seed 1`."""

from __future__ import annotations

import argparse
import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test
from PySide6.QtWidgets import QApplication

from tests.stateful.machine import FIRED, Machine

_LENGTH = 50  # gestures on one project


def main() -> int:
    """Run; 1 at the first difference, which hypothesis makes as short as it can."""
    parser = argparse.ArgumentParser("tests.stateful", description=__doc__)
    parser.add_argument("--steps", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    _app = QApplication.instance() or QApplication([])
    differences = 0
    try:
        run = seed(chosen.seed)(Machine)
        run_state_machine_as_test(
            run,
            settings=settings(
                max_examples=max(chosen.steps // _LENGTH, 1),
                stateful_step_count=_LENGTH,
                deadline=None,
                database=None,
                phases=[Phase.generate, Phase.shrink],
                suppress_health_check=list(HealthCheck),
            ),
        )
    except AssertionError as error:
        differences = 1
        print(f"difference: {error}")
    print(f"seed {chosen.seed}: {FIRED.total()} steps, {differences} differences")
    print(", ".join(f"{name} {count}" for name, count in FIRED.most_common()))
    return differences


if __name__ == "__main__":
    raise SystemExit(main())
