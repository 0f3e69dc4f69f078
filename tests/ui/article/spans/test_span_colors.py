"""The colours of spans are those of the theme, and are worked out once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from models.labels.colors import PALETTE
from ui.article.spans import span_colors
from ui.article.spans.span_colors import SpanColors
from ui.support.theme import DARK, LIGHT, Theme, contrast


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_lines_stand_out_from_the_paper_and_names_from_their_chips(theme: Theme) -> None:
    colors = SpanColors(theme)
    for color in PALETTE:
        assert contrast(colors.line(color), QColor(theme.paper)) >= 3
        assert contrast(colors.ink(color), QColor(color)) >= 4.5


def test_outlines_are_whole_or_dashes_of_four_pixels() -> None:
    colors = SpanColors(LIGHT)
    whole, dashed = colors.outline("#2078b5", dashed=False), colors.outline("#2078b5", 2.0, dashed=True)
    assert (whole.style(), whole.widthF()) == (Qt.PenStyle.SolidLine, 1.0)
    assert (dashed.dashPattern(), dashed.widthF()) == ([2.0, 2.0], 2.0)
    assert whole.color() == dashed.color() == colors.line("#2078b5")


def test_each_colour_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    colors = SpanColors(LIGHT)
    first = colors.line("#ffff00"), colors.ink("#ffff00"), colors.outline("#ffff00", dashed=True)
    monkeypatch.setattr(span_colors, "line_on", None)
    monkeypatch.setattr(span_colors, "text_on", None)
    assert (colors.line("#ffff00"), colors.ink("#ffff00"), colors.outline("#ffff00", dashed=True)) == first
