"""How commands tell what went wrong."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import click

from models.errors import UserError
from models.marks import sentence

_LONGEST = 20_000  # characters of a line
_P = ParamSpec("_P")


def say(text: str, *, error: bool = False) -> None:
    """A line for a terminal: what a name could do to it is a mark."""
    click.echo(sentence(text, _LONGEST), err=error)


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
