"""A person at the window is told of its boxes, not of a command's options."""

from __future__ import annotations

import pytest

from ui.support.window_words import in_window


@pytest.mark.parametrize(
    ("of_command", "of_window"),
    [
        ("the columns are x, y: choose, --column text=NAME.", "the columns are x, y: choose under “Read as”."),
        ("choose, --column text=NAME or --column token=NAME.", "choose under “Read as”."),
        ("no spans; choose --element b", "no spans; choose under “Read as”"),
        ("not read; choose them with --field spans=errors", "not read; choose them under “Read as”"),
        ("(there are: a); name it, --field text=NAME", "(there are: a); name it under “Read as”"),
        (
            "name their parts with --field start=, end= and label=, or another field with --field spans=",
            "name their parts under “Read as”, or another field under “Read as”",
        ),
        ("left out (--layer Quote reads it)", "left out (choose it under “Read as”)"),
        ("left out (--column tag=… takes it)", "left out (choose it under “Read as”)"),
        (
            "if offsets count UTF-16 units, choose --offsets utf16; x",
            "if offsets count UTF-16 units, choose under “Offsets count”; x",
        ),
        ("by name; --annotator or --annotator-from says otherwise", "by name; “Spans go to” says otherwise"),
        ("as one layer; --annotator-from file keeps them apart", "as one layer; “Spans go to” keeps them apart"),
        ("of b; --annotator-from says whose they are", "of b; “Spans go to” says whose they are"),
        ("--annotator-from user: no record names anybody there", "“user”: no record names anybody there"),
        (
            "long; to cut it: --cut lines (626 articles), sentences:20 (32 articles)",
            "long; to cut it, choose under “Long texts”: lines (626 articles), sentences:20 (32 articles)",
        ),
    ],
)
def test_options_become_places_of_the_dialog(of_command: str, of_window: str) -> None:
    assert in_window(of_command) == of_window


@pytest.mark.parametrize("text", ["a -- b", "get it with `uv sync --extra docs`", "the text says --help"])
def test_any_other_sentence_stays(text: str) -> None:
    assert in_window(text) == text
