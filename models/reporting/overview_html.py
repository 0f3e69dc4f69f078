"""An overview as one HTML file that needs nothing else: from right to left, to be read and printed."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape
from pathlib import Path

from models.base.entities import Annotator, Status
from models.base.report import Progress, counted, no_progress
from models.project.project import Project
from models.reporting.article_html import FONTS
from models.reporting.overview import LONGEST, Effort, LabelledString, Overview, overview
from models.storage import outputs

Bar = tuple[str, int, str, str]
"""What it is about (HTML), how many, the colour of its bar, and what else is said of it (HTML)."""
_ACCENT = "#2f6690"
_STATUS = {Status.NEW: "نیا", Status.STARTED: "جاری", Status.DONE: "مکمل", Status.SKIPPED: "چھوڑا گیا"}
_STYLE = f"""
body {{ font: 12pt/1.7 'Nishan Naskh', 'Noto Naskh Arabic', 'Segoe UI', sans-serif; color: #1c1b19; background: #fff;
  max-width: 60em; margin: 2em auto; padding: 0 1em; }}
h1 {{ font-size: 20pt; margin-bottom: 0; }}
h2 {{ font-size: 14pt; margin: 1.6em 0 .4em; border-bottom: 1px solid #d8d5cc; break-after: avoid; }}
p.about, small {{ color: #66635c; }}
table {{ border-collapse: collapse; width: 100%; table-layout: fixed; }}
td, th {{ padding: .15em .5em; text-align: start; vertical-align: middle; font-weight: normal; }}
th {{ color: #66635c; }}
tr {{ break-inside: avoid; }}
td.number {{ text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; direction: ltr; }}
td:first-child {{ width: 30%; }}
td.bar {{ width: 40%; }}
td.words {{ font-family: {FONTS.removesuffix(", serif")}, 'Nishan Naskh', serif; line-height: 2.2; }}
div.bar {{ height: .8em; border-radius: 4px;
  print-color-adjust: exact; -webkit-print-color-adjust: exact; }}
"""


def write_overview(project: Project, out: Path, font: Path, progress: Progress = no_progress) -> None:
    """Write the overview of a project into an HTML file, as it is now; see `overview_html`. Raises UserError."""
    outputs.refuse(out, [project.path])  # before a long count
    page = overview_html(overview(project, progress), datetime.now(), font)
    outputs.write_text("the overview", out, page, reads=[project.path])


def overview_html(overview: Overview, at: datetime, font: Path) -> str:
    """Return the page of an overview that is whole, as it was `at` a time here.

    `font` is a TrueType file of Urdu letters, which becomes part of the page: there may be none where it is read.
    """
    people = overview.people()
    sections = [
        ("Articles by status", "مضامین کی حالت", _statuses(overview, people)),
        ("Spans by label", "لیبل کے لحاظ سے نشانات", _bars(_labels(overview))),
        ("Annotators", "نشان لگانے والے", _annotators(overview, people)),
        ("Spans made by day", "روزانہ نشانات", _bars(_days(overview))),
        ("Most frequent strings", "سب سے عام الفاظ", _strings(overview, overview.most_frequent())),
        (f"Longest strings, up to {LONGEST} characters", "سب سے لمبے الفاظ", _strings(overview, overview.longest())),
    ]
    body = "".join(f"<h2>{urdu} · <bdi>{english}</bdi></h2>{inside}" for english, urdu, inside in sections if inside)
    name = escape(overview.name)
    return (
        f'<!DOCTYPE html>\n<html lang="ur" dir="rtl">\n<head><meta charset="utf-8"><title>{name}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_font_face(font)}{_STYLE}</style></head>\n'
        f"<body><h1><bdi>{name}</bdi></h1><p class=about><bdi>{at:%Y-%m-%d %H:%M}</bdi> · {_summary(overview)}</p>"
        f"{body}</body></html>\n"
    )


def _font_face(font: Path) -> str:
    """Return a font as part of the page; nothing where it cannot be read: the page is as right with another one."""
    try:
        data = b64encode(font.read_bytes()).decode()
    except OSError:
        return ""
    return f"@font-face {{ font-family: 'Nishan Naskh'; src: url(data:font/ttf;base64,{data}); }}"


def _summary(overview: Overview) -> str:
    said = [
        counted(overview.articles, "article", grouped=True),
        counted(overview.characters, "character", grouped=True),
        counted(overview.total(), "span", grouped=True),
        f"{overview.untouched:,} without work",
        *([f"{overview.removed:,} removed"] if overview.removed else []),
    ]
    return " · ".join(f"<bdi>{each}</bdi>" for each in said)


def _statuses(overview: Overview, people: Sequence[Annotator]) -> str:
    """Return a table of bars for each person; who shares the work with nobody has no heading."""
    found = []
    for person in people:
        counts = overview.status_of(person.id)
        bars = [(f"{urdu} · <bdi>{each.value}</bdi>", counts[each], _ACCENT, "") for each, urdu in _STATUS.items()]
        found.append((f"<h3><bdi>{escape(person.name)}</bdi></h3>" if len(people) > 1 else "") + _bars(bars))
    return "".join(found)


def _labels(overview: Overview) -> list[Bar]:
    whole = overview.total()
    found = []
    for label in overview.labels:
        count = overview.of_label(label.id)
        names = " ".join(f"<bdi>{escape(name)}</bdi>" for name in (label.urdu_name, label.name) if name)
        of_articles = label.id in overview.whole_labels
        share = "<small>مضامین · articles</small>" if of_articles else f"{count * 100 / whole:.1f} %" if whole else ""
        found.append((names, count, label.color, share))
    return found


def _annotators(overview: Overview, people: Iterable[Annotator]) -> str:
    head = "<tr><th>نام<th>نشانات · spans<th>مکمل · done<th>سیکنڈ فی نشان · seconds a span<th>strokes a span</tr>"
    rows = []
    for person in people:
        effort = overview.effort.get(person.id, Effort())
        done = overview.status_of(person.id)[Status.DONE]
        cells = (f"{overview.of_annotator(person.id):,}", f"{done:,}", *map(_each, (effort.pace, effort.touch)))
        numbers = "".join(f"<td class=number>{cell}" for cell in cells)
        rows.append(f"<tr><td><bdi>{escape(person.name)}</bdi>{numbers}</tr>")
    return f"<table>{head}{''.join(rows)}</table>" if rows else ""


def _each(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"


def _days(overview: Overview) -> list[Bar]:
    made = overview.made_by_day()
    return [(f"<bdi>{day.isoformat()}</bdi>", count, _ACCENT, "") for day, count in made.items()]


def _bars(bars: Sequence[Bar]) -> str:
    most = max((count for _, count, _, _ in bars), default=0) or 1
    rows = (
        f'<tr><td>{about}<td class=bar><div class=bar style="width: {count * 100 / most:.1f}%; background: {color}">'
        f"</div><td class=number>{count:,}<td class=number>{more}</tr>"
        for about, count, color, more in bars
    )
    return f"<table>{''.join(rows)}</table>" if bars else ""


def _strings(overview: Overview, strings: Sequence[tuple[LabelledString, int]]) -> str:
    names = {label.id: escape(label.name) for label in overview.labels}
    rows = (
        f"<tr><td class=words>{escape(words)}<td><bdi>{names.get(label, '')}</bdi><td class=number>{count:,}</tr>"
        for (label, words), count in strings
    )
    return f"<table>{''.join(rows)}</table>" if strings else ""
