"""The themes, light, dark and of high contrast: the palette of all widgets, and the contrast of colours."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from models.labels.colors import linear

CHOICES = ("system", "light", "dark", "contrast")
_ROLES = {  # of the palette, by the colour of the theme
    "window": "Window AlternateBase Button",
    "panel": "Base ToolTipBase Light",
    "ink": "WindowText Text ButtonText ToolTipText",
    "faint": "PlaceholderText Dark",
    "line": "Midlight",
    "edge": "Mid",
    "accent": "Highlight Link Accent",
    "on_accent": "BrightText HighlightedText",
}


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of one theme: `edge` is that of controls, 3:1 at least on all grounds, and `line` parts what is one.

    `fill` is the opacity of a label's colour under its text, 0 to 1.
    """

    dark: bool
    window: str
    panel: str
    paper: str
    ink: str
    faint: str
    line: str
    edge: str
    accent: str
    on_accent: str
    fill: float


LIGHT = Theme(
    dark=False,
    window="#f3f2ee",
    panel="#fbfaf7",
    paper="#fffef9",
    ink="#1c1b19",
    faint="#66635c",
    line="#d8d5cc",
    edge="#7d796f",
    accent="#2f6690",
    on_accent="#ffffff",
    fill=0.18,
)
DARK = Theme(
    dark=True,
    window="#1f2124",
    panel="#26282c",
    paper="#1a1c1e",
    ink="#e8e6e1",
    faint="#a3a099",
    line="#3b3e43",
    edge="#7f838a",
    accent="#7db4dc",
    on_accent="#10222f",
    fill=0.30,
)


# Ink on paper as far apart as can be, frames in the ink, and fainter fills under words.
LIGHT_CONTRAST = Theme(
    dark=False,
    window="#ffffff",
    panel="#ffffff",
    paper="#ffffff",
    ink="#000000",
    faint="#595959",
    line="#000000",
    edge="#000000",
    accent="#00318a",
    on_accent="#ffffff",
    fill=0.14,
)
DARK_CONTRAST = Theme(
    dark=True,
    window="#000000",
    panel="#000000",
    paper="#000000",
    ink="#ffffff",
    faint="#a6a6a6",
    line="#ffffff",
    edge="#ffffff",
    accent="#ffd84d",
    on_accent="#000000",
    fill=0.34,
)
ALL = (LIGHT, DARK, LIGHT_CONTRAST, DARK_CONTRAST)


def chosen(choice: str) -> Theme:
    """Return the theme of one of `CHOICES`. High contrast is as light or dark as the system, which may ask for it."""
    hints = QApplication.styleHints()
    dark = choice == "dark" or (choice != "light" and hints.colorScheme() is Qt.ColorScheme.Dark)
    asked = choice == "system" and hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast
    if choice == "contrast" or asked:
        return DARK_CONTRAST if dark else LIGHT_CONTRAST
    return DARK if dark else LIGHT


def shown(palette: QPalette) -> Theme:
    """Return the theme whose palette a widget has."""
    window, ink = (palette.color(role).name() for role in (QPalette.ColorRole.Window, QPalette.ColorRole.WindowText))
    return next((theme for theme in ALL if (theme.window, theme.ink) == (window, ink)), LIGHT)


def tell_system(choice: str) -> None:
    """Let the title bar and the dialogs of the system follow one of `CHOICES`; some platforms cannot."""
    hints = QApplication.styleHints()
    if choice in ("system", "contrast"):
        hints.unsetColorScheme()
    else:
        hints.setColorScheme(Qt.ColorScheme.Dark if choice == "dark" else Qt.ColorScheme.Light)


def apply(app: QApplication, theme: Theme) -> None:
    """Give every widget the theme's palette; `setColorScheme` alone does nothing on some platforms."""
    app.setPalette(_palette(theme))


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Shadow, QColor("#000000"))
    for color, roles in _ROLES.items():
        for role in roles.split():
            palette.setColor(QPalette.ColorRole[role], QColor(getattr(theme, color)))
    for role in ("WindowText", "Text", "ButtonText"):
        palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole[role], QColor(theme.faint))
    if theme.line == theme.edge:  # what is off has no fainter line there than what is on
        palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Midlight, QColor(theme.faint))
    return palette


def luminance(color: QColor) -> float:
    """Return the relative luminance of WCAG 2, 0 to 1."""
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF())


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast ratio of WCAG 2, 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def text_on(color: QColor) -> QColor:
    """Return black or white, whichever has a contrast of at least 4.5:1 on `color`: one of them always has."""
    white, black = QColor("#ffffff"), QColor("#000000")
    return white if contrast(color, white) >= 4.5 else black


def line_on(color: QColor, paper: QColor) -> QColor:
    """Return `color`, made lighter or darker until a line in it has a contrast of 3:1 on the paper."""
    lighten = luminance(paper) < 0.5
    for _ in range(12):
        if contrast(color, paper) >= 3:
            break
        color = color.lighter(115) if lighten else color.darker(115)
    return color
