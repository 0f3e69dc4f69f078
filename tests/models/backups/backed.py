"""Making backups in tests."""

from __future__ import annotations

from pathlib import Path

from models.backups.backing_up import back_up
from models.backups.listing import Backup, Reason
from models.project.project import Project


def made(project: Project, root: Path, reason: Reason = Reason.WORK) -> Backup:
    backup = back_up(project.source(), root, reason)
    assert backup is not None
    return backup


def folder(root: Path) -> Path:
    (only,) = root.iterdir()
    return only
