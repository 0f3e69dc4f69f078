"""How commands tell what went wrong."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import click

from models.base.errors import UserError
from models.base.report import counted
from models.base.unprintable import sentence
from models.storage import lock_note

_LONGEST = 20_000  # characters of a line
_NOTES_SHOWN = 20
_P = ParamSpec("_P")


def say(text: str, *, error: bool = False) -> None:
    """A line for a terminal: what a name could do to it is a mark."""
    click.echo(sentence(text, _LONGEST), err=error)


def finish(notes: Sequence[object], further: int, save: Callable[[Path], None], path: Path | None) -> None:
    """Print the first notes of a report, and `save` the whole of it at `path` where one was asked for.

    `further` counts the notes that the report itself no longer keeps word by word. Raises UserError.
    """
    for note in notes[:_NOTES_SHOWN]:
        say(f"  {note}")
    if (more := len(notes) + further - _NOTES_SHOWN) > 0:
        say(f"  and {counted(more, 'further note')}")
    if path is not None:
        lock_note.refuse_ours(path)
        save(path)


def says_errors(command: Callable[_P, None]) -> Callable[_P, None]:
    """Turn a UserError into its one line on stderr and exit code 1."""

    @wraps(command)
    def run(*args: _P.args, **kwargs: _P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except UserError as error:
            say(f"nishan: {error}", error=True)
            sys.exit(1)

    return run
