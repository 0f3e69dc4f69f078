r"""Names of files that mean something: projects, addresses, what lies beside articles; `CON` is a device on Windows.

https://learn.microsoft.com/windows/win32/fileio/naming-a-file
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from models.base.errors import UserError

PROJECT_SUFFIX = ".nishan"
RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(\..*)?", re.IGNORECASE)
NO_ARTICLES = frozenset(
    "readme license licence copying authors changelog citation notice makefile dockerfile thumbs desktop "
    "typesystem exportedproject dataset_info dataset_infos dataset_dict package requirements tokenizer_config".split()
)
"""What files are called, without their suffix and in small letters, that lie beside articles and hold none."""
_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]+):/+", re.IGNORECASE)  # more than a letter: `C:/` is a drive
_HERE = ("", "localhost", "127.0.0.1")
_SIGNS = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


def names_project(name: str) -> bool:
    """Return whether a file of that name is taken for a project: by its suffix, in letters of any size."""
    return name.lower().endswith(PROJECT_SUFFIX)


def is_address(name: str) -> bool:
    """Return whether a name is an address, such as `smb://server/p.nishan`, or the path that was made of one."""
    return _ADDRESS.match(name) is not None


def from_address(argument: str) -> str:
    """Return the path that a `file:` address of this machine names, as file managers give it; all else as it is."""
    if argument[:6].lower() != "file:/":
        return argument
    from urllib.parse import unquote, urlsplit  # noqa: PLC0415 - most starts are given a path

    try:
        parts = urlsplit(argument, allow_fragments=False)
    except ValueError:  # of brackets that no address has
        return argument
    if parts.netloc.lower() not in (*_HERE, _own_name()) or "%00" in argument:
        return argument
    path = unquote(parts.path + (f"?{parts.query}" if parts.query else ""), errors="surrogateescape")
    return path.lstrip("/") if sys.platform == "win32" else path


def _own_name() -> str:
    """Return what this machine is called in addresses of its files; some file managers put it there."""
    return os.uname().nodename.lower() if os.name == "posix" else ""


def refuse_for_windows(path: Path) -> None:
    """Raise UserError for a name that means no file on Windows, when this is Windows."""
    if sys.platform == "win32" and (why := refused_by_windows(path.name)):
        raise UserError(f"{path.name}: {why}; choose another name.")


def refused_by_windows(name: str) -> str:
    """Return why Windows makes no file of that name, in a clause; empty when it does."""
    if sign := _SIGNS.search(name):
        return f"Windows takes no {sign[0]} in a name"
    if found := RESERVED.fullmatch(name):
        return f"Windows keeps the name {found[1].upper()} for a device"
    return "Windows leaves out a dot or a blank at the end of a name" if name.rstrip(". ") != name else ""
