"""The editor of the guidelines: versions are made, compared, brought back; nothing written is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.project.project import Project
from ui.guidelines.editor import GuidelineEditor
from ui.session import guideline_commands
from ui.shell.window import Window

CTRL, NONE, LEFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
RTL = Qt.LayoutDirection.RightToLeft


@pytest.fixture
def editor(window: Window, qtbot: QtBot) -> GuidelineEditor:
    QTest.keyClick(window.article_view, Qt.Key.Key_G, CTRL)
    found = window.guidelines.editor
    assert found is not None
    assert found.isVisible()
    assert not found.isModal()
    qtbot.waitUntil(found.text.hasFocus)
    return found


def write(editor: GuidelineEditor, text: str) -> None:
    for sign in text:
        QApplication.sendEvent(editor.text, QKeyEvent(QEvent.Type.KeyPress, 0, NONE, sign))


def versions(window: Window) -> list[str]:
    return [found.text for found in window.session.project.guideline_versions()]


def test_what_is_written_is_previewed_and_saved_as_a_new_version(
    window: Window, editor: GuidelineEditor, qtbot: QtBot
) -> None:
    window.tabs.setCurrentWidget(window.guide)
    before = window.session.project.guidelines()
    assert not editor.save.isEnabled()
    write(editor, "صرف نام")
    QTest.keyClick(editor.text, Qt.Key.Key_Return)
    QTest.keyClick(editor.text, Qt.Key.Key_Return)
    assert editor.outcome_line.text() == "Not saved yet."
    assert editor.text.document().firstBlock().textDirection() is RTL
    qtbot.waitUntil(lambda: editor.preview.text.firstBlock().text() == "صرف نام")
    assert versions(window) == [before]
    QTest.mouseClick(editor.save, LEFT)
    assert versions(window) == ["صرف نام\n\n" + before, before]
    assert not editor.unsaved
    assert window.guide.version.text().startswith("Version 2, ")
    assert window.guide.browser.text.firstBlock().text() == "صرف نام"


def test_undo_writes_the_older_text_as_a_version_again(window: Window) -> None:
    before = window.session.project.guidelines()
    guideline_commands.save(window.session, "نیا")
    assert window.session.undo_stack.undoText() == "change the guidelines"
    window.article_view.setFocus()
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert versions(window) == [before, "نیا", before]
    window.session.redo()
    assert versions(window)[0] == "نیا"
    assert not guideline_commands.save(window.session, "نیا"), "the same again is no version"


def test_versions_are_listed_compared_and_brought_back(window: Window, editor: GuidelineEditor) -> None:
    guideline_commands.save(window.session, "# پہلا\none\nlast")
    guideline_commands.save(window.session, "# پہلا\nدوسرا\nlast")
    editor.tabs.setCurrentWidget(editor.versions)
    page = editor.versions
    shown = [page.list.item(row).text() for row in range(page.list.count())]
    assert [text.split(" · ")[0] for text in shown] == ["3", "2", "1"]
    assert not page.restore.isEnabled(), "that is what there is"
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    blocks = list(page.view.text.blocks())
    assert [block.text() for block in blocks] == ["  # پہلا", "- one", "+ دوسرا", "  last"]
    colours = [block.blockFormat().background().color().name() for block in blocks]
    assert len({*colours[1:3]}) == 2
    assert blocks[2].textDirection() is RTL
    page.show_difference.click()
    assert page.view.text.firstBlock().text() == "پہلا"
    assert page.view.text.firstBlock().blockFormat().headingLevel() == 1
    QTest.mouseClick(page.restore, LEFT)
    assert versions(window)[0] == "# پہلا\none\nlast"
    assert window.session.undo_stack.undoText() == "restore version 2 of the guidelines"
    assert editor.text.toPlainText() == "# پہلا\none\nlast"


def test_restoring_does_not_overwrite_what_is_not_saved(window: Window, editor: GuidelineEditor) -> None:
    guideline_commands.save(window.session, "دوسرا")
    write(editor, "x")
    editor.tabs.setCurrentWidget(editor.versions)
    editor.versions.list.setCurrentRow(1)
    QTest.mouseClick(editor.versions.restore, LEFT)
    assert versions(window)[0] == "دوسرا"
    assert "save it first" in editor.outcome_line.text()


def test_a_draft_outlives_esc_and_undo_and_is_saved_when_the_project_closes(
    window: Window, editor: GuidelineEditor
) -> None:
    write(editor, "مسودہ ")
    draft = editor.text.toPlainText()
    QTest.keyClick(editor.text, Qt.Key.Key_Escape)
    assert editor.isHidden()
    guideline_commands.save(window.session, "کسی اور کا")
    window.session.undo()
    QTest.keyClick(window.article_view, Qt.Key.Key_G, CTRL)
    assert editor.text.toPlainText() == draft
    path = window.session.project.path
    window.close()
    with Project.open(path) as project:
        assert project.guidelines() == draft


def test_the_button_of_the_pane_opens_it(window: Window, qtbot: QtBot) -> None:
    window.tabs.setCurrentWidget(window.guide)
    QTest.mouseClick(window.guide.edit, LEFT)
    assert window.guidelines.editor is not None
    assert window.guidelines.editor.isVisible()


OpenWindow = Callable[[Path], Window]


def test_versions_outlive_the_window(window: Window, open_window: OpenWindow) -> None:
    guideline_commands.save(window.session, "دوسرا")
    path = window.session.project.path
    window.close()
    again = open_window(path)
    assert versions(again)[0] == "دوسرا"
    again.tabs.setCurrentWidget(again.guide)
    assert again.guide.browser.text.toPlainText() == "دوسرا"


def test_the_preview_begins_where_the_text_does(editor: GuidelineEditor) -> None:
    QApplication.processEvents()
    assert editor.preview.verticalScrollBar().maximum() > 0
    assert editor.preview.verticalScrollBar().value() == 0


def test_the_preview_goes_along_with_the_text(editor: GuidelineEditor, qtbot: QtBot) -> None:
    editor.text.setPlainText("\n\n".join(f"Paragraph {number}" for number in range(200)))
    editor.text.moveCursor(QTextCursor.MoveOperation.End)
    editor.text.insertPlainText("\n\nthe last one")
    editor.text.ensureCursorVisible()  # as typed letters do
    bar = editor.preview.verticalScrollBar()
    qtbot.waitUntil(lambda: editor.preview.text.lastBlock().text() == "the last one")
    qtbot.waitUntil(lambda: bar.value() == bar.maximum() > 0)
    editor.text.verticalScrollBar().setValue(0)
    assert bar.value() == 0
