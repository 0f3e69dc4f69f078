"""No gesture meets a place of the article before: they differ in length, and one is a single character."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from models.importing.run import import_files
from models.labels.templates import seed_labels
from models.project.project import Project
from tests.selection import one_in
from tests.ui.conftest import OpenWindow
from ui.session import span_commands
from ui.shell.window import Window

LONG = "\n".join(f"{n} کراچی میں بارش 😀 ہوئی اور لوگ گھروں میں رہے۔ لاہور بھی۔" for n in range(120))
TEXTS = (LONG, "ا", "😀", "ا\n\n\n\nب", LONG[:300], "👨‍👩‍👧‍👦 BBC اردو", "\u200b\u0651 ن", LONG[:3000])
CTRL, ALT, SHIFT = (Qt.KeyboardModifier[f"{name}Modifier"] for name in ("Control", "Alt", "Shift"))
NONE, LEFT = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
KEYS = [
    (Qt.Key[f"Key_{name}"], NONE) for name in "Left Right Up Down Home End PageUp PageDown Tab Escape 1 2 3".split()
]
KEYS += [(Qt.Key[f"Key_{name}"], SHIFT) for name in "Left Right Up Down Home End PageUp PageDown Backtab".split()]
KEYS += [(Qt.Key[f"Key_{name}"], CTRL) for name in "M M M Left End Home Z Z Y H J U F L".split()]
KEYS += [(Qt.Key[f"Key_{name}"], CTRL | SHIFT) for name in "Left Right Up Down Home End".split()]
KEYS += [(Qt.Key[f"Key_{name}"], ALT) for name in "Left Right Home End".split()]
KEYS += [(Qt.Key.Key_Delete, NONE), (Qt.Key.Key_F7, NONE), (Qt.Key.Key_F8, NONE), (Qt.Key.Key_F3, CTRL)]


@pytest.fixture
def unlike(open_window: OpenWindow, tmp_path: Path) -> Window:
    """Articles of very different lengths, each with spans at its ends."""
    path = tmp_path / "unlike.nishan"
    with Project.create(path, seed_labels()) as project:
        for number, text in enumerate(TEXTS):
            (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
        import_files(project, [tmp_path / f"{number}.txt" for number in range(len(TEXTS))])
    window = open_window(path)
    for row in window.session.project.article_rows(window.session.annotator.id):
        window.session.open_article(row.id)
        length = len(window.article_view.text)
        for start, end in {(0, 1), (length - 1, length), (0, length)}:
            span_commands.label(window.session, start, end, window.session.labels[0], exact=True)
    open_nth(window, 0)
    return window


def open_nth(window: Window, number: int) -> None:
    rows = window.session.project.article_rows(window.session.annotator.id)
    window.session.open_article(rows[number % len(rows)].id)


def mouse(window: Window, kind: QEvent.Type, place: QPoint, buttons: Qt.MouseButton) -> None:
    port = window.article_view.viewport()
    button = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseMove else LEFT
    at = QPointF(place)
    event = QMouseEvent(kind, at, QPointF(port.mapToGlobal(place)), button, buttons, NONE)
    QApplication.sendEvent(port, event)


@pytest.mark.parametrize("number", one_in(4, range(1, len(TEXTS))))
def test_note_that_is_open_is_kept_when_another_article_comes(unlike: Window, qtbot: QtBot, number: int) -> None:
    session, view = unlike.session, unlike.article_view
    last = max(session.spans, key=lambda span: span.start)
    view.go_to(last)
    session.select(last)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_M, CTRL)
    editor = unlike.notes.editor
    assert editor is not None
    editor.field.setPlainText("کون؟")
    QTest.qWait(1)
    open_nth(unlike, number)
    unlike.repaint()
    assert editor.isHidden()
    open_nth(unlike, 0)
    assert [span.note for span in session.spans if span.uid == last.uid] == ["کون؟"]


def test_drag_that_began_in_another_article_does_nothing(unlike: Window) -> None:
    view = unlike.article_view
    mouse(unlike, QEvent.Type.MouseButtonPress, QPoint(300, 300), LEFT)
    mouse(unlike, QEvent.Type.MouseMove, QPoint(200, 330), LEFT)
    open_nth(unlike, 1)
    before = list(unlike.session.spans)
    mouse(unlike, QEvent.Type.MouseMove, QPoint(100, 400), LEFT)
    mouse(unlike, QEvent.Type.MouseButtonRelease, QPoint(100, 400), LEFT)
    assert (view.selection, unlike.session.spans) == (None, before)


def test_places_beyond_the_text_are_its_end(unlike: Window) -> None:
    view = unlike.article_view
    open_nth(unlike, 1)
    view.select(5, 900)
    assert (view.caret, view.selection) == (1, None)
    view.show_stretch(500, 900, centred=True)
    layout = view.article_layout
    for place in (-3, 0, 1, 2, 10_000):
        assert layout.line_top(place) >= 0
        assert 0 <= layout.adjacent(place, 5.0, 1) <= 1
        assert layout.x_of(place) >= 0
        layout.share_of(place)
        view.painter.geometry.caret(place)
        view.painter.geometry.area(place, place + 700)


@pytest.mark.parametrize("seed", one_in(6, range(6)))
def test_random_keys_and_mouse_over_articles_of_all_lengths(unlike: Window, seed: int) -> None:
    drawn = random.Random(seed)
    view, held = unlike.article_view, Qt.MouseButton.NoButton
    for _ in range(250):
        what = drawn.random()
        place = QPoint(drawn.randrange(-20, view.width() + 20), drawn.randrange(-20, view.height() + 20))
        if what < 0.15:
            open_nth(unlike, drawn.randrange(len(TEXTS)))
        elif what < 0.25:
            unlike.session.undo() if drawn.random() < 0.7 else unlike.session.redo()
        elif what < 0.4:
            held = LEFT if held is not LEFT else Qt.MouseButton.NoButton
            kind = QEvent.Type.MouseButtonPress if held is LEFT else QEvent.Type.MouseButtonRelease
            mouse(unlike, kind, place, held)
        elif what < 0.55:
            mouse(unlike, QEvent.Type.MouseMove, place, held)
        else:
            key, modifiers = drawn.choice(KEYS)
            where = QApplication.focusWidget() or view
            QApplication.sendEvent(where, QKeyEvent(QEvent.Type.KeyPress, key, modifiers))
            action = unlike.actions_["note"] if (key, modifiers) == (Qt.Key.Key_M, CTRL) else None
            if action is not None and action.isEnabled():
                action.trigger()
        if drawn.random() < 0.1:
            unlike.resize(900 + drawn.randrange(400), 600 + drawn.randrange(300))
        unlike.article_view.repaint()
        QApplication.processEvents()
        for dialog in unlike.findChildren(QDialog):
            dialog.close()
        assert 0 <= view.caret <= len(view.text)
        for span in unlike.session.spans:
            assert 0 <= span.start < span.end <= len(view.text)
