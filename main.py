"""The door: a path opens the window, a command word runs without one."""

from __future__ import annotations

import gc
import sys
from pathlib import Path


def window_arguments(arguments: list[str]) -> tuple[Path | None, Path | None] | None:
    """(project, data folder) when the arguments plainly ask for a window; None when they need a closer look."""
    rest, data_dir = list(arguments), None
    if len(rest) >= 2 and rest[0] == "--data-dir":
        data_dir = Path(rest[1])
        del rest[:2]
    if data_dir is not None and data_dir.is_file():
        return None
    if not rest:
        return None, data_dir
    if len(rest) == 1 and rest[0].endswith(".nishan"):
        return Path(rest[0]), data_dir
    return None


def open_window(project: Path | None, data_dir: Path | None) -> int:
    """Show the window until it is closed; the process's exit code."""
    from ui.shell.system_check import missing  # noqa: PLC0415 - commands need no window

    if trouble := missing():
        sys.stderr.write(f"nishan: {trouble}\n")
        return 1
    gc.disable()  # until the window stands (`ui.shell.app.settle`): nothing that a start makes is garbage
    from ui.shell.app import run  # noqa: PLC0415

    return run(project, data_dir)


def main(arguments: list[str]) -> None:
    """Do what the command line asks for, and exit."""
    asked = window_arguments(arguments)
    if asked is not None:
        sys.exit(open_window(*asked))
    from ui.cli.group import command_group  # noqa: PLC0415 - click takes a sixth of the time to the first painted article

    command_group(open_window).main(arguments, prog_name="main.py")  # exits by itself


if __name__ == "__main__":
    main(sys.argv[1:])
