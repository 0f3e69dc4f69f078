"""Articles and spans into a project, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import count
from pathlib import Path

from models.base.errors import UserError
from models.base.gc_pause import collecting_seldom
from models.base.report import Progress, Report, Watched, file_name, no_progress
from models.formats.support.source import SourceFile
from models.importing.articles import kept_articles
from models.importing.detection import DetectedFile, files_of
from models.importing.plan import PLAIN, ImportPlan
from models.importing.writer import ImportWriter
from models.project.project import Project


class NothingRead(UserError):  # noqa: N818 - the sentence is the error's
    """Nothing of what was to be imported could be read; `report` has a note for each file and record."""

    def __init__(self, report: Report) -> None:
        super().__init__(nothing_read(report))
        self.report = report


def nothing_read(report: Report) -> str:
    """Return the sentence that an import ends with of which nothing could be read."""
    others = report.files_left_out + report.left_out - 1
    return report.first_lost + (f"; nor could any of {others} others be read." if others else ".")


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
    files = files_of(given, plan.format_key, plan.options.encoding, _seldom(progress), report)
    report.formats = {str(one.path): f"{one.format.key}: {one.why}" for one in files[:1000]}
    watched = Watched(size_of(files), progress)
    with collecting_seldom(), project.transaction(), ImportWriter(project, report, plan) as writer:
        for one in files:
            source = SourceFile(one.path, report, watched.advance, plan.options_for(one.path))
            writer.begin_file()
            for article in kept_articles(one, source, plan):
                writer.add(article)
        if report.first_lost and not (report.articles or report.present):
            raise NothingRead(report)
        writer.finish([file_name(one.path) for one in files])
    return report


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
