"""Cases by hypothesis: a sample and some steps away from it, made smaller once one fails."""

from __future__ import annotations

import hashlib
import os
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.stress.fuzz import mutate
from tests.stress.fuzz.samples import Sample
from tests.stress.fuzz.targets import Target
from tests.stress.fuzz.watch import watched


def fast() -> str | None:
    """Memory as a disk, where there is some: each case makes files."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


_STEPS = st.lists(st.integers(0, 2**32 - 1), max_size=5)


@dataclass
class Tally:
    """What came of a target's cases. `found`: the smallest of each kind of failure, with where it was kept."""

    key: str
    cases: int = 0
    taken: int = 0
    refused: int = 0
    slowest: float = 0.0
    seconds: float = 0.0
    found: dict[str, str] = field(default_factory=dict)


class Case:
    """Runs cases of one target, in one folder, and keeps those that fail in another."""

    def __init__(self, target: Target, folder: Path, keep: Path | None = None) -> None:
        self._target, self._folder, self._keep = target, folder, keep
        self.tally = Tally(target.key)

    def __call__(self, sample: Sample, data: bytes) -> None:
        """One case. Raises whatever the program should not have."""
        began = time.monotonic()
        self.tally.cases += 1
        if self._keep is not None:  # what ends the process is there afterwards
            (self._keep / f"{self._target.key}-last{Path(sample.name).suffix}").write_bytes(data)
        try:
            with watched():
                taken = self._target.run(self._folder, sample, data)
        except BaseException as error:
            if not isinstance(error, (KeyboardInterrupt, SystemExit)):
                self._failed(sample, data, error)
            raise
        self.tally.taken += taken
        self.tally.refused += not taken
        self.tally.slowest = max(self.tally.slowest, time.monotonic() - began)

    def _failed(self, sample: Sample, data: bytes, error: BaseException) -> None:
        place = traceback.extract_tb(error.__traceback__)[-1]
        kind = f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}: {str(error)[:160]!r}"
        group = f"{type(error).__name__} {place.filename}:{place.lineno}"
        kept = ""
        if self._keep is not None:
            digest = hashlib.sha256(group.encode()).hexdigest()[:8]
            file = self._keep / f"{self._target.key}-{digest}{Path(sample.name).suffix}"
            if not file.exists() or len(data) < file.stat().st_size:
                file.write_bytes(data)
                file.with_name(f"{file.name}.txt").write_text(
                    "".join(traceback.format_exception(error)), encoding="utf-8", errors="replace"
                )
            kept = file.name
        self.tally.found[group] = f"{kind} ({kept})"


def run(case: Case, target: Target, examples: int, number: int) -> None:
    """So many cases, the same ones for the same `number`. Raises what the first failing one raised, made small."""
    found = target.samples()

    @seed(number)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )
    @given(st.sampled_from(range(len(found))), _STEPS)
    def one(at: int, seeds: list[int]) -> None:
        case(found[at], mutate.steps(found[at].data, seeds))

    one()
