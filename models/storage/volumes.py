"""Where a project lies: on a disk of this machine, on another machine's, or in a folder that some service copies about.

SQLite's locks and its write-ahead log are made for the first. What kind of file system a folder is on, the system says;
who copies a folder about, only its name or a file in it tells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PurePath

from models.base.unprintable import file_name


@dataclass(frozen=True, slots=True)
class Drive:
    """Where a project lies. `network`: the file system, when another machine holds it; `service`: who copies it."""

    network: str = ""
    service: str = ""

    @property
    def is_shared(self) -> bool:
        """Whether the file may change, or be open, elsewhere without this machine's locks telling."""
        return bool(self.network or self.service)

    def warning(self, path: Path) -> str:
        """What a person is told about it, once for each project; empty on a disk of this machine."""
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


def drive_of(path: Path, file_system: str = "") -> Drive:
    """Where a project lies; `file_system` is the system's name for the kind of its drive ("nfs4"), if known."""
    if is_network(file_system):
        return Drive(network=file_system)
    if is_unc(path):
        return Drive(network="a shared folder of Windows")
    return Drive(service=synced_by(path))


def is_network(file_system: str) -> bool:
    """Whether the system's name for a kind of drive is that of one that another machine holds."""
    return file_system.lower() in _NETWORK


def is_unc(path: PurePath) -> bool:
    r"""Whether it is a path of Windows to another machine: \\server\share\..."""
    return path.drive.startswith("\\\\") and not path.drive.startswith(("\\\\?\\", "\\\\.\\"))


def synced_by(path: Path) -> str:
    """The service that copies about a folder that `path` lies in; empty when none is known to."""
    for folder in path.absolute().parents:
        if service := _service_of(folder.name):
            return service
        for marker, service in _MARKERS.items():
            if (folder / marker).exists():
                return service
    return ""


def _service_of(folder: str) -> str:
    name = folder.lower().replace(" ", "")
    account = next((service for start, service in _ACCOUNTS.items() if name.startswith(start)), "")
    return _NAMES.get(name.rstrip("0123456789"), account)


def file_system_of(path: Path, table: Path = Path("/proc/self/mountinfo")) -> str:
    """The kind of file system that `path` lies on, as Linux lists it; empty elsewhere. Asks no drive."""
    try:
        lines = table.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ""
    folder, best, found = str(path.absolute().parent), "", ""
    for line in lines:
        mounted, _, kinds = line.partition(" - ")
        place = _unescaped(mounted.split(" ")[4])
        if (folder == place or folder.startswith(place.rstrip("/") + "/")) and len(place) >= len(best):
            best, found = place, kinds.split(" ")[0]
    return found


def _unescaped(place: str) -> str:
    r"""A mount point as it is: the table writes a blank as \040."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), place)
