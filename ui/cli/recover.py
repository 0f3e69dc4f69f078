"""The command that saves what is readable in a damaged project to a new one. Imports no Qt."""

from __future__ import annotations

from pathlib import Path

import click

from models.base.report import counted
from models.recovery import recover
from ui.cli.output import ReportPlace, exits_on_error, print_notes, say

_PATH = click.Path(path_type=Path)


@click.command("recover")
@click.argument("broken", type=_PATH)
@click.argument("new", type=_PATH)
@click.option("--report", "report_to", type=_PATH, help="Write the whole report there, as JSON.")
@exits_on_error
def recover_(broken: Path, new: Path, report_to: Path | None) -> None:
    """Make the project NEW of all that is sound in BROKEN, which is not changed."""
    place = ReportPlace(report_to, (broken,), (new,))
    recovered = recover(broken, new)
    say(f"recovered {recovered} to {new}")
    if recovered.from_history:
        say(f"  {counted(recovered.from_history, 'row')} came from the history")
    say("  nothing was lost" if recovered.is_whole else f"  lost: {recovered.losses() or 'see below'}")
    print_notes(recovered.notes, 0)
    place.write(recovered.to_json())


COMMANDS: tuple[click.Command, ...] = (recover_,)
