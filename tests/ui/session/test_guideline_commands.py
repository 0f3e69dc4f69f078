"""Gestures on the guidelines: every one makes a version, undo too."""

from __future__ import annotations

from tests.ui.session.conftest import messages
from ui.session import guideline_commands
from ui.session.session import Session


def versions(session: Session) -> list[str]:
    return [version.text for version in sorted(session.project.guideline_versions(), key=lambda each: each.version)]


def test_saving_makes_the_newest_version_and_undo_and_redo_one_each(session: Session) -> None:
    (seed,) = versions(session)
    assert guideline_commands.save(session, "# نام 😀")
    assert session.project.guidelines() == "# نام 😀"
    assert session.undo_stack.undoText() == "change the guidelines"
    session.undo()
    assert session.project.guidelines() == seed
    session.redo()
    assert versions(session) == [seed, "# نام 😀", seed, "# نام 😀"]


def test_the_same_text_makes_no_version(session: Session) -> None:
    told = messages(session)
    assert not guideline_commands.save(session, session.project.guidelines())
    assert told == ["the guidelines are as they were"]
    assert len(versions(session)) == 1
    assert not session.undo_stack.canUndo()


def test_an_older_version_becomes_the_newest_again(session: Session) -> None:
    (first,) = session.project.guideline_versions()
    guideline_commands.save(session, "neu")
    assert guideline_commands.restore(session, first)
    assert versions(session) == [first.text, "neu", first.text]
    assert session.undo_stack.undoText() == "restore version 1 of the guidelines"
    assert not guideline_commands.restore(session, first)
    session.undo()
    assert session.project.guidelines() == "neu"


def test_a_damaged_article_does_not_keep_the_guidelines(session: Session) -> None:
    assert session.article is not None
    session.damaged.add(session.article.id)
    assert guideline_commands.save(session, "neu")
