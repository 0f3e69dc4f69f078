"""Things that lie where a file is expected: pipes, devices, sockets, links to a victim, to nowhere or in circles.

Devices are made in the round's folder, so that no slip of the program reaches those of the machine.
"""

from __future__ import annotations

import os
import socket
import stat
from collections.abc import Callable
from pathlib import Path

VICTIM = "the only copy of somebody's thesis\n"
_NULL, _ZERO = (1, 3), (1, 5)  # device numbers of Linux


def victim(folder: Path) -> Path:
    """A file that nobody may change."""
    path = folder / "victim.txt"
    path.write_text(VICTIM, encoding="utf-8")
    return path


def _device(path: Path, number: tuple[int, int]) -> None:
    os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(*number))


def _socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # the name of a socket is short
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


def _circle(path: Path) -> None:
    path.symlink_to(path.name)


def _link_to_pipe(path: Path) -> None:
    os.mkfifo(path.parent / "pipe")
    path.symlink_to(path.parent / "pipe")


def _tree(path: Path) -> None:
    """A folder in which a link leads back to it, with a pipe and a name that is no UTF-8."""
    path.mkdir()
    (path / "again").symlink_to(path)
    os.mkfifo(path / "pipe.txt")
    (path / "good.txt").write_text("لاہور", encoding="utf-8")
    Path(os.fsdecode(os.fsencode(path) + b"/\xff\xfe.txt")).write_text("کراچی", encoding="utf-8")


def _deep(path: Path) -> None:
    for _ in range(60):
        path.mkdir()
        path = path / ("d" * 40)


def _many(path: Path) -> None:
    path.mkdir()
    for number in range(3000):
        (path / f"{number}.bin").touch()


THINGS: dict[str, Callable[[Path], object]] = {
    "pipe": os.mkfifo,
    "null": lambda path: _device(path, _NULL),
    "zeros": lambda path: _device(path, _ZERO),
    "socket": _socket,
    "circle": _circle,
    "folder": Path.mkdir,
    "link to a victim": lambda path: path.symlink_to(victim(path.parent)),
    "hard link to a victim": lambda path: path.hardlink_to(victim(path.parent)),
    "link to nowhere": lambda path: path.symlink_to(path.parent / "nowhere"),
    "link to a pipe": _link_to_pipe,
}
TREES: dict[str, Callable[[Path], object]] = {"tree in a circle": _tree, "deep tree": _deep, "many files": _many}


def harmed(folder: Path) -> str:
    """What was done to a victim, or made where a link led; empty when nothing was."""
    path = folder / "victim.txt"
    if path.exists() and (not path.is_file() or path.read_text(encoding="utf-8", errors="replace") != VICTIM):
        return "the victim of a link was changed"
    if not path.exists() and any(each.is_symlink() and each.readlink() == path for each in folder.iterdir()):
        return "the victim of a link is gone"
    return "a file was made where a link led" if (folder / "nowhere").exists() else ""
