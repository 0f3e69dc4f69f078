"""Every icon of one stroke is drawn in the ink of the theme, and each is another shape."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QIcon, QImage, QPalette
from PySide6.QtWidgets import QApplication

from models.base.entities import Status
from ui.support import theme
from ui.support.glyphs import app_icon, glyph, status_icon
from ui.support.resources import ICONS

NAMES = sorted(file.stem for file in ICONS.glob("*.svg") if file.stem != "nishan")


def inks(icon: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal, side: int = 48) -> set[str]:
    """Return the colours of the pixels that are wholly drawn on."""
    image = icon.pixmap(side, mode).toImage().convertToFormat(QImage.Format.Format_ARGB32)
    points = [(x, y) for x in range(image.width()) for y in range(image.height())]
    return {image.pixelColor(*point).name() for point in points if image.pixelColor(*point).alpha() == 255}


@pytest.mark.parametrize("each", theme.ALL)
@pytest.mark.parametrize("name", NAMES)
def test_icon_is_drawn_in_the_ink_of_the_theme(qapp: QApplication, name: str, each: theme.Theme) -> None:
    theme.apply(qapp, each)
    icon = glyph(name, qapp.palette(), QIcon.Mode.Disabled, QIcon.Mode.Selected)
    assert QColor(each.ink).name() in inks(icon)
    assert QColor(each.faint).name() in inks(icon, QIcon.Mode.Disabled)
    assert QColor(each.on_accent).name() in inks(icon, QIcon.Mode.Selected)
    theme.apply(qapp, theme.LIGHT)


def test_icons_are_of_one_stroke_and_of_different_shapes(qapp: QApplication) -> None:
    texts = {name: (ICONS / f"{name}.svg").read_text(encoding="utf-8") for name in NAMES}
    assert all('stroke-width="2"' in text and 'viewBox="0 0 24 24"' in text for text in texts.values())
    pictures = [glyph(name, QPalette()).pixmap(32).toImage() for name in NAMES]
    assert all(one != other for at, one in enumerate(pictures) for other in pictures[:at])


@pytest.mark.parametrize("each", theme.ALL)
def test_statuses_are_told_apart_by_shape(qapp: QApplication, each: theme.Theme) -> None:
    shapes = [status_icon(status, each).pixmap(32).toImage().createAlphaMask() for status in Status]
    drawn = [status_icon(status, each).pixmap(32).toImage() for status in Status]
    assert all(one != other for at, one in enumerate(drawn) for other in drawn[:at])
    assert len(shapes) == len(Status)


def test_program_has_its_icon(qapp: QApplication) -> None:
    assert not app_icon().pixmap(64).isNull()
