"""Eyes in an offscreen window: they page through the articles, note what is shown and said, and quit."""

from __future__ import annotations

import hashlib
import json
import os
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from ui.shell.app import App
from ui.shell.window import Window
from ui.widgets.message_bar import MessageBar

KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
_PATIENCE = 40  # turns of the event loop that a dialog may outlive Esc


def prepare(out: Path, *, label: bool) -> None:
    """From now on a window that starts is looked at, and `out` gets what was seen."""
    start = App.start
    said: list[str] = []

    def started(app: App, path: Path | None) -> None:
        try:
            start(app, path)
        finally:
            app.viewer = Viewer(app, out, said, label=label)  # type: ignore[attr-defined]

    for name in ("show_error", "show_note"):
        _listen(name, said)
    App.start = started  # type: ignore[assignment,method-assign]


def _listen(name: str, said: list[str]) -> None:
    tell = getattr(MessageBar, name)

    def told(bar: MessageBar, text: str, *more: Any, **named: Any) -> None:
        said.append(text)
        tell(bar, text, *more, **named)

    setattr(MessageBar, name, told)


class Viewer(QObject):
    """Looks, one step each time that Qt is idle."""

    def __init__(self, app: App, out: Path, said: list[str], *, label: bool) -> None:
        super().__init__(app)
        self._app, self._out, self._said, self._label = app, out, said, label
        self._shown: dict[str, list[Any]] = {}
        self._status: list[str] = []
        self._steps, self._met = self._look(), 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._step)
        self._timer.start(0)

    def _step(self) -> None:
        try:
            if (asked := QApplication.activeModalWidget() or QApplication.activePopupWidget()) is not None:
                self._meet(asked)
            else:
                next(self._steps, None)
        except Exception:
            traceback.print_exc()
            os._exit(3)

    def _meet(self, asked: QWidget) -> None:
        """A dialog is read and closed; one that stays is killed with all else."""
        words = [asked.windowTitle(), *(label.text() for label in asked.findChildren(QLabel) if label.isVisible())]
        words += [f"[{button.text()}]" for button in asked.findChildren(QPushButton) if button.isVisible()]
        text = " | ".join(words)
        if text not in self._said:
            self._said.append(text)
        QTest.keyClick(asked, KEY.Key_Escape)
        self._met += 1
        if self._met > _PATIENCE:
            self._write(stuck=text)
            os._exit(0)

    def _look(self) -> Iterator[None]:
        for _ in range(5):
            yield
        window = self._app.window
        if window is not None:
            window.session.status_message.connect(self._status.append)
            yield from self._page(window)
            if self._label and window.session.article is not None:
                yield from self._write_label(window)
        self._write()
        for _ in range(5):
            yield
        for _ in range(_PATIENCE):
            shown = self._app.window or self._app.welcome
            assert shown is not None
            if shown.close():
                self._timer.stop()
                QApplication.quit()
            yield
        self._write(stuck="the window does not close")
        os._exit(0)

    def _page(self, window: Window) -> Iterator[None]:
        while (article := window.session.article) is not None and str(article.id) not in self._shown:
            for _ in range(3):
                yield
            window.damage.check()
            yield
            digest = hashlib.sha256(article.text.encode(errors="surrogatepass")).hexdigest()
            spans = sorted((s.start, s.end, window.session.label_of(s).name, s.note) for s in window.session.spans)
            self._shown[str(article.id)] = [article.title, digest, [list(span) for span in spans]]
            QTest.keyClick(window.article_view, KEY.Key_PageDown, CTRL)
            yield

    def _write_label(self, window: Window) -> Iterator[None]:
        QTest.keyClick(window.article_view, KEY.Key_Home, CTRL)
        QTest.keyClick(window.article_view, KEY.Key_Left, CTRL | Qt.KeyboardModifier.ShiftModifier)
        self._status.clear()
        QTest.keyClick(window.article_view, KEY.Key_2)
        for _ in range(10):
            yield

    def _write(self, stuck: str = "") -> None:
        opened = self._app.window is not None
        seen = {"opened": opened, "shown": self._shown, "said": self._said, "status": self._status, "stuck": stuck}
        self._out.write_text(json.dumps(seen), encoding="utf-8", errors="surrogatepass")
