"""The program is called what it was called by, in usage lines and in advice."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from models.base.program import command_name

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    ("executable", "name"),
    [
        ("/opt/nishan/nishan", "nishan"),
        ("/opt/nishan/Nishan.exe", "nishan"),
        ("/opt/nishan/nishan-cli.exe", "nishan-cli"),
        ("/Applications/Nishan.app/Contents/MacOS/start", "nishan"),
    ],
)
def test_frozen_program_has_its_own_name(executable: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", executable)
    monkeypatch.setattr(sys, "argv", ["whatever"])
    assert command_name() == name


@pytest.mark.parametrize(
    ("called", "name"),
    [
        (["main.py", "stats"], "main.py"),
        (["/home/sana/.local/bin/nishan"], "nishan"),
        (["nishan.exe"], "nishan"),
        (["-c"], "main.py"),
        ([""], "main.py"),
        ([], "main.py"),
    ],
)
def test_other_program_is_called_as_it_is_started(
    called: list[str], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", called)
    assert command_name() == name


_FROZEN = """
import sys
sys.frozen, sys.executable = True, "/opt/nishan/nishan"
import main
main.main(sys.argv[1:])
"""


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--help"], "Usage: nishan "),
        (["nonsense"], "Usage: nishan "),
        (["restore", "none", "new.nishan"], "list them with: nishan backups PROJECT"),
        (["stats", "tests/data/damaged"], "save what is left with: nishan recover BROKEN NEW"),
    ],
)
def test_frozen_program_names_itself_in_usage_and_advice(tmp_path: Path, arguments: list[str], told: str) -> None:
    if arguments[0] == "stats":
        arguments = ["stats", str(tmp_path / "damaged.nishan")]
        whole = (ROOT / "tests" / "data" / "project_v1.nishan").read_bytes()
        (tmp_path / "damaged.nishan").write_bytes(whole[: len(whole) // 2])
    done = subprocess.run(
        [sys.executable, "-c", _FROZEN, *arguments], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert told in done.stdout + done.stderr
    assert "main.py" not in done.stdout + done.stderr
