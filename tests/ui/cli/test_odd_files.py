"""Commands on what is no file, on names that are no UTF-8, and on outputs that would replace an input."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from models.importing.detection import files_of
from tests.models.odd_files import KINDS, make, soon
from tests.ui.cli.test_cli import one_line, run

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pipes are POSIX")
_PIPES = [kind for kind in KINDS if kind not in ("folder", "dangling link")]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A project with an article."""
    (tmp_path / "a.txt").write_text("علی لاہور گیا", encoding="utf-8")
    assert run("new", tmp_path / "p.nishan").exit_code == 0
    assert run("import", tmp_path / "p.nishan", tmp_path / "a.txt").exit_code == 0
    return tmp_path / "p.nishan"


def refused(*arguments: object) -> str:
    with soon(30):
        result = run(*arguments)
    assert result.exit_code == 1, result.output
    return one_line(result)


@pytest.mark.parametrize("kind", KINDS)
def test_no_command_hangs_on_what_is_no_project(tmp_path: Path, kind: str) -> None:
    odd = make(tmp_path / "odd.nishan", kind)
    for arguments in (
        ("stats", odd),
        ("check", odd),
        ("import", odd, tmp_path),
        ("export", odd, tmp_path / "o.jsonl", "--format", "jsonl"),
        ("recover", odd, tmp_path / "n.nishan"),
        ("restore", odd, tmp_path / "n.nishan"),
        ("backups", odd),
        ("new", odd),
    ):
        assert "odd.nishan" in refused(*arguments)
    assert not (tmp_path / "n.nishan").exists()
    assert not (tmp_path / "o.jsonl").exists()


@pytest.mark.parametrize("kind", _PIPES)
@pytest.mark.parametrize("suffix", ["-wal", "-journal", "-shm"])
def test_no_command_follows_or_waits_for_an_odd_file_beside_the_project(path: Path, kind: str, suffix: str) -> None:
    odd = make(path.with_name(f"p.nishan{suffix}"), kind)
    before = path.read_bytes()
    for arguments in (("stats", path), ("check", path), ("import", path, path.with_name("a.txt"))):
        assert f"{odd}: a" in refused(*arguments)
    with soon(30):
        run("recover", path, path.with_name("n.nishan"))
    assert path.read_bytes() == before
    assert os.path.lexists(odd)


@pytest.mark.parametrize("suffix", ["-wal", "-journal"])
@pytest.mark.parametrize("link", ["symbolic", "hard"])
def test_sqlite_writes_through_no_link(path: Path, suffix: str, link: str) -> None:
    victim, beside = path.with_name("victim"), path.with_name(f"p.nishan{suffix}")
    victim.write_bytes(b"mine")
    beside.symlink_to(victim) if link == "symbolic" else os.link(victim, beside)
    assert f"{beside}: a" in refused("import", path, path.with_name("a.txt"))
    assert victim.read_bytes() == b"mine"


@pytest.mark.parametrize("kind", [*KINDS, "file", "link", "hard link"])
def test_lock_note_is_no_way_to_another_file(path: Path, kind: str) -> None:
    note, victim = path.with_name("p.nishan.lock"), path.with_name("victim")
    victim.write_bytes(b"mine")
    match kind:
        case "file":
            note.write_bytes(b"mine")
        case "link":
            note.symlink_to(victim)
        case "hard link":
            os.link(victim, note)
        case _:
            make(note, kind)
    with soon(30):
        assert run("import", path, path.with_name("a.txt")).exit_code == 0
    assert victim.read_bytes() == b"mine"
    assert kind != "file" or note.read_bytes() == b"mine"
    assert not path.with_name("nowhere").exists()


@pytest.mark.parametrize("kind", _PIPES)
def test_no_reader_hangs(path: Path, tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for suffix in (".txt", ".json", ".jsonl", ".csv", ".conll", ".tsv", ".ann", ".xml", ".docx", ".html", ""):
        odd = make(folder / f"odd{suffix}", kind)
        assert "odd" in refused("import", path, odd)
        said = refused("import", path, folder)
        assert "odd" in said or "holds no file to import" in said
        for file in folder.iterdir():
            file.unlink()
    odd = make(tmp_path / "odd", kind)
    for option in ("--labels", "--guidelines"):
        assert "odd: the " in refused("new", tmp_path / "n.nishan", option, odd)
    assert not (tmp_path / "n.nishan").exists()


@pytest.mark.parametrize("kind", _PIPES)
def test_odd_output_is_refused_before_anything_is_done(path: Path, tmp_path: Path, kind: str) -> None:
    odd = make(tmp_path / "odd.json", kind)
    (tmp_path / "b.txt").write_text("کراچی", encoding="utf-8")
    refused("import", path, tmp_path / "b.txt", "--report", odd)
    refused("export", path, tmp_path / "o.jsonl", "--format", "jsonl", "--report", odd)
    refused("export", path, odd, "--format", "jsonl")
    refused("recover", path, tmp_path / "n.nishan", "--report", odd)
    assert not (tmp_path / "n.nishan").exists()
    assert not (tmp_path / "o.jsonl").exists()
    assert run("stats", path).output.startswith("1 article,")


def test_report_replaces_no_file_of_its_command(path: Path, tmp_path: Path) -> None:
    text, folder = tmp_path / "b.txt", tmp_path / "folder"
    text.write_text("کراچی", encoding="utf-8")
    folder.mkdir()
    (folder / "c.txt").write_text("پشاور", encoding="utf-8")
    os.link(path, tmp_path / "hard")
    (tmp_path / "soft").symlink_to(path)
    before = path.read_bytes()
    for report in (path, tmp_path / "hard", tmp_path / "soft", text, tmp_path / "p.nishan-wal"):
        refused("import", path, text, "--report", report)
        refused("export", path, tmp_path / "o.jsonl", "--format", "jsonl", "--report", report) if report != text else 0
    refused("import", path, folder, "--report", folder / "c.txt")
    new = tmp_path / "n.nishan"
    for report in (path, new):
        refused("recover", path, new, "--report", report)
    assert not new.exists()
    assert not (tmp_path / "o.jsonl").exists()
    assert path.read_bytes() == before


def test_two_outputs_of_an_export_are_two_files(path: Path, tmp_path: Path) -> None:
    out, split = tmp_path / "o.json", tmp_path / "split"
    studio = ("export", path, out, "--format", "label-studio", "--card")
    for name in ("o.json", "o.config.xml", "o.README.md", "./O.json"):
        refused(*studio, "--report", tmp_path / name)
    refused("export", path, split, "--format", "jsonl", "--split", "a=0.5,b=0.5", "--report", split / "a.jsonl")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.txt", "p.nishan"]
    assert run(*studio, "--report", tmp_path / "r.json").exit_code == 0


def test_report_is_no_file_of_nested_spans(path: Path, tmp_path: Path) -> None:
    deep = ("export", path, tmp_path / "o.conll", "--format", "conll2003", "--overlaps", "layers")
    for name in ("o.conll", "o.2.conll", "o.7.CONLL"):
        refused(*deep, "--report", tmp_path / name)
        assert not (tmp_path / "o.conll").exists()
    assert run(*deep, "--report", tmp_path / "o.json").exit_code == 0


def test_file_of_somebody_else_beside_the_dataset_stays(path: Path, tmp_path: Path) -> None:
    for name in ("o.config.xml", "o.README.md"):
        mine = tmp_path / name
        mine.write_text("mine", encoding="utf-8")
        studio = ("export", path, tmp_path / "o.json", "--format", "label-studio", "--card")
        assert f"{name}: is there already" in refused(*studio)
        assert mine.read_text(encoding="utf-8") == "mine"
        assert not (tmp_path / "o.json").exists()
        mine.unlink()
    (tmp_path / "o.config.xml").write_text("mine", encoding="utf-8")
    assert run(*studio, "--replace").exit_code == 0
    plain = ("export", path, tmp_path / "o.json", "--format", "label-studio")
    assert run(*plain).exit_code == 0, "the same bytes are no loss"
    os.link(path, tmp_path / "q.config.xml")
    assert "open here" in refused("export", path, tmp_path / "q.json", "--format", "label-studio", "--replace")


def test_folder_that_leads_back_to_itself_is_read_once(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    (folder / "inner").mkdir(parents=True)
    (folder / "inner" / "a.txt").write_text("پشاور", encoding="utf-8")
    (folder / "inner" / "up").symlink_to(folder)
    (folder / "self").symlink_to(folder)
    (folder / "loop.txt").symlink_to("loop.txt")
    with soon(30):
        assert "loop.txt" in refused("import", path, folder, "--strict")
        (folder / "loop.txt").unlink()
        assert [one.path.name for one in files_of([folder])] == ["a.txt"]
        assert run("import", path, folder).exit_code == 0


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_names_that_are_no_utf8_are_shown_with_marks(tmp_path: Path) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/f\xff"))
    folder.mkdir()
    project, text = folder / "p\udcfe.nishan", folder / "a\udcff.jsonl"
    text.write_text('{"text": "علی", "spans": [{"start": 0, "end": 3, "label": "X"}]}\r\n', encoding="utf-8")
    report = folder / "report.json"
    for arguments in (
        ("new", project),
        ("import", project, text, "--report", report, "--map", "X="),
        ("export", project, folder / "o\udcff.json", "--format", "label-studio", "--card", "--report", report),
        ("export", project, folder / "o\udcff", "--format", "conll2003", "--split", "a=1"),
        ("stats", project, "--json"),
        ("check", project, "--json"),
        ("import", project, text),
        ("backups", project),
        ("recover", project, folder / "n\udcff.nishan", "--report", report),
    ):
        result = run(*arguments)
        assert result.exit_code == 0, (arguments, result.output, result.exception)
        result.output.encode()
        json.loads(report.read_text(encoding="utf-8")) if report.exists() else None
    assert "⟦DCFF⟧.nishan" in refused("stats", folder / "none\udcff.nishan")


@pytest.mark.parametrize("name", [f"{'x' * 300}.nishan", f"{'a/' * 2500}x.nishan"])
def test_name_that_is_too_long_is_told(path: Path, tmp_path: Path, name: str) -> None:
    long, text, new = tmp_path / name, tmp_path / "a.txt", tmp_path / "n.nishan"
    for arguments in (
        ("new", long),
        ("import", long, text),
        ("import", path, long),
        ("import", path, text, "--report", long),
        ("export", long, tmp_path / "o.jsonl", "--format", "jsonl"),
        ("export", path, long, "--format", "jsonl"),
        ("export", path, long, "--format", "brat", "--replace"),
        ("stats", long),
        ("check", long),
        ("recover", long, new),
        ("recover", path, long),
        ("restore", long, new),
        ("restore", path, long),
        ("backups", long),
    ):
        assert "xxx" in refused(*arguments) or "a/a" in refused(*arguments)
    assert not new.exists()


@pytest.mark.parametrize("kind", _PIPES)
def test_recover_does_not_wait_for_what_a_link_leads_to(tmp_path: Path, kind: str) -> None:
    make(tmp_path / "odd", kind)
    (link := tmp_path / "link.nishan").symlink_to(tmp_path / "odd")
    assert "link.nishan" in refused("recover", link, tmp_path / "n.nishan")


@pytest.mark.parametrize("suffix", ["-wal", "-journal", "-shm", ".lock", "-WAL"])
def test_log_whose_project_was_moved_away_is_not_replaced(path: Path, tmp_path: Path, suffix: str) -> None:
    (log := tmp_path / f"moved.nishan{suffix}").write_bytes(b"changes")
    for arguments in (
        ("export", path, log, "--format", "jsonl"),
        ("export", path, tmp_path / "o.jsonl", "--format", "jsonl", "--report", log),
        ("import", path, tmp_path / "a.txt", "--report", log),
    ):
        assert "belongs to the project moved.nishan" in refused(*arguments)
    assert log.read_bytes() == b"changes"


@pytest.mark.parametrize("suffix", ["-wal", "-journal", "-shm", ".lock"])
def test_folder_of_a_dataset_takes_no_place_beside_a_project(path: Path, suffix: str) -> None:
    folder = path.with_name(f"p.nishan{suffix}")
    for more in (("--format", "brat"), ("--format", "jsonl", "--split", "a=0.5,b=0.5", "--replace")):
        assert folder.name in refused("export", path, folder, *more)
    assert not folder.is_dir()


def test_folder_whose_name_is_no_utf8_is_replaced(path: Path, tmp_path: Path) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe"))
    folder.mkdir()
    (folder / "old.txt").touch()
    assert run("export", path, folder, "--format", "brat", "--replace").exit_code == 0
    assert not (folder / "old.txt").exists()


def test_dataset_goes_where_a_link_leads_and_the_link_stays(path: Path, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    link = tmp_path / "link.json"
    link.symlink_to(tmp_path / "there" / "real.json")
    assert run("export", path, link, "--format", "label-studio").exit_code == 0
    assert link.is_symlink()
    assert {file.name for file in (tmp_path / "there").iterdir()} == {"real.json", "real.config.xml"}
    (tmp_path / "folder").symlink_to(tmp_path / "there" / "brat")
    for more in ((), ("--replace",)):
        assert run("export", path, tmp_path / "folder", "--format", "brat", *more).exit_code == 0
        assert (tmp_path / "folder").is_symlink()
        assert (tmp_path / "there" / "brat" / "annotation.conf").is_file()


def test_dataset_replaces_no_link_that_leads_back_to_itself(path: Path, tmp_path: Path) -> None:
    loop = tmp_path / "loop.jsonl"
    loop.symlink_to(loop)
    assert "leads back to itself" in refused("export", path, loop, "--format", "jsonl")
    assert loop.is_symlink()


def test_dataset_replaces_no_file_that_the_output_of_the_command_goes_to(path: Path, tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    main = Path(__file__).parents[3] / "main.py"
    for out in (log, *([Path("/dev/stdout")] if os.path.lexists("/dev/stdout") and os.geteuid() else [])):
        with log.open("w") as lines:
            command = [sys.executable, str(main), "export", str(path), str(out), "--format", "jsonl"]
            done = subprocess.run(command, stdout=lines, stderr=subprocess.PIPE, text=True, check=False)
        assert done.returncode == 1
        assert "is where the lines of this command go" in done.stderr
        assert log.read_text() == ""
