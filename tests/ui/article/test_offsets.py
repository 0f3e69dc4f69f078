"""What the view shows and what is stored count alike, whatever the text holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.importing.run import import_files
from models.labels.templates import seed_labels
from models.project.project import Project
from models.text.offsets import clean
from tests.selection import examples
from ui.article.view import ArticleView
from ui.session import span_commands
from ui.session.session import Session

ODD = "\u00a0\u200b\u200c\u200e\u2028\u2029\ufeff\u0085\u000b\u000c\u001c\ufffc\ufdd0😀\u0651\u0670 اپے\n۔a1"
TEXT = st.text(
    st.one_of(st.sampled_from(ODD), st.characters(exclude_categories=["Cs"], exclude_characters="\0\r")), min_size=1
).filter(lambda text: clean(text, "").text.strip())


@pytest.fixture
def view(app_fonts: None, tmp_path: Path) -> Iterator[ArticleView]:
    project = Project.create(tmp_path / "p.nishan", seed_labels())
    session = Session(project, "sana")
    view = ArticleView(session)
    yield view
    view.deleteLater()
    session.close()


def show(view: ArticleView, text: str, folder: Path) -> str:
    """Import `text` and open it; the stored text."""
    session = view._session
    file = folder / "article.txt"
    file.write_bytes(text.encode("utf-8"))
    import_files(session.project, [file])
    rows = session.project.article_rows(session.annotator.id)
    stored = clean(text, "").text
    session.open_article(next(row.id for row in rows if session.project.article(row.id).text == stored))
    return stored


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(150))
@given(text=TEXT, data=st.data())
def test_a_caret_set_anywhere_is_read_back_there(
    view: ArticleView, tmp_path: Path, text: str, data: st.DataObject
) -> None:
    stored = show(view, text, tmp_path)
    assert view.document().characterCount() - 1 == len(stored.encode("utf-16-le")) // 2
    anchor = data.draw(st.integers(0, len(stored)))
    caret = data.draw(st.integers(0, len(stored)))
    view.select(anchor, caret)
    assert view.caret == caret
    assert view.selection == (None if anchor == caret else (min(anchor, caret), max(anchor, caret)))


def test_a_span_after_an_emoji_is_drawn_over_its_own_word(view: ArticleView, tmp_path: Path) -> None:
    show(view, "عمران خان😀 لاہور", tmp_path)
    view.resize(600, 300)
    span_commands.label(view._session, 11, 16, view._session.labels[1])
    (span,) = view._session.spans
    place = view.painter.place_of(span)
    cursor = view.textCursor()
    cursor.setPosition(12)
    right = view.cursorRect(cursor).center().x()
    cursor.setPosition(17)
    left = view.cursorRect(cursor).center().x()
    assert place.left() == pytest.approx(left, abs=2)
    assert place.right() == pytest.approx(right, abs=2)
