"""Locales for processes of their own, made where a machine does not have them."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path


def surroundings(locale: str, folder: Path) -> dict[str, str]:
    """What a process is started with to be in a locale, such as tr_TR.UTF-8; made in `folder` where that can be."""
    others = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "FC_"))}
    language, _, encoding = locale.partition(".")
    if can_make_locales() and encoding:
        folder.mkdir(exist_ok=True)
        command = ["localedef", "-i", language, "-f", encoding, str(folder / locale)]
        if subprocess.run(command, capture_output=True, check=False).returncode == 0:
            others["LOCPATH"] = str(folder)
    return others | {"LC_ALL": locale}


def can_make_locales() -> bool:
    """Whether this machine has what locales are made of."""
    return bool(shutil.which("localedef")) and Path("/usr/share/i18n/locales").is_dir()
