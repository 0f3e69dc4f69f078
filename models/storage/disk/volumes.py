"""Find out where a project lies: on a disk of this machine, on another machine's, or in a synchronised folder.

SQLite's locks and its write-ahead log are made for the first. The system knows the kind of file system that a folder is
on; a synchronised folder is known only by its name or by a file in it.
"""

from __future__ import annotations

import ntpath
import os
import re
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePath

from models.base.presence import exists
from models.base.unprintable import file_name


@dataclass(frozen=True, slots=True)
class Drive:
    """Where a project lies. `network`: the file system of another machine; `service`: who synchronises the folder."""

    network: str = ""
    service: str = ""

    @property
    def is_shared(self) -> bool:
        """Whether the file may change, or be open, elsewhere without this machine's locks telling."""
        return bool(self.network or self.service)

    def warning(self, path: Path) -> str:
        """Return the warning to show, once for each project; empty on a disk of this machine."""
        name = file_name(path.name)
        if self.network:
            return (
                f"{name} lies on a network drive ({self.network}): only one person may have it open at a time, "
                "and a lost connection can cost the last change; a folder of this computer is safer."
            )
        if self.service:
            return (
                f"{name} lies in a folder that {self.service} copies: open it on one computer at a time, "
                f"and on another one only when {self.service} is done; a folder outside of it is safer."
            )
        return ""


LOCAL = Drive()

_DRIVE_REMOTE = 4  # of GetDriveTypeW
_TABLE = Path("/proc/self/mountinfo")
_SYSTEM_DISK = (Path("/"), Path("/System/Volumes/Data"))  # of macOS: neither can be a network drive

_NETWORK = frozenset(
    "nfs nfs3 nfs4 cifs smb smb2 smb3 smbfs afpfs afs ncp ncpfs 9p v9fs drvfs davfs davfs2 webdav ceph lustre beegfs "
    "glusterfs gfs gfs2 ocfs2 vboxsf vmhgfs prl_fs macfuse osxfuse fuse.sshfs fuse.davfs fuse.davfs2 fuse.gvfsd-fuse "
    "fuse.rclone fuse.s3fs fuse.glusterfs fuse.vmhgfs-fuse fuse.smbnetfs fuse.google-drive-ocamlfuse fuse.onedriver "
    "fuse.curlftpfs fuse.ceph fuse.juicefs fuse.kio-fuse".split()
)
# Folders by their names, without capitals, blanks and a number at the end.
_NAMES = {
    "dropbox": "Dropbox",
    "onedrive": "OneDrive",
    "googledrive": "Google Drive",
    "mydrive": "Google Drive",
    "mobiledocuments": "iCloud",
    "iclouddrive": "iCloud",
    "com~apple~clouddocs": "iCloud",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "pclouddrive": "pCloud",
    "pcloudsync": "pCloud",
    "megasync": "MEGA",
    "boxsync": "Box",
    "box-box": "Box",
    "yandex.disk": "Yandex Disk",
    "seafile": "Seafile",
    "seadrive": "Seafile",
    "synologydrive": "Synology Drive",
    "cloudstorage": "a cloud service",
}
# What follows these is the account: "OneDrive - University", "Dropbox (Personal)".
_ACCOUNTS = {
    "dropbox(": "Dropbox",
    "onedrive-": "OneDrive",
    "googledrive-": "Google Drive",
    "googledrive(": "Google Drive",
}
_MARKERS = {
    ".stfolder": "Syncthing",
    ".dropbox.cache": "Dropbox",  # ".dropbox" is in every home of whoever uses it
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "ownCloud",
    ".SynologyWorkingDirectory": "Synology Drive",
    ".tmp.drivedownload": "Google Drive",
    ".849C9593-D756-4E56-8D6E-42412F2A707B": "OneDrive",
}


def drive_of(path: Path) -> Drive:
    """Return the drive that a project lies on."""
    file_system = file_system_of(path)
    if is_network(file_system):
        return Drive(network=file_system)
    real = os.path.realpath(path)  # which resolves the letter of most network drives, too
    if is_unc(Path(real)) or any(is_remote(str(each)) for each in (path.absolute(), real)):
        return Drive(network="a shared folder of Windows")
    return Drive(service=synced_by(path))


def is_network(file_system: str) -> bool:
    """Whether a kind of file system is one that another machine holds."""
    return file_system.lower() in _NETWORK


def is_unc(path: PurePath) -> bool:
    r"""Whether it is a path of Windows to another machine: \\server\share\..."""
    return path.drive.startswith("\\\\") and not path.drive.startswith(("\\\\?\\", "\\\\.\\"))


def is_remote(path: str) -> bool:
    """Whether Windows says that the drive of an absolute path is another machine's, also one with a letter here."""
    import ctypes  # noqa: PLC0415 - only here

    windll = getattr(ctypes, "windll", None)
    if windll is None:  # another system
        return False
    drive = f"{ntpath.splitdrive(path)[0]}\\"
    with suppress(AttributeError, OSError):  # a project opens whatever the system answers
        return bool(windll.kernel32.GetDriveTypeW(drive) == _DRIVE_REMOTE)
    return False


def synced_by(path: Path) -> str:
    """Return the service that synchronises a folder above `path`; empty without a known one."""
    for folder in path.absolute().parents:
        if service := _service_of(folder.name):
            return service
        for marker, service in _MARKERS.items():
            if exists(folder / marker):
                return service
    return ""


def _service_of(folder: str) -> str:
    name = folder.lower().replace(" ", "")
    account = next((service for start, service in _ACCOUNTS.items() if name.startswith(start)), "")
    return _NAMES.get(name.rstrip("0123456789"), account)


def file_system_of(path: Path) -> str:
    """Return the system's name for the kind of file system that `path` lies on ("nfs4"); empty when it is not known."""
    folder, best, found = os.path.realpath(path.absolute().parent), "", ""
    for place, kind in _mounts(folder):
        if (folder == place or folder.startswith(place.rstrip("/") + "/")) and len(place) >= len(best):
            best, found = place, kind
    return found


def _mounts(folder: str) -> list[tuple[str, str]]:
    """Return mount points and their kinds of file systems, as far as they matter for `folder`.

    Linux has a table, which is read in a tenth of a millisecond. macOS needs psutil, which takes 30 ms to import: not
    for the disk it starts from, so that few starts pay. Windows gives a network drive the file system of its server.
    """
    with suppress(OSError):
        lines = _TABLE.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
        return [_parse_mount(line) for line in lines]
    with suppress(Exception):  # a project opens whatever the system or the library answers
        if sys.platform == "darwin" and Path(folder).stat().st_dev not in {disk.stat().st_dev for disk in _SYSTEM_DISK}:
            import psutil  # noqa: PLC0415

            return [(mount.mountpoint, mount.fstype) for mount in psutil.disk_partitions(all=True)]
    return []


def _parse_mount(line: str) -> tuple[str, str]:
    mounted, _, rest = line.partition(" - ")
    place = re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), mounted.split(" ")[4])  # a blank is \\040
    return place, rest.split(" ")[0]
