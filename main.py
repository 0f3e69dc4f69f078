"""The door: a path opens the window, a command word runs without one."""

from __future__ import annotations

import sys
from pathlib import Path

import click

WORDS = ("new", "import", "export", "formats", "stats", "check")


class _Door(click.Group):
    """Commands by their words; anything else that looks like a file is a project to open."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(WORDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in WORDS:
            return None
        from ui import cli  # noqa: PLC0415 - the window starts without the commands

        return next(command for command in cli.COMMANDS if command.name == cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in WORDS and (args[0].endswith(".nishan") or Path(args[0]).exists()):
            if len(args) > 1:
                raise click.UsageError("Give one project to open.", ctx)
            return "open", click.Command("open", callback=lambda: _window(ctx, Path(args[0]))), []
        return super().resolve_command(ctx, args)


def _window(ctx: click.Context, project: Path | None) -> None:
    from ui.system import missing  # noqa: PLC0415 - commands need no window

    if trouble := missing():
        click.echo(f"nishan: {trouble}", err=True)
        sys.exit(1)
    from ui.app import run  # noqa: PLC0415

    sys.exit(run(project, ctx.params.get("data_dir")))


@click.group(
    cls=_Door,
    invoke_without_command=True,
    subcommand_metavar="[PROJECT.nishan | COMMAND ...]",
    help="Annotate Urdu text. Without a COMMAND the window opens: with PROJECT, or with the last one.",
)
@click.option(
    "--data-dir", type=click.Path(path_type=Path, file_okay=False), help="Where settings and the sample live."
)
@click.pass_context
def main(ctx: click.Context, data_dir: Path | None) -> None:
    """Open the window when there is nothing else to do."""
    if ctx.invoked_subcommand is None:
        _window(ctx, None)


if __name__ == "__main__":
    main(prog_name="main.py")
