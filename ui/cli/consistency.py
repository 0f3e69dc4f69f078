"""The command that looks for labels that disagree with each other. Imports no Qt."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import click

from models.assist.consistency import SENTENCES, Finding, Rule, check
from models.assist.corpus import checked_articles
from models.base.entities import ArticleId
from models.base.report import counted, readable_text
from ui.cli import opening
from ui.cli.learning import teacher
from ui.cli.output import exits_on_error, say, write_line

_PATH = click.Path(path_type=Path)
_SHOWN, _FEW = 20, 3  # strings of a rule, and places of a string, that are printed


@click.command("check-labels")
@click.argument("project", type=_PATH)
@click.option("--annotator", default="", help="Whose done articles; without it, of who has done most.")
@click.option("--json", "as_json", is_flag=True, help="For scripts: every place.")
@exits_on_error
def check_labels(project: Path, annotator: str, as_json: bool) -> None:
    """Look for labels of PROJECT that disagree with each other: by rule, by string, the surest first."""
    with opening.open_read_only(project) as opened:
        findings = check(checked_articles(opened, teacher(opened, annotator)))
        sources = {place.article: "" for finding in findings for place in finding.places}
        sources = {article: opened.article(article).source for article in sources}
    if as_json:
        rows = [_finding_as_json(finding, sources) for finding in findings]
        write_line(readable_text(json.dumps(rows, ensure_ascii=False)))
        return
    for rule in Rule:
        some = [finding for finding in findings if finding.rule is rule]
        if some:
            say(f"{SENTENCES[rule]}: {counted(sum(len(each.places) for each in some), 'place')}")
        for finding in some[:_SHOWN]:
            where = ", ".join(f"{sources[place.article]} {place.start}" for place in finding.places[:_FEW])
            more = f" and {len(finding.places) - _FEW} more" if len(finding.places) > _FEW else ""
            say(f"  \u2068{finding.text}\u2069 ({finding.wanted}): {where}{more}")
        if len(some) > _SHOWN:
            say(f"  and {counted(len(some) - _SHOWN, 'string')} more; --json has all")
    if not findings:
        say("nothing disagrees")


def _finding_as_json(finding: Finding, sources: Mapping[ArticleId, str]) -> dict[str, object]:
    places = [
        {"source": sources[each.article], "article": each.article, "start": each.start, "end": each.end}
        | ({"label": each.label} if each.label else {})
        for each in finding.places
    ]
    return {"rule": finding.rule.value, "text": finding.text, "label": finding.wanted, "places": places}


COMMANDS: tuple[click.Command, ...] = (check_labels,)
