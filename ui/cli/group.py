"""The command line as a whole: its help, its commands, and whatever asks for a window in a less plain way."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click

from ui.cli.data import COMMANDS

OpenWindow = Callable[[Path | None, Path | None], int]


class CommandGroup(click.Group):
    """Commands by their words; anything else that looks like a file is a project to open."""

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
        """A command by its word, or the opening of a file."""
        if args[0] in self.commands or not (args[0].endswith(".nishan") or Path(args[0]).exists()):
            return super().resolve_command(ctx, args)
        if len(args) > 1:
            raise click.UsageError("Give one project to open.", ctx)

        def opened() -> None:
            sys.exit(self._open_window(Path(args[0]), ctx.params.get("data_dir")))

        return "open", click.Command("open", callback=opened), []


def command_group(open_window: OpenWindow) -> click.Group:
    """The command line; `open_window` is given the project and the data folder."""
    return CommandGroup(open_window)
