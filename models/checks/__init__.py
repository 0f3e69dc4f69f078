"""Checks a project: the file, its tables, every row, the texts and the spans, the history, the full-text index."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from models.base.errors import UserError
from models.checks.events import LoggedStates
from models.checks.files import file, index, tables
from models.checks.found import Findings, Problem
from models.checks.rows import rows
from models.checks.texts import labels, rejections, texts
from models.project.left_out import lost_changes
from models.project.names import RowNames
from models.project.project import Project

__all__ = ["Problem", "check"]


def check(project: Project) -> list[Problem]:
    """Return all problems of a project, damage of the file first; of many of a kind the first ones and their number.

    Changes nothing. Memory grows only by a few bytes for each event.
    """
    findings, names, logged = Findings(), RowNames(project), LoggedStates(project)
    if lost := lost_changes(project):
        findings.add(Problem("lost", lost))
    parts: tuple[Callable[[], Iterator[Problem]], ...] = (
        lambda: file(project),
        lambda: tables(project),
        lambda: texts(project, names),
        lambda: rejections(project, names),
        lambda: labels(project, names),
        logged.read,
        lambda: rows(project, names, logged),
        lambda: logged.missing(names),
        lambda: index(project, names),
    )
    for part in parts:
        try:
            for problem in part():
                findings.add(problem)
        except UserError as error:  # a damaged page must not hide what the other parts can still find
            findings.add(Problem("damaged", str(error)))
    return findings.all()
