"""Wording of backups and of their differences from the project."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from models.backups.comparing import BackupDiff, DiffKind, NamedDiff
from models.backups.listing import Backup, readable
from models.base.report import counted
from ui.support.bidi import isolated
from ui.support.when import day_and_time

_SIGN = {DiffKind.ADDED: "+", DiffKind.REMOVED: "\u2212", DiffKind.CHANGED: "~"}


def moment(backup: Backup) -> str:
    """Return when a backup was made, in local time."""
    return day_and_time(backup.at.isoformat())


def cells(backup: Backup) -> list[str]:
    """Return the cells of a backup's row: when, why, the three counts, empty where they are not known, the size."""
    found, why = backup.contents, backup.reason.words
    counts = (f"{found.articles:,}", f"{found.spans:,}", f"{found.labels:,}") if found else ("", "", "")
    return [moment(backup), f"damaged; {why}" if found and found.damage else why, *counts, readable(backup.size)]


def name_of(backup: Backup) -> str:
    """Return the name of the project; empty where it is not known."""
    return isolated(Path(backup.contents.project).stem) if backup.contents else ""


def sentences(found: BackupDiff) -> list[str]:
    """Return the differences of the project from a backup, most important first; at least one line."""
    if not found:
        return ["The project is as it was in this backup."]
    lines = ["Since this backup:", *_kinds(found)]
    others = []
    if found.statuses:
        others.append(f"{counted(found.statuses, 'article')} marked otherwise")
    if found.article_labels:
        others.append(f"{counted(found.article_labels, 'article')} with other labels as a whole")
    if found.label_names.total():
        told = (f"{count} {kind}" for kind, count in found.label_names.items() if count)
        others.append(f"labels {', '.join(told)}")
    if found.guidelines:
        others.append("other guidelines")
    return lines + ([f"  {'; '.join(others)}"] if others else [])


def _kinds(found: BackupDiff) -> Iterator[str]:
    for kind in DiffKind:
        both = ((found.articles[kind], "article"), (found.spans[kind], "span"))
        parts = [counted(count, noun) for count, noun in both if count]
        if parts:
            by_label = ", ".join(f"{isolated(name)} {count:,}" for name, count in found.labels[kind].most_common(8))
            yield f"  {kind.value}: {' and '.join(parts)}{f' ({by_label})' if by_label else ''}"


def row(named: NamedDiff) -> tuple[str, str, str, str]:
    """Return the cells of a difference: its kind, the words (or the article's title), the label, the article."""
    title = isolated(named.article)
    what = f"{_SIGN[named.kind]} {named.kind.value}"
    if not named.words:
        return what, title, "", "the whole article"
    label = f"{isolated(named.label)}, was {isolated(named.was)}" if named.was else isolated(named.label)
    return what, isolated(" ".join(named.words.split())), label, title
