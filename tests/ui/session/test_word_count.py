"""The number of the word at the caret, known at once near the start and later everywhere."""

from __future__ import annotations

import time

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.text.tokens import words
from ui.session.word_count import WordCount


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text("اب ۔،\n1a", max_size=400), data=st.data())
def test_the_word_at_a_place_is_numbered(qapp: object, text: str, data: st.DataObject) -> None:
    count = WordCount()
    count.begin(text)
    while count.number(0) is None:
        count._count()
    position = data.draw(st.integers(0, len(text)))
    assert count.number(position) == (sum(start <= position for start, _ in words(text)), len(words(text)))


def test_a_big_text_is_counted_in_the_background(qtbot: QtBot, seed_text: str) -> None:
    text = seed_text * 40
    count = WordCount()
    with qtbot.waitSignal(count.counted, timeout=10_000):
        count.begin(text)
        assert count.number(30) is None, "nobody waits for it"
    assert count.number(len(text)) == (len(words(text)), len(words(text)))


def test_time_before_the_event_loop_runs_does_not_count_as_patience(qapp: QApplication) -> None:
    count, counted = WordCount(), list[bool]()
    count.counted.connect(lambda: counted.append(True))
    count.begin("لاہور میں بارش")
    time.sleep(0.2)  # as long as a window takes to be made
    qapp.processEvents()
    assert not counted
    assert count._timer.isActive()
    count.stop()
