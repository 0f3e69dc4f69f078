"""The title bar and the dialogs of the system follow the theme that is chosen, not the system's."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from ui.shell.window import Window
from ui.support import theme

SCHEME = Qt.ColorScheme


class Hints:
    """`QStyleHints` of a platform that can, where the offscreen one does nothing."""

    def __init__(self, of_the_system: SCHEME) -> None:
        self.of_the_system, self.told = of_the_system, SCHEME.Unknown
        self.asked = Qt.ContrastPreference.NoPreference

    def colorScheme(self) -> SCHEME:
        return self.of_the_system if self.told is SCHEME.Unknown else self.told

    def accessibility(self) -> Hints:
        return self

    def contrastPreference(self) -> Qt.ContrastPreference:
        return self.asked

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


def test_high_contrast_is_had_where_it_is_chosen_or_the_system_asks_for_it(hints: Hints) -> None:
    contrasting = theme.DARK_CONTRAST if hints.of_the_system is SCHEME.Dark else theme.LIGHT_CONTRAST
    assert theme.chosen("contrast") is contrasting
    hints.asked = Qt.ContrastPreference.HighContrast
    assert theme.chosen("system") is contrasting
    assert (theme.chosen("light"), theme.chosen("dark")) == (theme.LIGHT, theme.DARK)


@pytest.mark.parametrize("each", theme.ALL)
def test_text_and_lines_stand_out_on_every_ground(each: theme.Theme) -> None:
    least = 14.0 if each in (theme.LIGHT_CONTRAST, theme.DARK_CONTRAST) else 4.5
    for ground in (each.window, each.panel, each.paper):
        for ink in (each.ink, each.faint):
            assert theme.contrast(QColor(ink), QColor(ground)) >= (least if ink == each.ink else 4.5)
    assert theme.contrast(QColor(each.on_accent), QColor(each.accent)) >= 4.5


@pytest.mark.parametrize("each", theme.ALL)
def test_what_is_off_looks_otherwise_than_what_is_on(qapp: QApplication, each: theme.Theme) -> None:
    theme.apply(qapp, each)
    palette, role = qapp.palette(), QPalette.ColorRole
    off, on = QPalette.ColorGroup.Disabled, QPalette.ColorGroup.Active
    assert theme.contrast(palette.color(off, role.ButtonText), palette.color(on, role.ButtonText)) >= 2
    assert theme.contrast(palette.color(off, role.Midlight), palette.color(on, role.Mid)) >= 1.5
    theme.apply(qapp, theme.LIGHT)


@pytest.mark.parametrize("each", theme.ALL)
def test_theme_is_known_again_by_its_palette(qapp: QApplication, each: theme.Theme) -> None:
    theme.apply(qapp, each)
    assert theme.shown(qapp.palette()) is each
    theme.apply(qapp, theme.LIGHT)


def test_platform_that_cannot_is_left_alone(qapp: QApplication) -> None:
    for choice in theme.CHOICES:
        theme.tell_system(choice)
    assert QApplication.styleHints().colorScheme() in SCHEME
