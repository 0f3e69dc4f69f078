"""The commands on datasets and projects. Exit codes: 0 is success, 1 a UserError, 2 wrong usage."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from models import formats
from models.base.entities import Status
from models.base.errors import UserError
from models.base.program import command_name
from models.base.report import counted, readable_text
from models.checks import check
from models.exporting.card import Card
from models.exporting.plan import ExportPlan
from models.exporting.run import export, places_of, rehearse
from models.exporting.shares import read_shares
from models.formats.support.options import Cut, Overlaps, Scheme, Unit, WriteOptions
from models.labels.templates import read_guidelines, seed_labels
from models.labels.toml_file import read_labels
from models.project.project import Project
from models.project.stats import stats
from models.reporting.overview_html import write_overview
from models.storage.opening import REPAIR_HINT
from ui.cli import backups, consistency, importing, learning, opening, recover
from ui.cli.output import ReportPlace, exits_on_error, print_notes, say, tell_damage, write_line
from ui.support.resources import NASKH_FILE

_PATH = click.Path(path_type=Path)


def _choice(kind: type[StrEnum]) -> click.Choice[str]:
    return click.Choice([member.value for member in kind])


def _filled(context: click.Context, option: click.Parameter, value: str) -> str:
    """Return the value of an option. Raises UsageError for an empty one, as an unset variable of a script makes it."""
    given = context.get_parameter_source(str(option.name)) is ParameterSource.COMMANDLINE
    if given and not value.strip():
        raise click.UsageError(f"{option.opts[0]} is empty; give it a value, or leave it out.")
    return value


@click.command("new")
@click.argument("project", type=_PATH)
@click.option("--labels", type=_PATH, help="A labels.toml; the seven usual labels without it.")
@click.option("--guidelines", type=_PATH, help="A Markdown file.")
@exits_on_error
def new(project: Path, labels: Path | None, guidelines: Path | None) -> None:
    """Make an empty PROJECT."""
    label_set = read_labels(labels) if labels else seed_labels()
    text = read_guidelines(guidelines) if guidelines else read_guidelines()
    Project.create(project, label_set, text).close()
    say(f"made {project} with {counted(len(label_set), 'label')}")


@click.command("export")
@click.argument("project", type=_PATH)
@click.argument("out", type=_PATH)
@click.option("--format", "format_key", required=True, help="One of those that `formats` lists.")
@click.option("--annotator", default="", callback=_filled, help="Whose layer; without it, all or the only one.")
@click.option("--layer", type=click.Choice(["curated"]), help="The curator's layer.")
@click.option("--status", multiple=True, type=_choice(Status), help="Only articles that are so far; may be repeated.")
@click.option(
    "--split", default="", callback=_filled, metavar="SHARES", help="train=0.8,dev=0.1,test=0.1: a file for each."
)
@click.option("--seed", default=0, help="Of the split.")
@click.option("--stratified", is_flag=True, help="Spread the labels evenly over the splits.")
@click.option(
    "--group", default="", callback=_filled, metavar="FIELD", help="Keep together in a split what has one value of it."
)
@click.option("--dev-name", default="", callback=_filled, metavar="NAME", help="What dev is called: validation.")
@click.option("--overlaps", type=_choice(Overlaps), default="outermost", help="Which of overlapping spans.")
@click.option("--scheme", type=_choice(Scheme), default="iob2", help="Of tags.")
@click.option("--tokens", type=_choice(Cut), default="whole", help="Split those that spans begin or end in, or not.")
@click.option("--unit", type=_choice(Unit), help="What a record is; each format has its own usual one.")
@click.option("--card", "with_card", is_flag=True, help="Write a dataset card (README.md) with it.")
@click.option("--licence", default="", help="Of the dataset, for its card: CC-BY-4.0.")
@click.option("--title", default="", help="Of the dataset, for its card.")
@click.option("--replace", is_flag=True, help="A folder, or files beside OUT, that are there already are replaced.")
@click.option("--dry-run", is_flag=True, help="Only say what would be lost.")
@click.option("--damaged", type=click.Choice(["skip"]), help="Exit 0 although damaged rows are left out.")
@click.option("--report", "report_to", type=_PATH, help="Write the whole report there, as JSON.")
@exits_on_error
def export_(
    project: Path, out: Path, dry_run: bool, damaged: str | None, report_to: Path | None, **options: Any
) -> None:
    """Write the articles and their spans to OUT; exit 1 when some are damaged and left out."""
    plan = _export_plan(**options)
    place = ReportPlace(report_to, (project,), () if dry_run else places_of(out, plan, perhaps=True))
    with opening.open_read_only(project) as opened:
        report = rehearse(opened, plan) if dry_run else export(opened, out, plan)
    if report.damage:
        tell_damage(project, report.damage, [note.what for note in report.damaged])
    say(f"{report.done('would export')}; nothing is written" if dry_run else report.done("exported", out))
    print_notes(report.told[len(report.damaged) :], report.further.total())
    place.write(report.to_json(), report.files)
    if report.damage and damaged != "skip":
        raise _not_whole(project, "the dataset", "; or take it as it is with --damaged skip")


def _not_whole(project: Path, what: str, more: str = "") -> UserError:
    return UserError(
        f"{project}: {what} lacks what is damaged; see {command_name()} check {project}; {REPAIR_HINT}{more}."
    )


def _export_plan(
    format_key: str,
    annotator: str,
    layer: str | None,
    status: tuple[str, ...],
    split: str,
    seed: int,
    stratified: bool,
    group: str,
    dev_name: str,
    overlaps: str,
    scheme: str,
    tokens: str,
    unit: str | None,
    with_card: bool,
    licence: str,
    title: str,
    replace: bool,
) -> ExportPlan:
    """Return the plan of an export from the options of the command. Raises UsageError."""
    if annotator and layer:
        raise click.UsageError("Give --annotator or --layer, not both.")
    if dev_name and not split:
        raise click.UsageError("--dev-name is for a split; give --split, too.")
    return ExportPlan(
        format_key=format_key,
        annotator=annotator,
        curated=layer == "curated",
        statuses=frozenset(Status(name) for name in status),
        shares=read_shares(split, dev_name) if split else (),
        seed=seed,
        stratified=stratified,
        options=WriteOptions(Overlaps(overlaps), Scheme(scheme), Unit(unit) if unit else None, Cut(tokens)),
        replace=replace,
        card=Card(title, licence) if with_card or licence or title else None,
        group=group,
    )


@click.command("formats")
@exits_on_error
def formats_() -> None:
    """List the dataset formats."""
    for found in formats.all_formats():
        ways = f"{'in' if found.read else '--'} {'out' if found.write else '---'}"
        needs = f"; needs {found.extra.name}" if found.extra else ""
        say(f"{found.key:<14} {ways}  {found.name} ({', '.join(found.suffixes)}{needs})")


@click.command("report")
@click.argument("project", type=_PATH)
@click.argument("out", type=_PATH)
@exits_on_error
def report_(project: Path, out: Path) -> None:
    """Write an overview of PROJECT to OUT, one HTML file: progress, labels, annotators, days, strings."""
    with opening.open_read_only(project) as opened:
        write_overview(opened, out, NASKH_FILE)
    say(f"wrote {out}")


@click.command("stats")
@click.argument("project", type=_PATH)
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
@exits_on_error
def stats_(project: Path, as_json: bool) -> None:
    """Count what is in PROJECT; exit 1 when some of it is damaged and left out."""
    with opening.open_read_only(project) as opened:
        counts = stats(opened)
    damage = counts["damage"]
    if damage["notes"]:
        tell_damage(project, damage["what"], damage["notes"])
    if as_json:
        write_line(readable_text(json.dumps(counts, ensure_ascii=False)))
    else:
        _say_counts(counts)
    if damage["notes"]:
        raise _not_whole(project, "the count")


def _say_counts(counts: dict[str, Any]) -> None:
    size = (counted(counts["articles"], "article"), counted(counts["characters"], "character"))
    removed = f"; {counted(counts['removed'], 'removed article')} not counted" if counts["removed"] else ""
    say(f"{', '.join(size)}, {counted(counts['spans'], 'span')}{removed}")
    for name, count in (counts["labels"] | counts["article_labels"]).items():
        say(f"  {name:<16} {count:>7}")
    for name, work in counts["annotators"].items():
        done = f"{counted(work['done'], 'article')} done, {work['seconds']:.0f} s"
        say(f"  {name}: {counted(work['spans'], 'span')}, {done}{_effort(counts['effort'][name])}")


def _effort(effort: dict[str, Any]) -> str:
    """Return the effort of a span that was made in the window; empty when there is none."""
    if effort["seconds_per_span"] is None:
        return ""
    return f", {effort['seconds_per_span']:.1f} s and {effort['strokes_per_span']:.1f} strokes a span"


@click.command("check")
@click.argument("project", type=_PATH)
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
@exits_on_error
def check_(project: Path, as_json: bool) -> None:
    """Look for damage in PROJECT; exit 1 when there is any."""
    with opening.open_read_only(project) as opened:
        if not (problems := check(opened, is_still=True)) and opened.owes_look:
            opened.looked_through()
    if as_json:
        told = [{"kind": found.kind, "what": found.what} for found in problems]
        write_line(readable_text(json.dumps(told, ensure_ascii=False)))
    else:
        for found in problems:
            say(found.what)
        if not problems:
            say(f"{project}: sound")
    if problems:
        raise UserError(f"{project}: {counted(len(problems), 'problem')} found; keep a copy of the file as it is.")


_OTHERS = (*backups.COMMANDS, *recover.COMMANDS, *learning.COMMANDS, *consistency.COMMANDS)
COMMANDS: tuple[click.Command, ...] = (new, importing.import_, export_, formats_, stats_, report_, check_, *_OTHERS)
