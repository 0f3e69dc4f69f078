"""Sessions without a window, and what their tests read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest

from models.base.entities import ArticleId, Span
from models.importing.run import import_files
from models.labels.templates import read_guidelines, seed_labels
from models.project.project import Project
from models.project.read_only import open_read_only
from ui.session import span_commands
from ui.session.session import Session

MIXED = "😀 عمران خان، لاہور (PK) گئے۔ 👨‍👩‍👧 لاہور \u00a0 آئے"

_LIVE = {
    "label": "SELECT uid, name, urdu_name, short, color, key, description, examples, scope, choice, position "
    "FROM label WHERE deleted = 0 ORDER BY id",
    "span": 'SELECT uid, article_id, annotator_id, start, "end", label_id, note, origin, confidence FROM span '
    "WHERE deleted = 0 ORDER BY uid",
    "mark": "SELECT article_id, annotator_id, label_id FROM article_label WHERE deleted = 0 ORDER BY 1, 2, 3",
    "rejection": 'SELECT article_id, annotator_id, start, "end", label_id FROM rejection WHERE deleted = 0 '
    "ORDER BY 1, 2, 3, 4, 5",
}


class OpenSession(Protocol):
    """Opens a session on a project file, or on one that is only looked at."""

    def __call__(self, path: Path, *, read_only: bool = False) -> Session: ...


def state(session: Session) -> dict[str, list[dict[str, Any]]]:
    """Return every row that undo has to give back."""
    return {name: session.project.query(sql) for name, sql in _LIVE.items()}


def place(session: Session, words: str, nth: int = 0) -> tuple[int, int]:
    """Return where `words` stand in the open article, code points."""
    assert session.article is not None
    start = -1
    for _ in range(nth + 1):
        start = session.article.text.index(words, start + 1)
    return start, start + len(words)


def made(session: Session, words: str, which: int = 0, nth: int = 0) -> Span:
    """Label `words` exactly as they are and return the span."""
    label = session.labels[which]
    assert span_commands.label(session, *place(session, words, nth), label, exact=True)
    assert session.selected is not None
    return session.selected


def texts(session: Session) -> list[tuple[str, str]]:
    """Return the spans of the open article as (words, label name)."""
    assert session.article is not None
    return [(session.article.text[s.start : s.end], session.label_of(s).name) for s in session.spans]


def messages(session: Session) -> list[str]:
    """Return a list that gets what the session says, errors too."""
    told: list[str] = []
    session.status_message.connect(told.append)
    session.failed.connect(told.append)
    return told


@pytest.fixture
def open_session(qapp: object) -> Iterator[OpenSession]:
    """Opens a session on a project file, at its first article; all are closed at the end."""
    sessions: list[Session] = []

    def opened(path: Path, *, read_only: bool = False) -> Session:
        session = Session(open_read_only(path) if read_only else Project.open(path), "sana")
        sessions.append(session)
        session.open_article(ArticleId(1))
        return session

    yield opened
    for session in sessions:
        session.close()


@pytest.fixture
def session(open_session: OpenSession, project_file: Path) -> Session:
    """The seed article, labels and guidelines, open as sana."""
    return open_session(project_file)


@pytest.fixture
def mixed(open_session: OpenSession, tmp_path: Path) -> Session:
    """A short article of two directions with emoji, and another."""
    path = tmp_path / "mixed.nishan"
    with Project.create(path, seed_labels(), read_guidelines()) as project:
        for number, text in enumerate((MIXED, "کراچی، لاہور")):
            (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
        import_files(project, [tmp_path / f"{number}.txt" for number in range(2)])
    return open_session(path)
