"""The commands that need no window. Exit 0: done; 1: an error a person can act on; 2: wrong usage."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec

import click

from models import formats
from models.checks import check
from models.errors import UserError
from models.exporting import export_file
from models.formats.base import Report, counted
from models.importing import import_files
from models.labels import read_labels
from models.ownership import login_name
from models.project import Project
from models.seeds import read_guidelines, seed_labels
from models.stats import stats

_P = ParamSpec("_P")
_NOTES_SHOWN = 20
_PATH = click.Path(path_type=Path)


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


@click.command("new")
@click.argument("project", type=_PATH)
@click.option("--labels", type=_PATH, help="A labels.toml; the seven usual labels without it.")
@click.option("--guidelines", type=_PATH, help="A Markdown file.")
@says_errors
def new(project: Path, labels: Path | None, guidelines: Path | None) -> None:
    """Make an empty PROJECT."""
    chosen = read_labels(labels) if labels else seed_labels()
    text = read_guidelines(guidelines) if guidelines else read_guidelines()
    Project.create(project, chosen, text).close()
    click.echo(f"made {project} with {counted(len(chosen), 'label')}")


@click.command("import")
@click.argument("project", type=_PATH)
@click.argument("paths", type=_PATH, nargs=-1, required=True)
@click.option("--format", "format_key", default="", help="Instead of what the name tells.")
@click.option("--annotator", default="", help="Whose layer the spans go to, whatever the file says.")
@says_errors
def import_(project: Path, paths: tuple[Path, ...], format_key: str, annotator: str) -> None:
    """Import files and folders, all or none."""
    with Project.open(project) as opened:
        report = import_files(opened, paths, annotator=annotator, default_annotator=login_name(), format_key=format_key)
    click.echo(f"imported {report}" if report.articles or report.spans else f"nothing new: {report}")
    _echo_notes(report)


@click.command("export")
@click.argument("project", type=_PATH)
@click.argument("out", type=_PATH)
@click.option("--format", "format_key", required=True, help="One of those that `formats` lists.")
@click.option("--annotator", default="", help="Whose layer; without it, all or the only one.")
@says_errors
def export(project: Path, out: Path, format_key: str, annotator: str) -> None:
    """Write the articles and their spans to OUT."""
    with Project.open(project) as opened:
        report = export_file(opened, out, format_key, annotator=annotator)
    click.echo(f"exported {report} to {out}")
    _echo_notes(report)


@click.command("formats")
def formats_() -> None:
    """List the dataset formats."""
    for found in formats.all_formats():
        ways = f"{'in' if found.read else '--'} {'out' if found.write else '---'}"
        click.echo(f"{found.key:<12} {ways}  {found.name} ({', '.join(found.suffixes)})")


@click.command("stats")
@click.argument("project", type=_PATH)
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
@says_errors
def stats_(project: Path, as_json: bool) -> None:
    """Count what is in PROJECT."""
    with Project.open(project) as opened:
        counts = stats(opened)
    if as_json:
        click.echo(json.dumps(counts, ensure_ascii=False))
        return
    size = (counted(counts["articles"], "article"), counted(counts["characters"], "character"))
    click.echo(f"{', '.join(size)}, {counted(counts['spans'], 'span')}")
    for name, count in (counts["labels"] | counts["article_labels"]).items():
        click.echo(f"  {name:<16} {count:>7}")
    for name, work in counts["annotators"].items():
        done = f"{counted(work['done'], 'article')} done, {work['seconds']:.0f} s"
        click.echo(f"  {name}: {counted(work['spans'], 'span')}, {done}{_effort(counts['effort'][name])}")


def _effort(effort: dict[str, Any]) -> str:
    """What a span took in the window; empty when none was made there."""
    if effort["seconds_per_span"] is None:
        return ""
    return f", {effort['seconds_per_span']:.1f} s and {effort['strokes_per_span']:.1f} strokes a span"


@click.command("check")
@click.argument("project", type=_PATH)
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
@says_errors
def check_(project: Path, as_json: bool) -> None:
    """Look for damage in PROJECT; exit 1 when there is any."""
    with Project.open(project) as opened:
        problems = check(opened)
    if as_json:
        click.echo(json.dumps([{"kind": found.kind, "what": found.what} for found in problems], ensure_ascii=False))
    else:
        for found in problems:
            click.echo(found.what)
        if not problems:
            click.echo(f"{project}: sound")
    if problems:
        raise UserError(f"{project}: {counted(len(problems), 'problem')} found; keep a copy of the file as it is.")


COMMANDS: tuple[click.Command, ...] = (new, import_, export, formats_, stats_, check_)


def _echo_notes(report: Report) -> None:
    for note in report.notes[:_NOTES_SHOWN]:
        click.echo(f"  {note}")
    if (more := len(report.notes) - _NOTES_SHOWN) > 0:
        click.echo(f"  and {counted(more, 'further note')}")
