"""Checks a project: the file, its tables, every row, the texts and the spans, the history, the full-text index."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

from models.base.beside import LARGE, Beside, Unavailable
from models.base.errors import UserError
from models.base.report import Progress, no_progress
from models.checks.events import LoggedStates
from models.checks.files import file, index, tables
from models.checks.found import Findings, Problem
from models.checks.rows import rows
from models.checks.texts import labels, rejections, texts
from models.project.left_out import lost_changes
from models.project.names import RowNames
from models.project.project import Project
from models.project.read_only import open_settled

__all__ = ["Problem", "check"]

_BESIDE = f"{__name__}:of_file_and_texts"
Part = Callable[[], Iterator[Problem]]


def check(project: Project, progress: Progress = no_progress, *, is_still: bool = False) -> list[Problem]:
    """Return all problems of a project, damage of the file first; of many of a kind the first ones and their number.

    Changes nothing. `is_still`: nobody writes the project meanwhile, and of a large one a second process reads half.
    Memory grows only by a few bytes for each event. `progress` is called without numbers. Raises Cancelled.
    """

    def ask() -> None:
        progress(0, 0)

    names, logged, others = RowNames(project), LoggedStates(project), Findings()
    of_rows: tuple[Part, ...] = (
        lambda: tables(project),
        lambda: rejections(project, names),
        lambda: labels(project, names),
        lambda: logged.read(ask),
        lambda: rows(project, names, logged, ask),
        lambda: logged.missing(names),
        lambda: index(project, names),
    )
    settled = project.settled_file() if is_still else None
    with Beside(_BESIDE, str(settled)) if settled and _is_large(settled) else nullcontext() as beside:
        _find(of_rows, others)
        found = _file_and_texts(project, names, beside, ask)
    if lost := lost_changes(project):
        found.add(Problem("lost", lost))
    found.add_all(others.to_json())
    return found.all()


def _is_large(path: Path) -> bool:
    return path.stat().st_size > LARGE


def _file_and_texts(project: Project, names: RowNames, beside: Beside | None, ask: Callable[[], object]) -> Findings:
    found = Findings()
    if beside is not None:
        try:
            found.add_all(beside.result(ask))
        except Unavailable:
            found = Findings()
        else:
            return found
    _find((lambda: file(project, ask), lambda: texts(project, names, ask)), found)
    return found


def of_file_and_texts(path: str) -> object:
    """Return what is wrong with the file and the texts of a project, in a process of its own."""
    with open_settled(Path(path)) as project:
        return _file_and_texts(project, RowNames(project), None, lambda: None).to_json()


def _find(parts: tuple[Part, ...], found: Findings) -> None:
    for part in parts:
        try:
            for problem in part():
                found.add(problem)
        except UserError as error:  # a damaged page must not hide what the other parts can still find
            found.add(Problem("damaged", str(error)))
