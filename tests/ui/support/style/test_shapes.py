"""Whatever goes wrong while something is drawn, the painter is as it was."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage, QPainter
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
