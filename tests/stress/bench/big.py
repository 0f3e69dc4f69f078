"""Big articles: labelling in 50,000 words with 5,000 spans, scrolling through them, a million characters opened."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication, QTextEdit

from models.base.entities import Edit, Span
from models.importing.run import import_files
from models.labels.templates import seed_articles, seed_labels
from models.project.project import Project
from models.text.tokens import words
from tests.stress.bench.measure import Asked, percentile, row, timed
from tests.stress.bench.windows import application, bare_edit, bare_inserts, label_rounds, opening, show
from ui.session.session import Session
from ui.shell.window import Window

WORDS, SPANS, ROUNDS, PAGES = 50_000, 5_000, 60, 60
CHARACTERS, OPENINGS = 1_000_000, 5


def big_text(at_least: int) -> str:
    """The sample article again and again, up to so many characters."""
    text = seed_articles()[0].read_text(encoding="utf-8")
    return "\n".join([text] * (at_least // len(text) + 1))


def words_text() -> str:
    text = big_text(WORDS * 7)
    return text[: words(text)[WORDS - 1][1]]


def open_with(folder: Path, name: str, text: str) -> Window:
    file = folder / f"{name}.txt"
    file.write_text(text, encoding="utf-8")
    project = Project.create(folder / f"{name}.nishan", seed_labels())
    import_files(project, [file])
    return show(Session(project, "bench"), folder / f"settings-{name}")


def label_everywhere(window: Window, found: list[tuple[int, int]]) -> None:
    """5,000 spans, evenly spread, as one gesture."""
    session = window.session
    assert session.article is not None
    article, annotator, labels = session.article.id, session.annotator.id, session.labels
    every = len(found) // SPANS
    made = tuple(
        Span(f"bench-{index}", article, annotator, start, end, labels[index % len(labels)].id)
        for index, (start, end) in enumerate(found[::every][:SPANS])
    )
    session.do(Edit(spans=tuple(replace(span, deleted=True) for span in made)), Edit(spans=made), "many")
    QApplication.processEvents()
    assert len(session.spans) == SPANS


def labelling(window: Window, found: list[tuple[int, int]], floors: list[float]) -> None:
    """One more span on the screen and away again, time after time."""
    session, view = window.session, window.article_view
    middle = len(found) // 2
    view.scroll_to_share(view.share_of(found[middle][0]))
    QApplication.processEvents()
    taken = {(span.start, span.end) for span in session.spans}
    free = [word for word in found[middle : middle + 20] if word not in taken]
    ours = label_rounds(window, free, ROUNDS)
    name = f"{WORDS:,} words, {SPANS:,} spans: label, painted: p95"
    row(name, percentile(ours, 0.95), percentile(floors, 0.95), "<= 50 ms")


def scroll(edit: QTextEdit, step: int) -> list[float]:
    """A page further each time, painted; milliseconds each."""
    bar = edit.verticalScrollBar()
    taken = []
    for page in range(PAGES):

        def turn(page: int = page) -> None:
            bar.setValue((page + 1) * step)
            edit.viewport().repaint()

        taken.append(timed(turn))
    return taken


def million(folder: Path) -> None:
    """From choosing the article to its first painted screen, against the same text in a bare QTextEdit."""
    text = big_text(CHARACTERS)[:CHARACTERS]
    window = open_with(folder, "million", text)
    row(f"{CHARACTERS:,} characters: first screen", *opening(window, text, OPENINGS), "<= 1.5 x")
    window.close()


def measure(asked: Asked) -> None:
    _app = application()  # kept: Qt goes with it
    folder, text = asked.folder, words_text()
    window = open_with(folder, "words", text)
    found, edit = words(text), bare_edit(text)
    label_everywhere(window, found)
    window.article_view.article_layout.finish()
    edit.document().size()
    edit.verticalScrollBar().setValue(edit.verticalScrollBar().maximum() // 2)
    inserts = bare_inserts(folder, ROUNDS)
    labelling(window, found, [timed(edit.viewport().repaint) + insert for insert in inserts])
    step = round(window.article_view.viewport().height() * 0.9)
    mine, theirs = max(scroll(window.article_view, step)), max(scroll(edit, step))
    row("the same, a page further: longest", mine, theirs, "no stall seen")
    window.close()
    million(folder)
