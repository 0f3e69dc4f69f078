"""Output of the commands: lines, reports and errors."""

from __future__ import annotations

import errno
import sys
from collections import Counter
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
_MOST_ALIKE = 3  # notes that say the same of as many things are a line each
_MAX_KINDS = 10  # ways to read files
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
    """Print the first notes of a report, those that say the same of many things as one line.

    `further` is the number of those that it counts without their text.
    """
    alike: dict[str, list[object]] = {}
    for note in notes:
        alike.setdefault(getattr(note, "what", "") or str(note), []).append(note)
    lines = [(line, number) for found in alike.values() for line, number in _lines_of(found)]
    for line, _ in lines[:_MAX_NOTES]:
        say(f"  {line}")
    if (more := sum(number for _, number in lines[_MAX_NOTES:]) + further) > 0:
        say(f"  and {counted(more, 'further note')}")


def _lines_of(alike: list[object]) -> list[tuple[str, int]]:
    """Return the lines for notes that say the same, each with how many of them it stands for."""
    if len(alike) <= _MOST_ALIKE:
        return [(str(note), 1) for note in alike]
    what, where = getattr(alike[0], "what", str(alike[0])), getattr(alike[0], "where", "")
    return [(f"{counted(len(alike), 'time')}: {what}" + (f" (first: {where})" if where else ""), len(alike))]


def say_counts(lines: Iterable[str]) -> None:
    """Print the commonest of some lines, one for all files that share it: `3 files read as …`."""
    counts = Counter(lines).most_common()
    for line, count in counts[:_MAX_KINDS]:
        say(f"  {counted(count, 'file')} read as {line}")
    if more := sum(count for _, count in counts[_MAX_KINDS:]):
        say(f"  and {counted(more, 'further file')} in other ways; --report tells each")


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
