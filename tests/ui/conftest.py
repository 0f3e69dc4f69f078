"""A window on a project of its own, driven by keys and mouse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.importing.run import import_files
from models.labels.templates import read_guidelines, seed_articles, seed_labels
from models.project.project import Project
from tests.ui import leaks
from ui.article.view import ArticleView
from ui.importing.dialog import ImportDialog
from ui.keys import action_specs
from ui.preferences.dialog import PreferencesDialog
from ui.session import span_commands
from ui.session.session import Session
from ui.shell.app import App
from ui.shell.window import Window
from ui.support.settings import Settings
from ui.widgets import file_dialogs
from ui.widgets.file_dialogs import FileDialog

OpenWindow = Callable[[Path], Window]


@pytest.fixture
def open_window(qtbot: QtBot, app_fonts: None, tmp_path: Path) -> Iterator[OpenWindow]:
    """Opens a window on a project file; all are closed at the end."""
    windows: list[Window] = []

    def opened(path: Path) -> Window:
        window = Window(Session(Project.open(path), "sana"), Settings(tmp_path / "settings"))
        windows.append(window)
        window.resize(1240, 800)
        window.show()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    yield opened
    for window in windows:
        window.close()
        window.deleteLater()


Started = Callable[[], App]


@pytest.fixture
def started(qtbot: QtBot, app_fonts: None, tmp_path: Path) -> Iterator[Started]:
    """Makes the program as a start does, with a data folder of its own; what it shows is closed at the end."""
    apps: list[App] = []

    def made() -> App:
        apps.append(App(Settings(tmp_path / "data")))
        return apps[-1]

    yield made
    for app in apps:
        for shown in (app.window, app.welcome):
            if shown is not None:
                shown.close()
                shown.deleteLater()


@pytest.fixture
def ready(started: Started, qtbot: QtBot) -> Window:
    """The sample with a span selected, in the window as the program opens it."""
    app = started()
    app.start(None)
    window = app.window
    assert window is not None
    qtbot.waitUntil(window.isActiveWindow)
    span_commands.label(window.session, *find(window, "پاکستان"), window.session.labels[1])
    window.article_view.setFocus()
    return window


@pytest.fixture(autouse=True)
def usual_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """The keys of Linux and Windows on macOS, too: tests press these."""
    monkeypatch.setattr(action_specs, "on_macos", lambda: False)


@pytest.fixture(autouse=True, scope="session")
def clipboard_is_left_empty() -> Iterator[None]:
    """What Python has put there would be taken down after Python itself: the process would end with a crash."""
    yield
    if isinstance(app := QApplication.instance(), QApplication):
        app.clipboard().clear()


@pytest.fixture(autouse=True)
def nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever a test shows, starts or opens is gone after it."""
    before, connections = leaks.Before(), leaks.Connections.watched(monkeypatch)
    yield
    assert not (left := leaks.leftovers(before, connections, tmp_path)), "left behind:\n" + "\n".join(left)


@pytest.fixture(autouse=True)
def no_file_dialog_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file dialog that a test has no answer for fails it: nobody is there to close it."""

    def unexpected(dialog: FileDialog) -> list[Path]:
        raise AssertionError(f"nobody answers {dialog.windowTitle()!r}")

    monkeypatch.setattr(file_dialogs, "ask", unexpected)


def choose_files(monkeypatch: pytest.MonkeyPatch, *paths: Path) -> None:
    """Answer every file dialog with these paths; cancel it without any."""

    def answer(dialog: FileDialog) -> list[Path]:
        dialog.deleteLater()
        return list(paths)

    monkeypatch.setattr(file_dialogs, "ask", answer)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """Nor may Qt complain while all that is taken down."""
    with leaks.complaints(item.config.getini("qt_log_ignore")) as found:
        yield
    assert not found, "Qt complains:\n" + "\n".join(found)


@pytest.fixture
def project_file(tmp_path: Path) -> Path:
    """A project with the seed article, closed."""
    path = tmp_path / "test.nishan"
    with Project.create(path, seed_labels(), read_guidelines()) as project:
        import_files(project, seed_articles())
    return path


WORDS = (("تھامس ویسٹ", 0), ("پاکستان", 1), ("افغانستان", 1), ("امریکہ", 2))
"""Words of the seed article, each with the place of its label."""


def label_words(window: Window) -> None:
    """Label `WORDS`, and select none of them."""
    for words, label in WORDS:
        span_commands.label(window.session, *find(window, words), window.session.labels[label])
    window.session.select(None)


@pytest.fixture
def window(open_window: OpenWindow, project_file: Path) -> Window:
    """The seed article in a window."""
    return open_window(project_file)


SEVERAL = ("لاہور میں بارش۔ كراچي بھی", "سلیمکو لاہوری پسند ہے", "کراچی، لاہور", "اسلام آباد")


@pytest.fixture
def several(open_window: OpenWindow, tmp_path: Path) -> Window:
    """A window on four short articles."""
    path = tmp_path / "several.nishan"
    with Project.create(path, seed_labels()) as project:
        for number, text in enumerate(SEVERAL):
            (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
        import_files(project, [tmp_path / f"{number}.txt" for number in range(len(SEVERAL))])
    return open_window(path)


def accept_import(window: Window, qtbot: QtBot) -> None:
    """Press Return in the import's dialog as soon as it has read."""
    (dialog,) = window.findChildren(ImportDialog)
    qtbot.waitUntil(dialog.go.isEnabled)
    QTest.keyClick(dialog, Qt.Key.Key_Return)


def find(window: Window, words: str, nth: int = 0) -> tuple[int, int]:
    """Where `words` stand in the open article, code points."""
    assert window.session.article is not None
    start = -1
    for _ in range(nth + 1):
        start = window.session.article.text.index(words, start + 1)
    return start, start + len(words)


def point_of(view: ArticleView, index: int) -> QPoint:
    """A point of the viewport inside the character at `index` (code points), brought into view."""
    from models.text.offsets import next_edge

    cursor = view.textCursor()
    places = []
    for offset in (index, next_edge(view._text, index)):
        cursor.setPosition(view._offsets.to_utf16(offset))
        places.append(QPointF(view.cursorRect(cursor).center()))
    if not 0 < places[0].y() < view.viewport().height():
        view.verticalScrollBar().setValue(view.verticalScrollBar().value() + round(places[0].y()) - 200)
        return point_of(view, index)
    return QPoint(round((places[0].x() + places[1].x()) / 2), round(places[0].y()) + 12)


def drag(
    view: ArticleView, start: int, last: int, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Press on the character at `start`, move to the one at `last`, release."""
    port = view.viewport()
    begin, finish = point_of(view, start), point_of(view, last)
    QTest.mousePress(port, Qt.MouseButton.LeftButton, modifiers, begin)
    _move(port, (begin + finish) / 2, modifiers)
    _move(port, finish, modifiers)
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, modifiers, finish)


def _move(port: object, to: QPoint, modifiers: Qt.KeyboardModifier) -> None:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication, QWidget

    assert isinstance(port, QWidget)
    place = QPointF(to)
    button = Qt.MouseButton.LeftButton
    event = QMouseEvent(QEvent.Type.MouseMove, place, port.mapToGlobal(place), button, button, modifiers)
    QApplication.sendEvent(port, event)


def click(view: ArticleView, index: int) -> None:
    """Click on the character at `index`."""
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point_of(view, index))


def texts(window: Window) -> list[tuple[str, str]]:
    """The spans of the open article as (words, label name)."""
    session = window.session
    assert session.article is not None
    return [(session.article.text[s.start : s.end], session.label_of(s).name) for s in session.spans]


def settings_of(window: Window, page: str) -> PreferencesDialog:
    """Open the settings by their key, at a page."""
    QTest.keyClick(window.article_view, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    (dialog,) = window.findChildren(PreferencesDialog)
    assert dialog.isVisible()
    assert not dialog.isModal()
    names = [dialog.tabs.tabText(number) for number in range(dialog.tabs.count())]
    dialog.tabs.setCurrentIndex(names.index(page))
    return dialog
