"""Light and dark: the palette of every widget and the colours of spans on it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

CHOICES = ("system", "light", "dark")
_WITH_EDGES = ("QCheckBox", "QRadioButton", "QLineEdit", "QAbstractSpinBox", "QComboBox")


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of one theme. `fill` is how much of a label's colour lies under its text, 0 to 1."""

    dark: bool
    window: str
    panel: str
    paper: str
    ink: str
    faint: str
    line: str
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
    accent="#7db4dc",
    on_accent="#10222f",
    fill=0.30,
)


def chosen(choice: str) -> Theme:
    """The theme for `light`, `dark`, or whatever the system has."""
    if choice == "system":
        hints = QApplication.styleHints()
        return DARK if hints.colorScheme() is Qt.ColorScheme.Dark else LIGHT
    return DARK if choice == "dark" else LIGHT


def apply(app: QApplication, theme: Theme) -> None:
    """Give every widget the theme's palette; `setColorScheme` alone does nothing on some platforms."""
    role = QPalette.ColorRole
    colors = {
        role.Window: theme.window,
        role.WindowText: theme.ink,
        role.Base: theme.panel,
        role.AlternateBase: theme.window,
        role.Text: theme.ink,
        role.PlaceholderText: theme.faint,
        role.Button: theme.window,
        role.ButtonText: theme.ink,
        role.BrightText: theme.on_accent,
        role.ToolTipBase: theme.panel,
        role.ToolTipText: theme.ink,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.on_accent,
        role.Link: theme.accent,
        role.Accent: theme.accent,
        role.Light: theme.panel,
        role.Midlight: theme.line,
        role.Mid: theme.line,
        role.Dark: theme.faint,
        role.Shadow: "#000000",
    }
    palette = QPalette()
    for which, color in colors.items():
        palette.setColor(which, QColor(color))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(theme.faint))
    app.setPalette(palette)
    # The style draws the edges of fields and boxes in a shade of the window's colour, unseen in the dark.
    palette.setColor(role.Window, QColor(theme.faint).lighter(140))
    for kind in _WITH_EDGES:
        app.setPalette(palette, kind)  # type: ignore[arg-type]  # it takes str, and str alone


def luminance(color: QColor) -> float:
    """Relative luminance, 0 to 1, as WCAG 2 defines it."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF())


def contrast(one: QColor, other: QColor) -> float:
    """Contrast of two colours, 1 to 21, as WCAG 2 defines it."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def text_on(color: QColor) -> QColor:
    """Black or white, whichever reads better on `color`: one of them always has 4.5:1."""
    white, black = QColor("#ffffff"), QColor("#000000")
    return white if contrast(color, white) >= 4.5 else black


def line_on(color: QColor, paper: QColor) -> QColor:
    """`color`, moved away from the paper until a line in it has 3:1."""
    lighten = luminance(paper) < 0.5
    for _ in range(12):
        if contrast(color, paper) >= 3:
            break
        color = color.lighter(115) if lighten else color.darker(115)
    return color
