"""What belongs to no project is its owner's alone, and a user without a home is told what to do."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from models.base import data_folder
from models.base.data_folder import home_folder, make_private_file, open_data_folder, tighten
from models.base.errors import UserError
from tests.models.helpers import ROOT
from tests.selection import one_in

posix = pytest.mark.skipif(os.name != "posix", reason="rights of this kind are POSIX's")


@pytest.fixture
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that anybody may enter and write; pytest's own are root's alone."""
    with TemporaryDirectory(prefix="test-") as folder:
        Path(folder).chmod(0o777)
        yield Path(folder)


def rights(path: Path) -> str:
    return oct(stat.S_IMODE(path.stat().st_mode))


@posix
@pytest.mark.parametrize("umask", [0o022, 0o000, 0o077], indirect=True)
def test_folder_and_files_are_their_owner_s_alone(tmp_path: Path, umask: int) -> None:
    folder = open_data_folder(tmp_path / "new" / "nishan")
    make_private_file(folder / "settings.ini")
    assert (rights(folder), rights(folder / "settings.ini")) == ("0o700", "0o600")


@posix
def test_what_was_open_to_others_is_tightened(tmp_path: Path) -> None:
    folder = tmp_path / "nishan"
    (folder / "backups" / "uid").mkdir(parents=True)
    files = [folder / "settings.ini", folder / "nishan.log.1", folder / "backups" / "uid" / "b.nishan"]
    for file in files:
        file.write_text("", encoding="utf-8")
        file.chmod(0o666)
    for each in (folder, folder / "backups", folder / "backups" / "uid"):
        each.chmod(0o777)
    open_data_folder(folder)
    assert {rights(file) for file in files} == {"0o600"}
    assert {rights(each) for each in (folder, folder / "backups", folder / "backups" / "uid")} == {"0o700"}


@posix
def test_folder_of_other_things_and_links_stay_as_they_are(tmp_path: Path) -> None:
    shared, foreign = tmp_path / "shared", tmp_path / "foreign.txt"
    shared.mkdir()
    shared.chmod(0o775)
    foreign.write_text("", encoding="utf-8")
    foreign.chmod(0o644)
    (shared / "team.nishan").write_text("", encoding="utf-8")
    (shared / "team.nishan").chmod(0o664)
    (shared / "settings.ini").symlink_to(foreign)
    open_data_folder(shared)
    tighten(shared / "settings.ini")
    assert (rights(shared), rights(shared / "team.nishan"), rights(foreign)) == ("0o775", "0o664", "0o644")


def test_folder_that_cannot_be_made_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UserError, match="name another one with --data-dir"):
        open_data_folder(tmp_path / "file" / "nishan")


@posix
@pytest.mark.parametrize("home", [None, "", "relative"])
def test_user_without_home_and_entry_is_told_what_to_do(home: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    import pwd

    def nobody(_uid: int) -> object:
        raise KeyError("uid not found")

    monkeypatch.setattr(pwd, "getpwuid", nobody)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.delenv("HOME", raising=False)
    if home is not None:
        monkeypatch.setenv("HOME", home)
    if home != "":
        assert home_folder() is None
        with pytest.raises(UserError, match=r"no home folder .+ --data-dir"):
            data_folder.data_folder()


@posix
def test_relative_home_counts_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    import pwd

    monkeypatch.setenv("HOME", "somewhere")
    assert home_folder() == Path(pwd.getpwuid(os.getuid()).pw_dir)


@posix
@pytest.mark.skipif(os.name == "posix" and os.geteuid() != 0, reason="only root can become somebody without an entry")
@pytest.mark.parametrize("command", one_in(4, ["window", "import", "stats", "backups"]))
def test_commands_and_window_of_a_user_without_entry(open_folder: Path, command: str) -> None:
    (open_folder / "a.txt").write_text("علی لاہور گیا", encoding="utf-8")
    arguments = {
        "import": ["import", "p.nishan", "a.txt"],
        "window": ["p.nishan"],
    }.get(command, [command, "p.nishan"])
    script = (
        f"import os,sys;sys.path.insert(0,{str(ROOT)!r});sys.dont_write_bytecode=True;import main\n"
        "import ui.cli.group, ui.shell.app, models.storage.tables.schema\n"
        "import models.importing.run, models.storage.page_copy\n"
        "from models import formats; formats.all_formats(); formats.readers(); 'idna'.encode('punycode')\n"
        "os.setgroups([]);os.setgid(4242);os.setuid(4242);os.environ.pop('HOME',None)\n"
        "os.environ.pop('XDG_DATA_HOME',None)\n"
        "from models.project.project import Project;from pathlib import Path\n"
        "Project.create(Path('p.nishan')).close()\n"
        "main.main(sys.argv[1:])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=open_folder, capture_output=True, text=True, check=False, timeout=60,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode == (1 if command in {"backups", "window"} else 0), done.stderr + done.stdout
    if command in {"backups", "window", "import"}:
        assert "This user has no home folder for settings and backups; name a folder with --data-dir." in done.stderr
