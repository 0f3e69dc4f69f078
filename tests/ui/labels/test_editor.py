"""The label editor by keys and mouse: each change is a gesture that the article shows at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, QRectF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QColorDialog, QLineEdit
from pytestqt.qtbot import QtBot

from models.base.entities import Label
from models.labels.colors import COLORS, PALETTE, distance
from models.labels.toml_file import read_labels
from models.project.project import Project
from tests.ui.conftest import find, texts
from ui.article.spans.span_geometry import SpanPiece
from ui.labels.delete_dialog import DeleteLabelDialog
from ui.labels.editor import LabelEditor
from ui.session import label_commands, span_commands
from ui.shell.window import Window
from ui.support.colors import warning

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


@pytest.fixture
def editor(window: Window, qtbot: QtBot) -> LabelEditor:
    """The editor on the seven labels, opened by its key; PERSON and LOCATION are in use."""
    span_commands.label(window.session, *find(window, "تھامس ویسٹ"), window.session.labels[0])
    span_commands.label(window.session, *find(window, "پاکستان"), window.session.labels[1])
    QTest.keyClick(window.article_view, Qt.Key.Key_L, CTRL | SHIFT)
    (found,) = window.findChildren(LabelEditor)
    qtbot.waitUntil(found.isActiveWindow)
    return found


def write(field: QLineEdit, text: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
    field.setFocus()
    field.selectAll()
    field.insert(text)  # QTest types Latin letters alone
    QTest.keyClick(field, key)


def shown_pieces(window: Window) -> list[SpanPiece]:
    return list(window.article_view.painter.geometry.pieces(QRectF(0, 0, 5000, 50_000)))


def names(window: Window) -> list[str]:
    return [label.name for label in window.session.labels]


def test_a_new_name_is_on_the_bar_and_in_the_article_as_soon_as_it_is_written(
    editor: LabelEditor, window: Window
) -> None:
    assert editor.form.name.text() == "PERSON", "the first one is chosen"
    write(editor.form.name, "HUMAN")
    assert ("تھامس ویسٹ", "HUMAN") in texts(window)
    assert window.label_bar.actions()[0].text().startswith("HUMAN")
    assert window.session.undo_stack.undoText() == "rename PERSON to HUMAN"
    QTest.keyClick(editor.form.name, Qt.Key.Key_Z, CTRL)
    assert names(window)[0] == "PERSON"
    assert editor.form.name.text() == "PERSON"


def test_the_fields_own_undo_comes_before_the_projects(editor: LabelEditor, window: Window) -> None:
    editor.form.name.setFocus()
    QTest.keyClicks(editor.form.name, "X")
    QTest.keyClick(editor.form.name, Qt.Key.Key_Z, CTRL)
    assert editor.form.name.text() == "PERSON"
    assert len(texts(window)) == 2


def test_a_field_counts_when_it_is_left(editor: LabelEditor, window: Window) -> None:
    write(editor.form.key, "h", Qt.Key.Key_Tab)
    assert window.session.labels[0].key == "h"
    editor.form.description.setFocus()
    QTest.keyClicks(editor.form.description, "people ")
    QTest.keyClick(editor.form.description, Qt.Key.Key_Tab)
    assert window.session.labels[0].description.startswith("people ")
    assert window.session.undo_stack.undoText() == "change the description of PERSON"


@pytest.mark.parametrize(
    ("field", "text", "says"),
    [
        ("name", "LOCATION", "There is a label LOCATION already; choose another name."),
        ("key", "2", "The key 2 is taken by LOCATION; choose another."),
        ("key", "?", "The key ? is taken by Keys and mouse; choose another."),
        ("color", "red", "red is no colour; write one as #1f77b4."),
        ("short", "loc", "The short name loc is that of LOCATION already; choose another."),
    ],
)
def test_what_cannot_be_is_told_and_put_back(
    editor: LabelEditor, window: Window, field: str, text: str, says: str
) -> None:
    line = getattr(editor.form, field)
    before = line.text()
    write(line, text)
    assert editor.outcome_line.text() == says
    assert line.text() == before
    assert not window.messages.isVisible()


def test_escape_takes_back_what_is_written_then_closes(editor: LabelEditor, window: Window) -> None:
    editor.form.name.setFocus()
    QTest.keyClicks(editor.form.name, "X")
    QTest.keyClick(editor.form.name, Qt.Key.Key_Escape)
    assert (editor.isVisible(), editor.form.name.text()) == (True, "PERSON")
    QTest.keyClick(editor.form.name, Qt.Key.Key_Escape)
    assert not editor.isVisible()
    assert names(window)[0] == "PERSON"


def test_a_new_label_is_made_once_it_has_a_name(editor: LabelEditor, window: Window, qtbot: QtBot) -> None:
    QTest.keyClick(editor, Qt.Key.Key_W, ALT)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is editor.form.name)
    assert len(names(window)) == 7
    editor.form.name.insert("واقعہ")
    QTest.keyClick(editor.form.name, Qt.Key.Key_Return)
    made = window.session.labels[-1]
    assert (made.name, made.key) == ("واقعہ", "8")
    assert made.color in PALETTE
    editor.close()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.article_view.select(*find(window, "ملاقات"))
    QTest.keyClick(window.article_view, Qt.Key.Key_8)
    assert ("ملاقات", "واقعہ") in texts(window)


def test_a_short_name_is_made_and_shown_to_be_edited(editor: LabelEditor, window: Window, qtbot: QtBot) -> None:
    editor.new()
    write(editor.form.name, "PLACE")
    assert editor.form.short.text() == "PLC"
    span_commands.label(window.session, *find(window, "افغانستان"), window.session.labels[-1])
    assert "PLC" in [piece.text for piece in shown_pieces(window)]
    write(editor.form.short, "PLZ")
    assert "PLZ" in [piece.text for piece in shown_pieces(window)]
    assert "PLC" not in [piece.text for piece in shown_pieces(window)]
    write(editor.form.short, "")
    assert editor.form.short.text() == "PLC"


def test_alt_and_arrows_move_a_label(editor: LabelEditor, window: Window) -> None:
    editor.list.setFocus()
    QTest.keyClick(editor.list, Qt.Key.Key_Down, ALT)
    assert names(window)[:2] == ["LOCATION", "PERSON"]
    assert editor.form.name.text() == "PERSON", "it stays chosen"
    QTest.keyClick(editor.list, Qt.Key.Key_Up, ALT)
    assert names(window)[:2] == ["PERSON", "LOCATION"]
    QTest.keyClick(editor.list, Qt.Key.Key_Down)
    assert editor.form.name.text() == "LOCATION"


def test_a_label_is_dragged_to_its_place(editor: LabelEditor, window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    fourth = editor.list.visualItemRect(editor.list.items()[3]).center()
    monkeypatch.setattr(editor.list, "dropIndicatorPosition", lambda: QAbstractItemView.DropIndicatorPosition.BelowItem)
    move, left = Qt.DropAction.MoveAction, Qt.MouseButton.LeftButton
    editor.list.dropEvent(QDropEvent(QPointF(fourth), move, QMimeData(), left, Qt.KeyboardModifier.NoModifier))
    assert names(window)[:4] == ["LOCATION", "ORGANIZATION", "DATE", "PERSON"]


def test_colours_are_chosen_by_arrow_and_freely(editor: LabelEditor, window: Window, qtbot: QtBot) -> None:
    first, second = editor.form.swatches.swatches[:2]
    assert (first.isChecked(), first.accessibleName()) == (True, "blue")
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Right)
    assert window.session.labels[0].color == second.color
    assert editor.form.warning.text() == "It is hard to tell from the colour of \u2068LOCATION\u2069."
    QTest.mouseClick(editor.form.free, Qt.MouseButton.LeftButton)
    (dialog,) = editor.form.findChildren(QColorDialog)
    qtbot.waitUntil(dialog.isVisible)
    dialog.setCurrentColor("#f0e060")
    dialog.accept()
    assert window.session.labels[0].color == "#f0e060"
    assert editor.form.warning.text() == "A line in it is faint on light paper; there it is drawn darker."


def delete_by_key(editor: LabelEditor) -> DeleteLabelDialog | None:
    editor.list.setFocus()
    QTest.keyClick(editor.list, Qt.Key.Key_Delete)
    found = [dialog for dialog in editor.findChildren(DeleteLabelDialog) if dialog.isVisible()]
    return found[0] if found else None


def test_a_label_in_use_asks_what_becomes_of_its_spans(editor: LabelEditor, window: Window, qtbot: QtBot) -> None:
    before = texts(window)
    asked = delete_by_key(editor)
    assert asked is not None
    asked.choice.setCurrentIndex(1)
    QTest.keyClick(asked, Qt.Key.Key_Return)
    assert ("تھامس ویسٹ", "ORGANIZATION") in texts(window)
    assert "PERSON" not in names(window)
    QTest.keyClick(editor, Qt.Key.Key_Z, CTRL)
    assert texts(window) == before
    assert window.session.undo_stack.redoText() == "delete the label PERSON; 1 span becomes ORGANIZATION"
    asked = delete_by_key(editor)
    assert asked is not None
    asked.drop.setFocus()
    QTest.keyClick(asked.drop, Qt.Key.Key_Space)
    QTest.keyClick(asked, Qt.Key.Key_Return)
    assert len(texts(window)) == 1
    editor.activateWindow()
    qtbot.waitUntil(editor.isActiveWindow)
    QTest.keyClick(editor, Qt.Key.Key_Z, CTRL)
    assert texts(window) == before


def test_an_unused_label_goes_at_once(editor: LabelEditor, window: Window) -> None:
    editor.list.setCurrentItem(editor.list.items()[4])
    assert delete_by_key(editor) is None
    assert "TIME" not in names(window)


def test_labels_go_to_a_file_and_come_from_one(editor: LabelEditor, window: Window, tmp_path: Path) -> None:
    file = tmp_path / "labels.toml"
    editor.export_file(file)
    assert [label.name for label in read_labels(file)] == names(window)
    file.write_text('[[label]]\nname = "EVENT"\n[[label]]\nname = "PERSON"\nshort = "P"\n', encoding="utf-8")
    editor.import_file(file)
    assert editor.outcome_line.text() == "1 new label; 1 changed"
    assert names(window)[-1] == "EVENT"
    editor.import_file(tmp_path / "none.toml")
    assert "cannot be read" in editor.outcome_line.text()


def test_a_project_without_labels_begins_with_a_new_one(
    open_window: Callable[[Path], Window], tmp_path: Path, qtbot: QtBot
) -> None:
    Project.create(tmp_path / "empty.nishan").close()
    window = open_window(tmp_path / "empty.nishan")
    QTest.keyClick(window.article_view, Qt.Key.Key_L, CTRL | SHIFT)
    (found,) = window.findChildren(LabelEditor)
    qtbot.waitUntil(found.isActiveWindow)
    write(found.form.name, "شہر")
    assert [(label.name, label.key) for label in window.session.labels] == [("شہر", "1")]


def test_colours_of_the_palette_can_be_told_apart() -> None:
    others = [Label(str(number), color=color) for number, color in enumerate(COLORS)]
    assert min(distance(one, other) for one in PALETTE for other in PALETTE if one != other) > 20
    for label in others:
        assert "hard to tell" not in warning(label.color, [found for found in others if found != label])
    assert "hard to tell from the colour of \u20680" in warning("#2f77b4", others)


def test_views_that_read_later_can_show_a_label_that_was_just_deleted(window: Window, qtbot: QtBot) -> None:
    span_commands.label(window.session, *find(window, "پاکستان"), window.session.labels[1])
    qtbot.waitUntil(lambda: window.span_table.model().rowCount() == 1)
    label_commands.delete(window.session, window.session.labels[1])
    window.grab()  # the table still has its old row
    qtbot.waitUntil(lambda: window.span_table.model().rowCount() == 0)


def test_damaged_label_goes_to_no_file(editor: LabelEditor, window: Window, tmp_path: Path) -> None:
    with window.session.project.transaction() as db:
        db.execute("UPDATE label SET name = 'PERSOM' WHERE name = 'PERSON'")
    editor.export_file(tmp_path / "labels.toml")
    assert editor.outcome_line.text().startswith("The project is DAMAGED; left out: 1 label. exported")
    assert 'name = "PERSO' not in (tmp_path / "labels.toml").read_text(encoding="utf-8")
