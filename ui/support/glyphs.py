"""Icons of one stroke, drawn from SVG files in the colours of the theme; they differ by shape, not by colour alone."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QIcon, QPalette, QPixmap

from models.base.entities import Status
from ui.support.resources import ICONS
from ui.support.theme import Theme

_SIDE = 24  # units of a drawing
_PIXELS = 64  # sharp on high-density screens and beside large text
_ROLES = {
    QIcon.Mode.Normal: QPalette.ColorRole.WindowText,
    QIcon.Mode.Disabled: QPalette.ColorRole.PlaceholderText,
    QIcon.Mode.Selected: QPalette.ColorRole.HighlightedText,
}


def app_icon() -> QIcon:
    """Return the icon of the program."""
    return QIcon(str(ICONS / "nishan.svg"))


def glyph(name: str, palette: QPalette, *modes: QIcon.Mode) -> QIcon:
    """Return the icon of this name in the ink of a palette, and in the inks of these modes, if it is ever in them.

    It is fainter while it is off, and clear in a chosen row.
    """
    icon = QIcon()
    for mode in (QIcon.Mode.Normal, *modes):
        icon.addPixmap(_drawn(name, palette.color(_ROLES[mode]).name()), mode)
    return icon


@cache
def status_icon(status: Status, theme: Theme) -> QIcon:
    """Return a ring for a status: empty for new, half full for started, ticked for done, struck through for skipped."""
    icon = QIcon()
    usual = theme.accent if status in (Status.STARTED, Status.DONE) else theme.faint
    icon.addPixmap(_drawn(status.value, usual, theme.panel), QIcon.Mode.Normal)
    icon.addPixmap(_drawn(status.value, theme.on_accent, theme.accent), QIcon.Mode.Selected)
    return icon


@cache
def _drawn(name: str, ink: str, ground: str = "white") -> QPixmap:
    """Draw the file of this name, its strokes in `ink` and what is cut out of them in `ground`."""
    svg = (ICONS / f"{name}.svg").read_text(encoding="utf-8")
    size = (f'width="{_SIDE}" height="{_SIDE}"', f'width="{_PIXELS}" height="{_PIXELS}"')
    for before, after in (size, ("currentColor", ink), ('"white"', f'"{QColor(ground).name()}"')):
        svg = svg.replace(before, after)
    pixmap = QPixmap()
    pixmap.loadFromData(QByteArray(svg.encode()), "SVG")
    return pixmap
