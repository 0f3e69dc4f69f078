"""How commands tell what went wrong."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import click

from models.errors import UserError

_P = ParamSpec("_P")


def says_errors(command: Callable[_P, None]) -> Callable[_P, None]:
    """Turn a UserError into its one line on stderr and exit code 1."""

    @wraps(command)
    def run(*args: _P.args, **kwargs: _P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except UserError as error:
            click.echo(f"nishan: {error}", err=True)
            sys.exit(1)

    return run
