"""300,000 characters with 5,000 spans, and every other word suggested: opened, labelled by keys, undone."""

from __future__ import annotations

import statistics

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from models.text.tokens import words
from tests.stress.bench.big import big_text, label_everywhere, open_with
from tests.stress.bench.measure import Asked, percentile, row, timed
from tests.stress.bench.windows import Keys, application, bare_edit, bare_inserts, label_by_key, opening
from ui.shell.app import settle
from ui.shell.window import Window

CHARACTERS, ROUNDS, OPENINGS = 300_000, 20, 5


def settled(window: Window) -> None:
    """Wait for what is done later, the finding of suggestions included."""
    finder = window.suggestions.finder
    QTest.qWait(60)
    while finder.at_work:
        finder.settle()
        QApplication.processEvents()


def measure(asked: Asked) -> None:
    _app = application()  # kept: Qt goes with it
    text = big_text(CHARACTERS)[:CHARACTERS]
    window, found = open_with(asked.folder, "large", text), words(text)
    label_everywhere(window, found)
    settle()
    opened = opening(window, text, OPENINGS)
    settled(window)
    view, middle = window.article_view, len(found) // 2
    count = len(window.suggestions.finder.suggestions)
    name = f"{CHARACTERS:,} characters, {len(window.session.spans):,} spans, {count:,} suggestions"
    row(f"{name}: open", *opened, "<= 60 ms")
    view.scroll_to_share(view.share_of(found[middle][0]))
    QApplication.processEvents()
    taken = {(span.start, span.end) for span in window.session.spans}
    free = [word for word in found[middle : middle + 20] if word not in taken]
    keys = Keys(window)
    labels, clock, undone = label_by_key(keys, free, ROUNDS, lambda: settled(window))
    keys.close()
    edit = bare_edit(text)
    floors = [timed(edit.viewport().repaint) + insert for insert in bare_inserts(asked.folder, ROUNDS)]
    for what, values in (("label", labels), ("undo", undone)):
        row(f"the same: {what}, painted: median", statistics.median(values), statistics.median(floors), "")
        wall = f" (wall {percentile(clock, 0.95):.1f} ms)" if what == "label" else ""
        row(f"the same: {what}, painted: p95", percentile(values, 0.95), percentile(floors, 0.95), f"<= 16 ms{wall}")
    window.close()
