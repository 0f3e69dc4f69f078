"""The command line: its help, its commands, and the arguments for a window that main.py does not parse."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click

from models.base.file_names import names_project
from models.base.presence import exists
from ui.cli.data import COMMANDS

OpenWindow = Callable[[Path | None, Path | None], int]


class CommandGroup(click.Group):
    """A click group whose first argument may be a project to open instead of a command."""

    def __init__(self, open_window: OpenWindow) -> None:
        folder = click.Path(path_type=Path, file_okay=False)
        super().__init__(
            "nishan",
            commands=list(COMMANDS),
            invoke_without_command=True,
            callback=self._without_command,
            subcommand_metavar="[PROJECT.nishan | COMMAND ...]",
            help="Annotate Urdu text. Without a COMMAND the window opens: with PROJECT, or with the last one.",
            params=[click.Option(["--data-dir"], type=folder, help="Where settings and the sample live.")],
        )
        self._open_window = open_window

    def _without_command(self, data_dir: Path | None) -> None:
        if click.get_current_context().invoked_subcommand is None:
            sys.exit(self._open_window(None, data_dir))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command of that name, or one that opens the project at that path."""
        if args[0] in self.commands or not (names_project(args[0]) or exists(Path(args[0]))):
            return super().resolve_command(ctx, args)
        if len(args) > 1:
            raise click.UsageError("Give one project to open.", ctx)

        def open_project() -> None:
            sys.exit(self._open_window(Path(args[0]), ctx.params.get("data_dir")))

        return "open", click.Command("open", callback=open_project), []


def command_group(open_window: OpenWindow) -> click.Group:
    """Return the command line; `open_window` is called with the project and the data folder."""
    return CommandGroup(open_window)
