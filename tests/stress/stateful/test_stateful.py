"""A few hundred random gestures give what the model says; thousands: `python -m tests.stress.stateful`."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.stress.stateful.machine import FIRED, Machine

SHORT = settings(
    max_examples=8,
    stateful_step_count=40,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[*HealthCheck],
)


def test_random_gestures_undo_restart_and_kill_agree_with_the_model(qapp: object) -> None:
    FIRED.clear()
    run_state_machine_as_test(Machine, settings=SHORT)
    assert len(FIRED) > 25, FIRED
