"""The guidelines beside the article: they follow the chosen label, read both ways, and fetch nothing."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QDesktopServices, QImage, QTextCursor, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.base.entities import Edit
from tests.ui.conftest import find
from ui.guidelines.document import GuidelinesDocument
from ui.session import guideline_commands, span_commands
from ui.shell.window import Window
from ui.support.bidi import isolated

RTL, LTR = Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight
IMAGE = QTextDocument.ResourceType.ImageResource


@pytest.fixture
def reading(window: Window) -> Window:
    """The guide in view, small enough to be scrolled."""
    window.tabs.setCurrentWidget(window.guide)
    window.resize(1240, 420)
    QApplication.processEvents()
    return window


def marked(window: Window) -> list[str]:
    QApplication.processEvents()
    return [mark.cursor.block().text() for mark in window.guide.browser.extraSelections()]


def top_heading(window: Window) -> str:
    browser = window.guide.browser
    return browser.cursorForPosition(QPoint(browser.viewport().width() // 2, 14)).block().text()


def test_the_section_of_the_selected_spans_label_is_gone_to_and_marked(reading: Window) -> None:
    session = reading.session
    span_commands.label(session, *find(reading, "پاکستان"), session.labels[1])
    assert marked(reading) == ["LOCATION · مقام"]
    assert top_heading(reading) == "LOCATION · مقام"
    span_commands.label(session, *find(reading, "تھامس ویسٹ"), session.labels[0])
    assert marked(reading) == ["PERSON · شخص"]
    assert top_heading(reading) == "PERSON · شخص"
    session.select(None)
    assert marked(reading) == ["PERSON · شخص"], "it stays to be read"


def test_the_label_under_the_mouse_is_gone_to(reading: Window, qtbot: QtBot) -> None:
    bar = reading.label_bar
    action = next(action for action in bar.actions() if action.text().startswith("DATE"))
    action.hover()
    assert marked(reading) == ["DATE · تاریخ"]


def test_a_label_without_a_section_says_its_own_words(reading: Window) -> None:
    session = reading.session
    label = replace(session.labels[1], description="Any place <b>at all</b>.", examples="لاہور\nکراچی", name="PLACE")
    session.do(Edit(labels=(session.labels[1],)), Edit(labels=(label,)), "rename")
    span_commands.label(session, *find(reading, "پاکستان"), session.labels[1])
    about = reading.guide.about
    QApplication.processEvents()
    assert about.isVisible()
    assert about.textFormat() is Qt.TextFormat.PlainText
    assert about.text().splitlines() == [
        "PLACE \u2068مقام\u2069",
        "Any place <b>at all</b>.",
        "• \u2068لاہور\u2069",
        "• \u2068کراچی\u2069",
    ]
    assert marked(reading) == []
    span_commands.label(session, *find(reading, "تھامس ویسٹ"), session.labels[0])
    QApplication.processEvents()
    assert not about.isVisible()


def test_out_of_sight_it_costs_nothing_and_is_right_when_seen(window: Window) -> None:
    guide = window.guide
    assert guide.browser.text.isEmpty()
    span_commands.label(window.session, *find(window, "پاکستان"), window.session.labels[1])
    assert guide.browser.text.isEmpty()
    window.tabs.setCurrentWidget(guide)
    assert marked(window) == ["LOCATION · مقام"]


def test_each_paragraph_goes_in_the_direction_of_its_first_letter(reading: Window) -> None:
    directions = {block.text()[:9]: block.textDirection() for block in reading.guide.browser.text.blocks()}
    assert directions["Mark ever"] is LTR
    assert directions["متن میں ن"] is RTL
    assert "Nishan Naskh" in reading.guide.browser.text.defaultFont().families()
    guideline_commands.save(reading.session, "1. — «لاہور» is a city\n2. city لاہور\n\n- کراچی\n")
    found = [block.textDirection() for block in reading.guide.browser.text.blocks() if block.text()]
    assert found == [RTL, LTR, RTL]


def test_urdu_examples_keep_their_order_in_an_english_sentence(reading: Window) -> None:
    document = reading.guide.browser.text
    document.show_markdown("## PERSON *شخص*\n\nDates: **7 دسمبر 2023**, `ہفتہ`, [لاہور](https://x), *plain*.")
    heading, sentence = (block.text() for block in document.blocks())
    assert sentence == f"Dates: {isolated('7 دسمبر 2023')}, {isolated('ہفتہ')}, {isolated('لاہور')}, plain."
    assert document.section("PERSON شخص") is not None, heading
    document.show_markdown("# Guide · رہنما\n\n**نوٹ:** BBC `خبر`")
    assert [block.text() for block in document.blocks()] == ["Guide · رہنما", "نوٹ: BBC خبر"]
    assert [block.textDirection() for block in document.blocks()] == [LTR, RTL]


def test_urdu_stands_at_the_right_edge(reading: Window) -> None:
    text = reading.guide.browser.text
    block = next(block for block in text.blocks() if block.text().startswith("دن کا وقت"))
    line = block.layout().lineAt(0)
    width = text.documentLayout().blockBoundingRect(block).width()
    assert line.naturalTextRect().right() > width - 30
    assert line.naturalTextRect().left() > width / 2


# --- nothing is fetched -------------------------------------------------------------------------------------------


@pytest.fixture
def red(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A real picture, all red, also in the working folder."""
    path = tmp_path / "red.png"
    picture = QImage(300, 300, QImage.Format.Format_RGB32)
    picture.fill(QColor("#ff0000"))
    assert picture.save(str(path))
    monkeypatch.chdir(tmp_path)
    return path


def hungry(red: Path) -> str:
    data = f"data:image/png;base64,{b64encode(red.read_bytes()).decode()}"
    places = [red.as_uri(), str(red), "red.png", "./red.png", "http://example.org/red.png", data]
    pictures = "\n\n".join(f"![what {number}]({place})" for number, place in enumerate(places))
    return f'{pictures}\n\n<img src="{red.as_uri()}">\n\n[a link](http://example.org/x) [file]({red.as_uri()})'


def test_pictures_are_words_wherever_they_are(reading: Window, red: Path) -> None:
    guideline_commands.save(reading.session, hungry(red))
    browser = reading.guide.browser
    text = browser.text.toPlainText()
    assert "\ufffc" not in text
    assert [f"[picture: \u2068what {number}\u2069]" in text for number in range(6)] == [True] * 6
    assert "<img" in text, "HTML is text"
    picture = browser.grab().toImage()
    found = [picture.pixelColor(x, y) for x in range(0, picture.width(), 7) for y in range(0, picture.height(), 7)]
    assert all((color.red(), color.green()) != (255, 0) for color in found)


def test_whatever_is_asked_for_is_nothing_without_a_look_at_disk_or_net(reading: Window, red: Path) -> None:
    plain = QTextDocument()
    assert plain.resource(IMAGE, QUrl(red.as_uri())) is not None, "Qt's own document would read it"
    for text in (GuidelinesDocument(), reading.guide.browser.text):
        for place in (red.as_uri(), str(red), "red.png", "http://example.org/red.png", "data:text/plain,hello"):
            got = text.resource(IMAGE, QUrl(place))
            assert isinstance(got, QImage), place
            assert (got.width(), got.height()) == (1, 1)
    assert isinstance(reading.guide.browser.loadResource(int(IMAGE.value), QUrl(red.as_uri())), QImage)


def test_a_click_on_a_link_says_its_address_and_opens_nothing(
    reading: Window, red: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []

    def open_url(address: object) -> bool:
        opened.append(address)
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    guideline_commands.save(reading.session, "[a link that is long enough](http://example.org/x)")
    browser = reading.guide.browser
    before = browser.text.toPlainText()
    said: list[str] = []
    reading.session.status_message.connect(said.append)
    browser.moveCursor(QTextCursor.MoveOperation.Start)
    place = browser.cursorRect().center() + QPoint(20, 0)
    QTest.mouseClick(browser.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert said == ["the link leads to \u2068http://example.org/x\u2069; nothing is opened from here"]
    assert browser.text.toPlainText() == before
    assert opened == []
