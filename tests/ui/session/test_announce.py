"""What a screen reader is told while somebody labels: label, undo, jumps, articles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.conftest import click, find
from ui.session import announce as announce_module
from ui.session import span_commands
from ui.shell.window import Window


class Told(list[str]):
    """What was announced; announcements wait until the key has been dealt with."""

    def __getitem__(self, which: Any) -> Any:
        QApplication.processEvents()
        return super().__getitem__(which)

    def __iter__(self) -> Iterator[str]:
        QApplication.processEvents()
        return super().__iter__()

    def clear(self) -> None:
        QApplication.processEvents()
        super().clear()


@pytest.fixture
def told(window: Window, monkeypatch: pytest.MonkeyPatch) -> Told:
    texts = Told()
    monkeypatch.setattr(announce_module, "announce", lambda _source, text, **_: texts.append(text))
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    return texts


def test_label_and_undo_are_announced(window: Window, told: Told) -> None:
    click(window.article_view, find(window, "پاکستان")[0])
    QTest.keyClick(window.article_view, Qt.Key.Key_2)
    assert told[-1:] == ["label LOCATION, پاکستان"]
    told.clear()
    QTest.keyClick(window.article_view, Qt.Key.Key_Delete)
    assert [*told] == ["remove LOCATION"]
    told.clear()
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert told[-1].startswith("undid: remove LOCATION")
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert told[-1].startswith("undid: label LOCATION")


def test_jump_to_the_next_span_is_announced_with_its_label(window: Window, told: Told) -> None:
    for words, label in (("تھامس ویسٹ", 0), ("پاکستان", 1)):
        span_commands.label(window.session, *find(window, words), window.session.labels[label])
    window.session.select(None)
    window.article_view.setFocus()
    told.clear()
    for _ in range(2):
        QTest.keyClick(window.article_view, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
        QApplication.processEvents()
    assert [*told] == ["پاکستان, LOCATION", "تھامس ویسٹ, PERSON"]


def test_article_that_opens_is_announced(window: Window, told: Told) -> None:
    article = window.session.article
    assert article is not None
    window.session.open_article(article.id)
    assert [*told] == [article.title]
