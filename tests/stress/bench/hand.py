"""How many strokes the sample article takes by keyboard alone: `uv run python -m tests.stress.bench.hand [--keys]`.

Goes through the article as an annotator does who knows the keys: looks at the next name, and presses what brings the
caret nearest to it as it is seen on the screen, by words either way, lines or sentences. A name of several words is
labelled at the word where the caret has come to, and grown from there. Repeats are taken from the suggestions, all
places of a name with one key where each of them is right. Real key events into a real window; what comes out is
compared with the entities that should be there. `--keys` prints the keys for xdotool, to be played into a window at a
person's pace.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Collection
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from models.base.entities import Suggestion
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

_NONE, _CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
_SHIFT, _ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
_KEYS = {
    "word": ("ctrl+Left", Qt.Key.Key_Left, _CTRL),
    "word back": ("ctrl+Right", Qt.Key.Key_Right, _CTRL),
    "sentence": ("ctrl+Down", Qt.Key.Key_Down, _CTRL),
    "line": ("Down", Qt.Key.Key_Down, _NONE),
    "line end": ("End", Qt.Key.Key_End, _NONE),
    "grow end": ("alt+End", Qt.Key.Key_End, _ALT),
    "grow start": ("alt+Home", Qt.Key.Key_Home, _ALT),
    "release": ("Escape", Qt.Key.Key_Escape, _NONE),
    "suggestion": ("F8", Qt.Key.Key_F8, _NONE),
    "accept": ("Return", Qt.Key.Key_Return, _NONE),
    "accept alike": ("shift+Return", Qt.Key.Key_Return, _SHIFT),
    "reject": ("Delete", Qt.Key.Key_Delete, _NONE),
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

    def go_to(self, start: int, end: int) -> None:
        """Bring the caret to a name, so that one of its words is tinted, by the key that leads nearest each time."""
        while not self._tinted(start, end):
            ways = self._ways()
            self.press(min(ways, key=lambda way: self._words_to(ways[way], start, end)))

    def _tinted(self, start: int, end: int) -> bool:
        tinted = self.view.keys.target()
        return tinted is not None and start <= tinted[0] and tinted[1] <= end

    def _ways(self) -> dict[str, int]:
        """Return where each key would take the caret, as everybody sees it on the screen."""
        view = self.view
        ways = {}
        for name in ("word", "word back", "sentence"):
            to = goal(view.text, view.caret, Qt.Key(_KEYS[name][1]), control=True)
            assert to is not None
            ways[name] = to
        cursor = view.textCursor()
        for name, move in (("line", QTextCursor.MoveOperation.Down), ("line end", QTextCursor.MoveOperation.EndOfLine)):
            to_line = QTextCursor(cursor)
            to_line.movePosition(move)
            ways[name] = view.offsets.to_points(to_line.position())
        return ways

    def _words_to(self, caret: int, start: int, end: int) -> int:
        """Return how many words lie between a place and the nearest word of a name."""
        if start <= caret <= end:
            return 0
        between = (caret, start) if caret < start else (end, caret)
        return len(words_within(self.view.text, *between)) + 1

    def label(self, entity: Entity) -> None:
        """Label a name: at the word where the caret has come to, and grow it from there to its other words."""
        start, end, name = entity
        self.go_to(start, end)
        if self.window.session.selected is not None:  # nested in the span just made: that one would be relabelled
            self.press("release")
        tinted = self.view.keys.target()
        assert tinted is not None
        self.press(next(label.key for label in self.window.session.labels if label.name == name))
        for edge, reach in (("grow end", (tinted[1], end)), ("grow start", (start, tinted[0]))):
            for _ in words_within(self.view.text, *reach):
                self.press(edge)

    def accept_all(self, wanted: Collection[Entity]) -> None:
        """Go through the suggestions: take all places of a name at once where each is right, else one by one."""
        self.settle()
        self.press("suggestion")
        while (current := self.window.suggestions.finder.current) is not None:
            alike = self.window.suggestions.alike(current)
            right = [self._entity(each) in wanted for each in alike]
            if all(right):
                self.press("accept alike" if len(alike) > 1 else "accept")
            else:
                self.press("accept" if self._entity(current) in wanted else "reject")
            self.settle()

    def _entity(self, suggestion: Suggestion) -> Entity:
        return suggestion.start, suggestion.end, self.window.session.label_with(suggestion.label).name

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
    hand.accept_all(wanted)
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
