"""How many strokes the sample article takes by keyboard alone: `uv run python -m tests.stress.bench.hand [--keys]`.

Goes through the article as an annotator does: to the first place of each entity by words and sentences, labels it
with its key, and takes its repeats from the suggestions. Real key events into a real window; what comes out is
compared with the entities that should be there. `--keys` prints the keys for xdotool, to be played into a window
at a person's pace.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from models.importing.run import import_files
from models.labels.templates import read_guidelines, seed_articles, seed_labels
from models.project.project import Project
from models.text.urdu import words_within
from tests.sample import Entity, entities
from tests.stress.bench.windows import application
from ui.article.caret import goal
from ui.session.session import Session
from ui.shell.window import Window
from ui.support.settings import Settings

_KEYS = {
    "word": ("ctrl+Left", Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier),
    "sentence": ("ctrl+Down", Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier),
    "select": (
        "ctrl+shift+Left",
        Qt.Key.Key_Left,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    ),
    "release": ("Escape", Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
    "suggestion": ("F8", Qt.Key.Key_F8, Qt.KeyboardModifier.NoModifier),
    "accept": ("Return", Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier),
}
_STROKE, _DECISION = 0.20, 1.35  # seconds, Card, Moran and Newell's keystroke-level model


class Hand:
    """Presses keys in a window, and remembers which."""

    def __init__(self, window: Window) -> None:
        self.window, self.view = window, window.article_view
        self.pressed: list[str] = []
        self.response = 0.0

    def press(self, name: str) -> None:
        shown, key, held = _KEYS.get(name) or (name, Qt.Key(ord(name)), Qt.KeyboardModifier.NoModifier)
        begin = time.perf_counter()
        QTest.keyClick(self.view, key, held)
        QApplication.processEvents()
        self.response += time.perf_counter() - begin
        self.pressed.append(shown)

    def go_before(self, start: int, *, single: bool) -> None:
        """Bring the caret beside a word: to the end of the one before it, or of a word alone to its own end."""
        while self.view.caret < start or (single and self.view.caret == start):
            sentence = goal(self.view.text, self.view.caret, Qt.Key.Key_Down, control=True)
            word = goal(self.view.text, self.view.caret, Qt.Key.Key_Left, control=True)
            assert sentence is not None
            assert word is not None
            if word > start and not single:
                return
            self.press("sentence" if word < sentence <= start else "word")

    def label(self, entity: Entity) -> None:
        start, end, name = entity
        if self.view.caret > start:  # nested in the span just made: a key would give that one another label
            self.press("release")
        count = len(words_within(self.view.text, start, end))
        self.go_before(start, single=count == 1)
        for _ in range(count if count > 1 else 0):
            self.press("select")
        self.press(next(label.key for label in self.window.session.labels if label.name == name))

    def accept_all(self) -> None:
        """Take every suggestion that is right."""
        self.settle()
        self.press("suggestion")
        while self.window.suggestions.finder.current is not None:
            self.press("accept")
            self.settle()

    def settle(self) -> None:
        QTest.qWait(250)


def labelled(window: Window) -> list[Entity]:
    session = window.session
    return [(span.start, span.end, session.label_of(span).name) for span in session.spans]


def run(folder: Path) -> tuple[Hand, list[Entity]]:
    project = Project.create(folder / "hand.nishan", seed_labels(), read_guidelines())
    import_files(project, seed_articles())
    window = Window(Session(project, "hand"), Settings(folder / "settings"))
    window.resize(1240, 800)
    window.show()
    QApplication.processEvents()
    hand = Hand(window)
    wanted = entities(hand.view.text)
    seen: set[tuple[str, str]] = set()
    covered: list[Entity] = []
    for start, end, name in wanted:
        words = hand.view.text[start:end]
        inside = any(s <= start and end <= e for s, e, _ in covered)
        if (words, name) in seen and not inside:
            continue
        seen.add((words, name))
        covered.append((start, end, name))
        hand.label((start, end, name))
    hand.accept_all()
    return hand, wanted


def main() -> None:
    _app = application()  # kept: Qt goes with it
    with tempfile.TemporaryDirectory() as name:
        hand, wanted = run(Path(name))
        got = sorted(labelled(hand.window), key=lambda entity: (entity[0], -entity[1]))
        if "--keys" in sys.argv:
            print(" ".join(hand.pressed))
        else:
            strokes, count = len(hand.pressed), len(wanted)
            print(f"{count} entities, {len(got)} labelled, {'all' if got == wanted else 'not all'} as they should be")
            print(f"{strokes} strokes, {strokes / count:.1f} an entity; the window took {hand.response:.2f} s of them")
            model = strokes * _STROKE + count * _DECISION
            print(f"keystroke-level model ({_STROKE} s a stroke, {_DECISION} s to decide each): {model:.0f} s")
            for entity in sorted(set(got) ^ set(wanted)):
                print("  differs:", entity, hand.view.text[entity[0] : entity[1]])
        hand.window.close()


if __name__ == "__main__":
    main()
