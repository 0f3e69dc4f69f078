"""The title bar and the dialogs of the system follow the theme that is chosen, not the system's."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ui.shell.window import Window
from ui.support import theme

SCHEME = Qt.ColorScheme


class Hints:
    """`QStyleHints` of a platform that can, where the offscreen one does nothing."""

    def __init__(self, of_the_system: SCHEME) -> None:
        self.of_the_system, self.told = of_the_system, SCHEME.Unknown

    def colorScheme(self) -> SCHEME:
        return self.of_the_system if self.told is SCHEME.Unknown else self.told

    def setColorScheme(self, scheme: SCHEME) -> None:
        self.told = scheme

    def unsetColorScheme(self) -> None:
        self.told = SCHEME.Unknown


@pytest.fixture(params=[SCHEME.Light, SCHEME.Dark])
def hints(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Hints:
    made = Hints(request.param)
    monkeypatch.setattr(theme, "QApplication", type("Application", (QApplication,), {"styleHints": lambda: made}))
    return made


def test_system_is_told_of_the_theme_that_is_chosen_in_the_window(window: Window, hints: Hints) -> None:
    for choice, scheme in (("dark", SCHEME.Dark), ("light", SCHEME.Light), ("system", SCHEME.Unknown)):
        window.actions_[f"theme_{choice}"].trigger()
        assert hints.told is scheme
    assert theme.chosen("system").dark == (hints.of_the_system is SCHEME.Dark)  # not what was chosen before


def test_platform_that_cannot_is_left_alone(qapp: QApplication) -> None:
    for choice in theme.CHOICES:
        theme.tell_system(choice)
    assert QApplication.styleHints().colorScheme() in SCHEME
