"""What a screen reader gets of the article over AT-SPI: the stored text in code points, and its spans as attributes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from models.base.entities import Suggestion
from models.importing.run import import_files
from models.labels.templates import seed_labels
from models.project.project import Project
from tests.ui.conftest import OpenWindow, find
from ui.article.bus_text import BusText
from ui.article.text_view import TextView
from ui.session import span_commands
from ui.shell.window import Window

TEXT = "😀😀 لاہور میں بارش۔ کراچی\u00a0میں 😀 دھوپ ہے۔\n\nدوسرا پیرا، اسلام آباد۔\n"
CHARACTER, WORD, SENTENCE, LINE, PARAGRAPH = range(5)


@pytest.fixture
def astral(open_window: OpenWindow, tmp_path: Path) -> Window:
    """A window on an article whose UTF-16 units are not its code points."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    with Project.create(tmp_path / "p.nishan", seed_labels()) as project:
        import_files(project, [tmp_path / "a.txt"])
    return open_window(tmp_path / "p.nishan")


class Asked:
    """Asks as the bus does."""

    def __init__(self, view: TextView) -> None:
        self.text = BusText(view)

    def __call__(self, member: str, *arguments: Any) -> Any:
        answer = self.text.answer(member, list(arguments))
        assert answer is not None, member
        return answer


@pytest.fixture
def ask(astral: Window) -> Asked:
    return Asked(astral.article_view)


def test_text_and_offsets_are_those_of_the_stored_article(astral: Window, ask: Asked) -> None:
    assert ask("GetText", 0, -1) == (TEXT,)
    assert ask.text.value("CharacterCount") == len(TEXT)
    start, end = find(astral, "کراچی\u00a0میں")
    assert ask("GetText", start, end) == ("کراچی\u00a0میں",)
    assert ask("GetCharacterAtOffset", 1) == (ord("😀"),)
    assert ask("GetText", -5, 9_999) == (TEXT,)


def test_the_caret_is_set_and_told_in_code_points(astral: Window, ask: Asked) -> None:
    start = find(astral, "دھوپ")[0]
    assert ask("SetCaretOffset", start) == (True,)
    assert astral.article_view.caret == start == ask.text.value("CaretOffset")
    assert ask("SetCaretOffset", len(TEXT) + 1) == (False,)
    assert astral.article_view.caret == start


def test_one_selection_is_made_changed_and_let_go(astral: Window, ask: Asked) -> None:
    start, end = find(astral, "بارش")
    assert ask("GetNSelections") == (0,)
    assert ask("AddSelection", start, end) == (True,)
    assert astral.article_view.selection == ask("GetSelection", 0) == (start, end)
    assert ask("AddSelection", 0, 2) == (False,)
    assert ask("SetSelection", 0, 0, 2) == (True,)
    assert ask("GetSelection", 0) == (0, 2)
    assert ask("RemoveSelection", 0) == (True,)
    assert ask("GetNSelections") == (0,)


@pytest.mark.parametrize("kind", [CHARACTER, WORD, SENTENCE, LINE, PARAGRAPH])
def test_parts_of_each_kind_stand_side_by_side_from_start_to_end(ask: Asked, kind: int) -> None:
    at, parts = 0, []
    while at < len(TEXT):
        text, start, end = ask("GetStringAtOffset", at, kind)
        assert start == at < end
        assert text == TEXT[start:end]
        assert ask("GetStringAtOffset", end - 1, kind)[1:] == (start, end)
        parts.append(text)
        at = end
    assert "".join(parts) == TEXT
    assert len(parts) > 2


def test_words_and_sentences_are_told_by_both_ways_of_asking(astral: Window, ask: Asked) -> None:
    start, end = find(astral, "بارش۔")
    assert ask("GetTextAtOffset", start + 1, 1) == ("بارش۔ ", start, end + 1)
    assert ask("GetTextBeforeOffset", start + 1, 1)[0] == "میں "
    assert ask("GetTextAfterOffset", start + 1, 1)[0] == "کراچی\u00a0"
    assert ask("GetTextAtOffset", start, 3)[0] == "😀😀 لاہور میں بارش۔ "
    assert ask("GetTextAfterOffset", len(TEXT), 0) == ("", len(TEXT), len(TEXT))


def test_a_span_is_a_run_with_label_note_and_unsure(astral: Window, ask: Asked) -> None:
    start, end = find(astral, "کراچی")
    span_commands.label(astral.session, start, end, astral.session.labels[1])
    (span,) = astral.session.spans
    span_commands.set_note(astral.session, span, "شہر: بڑا; سمندر")
    span_commands.toggle_unsure(astral.session, astral.session.spans[0])
    told, *run = ask("GetAttributeRun", start + 1, False)
    assert run == [start, end]
    assert told["label"] == "LOCATION"
    assert told["note"] == "شہر: بڑا; سمندر"
    assert told["unsure"] == "true"
    assert "suggested" not in told
    assert ask("GetAttributeValue", start, "label") == ("LOCATION",)
    assert ask("GetAttributeRun", end, False)[0] == {}
    assert ask("GetAttributeRun", end, False)[1] == end
    assert ask("GetAttributeRun", 0, True)[0] == {"language": "ur", "direction": "rtl"}


def test_runs_cover_the_text_and_nested_spans_have_their_own(astral: Window, ask: Asked) -> None:
    outer, inner = find(astral, "میں بارش"), find(astral, "بارش")
    for reach, label in ((outer, 2), (inner, 1)):
        span_commands.label(astral.session, *reach, astral.session.labels[label])
    at, seen = 0, []
    while at < len(TEXT):
        told, start, end = ask("GetAttributeRun", at, False)
        assert start == at < end
        seen.append((TEXT[start:end], told.get("label")))
        at = end
    assert [each for each in seen if each[1]] == [("میں ", "ORGANIZATION"), ("بارش", "ORGANIZATION; LOCATION")]


def test_a_suggestion_says_that_it_is_one_and_hidden_labels_say_nothing(astral: Window, ask: Asked) -> None:
    start, end = find(astral, "اسلام آباد")
    label = astral.session.labels[1]
    astral.article_view.change_suggestions((), [Suggestion(start, end, label.id, "repeat")])
    told = ask("GetAttributeRun", start, False)[0]
    assert (told["label"], told["suggested"]) == ("LOCATION", "true")
    assert "underline" not in told
    astral.session.hide_labels(frozenset({label.id}))
    assert ask("GetAttributeRun", start, False)[0] == {}


def test_places_on_the_screen_come_back_to_their_characters(astral: Window, ask: Asked) -> None:
    for at in range(*find(astral, "دھوپ ہے")):
        x, y, width, height = ask("GetCharacterExtents", at, 0)
        if TEXT[at] != " ":
            assert width > 0
            assert ask("GetOffsetAtPoint", x + width // 2, y + height // 2, 0) == (at,)
    line, whole = ask("GetRangeExtents", at, at + 1, 0), ask("GetRangeExtents", 0, -1, 0)
    assert whole[3] > line[3]
    assert ask("GetOffsetAtPoint", x, y - 5_000, 0) == (-1,)


def test_what_is_beyond_the_text_is_answered_without_a_fault(ask: Asked) -> None:
    for at in (-1, len(TEXT), len(TEXT) + 50):
        for kind in range(5):
            text, start, end = ask("GetStringAtOffset", at, kind)
            assert text == TEXT[start:end]
        assert ask("GetAttributeRun", at, False)[0] == {}
        assert ask("GetCharacterExtents", at, 0)[2] >= 0
    assert ask.text.answer("GetStringAtOffset", [0, 9]) is None
    assert ask.text.answer("GetBoundedRanges", [0, 0, 1, 1, 0, 0, 0]) is None


def test_an_empty_view_answers_too(qtbot: QtBot, app_fonts: None) -> None:
    view = TextView()
    qtbot.addWidget(view)
    ask = Asked(view)
    assert ask("GetText", 0, -1) == ("",)
    assert ask("GetStringAtOffset", 0, LINE) == ("", 0, 0)
    assert ask("GetAttributeRun", 0, False) == ({}, 0, 0)
