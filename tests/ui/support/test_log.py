"""The log and the file of crashes work without a terminal, as in a window alone on Windows."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest

from tests.models.helpers import ROOT
from ui.support import log

_CRASH = """
import sys
from pathlib import Path
sys.stdout = sys.stderr = None
from ui.support.log import CrashFile
CrashFile(Path(sys.argv[1])).enable()
import faulthandler
faulthandler._sigsegv()
"""


def test_crash_of_the_interpreter_is_written_down_without_a_terminal(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", _CRASH, str(tmp_path)], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode != 0
    written = (tmp_path / "nishan-crash.log").read_text(encoding="utf-8")
    assert "Current thread" in written
    assert done.stderr == b""


class Gone(io.StringIO):
    """The terminal that the window came from, closed by now."""

    def write(self, _text: str) -> int:
        raise OSError(5, "Input/output error")


@pytest.mark.parametrize("stream", [None, Gone()])
def test_window_outlives_its_terminal(stream: io.StringIO | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    log.write_to_terminal("لاہور")
