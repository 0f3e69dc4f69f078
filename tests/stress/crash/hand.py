"""A hand that works in the real window by real events, without a pause, and quits when it has done enough."""

from __future__ import annotations

import os
import random
import sys
import traceback
from collections.abc import Callable, Generator, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from models.base.errors import UserError
from tests.stress.crash.journal import Journal
from ui.shell.window import Window

if TYPE_CHECKING:  # the window loads it when it is first asked for
    from ui.labels.editor import LabelEditor

KEY = Qt.Key
NONE, CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
LEFT = Qt.MouseButton.LeftButton
Steps = Iterator[None]
_DIGITS = (KEY.Key_1, KEY.Key_2, KEY.Key_3, KEY.Key_4, KEY.Key_5, KEY.Key_6, KEY.Key_7)
_FEW_LABELS = 5  # are left for the rounds to come
_EDGES = ((KEY.Key_End, ALT), (KEY.Key_End, ALT | SHIFT), (KEY.Key_Home, ALT), (KEY.Key_Home, ALT | SHIFT))


class Hand(QObject):
    """One event, or a few, each time that Qt is idle. Quits after so many gestures."""

    def __init__(self, window: Window, seed: int, gestures: int, journal: Journal) -> None:
        super().__init__(window)
        self.window, self.rng, self._journal = window, random.Random(seed), journal
        self._left = gestures
        window.session.status_message.connect(self._count)
        self._steps = self._work()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._step)
        self._timer.start(0)

    def _step(self) -> None:
        try:
            next(self._steps, None)
        except UserError as error:  # QTest hands on what Qt gives to the hook: the window goes on
            sys.excepthook(type(error), error, error.__traceback__)
            self._steps = self._work()
        except Exception:  # a slip of the hand's, which must not leave a window that waits for it
            traceback.print_exc()
            os._exit(3)

    def _count(self, text: str) -> None:
        self._left -= text == "saved"

    def _work(self) -> Steps:
        while not self.window.isActiveWindow():
            yield
        self._journal.write(at="work")
        ways = self._ways()
        while self._left > 0:
            yield from self._home()
            (way,) = self.rng.choices([*ways], [*ways.values()])
            yield from way()
        yield from self._home()
        self._journal.write(at="quitting")
        self._timer.stop()
        self.key(KEY.Key_Q, CTRL)
        yield

    def _ways(self) -> dict[Callable[[], Steps], int]:
        return {
            self.label: 10, self.drag: 4, self.again: 4, self.suggested: 4, self.edge: 3, self.undo: 4, self.redo: 2,
            self.remove: 3, self.unsure: 2, self.note: 3, self.done: 2, self.further: 2, self.label_all: 3,
            self.whole: 2, self.rename: 1, self.delete_label: 1,
        }  # fmt: skip

    # --- tools ------------------------------------------------------------------------------------------------

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE, on: QWidget | None = None) -> None:
        QTest.keyClick(on or QApplication.focusWidget() or self.window.article_view, key, held)

    def write(self, on: QWidget, text: str) -> None:
        for sign in text:  # QTest types Latin letters alone
            QApplication.sendEvent(on, QKeyEvent(QEvent.Type.KeyPress, 0, NONE, sign))

    def point(self) -> QPoint:
        port = self.window.article_view.viewport()
        return QPoint(self.rng.randrange(20, port.width() - 20), self.rng.randrange(20, port.height() - 20))

    def _home(self) -> Steps:
        """Back to the article, whatever is open."""
        for _ in range(4):
            if QApplication.activeModalWidget() is None and self.window.article_view.hasFocus():
                return
            self.key(KEY.Key_Escape)
            yield
        self.window.activateWindow()
        self.window.article_view.setFocus()
        yield

    # --- gestures ---------------------------------------------------------------------------------------------

    def label(self) -> Steps:
        """A click, some words to the left, a label's key; at times another key for another opinion."""
        QTest.mouseClick(self.window.article_view.viewport(), LEFT, NONE, self.point())
        for _ in range(self.rng.randrange(3)):
            self.key(KEY.Key_Left, CTRL | SHIFT)
        self.key(self.rng.choice(_DIGITS))
        yield
        if self.rng.random() < 0.3:
            self.key(self.rng.choice(_DIGITS))
            yield

    def drag(self) -> Steps:
        port, begin = self.window.article_view.viewport(), self.point()
        end = begin - QPoint(self.rng.randrange(10, 120), 0)
        QTest.mousePress(port, LEFT, NONE, begin)
        place, kind = QPointF(end), QEvent.Type.MouseMove
        QApplication.sendEvent(port, QMouseEvent(kind, place, port.mapToGlobal(place), LEFT, LEFT, NONE))
        yield
        QTest.mouseRelease(port, LEFT, NONE, end)
        self.key(self.rng.choice(_DIGITS))
        yield

    def again(self) -> Steps:
        self.key(KEY.Key_Left, ALT)
        self.key(self.rng.choice(_DIGITS))
        yield

    def suggested(self) -> Steps:
        for _ in range(3):
            self.key(KEY.Key_F8)
            yield
            self.key(self.rng.choice((KEY.Key_Return, KEY.Key_Return, KEY.Key_Delete)))
            yield

    def edge(self) -> Steps:
        self.key(KEY.Key_Left, ALT)
        self.key(*self.rng.choice(_EDGES))
        yield

    def undo(self) -> Steps:
        for _ in range(self.rng.randrange(1, 4)):
            self.key(KEY.Key_Z, CTRL)
            yield

    def redo(self) -> Steps:
        self.key(KEY.Key_Z, CTRL | SHIFT)
        yield

    def remove(self) -> Steps:
        self.key(KEY.Key_Right, ALT)
        self.key(KEY.Key_Delete)
        yield

    def unsure(self) -> Steps:
        self.key(KEY.Key_Left, ALT)
        self.key(KEY.Key_U, CTRL)
        yield

    def note(self) -> Steps:
        self.key(KEY.Key_Left, ALT)
        self.key(KEY.Key_M, CTRL)
        yield
        editor = self.window.notes.editor
        if editor is not None and editor.isVisible():
            self.write(editor.field, f"نوٹ {self.rng.randrange(1000)}")
            self.key(KEY.Key_Return, on=editor.field)
            yield

    def done(self) -> Steps:
        self.key(KEY.Key_Return, CTRL | (SHIFT if self.rng.random() < 0.3 else NONE))
        yield

    def further(self) -> Steps:
        self.key(self.rng.choice((KEY.Key_PageDown, KEY.Key_PageUp)), CTRL)
        yield

    def whole(self) -> Steps:
        """A label of the whole article."""
        self.key(self.rng.choice((KEY.Key_8, KEY.Key_9)))
        yield

    def label_all(self) -> Steps:
        """All places of a word, here or in the whole project: one gesture of many spans."""
        QTest.mouseClick(self.window.article_view.viewport(), LEFT, NONE, self.point())
        self.key(KEY.Key_L, CTRL)
        panel = self.window.label_all._panel
        if panel is None or not panel.isVisible():
            return
        if self.rng.random() < 0.6:
            QTest.mouseClick(panel.everywhere, LEFT, NONE, QPoint(8, panel.everywhere.height() // 2))
        for _ in range(200):
            yield
            if not panel._slices.at_work:
                break
        self.key(self.rng.choice(_DIGITS), on=panel.view)
        self.key(KEY.Key_Return, on=panel.view)
        yield

    def rename(self) -> Steps:
        editor = yield from self._label_editor()
        field = editor.form.name if editor is not None else None
        if field is None or not field.isEnabled():
            return
        field.setFocus()
        field.selectAll()
        self.write(field, f"NAME {self.rng.randrange(10**6)}")
        self.key(KEY.Key_Return, on=field)
        yield

    def delete_label(self) -> Steps:
        """A label goes with all that carries it, and comes back as a rule: two gestures of many spans."""
        editor = yield from self._label_editor()
        if editor is None or len(editor.list.items()) < _FEW_LABELS:
            return
        editor.list.setFocus()
        self.key(KEY.Key_Delete, on=editor.list)
        yield
        asked = QApplication.activeModalWidget()
        if asked is not None:
            self.key(KEY.Key_Return, on=asked)
            yield
        self.key(KEY.Key_Z, CTRL, on=editor)
        yield

    def _label_editor(self) -> Generator[None, None, LabelEditor | None]:
        """Open it; None where a question is in the way, as when the disk is gone."""
        self.key(KEY.Key_L, CTRL | SHIFT)
        yield
        editor = self.window.labels.editor
        items = editor.list.items() if editor is not None else []
        if editor is not None and items:
            editor.list.setCurrentItem(self.rng.choice(items))
        yield
        return editor
