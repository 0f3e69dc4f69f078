"""The entry point: opens the window, or runs a command without one."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

from models.base.file_names import from_address, names_project
from models.base.presence import is_file
from models.base.program import command_name
from ui.cli.streams import prepare
from ui.cli.utf8 import begin_anew_in_utf8


def window_arguments(arguments: list[str]) -> tuple[Path | None, Path | None] | None:
    """Return (project, data folder) if the arguments plainly ask for a window; None if click has to parse them."""
    rest, data_dir = list(arguments), None
    if len(rest) >= 2 and rest[0] == "--data-dir":
        data_dir = Path(rest[1])
        del rest[:2]
    if data_dir is not None and is_file(data_dir):
        return None
    if not rest:
        return None, data_dir
    if len(rest) == 1 and names_project(rest[0]):
        return Path(rest[0]), data_dir
    return None


def open_window(project: Path | None, data_dir: Path | None) -> int:
    """Show the window until it is closed, and return the exit code of the process."""
    from ui.shell.system_check import missing  # noqa: PLC0415 - commands need no window

    if problem := missing():
        if sys.stderr is not None:
            sys.stderr.write(f"nishan: {problem}\n")
        return 1
    gc.disable()  # until the window stands (`ui.shell.app.settle`): a start makes no garbage
    from ui.support.import_hook import take_out  # noqa: PLC0415

    take_out()
    from ui.shell.app import run  # noqa: PLC0415

    return run(project, data_dir)


def main(arguments: list[str]) -> None:
    """Run the window or a command, and exit."""
    prepare()
    arguments = [from_address(argument) for argument in arguments]
    parsed = window_arguments(arguments)
    if parsed is not None:
        sys.exit(open_window(*parsed))
    from ui.cli.group import command_group  # noqa: PLC0415 - click takes a sixth of the time to the first painted article

    command_group(open_window).main(arguments, prog_name=command_name())  # exits by itself


if __name__ == "__main__":
    if getattr(sys, "frozen", False):  # where a library starts a process, it is this program that begins again
        from multiprocessing import freeze_support

        freeze_support()
    begin_anew_in_utf8()
    main(sys.argv[1:])
