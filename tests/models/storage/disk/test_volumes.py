"""Where a project lies is told by the kind of its drive, by the names of its folders, and by files in them."""

from __future__ import annotations

import ctypes
import importlib
import subprocess
import sys
from pathlib import Path, PurePosixPath, PureWindowsPath
from types import SimpleNamespace

import pytest

from models.storage.disk import volumes
from models.storage.disk.volumes import LOCAL, Drive, drive_of, file_system_of, is_network, is_remote, is_unc, synced_by
from tests.models.helpers import ROOT


@pytest.mark.parametrize(
    "kind",
    "nfs nfs4 cifs smb smb2 smb3 smbfs afpfs 9p davfs fuse.sshfs fuse.davfs2 fuse.gvfsd-fuse fuse.rclone".split(),
)
def test_network_drives_are_known_by_their_kind(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(volumes, "file_system_of", lambda _path: kind)
    assert is_network(kind)
    assert drive_of(Path("/mnt/p.nishan")) == Drive(network=kind)


@pytest.mark.parametrize(
    "kind", "ext4 btrfs xfs zfs apfs hfs NTFS vfat exfat tmpfs overlay fuseblk fuse.portal f2fs nfsd".split()
)
def test_disks_of_this_machine_are_none(kind: str) -> None:
    assert not is_network(kind)


def test_paths_of_windows_to_other_machines() -> None:
    assert is_unc(PureWindowsPath(r"\\server\share\p.nishan"))
    assert not is_unc(PureWindowsPath(r"C:\Users\sana\p.nishan"))
    assert not is_unc(PureWindowsPath(r"\\?\C:\Users\sana\p.nishan"))
    assert not is_unc(PurePosixPath("//server/p.nishan"))


class Kernel32:
    """Answers what Windows would of its drives: 3 for a disk of this machine, 4 for one of another."""

    def __init__(self, answers: dict[str, int] | Exception) -> None:
        self.answers = answers

    def GetDriveTypeW(self, root: str) -> int:
        if isinstance(self.answers, Exception):
            raise self.answers
        return self.answers.get(root, 1)  # 1: there is no such drive


@pytest.mark.parametrize(
    ("answers", "remote"),
    [({"Z:\\": 4}, True), ({"Z:\\": 3}, False), ({}, False), (OSError(5, "no"), False), (AttributeError(), False)],
)
def test_letter_of_a_network_drive_is_asked_of_windows(
    answers: dict[str, int] | Exception, remote: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=Kernel32(answers)), raising=False)
    assert is_remote(r"Z:\خبریں\p.nishan") == remote
    assert not is_remote(r"C:\p.nishan")


def test_project_on_a_mapped_drive_is_on_a_network_drive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows, where the letter is not resolved to the server; here, every drive is another machine's."""
    root = f"{tmp_path.drive}\\"
    monkeypatch.setattr(volumes, "file_system_of", lambda _path: "")
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=Kernel32({root: 4})), raising=False)
    drive = drive_of(tmp_path / "p.nishan")
    assert drive.is_shared
    assert "lies on a network drive" in drive.warning(tmp_path / "p.nishan")


@pytest.mark.skipif(sys.platform != "win32", reason="asks Windows itself")
def test_disk_of_windows_is_no_network_drive(tmp_path: Path) -> None:
    assert not is_remote(str(tmp_path))
    assert not drive_of(tmp_path / "p.nishan").network


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("Dropbox", "Dropbox"),
        ("Dropbox (Personal)/نشان", "Dropbox"),
        ("OneDrive", "OneDrive"),
        ("OneDrive - Punjab University/a/b", "OneDrive"),
        ("Google Drive/My Drive", "Google Drive"),
        ("Library/CloudStorage/GoogleDrive-sana@example.org", "Google Drive"),
        ("Library/CloudStorage/ProtonDrive-x", "a cloud service"),
        ("Library/Mobile Documents/com~apple~CloudDocs/p", "iCloud"),
        ("iCloudDrive", "iCloud"),
        ("Nextcloud", "Nextcloud"),
        ("Nextcloud2/p", "Nextcloud"),
        ("ownCloud", "ownCloud"),
        ("pCloudDrive", "pCloud"),
        ("MEGAsync", "MEGA"),
        ("Dropbox-old", ""),
        ("my nextcloud notes", ""),
        ("Documents/نشان", ""),
    ],
)
def test_synchronised_folders_are_known_by_their_names(
    tmp_path: Path, folder: str, service: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(volumes, "file_system_of", lambda _path: "ext4")
    path = tmp_path / folder / "p.nishan"
    assert synced_by(path) == service
    assert drive_of(path).is_shared == bool(service)
    assert (service in drive_of(path).warning(path)) if service else not drive_of(path).warning(path)


@pytest.mark.parametrize(
    ("marker", "service"),
    [(".stfolder", "Syncthing"), (".nextcloudsync.log", "Nextcloud"), (".dropbox.cache", "Dropbox")],
)
def test_synchronised_folders_are_known_by_what_lies_in_them(tmp_path: Path, marker: str, service: str) -> None:
    path = tmp_path / "shared" / "deep" / "p.nishan"
    path.parent.mkdir(parents=True)
    assert synced_by(path) == ""
    (tmp_path / "shared" / marker).mkdir()
    assert synced_by(path) == service
    assert synced_by(tmp_path / "other" / "p.nishan") == ""


def test_home_with_the_settings_of_dropbox_is_not_synchronised(tmp_path: Path) -> None:
    (tmp_path / ".dropbox").mkdir()
    assert synced_by(tmp_path / "p.nishan") == ""


TABLE = """\
22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
30 22 0:26 / /mnt rw - nfs4 server:/export rw
31 30 0:27 / /mnt/a\\040b rw shared:3 - fuse.sshfs sana@host: rw
32 22 0:28 / /mnt-local rw - btrfs /dev/sdb rw
33 22 0:29 / /over rw - ext4 /dev/sdc rw
34 33 0:30 / /over rw - cifs //server/share rw
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/p.nishan", "ext4"),
        ("/mnt/p.nishan", "nfs4"),
        ("/mnt/deep/er/p.nishan", "nfs4"),
        ("/mnt/a b/p.nishan", "fuse.sshfs"),
        ("/mnt-local/p.nishan", "btrfs"),
        ("/over/p.nishan", "cifs"),
    ],
)
def test_kind_of_a_drive_is_read_from_the_systems_table(
    tmp_path: Path, path: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "mountinfo"
    table.write_text(TABLE, encoding="utf-8")
    monkeypatch.setattr(volumes, "_TABLE", table)
    assert file_system_of(Path(path)) == kind


def test_kind_of_a_drive_is_that_of_the_folder_a_link_leads_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "mountinfo"
    table.write_text(TABLE, encoding="utf-8")
    monkeypatch.setattr(volumes, "_TABLE", table)
    (tmp_path / "link").symlink_to("/mnt/somewhere")
    assert file_system_of(tmp_path / "link" / "p.nishan") == "nfs4"


class Psutil:
    """psutil, as far as it is asked."""

    def __init__(self, answer: list[SimpleNamespace] | Exception) -> None:
        self.answer = answer

    def disk_partitions(self, all: bool) -> list[SimpleNamespace]:
        assert all
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def no_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A system without a table of mounts, whose own disk is elsewhere."""
    monkeypatch.setattr(volumes, "_TABLE", tmp_path / "none")
    monkeypatch.setattr(volumes, "_SYSTEM_DISK", ())
    monkeypatch.setattr("models.storage.disk.volumes.sys.platform", "darwin")


@pytest.mark.usefixtures("no_table")
def test_system_without_such_a_table_is_asked_by_psutil(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = [("/", "apfs"), (str(tmp_path), "smbfs"), (f"{tmp_path}x", "nfs")]
    answer = [SimpleNamespace(mountpoint=place, fstype=kind) for place, kind in mounts]
    monkeypatch.setitem(sys.modules, "psutil", Psutil(answer))
    assert drive_of(tmp_path / "p.nishan") == Drive(network="smbfs")


@pytest.mark.usefixtures("no_table")
def test_disk_of_the_system_itself_is_asked_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(volumes, "_SYSTEM_DISK", (tmp_path,))
    answer = [SimpleNamespace(mountpoint="/", fstype="nfs")]
    monkeypatch.setitem(sys.modules, "psutil", Psutil(answer))
    assert drive_of(tmp_path / "p.nishan") == LOCAL


@pytest.mark.usefixtures("no_table")
@pytest.mark.parametrize("broken", [None, Psutil(OSError(5, "Input/output error")), Psutil(RuntimeError())])
def test_system_that_tells_nothing_opens_projects(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: Psutil | None
) -> None:
    monkeypatch.setitem(sys.modules, "psutil", broken)  # None: it cannot be imported
    assert file_system_of(tmp_path / "p.nishan") == ""
    assert drive_of(tmp_path / "p.nishan") == LOCAL


def test_window_and_commands_agree_about_this_folder() -> None:
    app = pytest.importorskip("ui.shell.app")
    opening = importlib.import_module("ui.cli.opening")
    assert app.drive_of is opening.drive_of is drive_of


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere another disk than the system's may need it")
def test_opening_a_project_does_not_load_psutil(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from models.storage.disk.volumes import drive_of\n"
        "drive_of(Path(sys.argv[1])); assert 'psutil' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "p.nishan")], cwd=ROOT, check=True)
