"""The bundled fonts: Nastaliq for articles, Naskh for Urdu in the interface."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QComboBox

from ui.support.resources import FONTS
from ui.support.style.style import fit

NASTALIQ, NASKH = "Nishan Nastaliq", "Nishan Naskh"
SMALLEST, LARGEST = 12, 40  # points


def load_fonts() -> None:
    """Register the bundled fonts with Qt. Raises RuntimeError when one of them cannot be read."""
    for file in sorted(FONTS.glob("*.ttf")):
        if QFontDatabase.addApplicationFont(str(file)) < 0:
            raise RuntimeError(f"{file} is not a font that Qt can read")


def use_naskh(app: QApplication, percent: int = 100) -> None:
    """Set the font of all widgets: Naskh, then the system's own font, at `percent` of the system's size.

    The style's check boxes, arrows and icons grow with it.
    """
    fit(app, percent / 100)
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font.setFamilies([NASKH, *(family for family in font.families() if family != NASKH)])
    if font.pointSizeF() > 0:
        font.setPointSizeF(font.pointSizeF() * percent / 100)
    else:  # some desktops give the size in pixels
        font.setPixelSize(round(font.pixelSize() * percent / 100))
    app.setFont(font)
    QTimer.singleShot(0, app, lambda: _measure_boxes(app))  # once they have the font, which Qt posts


def _measure_boxes(app: QApplication) -> None:
    """Let boxes measure their least size anew: Qt does so for another style, and forgets it for another font."""
    for widget in app.allWidgets():
        if isinstance(widget, QComboBox):
            app.sendEvent(widget, QEvent(QEvent.Type.StyleChange))
            widget.updateGeometry()


def article_font(family: str, points: int) -> QFont:
    """Return the font of article text, without hinting, which would bend Nastaliq's slanted joins."""
    font = QFont()
    font.setFamilies([family, NASKH])
    font.setPointSize(min(max(points, SMALLEST), LARGEST))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font
