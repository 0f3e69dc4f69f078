"""Articles and spans into a project, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from copy import deepcopy
from itertools import count
from pathlib import Path

from models.base.errors import UserError
from models.base.gc_pause import collecting_seldom
from models.base.report import Progress, Report, Watched, file_name, no_progress
from models.formats.support.source import SourceFile
from models.importing.articles import kept_articles
from models.importing.detection import DetectedFile, files_of
from models.importing.plan import PLAIN, ImportPlan
from models.importing.taking import Taking
from models.importing.whose.owners import without_project_files
from models.importing.whose.people import several_of_text
from models.importing.writer import ImportWriter
from models.project.project import Project

_MOST_TOLD = 100_000  # files whose formats a report holds


class NothingRead(UserError):  # noqa: N818 - the sentence is the error's
    """Nothing of what was to be imported could be read; `report` has a note for each file and record."""

    def __init__(self, report: Report) -> None:
        super().__init__(nothing_read(report))
        self.report = report


def nothing_read(report: Report) -> str:
    """Return the sentence that an import ends with of which nothing could be read."""
    others = report.files_left_out + report.left_out - 1
    more = "; nor could the other be read" if others == 1 else f"; nor could any of {others} others be read"
    return report.first_lost + (more if others else "") + "."


def import_files(
    project: Project, paths: Iterable[Path], plan: ImportPlan = PLAIN, progress: Progress = no_progress
) -> Report:
    """Import files and folders in one transaction.

    Articles and spans that are there already are left as they are; what cannot be read is left out and told, unless
    `plan` is strict. Raises UserError, NothingRead where nothing was read at all, or Cancelled, and then the project
    is what it was.
    """
    given = tuple(paths)
    report = Report(files=(project.path, *given))
    every = files_of(given, plan.format_key, plan.options.encoding, _seldom(progress), report)
    files, passed = without_project_files(every)
    report.formats = {str(one.path): f"{one.format.key}: {one.why}" for one in files[:_MOST_TOLD]}
    for path, why in passed:
        report.note(str(path), f"{why}; passed over")
    taking = Taking(files, plan, lambda: several_of_text(project))
    while True:
        found = deepcopy(report)
        watched = Watched(size_of(files), progress)
        with suppress(_ReadAgain), collecting_seldom(), project.larger_cache(), project.transaction():
            _import(project, files, plan, taking, found, watched)
            return found


class _ReadAgain(Exception):  # noqa: N818 - nothing went wrong
    """Reading all files has shown whose work they are: what was written is taken back, and they are read again."""


def _import(
    project: Project, files: list[DetectedFile], plan: ImportPlan, taking: Taking, report: Report, watched: Watched
) -> None:
    """Import files inside a transaction. Raises UserError, Cancelled or _ReadAgain to undo it."""
    with ImportWriter(project, report, plan) as writer:
        for one in files:
            source = SourceFile(one.path, report, watched.advance, plan.options_for(one.path))
            writer.begin_file()
            for article in taking.articles(one, source, kept_articles(one, source)):
                writer.add(article)
        if taking.is_to_be_read_again():
            raise _ReadAgain
        if report.first_lost and not (report.articles or report.present):
            raise NothingRead(report)
        writer.finish([file_name(one.path) for one in files])
    taking.tell(report)


def _seldom(progress: Progress) -> Callable[[], None]:
    """Return a step for each file of a long list, at some of which the job may be cancelled."""
    steps = count(1)
    return lambda: None if next(steps) % 64 else progress(0, 0)


def size_of(files: Iterable[DetectedFile]) -> int:
    """Return the bytes of all files; whoever reads one that is gone says so."""
    size = 0
    for one in files:
        with suppress(OSError):
            size += one.path.stat().st_size
    return size
