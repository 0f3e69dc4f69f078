"""The commands on backups, and the backup before an import. Imports no Qt."""

from __future__ import annotations

from pathlib import Path

import click

from models.backups.backing_up import back_up
from models.backups.listing import Reason, backups_in, folder_for, readable
from models.backups.restoring import restore_copy
from models.base.data_folder import backups_folder
from models.base.errors import UserError
from models.base.presence import is_file
from models.base.program import command_name
from models.base.report import counted
from models.project.project import Project
from ui.cli.output import exits_on_error, say

_PATH = click.Path(path_type=Path)


def root() -> Path:
    """Return the folder of all backups: in the user's data folder, or in the one of --data-dir."""
    return backups_folder(click.get_current_context().find_root().params.get("data_dir"))


def back_up_first(project: Project, reason: Reason) -> None:
    """Back up an open project before a large change; a backup that fails is reported and does not stop the command."""
    try:
        back_up(project.source(), root(), reason)
    except UserError as error:
        say(f"nishan: {error}", error=True)


@click.command("backups")
@click.argument("project", type=_PATH)
@exits_on_error
def backups_(project: Path) -> None:
    """List the backups of PROJECT, the newest first."""
    folder = folder_for(root(), project)
    if folder is None:
        raise UserError(f"{project}: there are no backups of it in {root()}.")
    for backup in backups_in(folder):
        say(f"{backup.at.astimezone():%Y-%m-%d %H:%M}  {readable(backup.size):>8}  {backup.reason.words}")
        if (found := backup.contents) is not None:
            counts = ((found.articles, "article"), (found.spans, "span"), (found.labels, "label"))
            damage = f"; damaged: {found.damage}" if found.damage else ""
            say(f"  {', '.join(counted(*each) for each in counts)}{damage}")
        say(f"  {backup.path}")


@click.command("restore")
@click.argument("backup", type=_PATH)
@click.argument("new", type=_PATH)
@exits_on_error
def restore_(backup: Path, new: Path) -> None:
    """Make the project NEW of a BACKUP, a file that `backups` lists."""
    if not is_file(backup):
        raise UserError(f"{backup}: there is no such backup; list them with: {command_name()} backups PROJECT")
    restore_copy(backup, new)
    say(f"restored {backup.name} to {new}")


COMMANDS: tuple[click.Command, ...] = (backups_, restore_)
