"""One grid: every margin and space that is written down is some of its steps."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import ui
from ui.support.style.measures import GRID, USUAL, on_grid

_SETTERS = ("setContentsMargins", "setSpacing", "addSpacing", "setHorizontalSpacing", "setVerticalSpacing")


def written_down() -> Iterator[tuple[str, int]]:
    """Yield the place and the pixels of each margin and space that the window's code has as a number."""
    for file in sorted(Path(ui.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _SETTERS:
                for argument in node.args:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, int):
                        yield f"{file.name}:{node.lineno}", argument.value


def test_all_margins_and_spaces_are_on_the_grid() -> None:
    found = list(written_down())
    assert len(found) > 50
    assert [place for place, pixels in found if pixels % GRID] == []


def test_layouts_are_on_the_grid() -> None:
    assert [pixels for metric, pixels in USUAL.items() if "Layout" in metric.name and pixels % GRID] == []


@pytest.mark.parametrize(("pixels", "step"), [(0, 0), (1, 4), (4, 4), (4.2, 8), (31, 32)])
def test_rounds_up_to_the_grid(pixels: float, step: int) -> None:
    assert on_grid(pixels) == step
