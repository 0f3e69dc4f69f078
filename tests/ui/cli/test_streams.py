"""Output goes into files and pipes of every encoding, and into those that take nothing any more."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from models.project.project import Project
from ui.cli import output, streams
from ui.cli.output import exits_on_error, say, write_line

ROOT = Path(__file__).resolve().parents[3]
NAME = "پہلا منصوبہ.nishan"
OLD = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}  # without Python's own way out
SURROUNDINGS = [
    OLD | {"PYTHONIOENCODING": "cp1252"},  # a file or a pipe on Windows
    {"PYTHONIOENCODING": "cp1252:strict"},
    {"PYTHONIOENCODING": "ascii"},
    {"PYTHONIOENCODING": "cp437"},
    {"LC_ALL": "C"},
    {"LC_ALL": "POSIX", "LANG": "C"},
]


def command(*arguments: object) -> list[str]:
    return [sys.executable, "main.py", *map(os.fsdecode, map(str, arguments))]


def run(environ: dict[str, str], *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments),
        cwd=ROOT,
        env=os.environ | environ,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("environ", SURROUNDINGS)
def test_urdu_is_written_whatever_the_encoding(tmp_path: Path, environ: dict[str, str]) -> None:
    path = tmp_path / NAME
    made = run(environ, "new", path)
    assert (made.returncode, made.stderr) == (0, "")
    assert f"made {path} with 7 labels" in made.stdout
    assert path.exists()
    again = run(environ, "new", path)
    assert again.returncode == 1
    assert f"nishan: {path}: there is a file of that name already" in again.stderr
    stats = json.loads(run(environ, "stats", path, "--json").stdout)
    assert stats["articles"] == 0
    wrong = run(environ, "خبریں")  # told by click itself
    assert wrong.returncode == 2
    assert "خبریں" in wrong.stderr
    assert "Traceback" not in made.stderr + again.stderr + wrong.stderr


@pytest.mark.parametrize("locale", ["C", "POSIX"])
def test_system_that_knows_ascii_alone_is_no_crash(tmp_path: Path, locale: str) -> None:
    made = run(OLD | {"LC_ALL": locale}, "new", tmp_path / NAME)
    assert (made.returncode, made.stderr) == (0, "")
    assert (tmp_path / NAME).exists()


@pytest.mark.skipif(sys.platform == "win32", reason="arguments of Windows are Unicode")
@pytest.mark.parametrize("environ", SURROUNDINGS)
def test_argument_that_is_no_text_is_named_with_marks(tmp_path: Path, environ: dict[str, str]) -> None:
    path = tmp_path / "a\udcff.nishan"
    try:
        path.touch()
    except OSError:
        pytest.skip("this file system takes UTF-8 alone")
    path.unlink()
    made = run(environ, "new", path)
    assert (made.returncode, made.stderr) == (0, "")
    assert "a\u27e6DCFF\u27e7.nishan with 7 labels" in made.stdout
    text = tmp_path / "خبر\udcfe.txt"
    text.write_text("لاہور میں بارش", encoding="utf-8")
    imported = run(environ, "import", path, text, "--report", tmp_path / "r\udcfd.json")
    assert (imported.returncode, imported.stderr) == (0, "")
    assert imported.stdout.startswith("imported 1 article")
    assert (tmp_path / "r\udcfd.json").exists()
    missing = run(environ, "stats", tmp_path / "none\udcff")
    assert missing.returncode == 1
    assert "there is no such file" in missing.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="the shell is POSIX's")
@pytest.mark.parametrize(
    ("arguments", "redirected", "code"),
    [
        ("formats", "| (exec <&-; sleep 0.1)", 0),  # as `head` that has enough
        ("new {path}", "| (exec <&-; sleep 0.1)", 0),
        ("check {path}", "| (exec <&-; sleep 0.1)", 1),  # what it found counts, not who listens
        ("new {path}", ">&-", 0),
        ("new {path}", ">&- 2>&-", 0),
        ("nonsense", "2>&-", 2),
        ("stats {path}", "2>&- >&-", 1),
    ],
)
def test_output_that_nobody_reads_changes_nothing(tmp_path: Path, arguments: str, redirected: str, code: int) -> None:
    path = tmp_path / "p.nishan"
    told = tmp_path / "stderr"
    line = f'"{sys.executable}" main.py {arguments.format(path=path)}'
    script = (
        f"set -o pipefail; {{ sleep 0.3; {line}; }} 2>{told} {redirected}"
        if "|" in redirected
        else (f"{line} 2>{told} {redirected}")
    )
    done = subprocess.run(["bash", "-c", script], cwd=ROOT, check=False, timeout=60)
    assert done.returncode == code
    assert "Traceback" not in told.read_text()
    assert "BrokenPipe" not in told.read_text()
    if arguments.startswith("new"):
        Project.open(path).close()


def test_rest_of_a_command_is_done_when_nobody_reads_any_more(tmp_path: Path) -> None:
    path, report = tmp_path / "p.nishan", tmp_path / "report.json"
    Project.create(path).close()
    reading, writing = os.pipe()
    os.close(reading)
    words = command("import", path, ROOT / "seeds" / "article-001.txt", "--report", report)
    done = subprocess.run(words, cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(report.read_text(encoding="utf-8"))["articles"] == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the full disk of Linux")
def test_output_that_a_full_disk_refuses_is_told(tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        words = command("new", tmp_path / NAME)
        done = subprocess.run(words, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("nishan: done, but what it says cannot be written (no space left on device)")
    assert done.stderr.count("\n") == 1
    Project.open(tmp_path / NAME).close()


class Terminal(io.TextIOWrapper):
    """A terminal of an old code page."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("kind", "told"), [(io.TextIOWrapper, "é کتاب"), (Terminal, r"é \u06a9\u062a\u0627\u0628")])
def test_terminal_keeps_its_code_page_and_takes_all_letters(
    kind: type[io.TextIOWrapper], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", kind(written, encoding="cp1252"))
    streams.prepare()
    say("é کتاب")
    assert written.getvalue().decode("cp1252" if kind is Terminal else "utf-8").strip() == told


def test_program_without_streams_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a window alone on Windows."""
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    streams.prepare()
    say("کتاب")
    say("کتاب", error=True)
    streams.drop(None)


def test_stream_that_cannot_be_prepared_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    shut = io.TextIOWrapper(io.BytesIO())
    shut.close()
    monkeypatch.setattr(sys, "stdout", shut)
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    streams.prepare()


class Refusing(io.StringIO):
    """A stream whose reader is gone, or whose disk is full."""

    def __init__(self, code: int) -> None:
        super().__init__()
        self.code = code

    def write(self, _text: str) -> int:
        raise OSError(self.code, os.strerror(self.code))


@pytest.mark.parametrize(("code", "fails"), [(32, False), (22, False), (28, True), (5, True)])
def test_one_command_loses_its_output_and_not_the_next(monkeypatch: pytest.MonkeyPatch, code: int, fails: bool) -> None:
    told = io.StringIO()
    monkeypatch.setattr(sys, "stderr", told)
    done: list[str] = []

    @exits_on_error
    def work() -> None:
        for line in ("one", "two"):
            write_line(line)
            done.append(line)

    monkeypatch.setattr(sys, "stdout", Refusing(code))
    if fails:
        with pytest.raises(SystemExit) as ended:
            work()
        assert ended.value.code == 1
    else:
        work()
    assert told.getvalue().count("\n") == fails
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    work()
    assert done == ["one", "two"] * 2
    assert output._lost == []
