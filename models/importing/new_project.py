"""A new project with its first articles, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from models.base.entities import Label
from models.base.errors import UserError
from models.base.file_names import refuse_for_windows
from models.base.presence import is_folder
from models.base.report import Progress, Report, no_progress
from models.importing.plan import ImportPlan
from models.importing.run import import_files
from models.project.project import Project
from models.storage import outputs, project_file
from models.storage.disk import atomic


def make_project(
    path: Path,
    labels: Sequence[Label] = (),
    guidelines: str = "",
    articles: Sequence[Path] = (),
    *,
    annotator: str = "annotator",
    progress: Progress = no_progress,
) -> Report:
    """Make a project at `path` and import files and folders into it; what the import did. The project is closed then.

    Until all of it is there it has a hidden name of its own beside `path`. Raises UserError or Cancelled, and then
    nothing has been made.
    """
    refuse_name(path)
    with atomic.draft_of(path.absolute(), ".nishan") as draft:
        try:
            with Project.create(draft, labels, guidelines) as project:
                report = import_files(project, articles, ImportPlan(default_annotator=annotator), progress=progress)
            project_file.publish(draft, path)
            return report
        except UserError as error:
            raise UserError(str(error).replace(str(draft), str(path))) from error


def refuse_name(path: Path) -> None:
    """Raise UserError, with what to do, when no project can be made at `path`."""
    if not is_folder(path.parent):
        raise UserError(f"{path.parent}: there is no such folder; choose one that is there.")
    refuse_for_windows(path)
    if os.path.lexists(path):
        raise UserError(f"{path.name}: there is a file of that name already; choose another name.")
    outputs.refuse_new(path)
    if not os.access(path.parent, os.W_OK):
        raise UserError(f"{path.parent}: nothing can be written there; choose a folder of yours.")
