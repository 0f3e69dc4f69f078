"""Cases by what they reach in the program: atheris (libFuzzer), where it is installed. One target a process."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random

from tests.stress.fuzz.engine import Case, Tally, fast
from tests.stress.fuzz.targets import Target
from tests.stress.fuzz.watch import SECONDS

_SIZE = 60_000
_SEPARATOR = 1  # the first byte of a case says which sample it replaces


def missing() -> str:
    """Why it cannot run here; empty when it can."""
    if importlib.util.find_spec("atheris") is None:
        return "atheris is not installed; get it with `uv sync --group fuzz --inexact` (Linux, Python up to 3.13)"
    return ""


def spawn(target: Target, seconds: float, keep: Path) -> Tally:
    """Fuzz one target for so long, from its samples on."""
    with tempfile.TemporaryDirectory(prefix="nishan-fuzz-") as name:
        corpus = Path(name)
        for at, sample in enumerate(target.samples()):
            (corpus / str(at)).write_bytes(bytes([at]) + sample.data)
        command = [sys.executable, "-m", "tests.stress.fuzz.guided", target.key, str(keep), str(corpus)]
        command += [f"-max_total_time={max(round(seconds), 1)}", f"-max_len={_SIZE}", "-print_final_stats=1"]
        command += [
            f"-timeout={round(SECONDS * 6)}",
            "-rss_limit_mb=4096",
            f"-artifact_prefix={keep}/{target.key}-guided-",
        ]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    said = done.stdout + done.stderr
    runs = re.search(r"stat::number_of_executed_units:\s+(\d+)", said)
    slowest = re.search(r"stat::slowest_unit_time_sec:\s+(\d+)", said)
    tally = Tally(target.key, int(runs[1]) if runs else 0, seconds=seconds)
    tally.slowest = float(slowest[1]) if slowest else 0.0
    if done.returncode:
        kept = keep / f"{target.key}-guided.txt"
        kept.write_text(said, encoding="utf-8")
        error = re.search(r"=== Uncaught Python exception: ===\n(.*)", said)
        what = error[1][:300] if error else f"the process ended with {done.returncode}"
        tally.found["guided"] = f"{what} ({kept.name})"
    return tally


def _main() -> None:
    import atheris

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    key, keep, *arguments = sys.argv[1:]
    with atheris.instrument_imports(
        include=["models", "ui.guidelines.document", "ui.support.settings", "ui.keys.keymap"]
    ):
        import models
        from models import formats

        formats.all_formats()
        assert models
    from tests.stress.fuzz.mutate import changed
    from tests.stress.fuzz.targets import targets

    target = next(each for each in targets() if each.key == key)
    found = target.samples()
    folder = Path(tempfile.mkdtemp(prefix="nishan-fuzz-", dir=fast()))
    case = Case(target, folder, Path(keep))

    def one(data: bytes) -> None:
        if data:
            case(found[data[0] % len(found)], data[_SEPARATOR:])

    def step(data: bytes, most: int, seed: int) -> bytes:
        rng = Random(seed)
        if rng.random() < 0.5 or len(data) < 2:
            return bytes(atheris.Mutate(data, len(data) + 64 if len(data) + 64 < most else most))
        return (data[:_SEPARATOR] + changed(data[_SEPARATOR:], rng))[:most]

    atheris.Setup([sys.argv[0], *arguments], one, custom_mutator=step)
    atheris.Fuzz()


if __name__ == "__main__":
    _main()
