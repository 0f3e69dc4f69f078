"""Where a project lies is told by the kind of its drive, by the names of its folders, and by files in them."""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from models.storage.volumes import LOCAL, Drive, drive_of, file_system_of, is_network, is_unc, synced_by


@pytest.mark.parametrize(
    "kind",
    "nfs nfs4 cifs smb smb2 smb3 smbfs afpfs 9p davfs fuse.sshfs fuse.davfs2 fuse.gvfsd-fuse fuse.rclone".split(),
)
def test_network_drives_are_known_by_their_kind(kind: str) -> None:
    assert is_network(kind)
    assert drive_of(Path("/mnt/p.nishan"), kind) == Drive(network=kind)


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
def test_synchronised_folders_are_known_by_their_names(tmp_path: Path, folder: str, service: str) -> None:
    path = tmp_path / folder / "p.nishan"
    assert synced_by(path) == service
    assert drive_of(path, "ext4").is_shared == bool(service)
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
def test_kind_of_a_drive_is_read_from_the_systems_table(tmp_path: Path, path: str, kind: str) -> None:
    table = tmp_path / "mountinfo"
    table.write_text(TABLE, encoding="utf-8")
    assert file_system_of(Path(path), table) == kind


def test_system_without_such_a_table_tells_nothing(tmp_path: Path) -> None:
    assert file_system_of(tmp_path / "p.nishan", tmp_path / "none") == ""
    assert drive_of(tmp_path / "p.nishan", "") == LOCAL


def test_window_and_commands_agree_about_this_folder(tmp_path: Path) -> None:
    pytest.importorskip("PySide6.QtCore")
    from ui.shell.opening import drive_under

    path = tmp_path / "p.nishan"
    assert drive_under(path) == drive_of(path, file_system_of(path))
