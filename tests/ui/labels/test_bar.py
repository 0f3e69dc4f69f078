"""The label bar in narrow windows and with large text: names give way, undo and redo never do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from models.base.entities import Label
from models.labels.templates import seed_labels
from models.project.project import Project
from ui.shell.window import Window
from ui.support import fonts

OpenWindow = Callable[[Path], Window]
SIZES = [(800, 600), (1024, 700), (1400, 900)]


@pytest.fixture(params=[100, 200])
def percent(request: pytest.FixtureRequest, qapp: QApplication, app_fonts: None) -> Iterator[int]:
    fonts.use_naskh(qapp, request.param)
    yield request.param
    fonts.use_naskh(qapp)


def long_names(count: int) -> list[Label]:
    return [Label(f"A VERY LONG NAME OF A LABEL NUMBER {number}", f"نام {number}") for number in range(count)]


@pytest.fixture
def with_labels(open_window: OpenWindow, tmp_path: Path) -> Callable[[list[Label]], Window]:
    def opened(labels: list[Label]) -> Window:
        Project.create(tmp_path / "labels.nishan", labels).close()
        return open_window(tmp_path / "labels.nishan")

    return opened


def seen(window: Window) -> list[str]:
    """The texts of the labels' buttons that are in sight as a whole."""
    bar = window.label_bar
    buttons = [bar.widgetForAction(action) for action in bar.actions()]
    there = [button for button in buttons if button.isVisible() and bar.rect().contains(button.geometry())]
    return [button.text() for button in there if isinstance(button, QToolButton)]


def undo_is_whole(window: Window) -> bool:
    bar = window.undo_bar
    buttons = [bar.widgetForAction(action) for action in bar.actions()]
    inside = all(bar.rect().contains(button.geometry()) and button.isVisible() for button in buttons)
    return (
        inside and window.rect().contains(bar.geometry()) and not bar.geometry().intersects(window.label_bar.geometry())
    )


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("labels", [seed_labels(), long_names(25), long_names(3)], ids=["usual", "25 long", "3 long"])
def test_undo_and_redo_are_in_sight_beside_any_labels(
    percent: int,
    with_labels: Callable[[list[Label]], Window],
    qtbot: QtBot,
    labels: list[Label],
    size: tuple[int, int],
) -> None:
    window = with_labels(labels)
    window.resize(*size)
    qtbot.waitUntil(lambda: window.width() == size[0] and undo_is_whole(window))
    arrow = window.label_bar.findChild(QToolButton, "qt_toolbar_ext_button")
    assert arrow is not None
    texts = seen(window)
    assert texts
    assert len({*texts}) == len(texts), "two buttons look alike"
    assert len(texts) == len(labels) or arrow.isVisible(), "what is not shown is behind the arrow"
    assert all(action.toolTip() for action in window.label_bar.actions()), "which has the whole name"


def test_names_are_as_long_as_there_is_room_for(window: Window, qtbot: QtBot) -> None:
    texts = []
    for width in (1400, 1100, 900, 800, 750, 700, 650, 600, 550, 500, 1400):
        window.middle.setMinimumWidth(100)
        window.resize(width, 600)
        qtbot.waitUntil(lambda: window.width() == width)  # noqa: B023
        QApplication.processEvents()
        texts.append(seen(window))
    lengths = [sum(map(len, each)) for each in texts]
    assert lengths[:-1] == sorted(lengths[:-1], reverse=True)
    assert "ادارہ" in texts[0][2]
    assert texts[-1] == texts[0]
    assert any(each[2] == "ORGANIZATION" for each in texts), "the Urdu name goes first"
    whole = [each for each in texts if len(each) == len(window.session.labels)]
    assert len(whole) >= 6
    assert min(len(each[2]) for each in whole) < len("ORGANIZATION"), "then names are cut, before any goes"
    assert any("…" in each[2] for each in whole), "and it is seen that they are"


def test_text_that_grows_shortens_the_names(window: Window, qtbot: QtBot) -> None:
    window.appearance.set_interface_size(200)
    try:
        qtbot.waitUntil(lambda: len(seen(window)) == len(window.session.labels))
        assert undo_is_whole(window)
    finally:
        window.appearance.set_interface_size(100)
