"""Articles and spans into a project, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from models.base.gc_pause import collecting_seldom
from models.base.report import Progress, Report, file_name, no_progress
from models.formats.support.source import SourceFile
from models.importing.detection import DetectedFile, files_of
from models.importing.plan import PLAIN, ImportPlan
from models.importing.writer import ImportWriter
from models.project.project import Project


def import_files(
    project: Project, paths: Iterable[Path], plan: ImportPlan = PLAIN, progress: Progress = no_progress
) -> Report:
    """Import files and folders in one transaction.

    Articles and spans that are there already are left as they are. Raises UserError or Cancelled, and then the
    project is what it was.
    """
    files = files_of(paths, plan.format_key, plan.options.encoding)
    report = Report(formats={str(one.path): f"{one.format.key}: {one.why}" for one in files[:1000]})
    watched = Watched(files, progress)
    with collecting_seldom(), project.transaction(), ImportWriter(project, report, plan) as writer:
        for one in files:
            assert one.format.read is not None
            for article in one.format.read(SourceFile(one.path, report, watched.advance, plan.options_for(one.path))):
                writer.add(article)
        writer.finish([file_name(one.path) for one in files])
    return report


class Watched:
    """The progress of reading files, in bytes."""

    def __init__(self, files: list[DetectedFile], progress: Progress) -> None:
        self._whole = sum(_size(one.path) for one in files)
        self._done = 0
        self._progress = progress
        progress(0, self._whole)

    def advance(self, count: int) -> None:
        """So many bytes more have been read. Raises Cancelled."""
        self._done += count
        self._progress(self._done, self._whole)


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:  # whoever reads it says so
        return 0
