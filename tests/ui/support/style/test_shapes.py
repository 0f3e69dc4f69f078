"""Whatever goes wrong while something is drawn, the painter is as it was."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from ui.support.style import shapes


def turned_and_failed(painter: QPainter) -> None:
    with shapes.smooth(painter):
        painter.translate(3, 3)
        raise ZeroDivisionError


def test_painter_is_as_it_was_after_an_error(qapp: QApplication) -> None:
    picture = QImage(8, 8, QImage.Format.Format_ARGB32)
    painter = QPainter(picture)
    hint = QPainter.RenderHint.Antialiasing
    with pytest.raises(ZeroDivisionError):
        turned_and_failed(painter)
    assert not painter.testRenderHint(hint)
    assert painter.worldTransform().isIdentity()
    painter.end()


@pytest.mark.parametrize(("share", "name"), [(0.0, "#000000"), (0.5, "#804000"), (1.0, "#ff8000")])
def test_colours_are_mixed_by_their_shares(share: float, name: str) -> None:
    assert shapes.mixed(QColor("#000000"), QColor("#ff8000"), share).name() == name


@pytest.mark.parametrize(
    ("way", "half"),
    [
        (Qt.ArrowType.DownArrow, QRect(0, 10, 20, 10)),
        (Qt.ArrowType.UpArrow, QRect(0, 0, 20, 10)),
        (Qt.ArrowType.LeftArrow, QRect(0, 0, 10, 20)),
        (Qt.ArrowType.RightArrow, QRect(10, 0, 10, 20)),
    ],
)
def test_arrow_points_where_it_is_to(qapp: QApplication, way: Qt.ArrowType, half: QRect) -> None:
    """Its point is one pixel of the line through the middle, on the side that it points to."""
    picture = QImage(21, 21, QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    shapes.arrow(painter, picture.rect(), way, QColor("black"), 16)
    painter.end()
    upright = way in (Qt.ArrowType.DownArrow, Qt.ArrowType.UpArrow)
    middle = [QPoint(10, at) if upright else QPoint(at, 10) for at in range(21)]
    drawn = [point for point in middle if picture.pixelColor(point).alpha() > 128]
    assert drawn
    assert all(half.contains(point) for point in drawn)
