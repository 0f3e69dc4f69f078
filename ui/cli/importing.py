"""The command that imports."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from models.backups.listing import Reason
from models.formats.support.options import ROLES, Offsets, ReadOptions
from models.importing.cutting import Cut
from models.importing.plan import ImportPlan
from models.importing.run import NothingRead, import_files
from models.project.project import Project
from models.storage.lock_note import login_name
from ui.cli import backups, opening
from ui.cli.output import ReportPlace, exits_on_error, print_notes, say, say_counts

_PATH = click.Path(path_type=Path)
_OFFSETS = click.Choice([unit.value for unit in Offsets])


@click.command("import")
@click.argument("project", type=_PATH)
@click.argument("paths", type=_PATH, nargs=-1, required=True)
@click.option("--format", "format_key", default="", help="Instead of what names and contents tell.")
@click.option("--annotator", default="", help="Whose layer the spans go to, whatever the file says.")
@click.option("--annotator-from", default="", metavar="file|folder|FIELD", help="What names those whose work it is.")
@click.option("--cut", default="", metavar="lines|paragraphs|headings|sentences:20", help="Long articles into several.")
@click.option("--as", "as_", type=click.Choice(["spans", "suggestions"]), default="spans", help="What the spans are.")
@click.option("--map", "maps", multiple=True, metavar="OLD=NEW", help="A file's label as another; OLD= leaves it out.")
@click.option("--skip-unknown", is_flag=True, help="Leave out labels that the project lacks, instead of making them.")
@click.option("--encoding", default="", help="Of files that are neither UTF-8 nor UTF-16.")
@click.option("--offsets", type=_OFFSETS, help="What a file's offsets count, whatever fits it.")
@click.option("--column", "parts", multiple=True, metavar="ROLE=NAME", help="Of a table: text=..., token=1, tag=3.")
@click.option("--field", "parts", multiple=True, metavar="ROLE=NAME", help="Of JSON: text=..., spans=..., label=...")
@click.option("--layer", "layers", multiple=True, metavar="NAME", help="Of WebAnno TSV and XMI: Person or Person.kind.")
@click.option("--element", "elements", multiple=True, metavar="NAME", help="Of XML: the elements with the text.")
@click.option("--strict", is_flag=True, help="A record that cannot be read refuses all, instead of being left out.")
@click.option("--report", "report_to", type=_PATH, help="Write the whole report there, as JSON.")
@exits_on_error
def import_(project: Path, paths: tuple[Path, ...], report_to: Path | None, **options: Any) -> None:
    """Import files and folders, all or none."""
    plan, place = _import_plan(**options), ReportPlace(report_to, (project, *paths))
    with Project.open(project, opening.how(project)) as opened:
        opening.tell_unclean_end(opened)
        backups.back_up_first(opened, Reason.IMPORT)
        try:
            report = import_files(opened, paths, plan)
        except NothingRead as error:
            if error.report.lost > 1:
                print_notes(error.report.notes, error.report.further.total())
            place.write(error.report.to_json(), error.report.files)
            raise
    new = report.articles or report.spans or report.article_labels or report.rejections
    say(report.done("imported" if new else "nothing new:"))
    say_counts(report.formats.values())
    say_counts(filter(None, map(str, report.readings.values())))
    print_notes(report.notes, report.further.total())
    place.write(report.to_json(), report.files)


def _import_plan(
    format_key: str,
    annotator: str,
    annotator_from: str,
    cut: str,
    as_: str,
    maps: tuple[str, ...],
    skip_unknown: bool,
    encoding: str,
    offsets: str | None,
    parts: tuple[str, ...],
    layers: tuple[str, ...],
    elements: tuple[str, ...],
    strict: bool,
) -> ImportPlan:
    """Return the plan of an import from the options of the command. Raises UsageError, or UserError for a cut."""
    if annotator and annotator_from:
        raise click.UsageError("--annotator names one person, --annotator-from finds several; give one of them.")
    roles = _roles((*parts, *_named("layer", layers), *_named("element", elements)))
    return ImportPlan(
        format_key=format_key,
        annotator=annotator,
        default_annotator=login_name(),
        suggestions=as_ == "suggestions",
        labels=_pairs(maps, "--map"),
        create=not skip_unknown,
        options=ReadOptions(encoding, Offsets(offsets) if offsets else None, roles, strict=strict),
        annotator_from=annotator_from,
        cut=Cut.named(cut) if cut else None,
    )


def _named(role: str, names: tuple[str, ...]) -> list[str]:
    """Return the names of parts that have one role as `ROLE=NAME` arguments."""
    return [f"{role}={name}" for name in names]


def _roles(given: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Parse `ROLE=NAME` arguments: several of one role are all taken, `ROLE=` is none. Raises UsageError."""
    roles: dict[str, tuple[str, ...]] = {}
    for one in given:
        role, sign, name = one.partition("=")
        if not sign or role not in ROLES:
            raise click.UsageError(f"--column and --field want ROLE=NAME, not {one}; the roles are {', '.join(ROLES)}.")
        roles[role] = (*roles.get(role, ()), *filter(None, [name]))
    return roles


def _pairs(given: tuple[str, ...], option: str) -> dict[str, str]:
    """Parse `OLD=NEW` arguments. Raises UsageError for one without `=` or OLD, and for an OLD that is given twice."""
    pairs = dict(pair.partition("=")[::2] for pair in given if "=" in pair and not pair.startswith("="))
    if len(pairs) < len(set(given)):
        raise click.UsageError(f"{option} wants NAME=OTHER, each name once.")
    return pairs
