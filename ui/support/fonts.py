"""The bundled fonts: Nastaliq for articles, Naskh for Urdu in the interface."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo
from PySide6.QtWidgets import QApplication, QComboBox

from ui.support.resources import FONTS
from ui.support.style.style import fit

NASTALIQ, NASKH = "Nishan Nastaliq", "Nishan Naskh"
SMALLEST, LARGEST = 12, 40  # points
_FILES = ("NishanNaskh-Bold.ttf", "NishanNaskh-Regular.ttf", "NishanNastaliq-Regular.ttf")
_LANGUAGES = "FC_LANG"  # which languages fontconfig prefers fonts for; it asks once in the life of a process
_DESKTOP_S = (_LANGUAGES, "LC_ALL", "LC_CTYPE", "LANG")  # where it looks for them, the first that is set
_generic: dict[str, str] = {}  # the family that the system has for "Sans Serif" and its like, ours left aside


@contextmanager
def matched_in_english() -> Iterator[None]:
    """Let fontconfig choose fonts for English first, the language of the interface, then for the desktop's.

    On a desktop in Urdu, "Sans Serif" would be a font of Urdu with Latin letters besides: Nastaliq, ours or another.
    The application begins inside; programs that it starts later do not get the variable.
    """
    before = os.environ.get(_LANGUAGES)
    desktop_s = next(filter(None, map(os.environ.get, _DESKTOP_S)), "")
    os.environ[_LANGUAGES] = f"en:{desktop_s}".rstrip(":")
    try:
        yield
        _family_of(QFont())  # it is asked now
    finally:
        del os.environ[_LANGUAGES]
        if before is not None:
            os.environ[_LANGUAGES] = before


def load_fonts() -> list[str]:
    """Register the bundled fonts with Qt; return the names of the files that cannot be read."""
    for kind in (QFontDatabase.SystemFont.GeneralFont, QFontDatabase.SystemFont.FixedFont):
        font = QFontDatabase.systemFont(kind)
        _generic.setdefault(font.family(), _family_of(font))
    return [name for name in _FILES if QFontDatabase.addApplicationFont(str(FONTS / name)) < 0]


def _family_of(font: QFont) -> str:
    """Return the family that Qt has found for a font, which may have been asked for by the name of a kind."""
    return QFontInfo(font).family()


def use_naskh(app: QApplication, percent: int = 100) -> None:
    """Set the font of all widgets: Naskh, then the system's own font, at `percent` of the system's size.

    The style's check boxes, arrows and icons grow with it.
    """
    fit(app, percent / 100)
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    families = [_generic.get(family, family) for family in font.families()]
    font.setFamilies(list(dict.fromkeys((NASKH, *families, *font.families()))))
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
