"""The sample article with a careful annotator's spans: labelled by keys, opened, against a bare QTextEdit."""

from __future__ import annotations

import statistics

from models.importing.run import import_files
from models.labels.templates import read_guidelines, seed_articles, seed_labels
from models.project.project import Project
from models.text.tokens import words
from tests.stress.bench.measure import Asked, percentile, row, timed
from tests.stress.bench.windows import Keys, application, bare_edit, bare_inserts, label_by_key, opening, show
from ui.session import span_commands
from ui.session.session import Session
from ui.shell.app import settle
from ui.shell.window import Window

ROUNDS, OPENINGS = 100, 40
ENTITY_EVERY = 15  # words: 45 spans in the sample article, as many as a careful annotator marks


def labelling(window: Window, asked: Asked) -> None:
    session = window.session
    assert session.article is not None
    text = session.article.text
    found = words(text)
    for index, (start, end) in enumerate(found[::ENTITY_EVERY]):
        span_commands.label(session, start, end, session.labels[index % len(session.labels)])
    free = [word for index, word in enumerate(found) if index % ENTITY_EVERY and word[1] < 300]
    keys = Keys(window)
    ours, clock, _ = label_by_key(keys, free, ROUNDS)
    keys.close()
    edit = bare_edit(text)
    inserts = bare_inserts(asked.folder, ROUNDS)
    floors = [timed(edit.viewport().repaint) + insert for insert in inserts]
    how = "keys by xdotool" if keys.real else "keys by Qt"
    row(f"label, committed and painted ({how}): median", statistics.median(ours), statistics.median(floors), "<= 3 x")
    goal = f"<= 16 ms (wall {percentile(clock, 0.95):.1f} ms)"
    row("label, committed and painted: p95", percentile(ours, 0.95), percentile(floors, 0.95), goal)


def measure(asked: Asked) -> None:
    _app = application()  # kept: Qt goes with it
    project = Project.create(asked.folder / "bench.nishan", seed_labels(), read_guidelines())
    import_files(project, seed_articles())
    window = show(Session(project, "bench"), asked.folder / "settings")
    settle()
    assert window.session.article is not None
    text = window.session.article.text
    row(f"open an article of {len(text)} characters", *opening(window, text, OPENINGS), "<= 1.5 x")
    labelling(window, asked)
    window.close()
