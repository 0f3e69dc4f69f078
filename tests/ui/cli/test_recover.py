"""`recover` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

from models.labels.templates import seed_labels
from models.project.project import Project
from tests.ui.cli.test_cli import one_line, run


def test_recover_tells_what_it_found_and_writes_a_report(tmp_path: Path) -> None:
    broken, new, report = tmp_path / "broken.nishan", tmp_path / "new.nishan", tmp_path / "report.json"
    Project.create(broken, seed_labels(), "# guide").close()
    result = run("recover", broken, new, "--report", report)
    assert result.exit_code == 0
    assert result.stdout == f"recovered 0 articles, 0 spans, 7 labels to {new}\n  nothing was lost\n"
    assert json.loads(report.read_text(encoding="utf-8"))["found"]["label"] == 7
    assert "there is a file of that name already" in one_line(run("recover", broken, new))


def test_recover_tells_what_is_lost(tmp_path: Path) -> None:
    broken, new = tmp_path / "broken.nishan", tmp_path / "new.nishan"
    Project.create(broken, seed_labels(), "# a guide that will be lost").close()
    data = broken.read_bytes()
    at = data.index(b"# a guide") // 4096 * 4096
    broken.write_bytes(data[:at] + bytes(4096) + data[at + 4096 :])
    result = run("recover", broken, new)
    assert result.exit_code == 0
    assert "lost: see below\n" in result.stdout
    assert "is blank: what was on it is lost\n  the guidelines are lost\n" in result.stdout


def test_recover_of_nothing_is_exit_code_1(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"x" * 9000)
    result = run("recover", tmp_path / "x", tmp_path / "new.nishan")
    assert result.exit_code == 1
    assert "nothing of a project could be read in it" in one_line(result)
    assert "there is no such file" in one_line(run("recover", tmp_path / "y", tmp_path / "new.nishan"))
