r"""Names of files that mean something: what lies beside articles; for Windows `CON` is a device, `a:b` a stream of `a`.

https://learn.microsoft.com/windows/win32/fileio/naming-a-file
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from models.base.errors import UserError

RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(\..*)?", re.IGNORECASE)
NO_ARTICLES = frozenset(
    "readme license licence copying authors changelog citation notice makefile dockerfile thumbs desktop "
    "typesystem exportedproject dataset_info dataset_infos dataset_dict package requirements tokenizer_config".split()
)
"""What files are called, without their suffix and in small letters, that lie beside articles and hold none."""
_SIGNS = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


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
