"""Reopening goes to the article that was read, at the place where it was read; each article remembers its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from models.base.entities import Status
from models.importing.run import import_files
from models.labels.templates import seed_labels
from models.project.project import Project
from tests.ui.conftest import OpenWindow
from ui.session import article_commands
from ui.shell.window import Window
from ui.support.settings import Place, Settings

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def long_ones(tmp_path: Path) -> Path:
    """A closed project of three articles of many screens."""
    path = tmp_path / "long.nishan"
    with Project.create(path, seed_labels()) as project:
        for number in range(3):
            lines = (f"سطر {line} میں لاہور اور کراچی کا ذکر ہے۔ 😀 " * 6 for line in range(80))
            (tmp_path / f"{number}.txt").write_text(f"شہر {number}\n" + "\n".join(lines), encoding="utf-8")
        import_files(project, [tmp_path / f"{number}.txt" for number in range(3)])
    return path


def first_seen(window: Window) -> int:
    """The position (code points) in the first line that is in view."""
    view = window.article_view
    return view.reading_place()[1]


def read_on(window: Window, line: int) -> int:
    """Read as far as a line: the caret is there, and it is the first one in view. Its position is returned."""
    view = window.article_view
    at = view.text.index(f"سطر {line} ")
    view.show_stretch(at, at, centred=True)
    bar = view.verticalScrollBar()
    bar.setValue(bar.value() + view.cursorRect().top())
    return at


def opened(window: Window) -> int:
    assert window.session.article is not None
    return window.session.article.id


def test_each_article_is_shown_again_where_it_was_read(open_window: OpenWindow, long_ones: Path) -> None:
    window = open_window(long_ones)
    places = {}
    for article, line in ((1, 30), (2, 60), (3, 7)):
        window.articles.open(article)  # type: ignore[arg-type]
        at = read_on(window, line)
        places[article] = (at, first_seen(window))
        assert abs(places[article][1] - at) < 300
    for article in (2, 1, 3):
        window.articles.open(article)  # type: ignore[arg-type]
        assert window.article_view.reading_place() == places[article]


def test_place_is_where_the_wheel_left_it_though_the_caret_stayed(open_window: OpenWindow, long_ones: Path) -> None:
    window = open_window(long_ones)
    bar = window.article_view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    place = window.article_view.reading_place()
    assert place[0] == 0
    assert place[1] > 1000
    QTest.keyClick(window.article_view, Qt.Key.Key_PageDown, CTRL)
    window.articles.open(2)  # type: ignore[arg-type]
    assert window.article_view.reading_place() == (0, 0)
    window.articles.open(1)  # type: ignore[arg-type]
    assert window.article_view.reading_place() == place


def test_start_opens_what_was_read_not_what_was_changed(open_window: OpenWindow, long_ones: Path) -> None:
    window = open_window(long_ones)
    QTest.keyClick(window.article_view, Qt.Key.Key_1)
    assert window.session.spans
    window.articles.open(3)  # type: ignore[arg-type]
    read_on(window, 44)
    place = window.article_view.reading_place()
    window.close()
    again = open_window(long_ones)
    assert opened(again) == 3
    assert again.article_view.reading_place() == place
    assert again.article_view.rect().contains(QPoint(5, again.article_view.cursorRect().top()))


def test_start_after_a_crash_opens_what_was_read(open_window: OpenWindow, long_ones: Path) -> None:
    window = open_window(long_ones)
    window.articles.open(2)  # type: ignore[arg-type]
    window.settings.sync()
    file = window.settings.folder / "settings.ini"
    as_killed = file.read_bytes()
    window.close()
    file.write_bytes(as_killed)
    assert opened(open_window(long_ones)) == 2


def test_each_annotator_has_places_of_their_own(open_window: OpenWindow, long_ones: Path) -> None:
    window = open_window(long_ones)
    read_on(window, 50)
    window.articles.open(2)  # type: ignore[arg-type]
    window.session.work_as("bilal")
    window.articles.open(1)  # type: ignore[arg-type]
    assert window.article_view.reading_place() == (0, 0)


def test_start_without_a_place_opens_what_was_changed_last(open_window: OpenWindow, long_ones: Path) -> None:
    window = open_window(long_ones)
    window.articles.open(2)  # type: ignore[arg-type]
    article_commands.set_status(window.session, Status.SKIPPED)
    window.close()
    (window.settings.folder / "settings.ini").unlink()
    assert opened(open_window(long_ones)) == 2


def test_settings_keep_the_places_read_last_and_survive_nonsense(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    settings.set_places("p", "a", (Place(number, number, 0) for number in range(5000)))
    kept = settings.places("p", "a")
    assert kept[-1] == Place(4999, 4999, 0)
    assert len(kept) == 1000
    assert settings.places("p", "b") == ()
    for nonsense in ("1:2", "x", "1:2:3:4", "1:2:z 3:4:5"):
        settings.store.setValue("places/p/a", nonsense)
        assert settings.places("p", "a") == ()


@pytest.mark.parametrize("place", [Place(2, 10**30, 10**30), Place(2, -5, -5), Place(99, 0, 0)])
def test_place_that_is_not_there_is_no_trouble(open_window: OpenWindow, long_ones: Path, place: Place) -> None:
    window = open_window(long_ones)
    window.close()
    uid = window.settings.store.allKeys()
    (key,) = (each for each in uid if each.startswith("places/"))
    window.settings.store.setValue(key, f"{place.article}:{place.caret}:{place.top}")
    window.settings.sync()
    again = open_window(long_ones)
    assert opened(again) == (2 if place.article == 2 else 1)
