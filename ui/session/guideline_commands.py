"""Gestures on the guidelines: every one makes a new version, undo too."""

from __future__ import annotations

from models.base.entities import Edit, Guideline
from ui.session.session import Session


def save(session: Session, text: str, name: str = "change the guidelines") -> bool:
    """Make `text` (Markdown) the newest version; nothing where it is that already. Whether it was made."""
    before = session.project.guidelines()
    if text == before:
        session.status_message.emit("the guidelines are as they were")
        return False
    return session.do(Edit(guidelines=before), Edit(guidelines=text), name)


def restore(session: Session, version: Guideline) -> bool:
    """Make an older version the newest again."""
    return save(session, version.text, f"restore version {version.version} of the guidelines")
