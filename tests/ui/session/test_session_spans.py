"""What the session knows after a gesture is what the project holds, though only the written spans are read again."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.base.entities import AnnotatorKind, Label, Span
from models.project.project import Project
from tests.selection import examples
from ui.session import span_commands
from ui.session.session import Session
from ui.shell.window import Window

steps = st.lists(
    st.tuples(
        st.sampled_from(["label", "remove", "relabel", "edges", "note", "undo", "redo"]),
        st.integers(0, 40),
        st.integers(1, 12),
        st.integers(0, 6),
    ),
    min_size=1,
    max_size=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(25))
@given(steps=steps)
def test_after_every_gesture_the_session_has_all_spans_in_reading_order(
    window: Window, steps: list[tuple[str, int, int, int]]
) -> None:
    session = window.session
    assert session.article is not None
    for what, start, length, which in steps:
        span = session.spans[start % len(session.spans)] if session.spans else None
        _act(window, what, (start, start + length), session.labels[which], span)
        assert session.spans == session.project.spans(session.article.id, session.annotator.id)
        painted = {placed.span.uid: placed.span for placed in window.article_view.painter._own}
        assert painted == {span.uid: span for span in session.spans}


def _act(window: Window, what: str, reach: tuple[int, int], label: Label, span: Span | None) -> None:
    session = window.session
    if what == "label":
        span_commands.label(session, *reach, label, exact=True)
    elif what in ("undo", "redo"):
        getattr(session, what)()
    elif span is None:
        return
    elif what == "remove":
        span_commands.remove(session, span)
    elif what == "relabel":
        span_commands.relabel(session, span, label)
    elif what == "edges":
        span_commands.set_edges(session, span, *reach)
    else:
        span_commands.set_note(session, span, label.name)


def test_nobody_works_in_a_suggesters_layer_for_bearing_its_name(project_file: Path) -> None:
    with Project.open(project_file) as project:
        project.annotator("sana", AnnotatorKind.SUGGESTER)
    session = Session(Project.open(project_file), "sana")
    try:
        assert (session.annotator.name, session.annotator.kind) == ("sana (person)", AnnotatorKind.PERSON)
    finally:
        session.close()
