"""Output of the commands: lines, reports and errors."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec

import click

from models.base.errors import UserError, error_text
from models.base.report import counted
from models.base.unprintable import sentence
from models.storage import outputs
from ui.cli import streams

_MAX_LINE = 20_000  # characters of a line
_MAX_NOTES = 20
_NOBODY_READS = (errno.EPIPE, errno.EINVAL, errno.EBADF)  # the second is what Windows says of a pipe
_lost: list[OSError] = []  # why lines of this command could not be written
_P = ParamSpec("_P")


def say(text: str, *, error: bool = False) -> None:
    """Write a line to the terminal, with marks for control characters in names."""
    write_line(sentence(text, _MAX_LINE), error=error)


def write_line(text: str, *, error: bool = False) -> None:
    """Write a line as it is; a reader that has gone away, as `head` does, ends the output and not the command."""
    try:
        click.echo(text, err=error)
    except OSError as failure:
        streams.drop(sys.stderr if error else sys.stdout)
        if not error and failure.errno not in _NOBODY_READS:
            _lost.append(failure)


class ReportPlace:
    """The `--report` of a command: refused before anything is done, and looked at again when it is written."""

    def __init__(self, path: Path | None, reads: Iterable[Path], writes: Iterable[Path] = ()) -> None:
        """`reads` and `writes` are what the command reads and writes besides. Raises UserError."""
        self._path, self._reads, self._writes = path, tuple(reads), tuple(writes)
        if path is not None:
            outputs.refuse(path, self._reads, self._writes)

    def write(self, report: dict[str, Any], further: Iterable[Path] = ()) -> None:
        """Write the whole report as JSON, if it was asked for; over none of the `further` files. Raises UserError."""
        if self._path is not None:
            outputs.write_report(self._path, report, (*self._reads, *further), self._writes)


def print_notes(notes: Sequence[object], further: int) -> None:
    """Print the first notes of a report; `further` is the number of those that it counts without their text."""
    for note in notes[:_MAX_NOTES]:
        say(f"  {note}")
    if (more := len(notes) + further - _MAX_NOTES) > 0:
        say(f"  and {counted(more, 'further note')}")


def tell_damage(project: Path, left_out: str, notes: Sequence[str]) -> None:
    """Say on stderr, before anything else is said, that what is damaged in a project is left out, and what it is."""
    say(f"nishan: {project}: the project is DAMAGED; left out: {left_out}", error=True)
    for note in notes[:_MAX_NOTES]:
        say(f"  {note}", error=True)
    if (more := len(notes) - _MAX_NOTES) > 0:
        say(f"  and {counted(more, 'further note')}", error=True)


def exits_on_error(command: Callable[_P, None]) -> Callable[_P, None]:
    """Decorate a command: a UserError, or output that is lost, becomes a line on stderr and exit code 1."""

    @wraps(command)
    def run(*args: _P.args, **kwargs: _P.kwargs) -> None:
        _lost.clear()
        try:
            command(*args, **kwargs)
        except UserError as error:
            say(f"nishan: {error}", error=True)
            sys.exit(1)
        if _lost:
            why = error_text(_lost[0])
            say(f"nishan: done, but what it says cannot be written ({why}); send it elsewhere.", error=True)
            sys.exit(1)

    return run
