"""The preview shows the first articles with their spans, and counts the files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from models.importing.detection import files_of
from models.importing.preview import preview
from ui.importing.article_delegate import PARAGRAPHS
from ui.importing.preview_part import ArticlesPreview, counted_files

WORDS = "زینب خان نے کراچی میں بات کی۔"


def article(path: Path, text: str, *spans: tuple[int, int, str], title: str = "") -> Path:
    rows = [{"start": start, "end": end, "label": label} for start, end, label in spans]
    row = {"id": "1", "text": text, "title": title, "layers": [{"spans": rows}]}
    path.write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def shown(qtbot: QtBot) -> ArticlesPreview:
    made = ArticlesPreview()
    qtbot.addWidget(made)
    made.resize(500, 300)
    made.show()
    return made


def pieces(shown: ArticlesPreview, path: Path) -> list[list[tuple[str, str, str]]]:
    shown.show_found(preview([path]).articles, {"PERSON": "#204060", "CITY": "#d0d0d0"})
    return [[piece for piece in one if piece[0]] for one in shown.item(0).data(PARAGRAPHS)]


def test_spans_are_marked_in_their_words_with_label_and_colour(shown: ArticlesPreview, tmp_path: Path) -> None:
    path = article(tmp_path / "a.jsonl", WORDS, (0, 8, "PERSON"), (0, 4, "FIRST"), (12, 17, "CITY"))
    assert pieces(shown, path) == [
        [
            ("زینب خان", "PERSON", "#204060"),  # the outer one
            (" نے ", "", ""),
            ("کراچی", "CITY", "#d0d0d0"),
            (" میں بات کی۔", "", ""),
        ]
    ]


def test_title_stands_above_a_text_that_does_not_begin_with_it(shown: ArticlesPreview, tmp_path: Path) -> None:
    assert pieces(shown, article(tmp_path / "a.jsonl", WORDS, title="خبر")) == [[("خبر", "", "")], [(WORDS, "", "")]]


@pytest.mark.parametrize("before", ["لمبی تمہید کا جملہ۔ " * 60, "لمبی تمہید\n" * 60])
def test_first_span_is_shown_when_it_is_far_from_the_beginning(
    shown: ArticlesPreview, tmp_path: Path, before: str
) -> None:
    at = len(before)
    *beginning, last = pieces(shown, article(tmp_path / "a.jsonl", before + WORDS, (at, at + 8, "PERSON")))
    assert ("زینب خان", "PERSON", "#204060") in last
    assert len("".join(words for words, _, _ in last)) <= 60 + len(WORDS)
    assert all(not label for line in beginning for _, label, _ in line)


def test_marked_words_are_painted_in_the_colour_of_their_label(shown: ArticlesPreview, tmp_path: Path) -> None:
    pieces(shown, article(tmp_path / "a.jsonl", WORDS, (0, 8, "PERSON")))
    image = shown.viewport().grab().toImage()
    colors = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(0, image.height(), 2)}
    assert QColor("#204060").name() in colors


def test_files_are_counted_by_format(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("متن", encoding="utf-8")
    assert counted_files(files_of([tmp_path])) == "2 files: Plain text"
    article(tmp_path / "c.jsonl", WORDS)
    assert counted_files(files_of([tmp_path])) == "3 files: 2 Plain text, 1 Nishan JSON lines (lossless)"
    assert counted_files([]) == ""
