"""The table of spans by keys and mouse: sorted, narrowed, changed, and still one with the article."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.base.entities import Edit, Span
from models.base.short_names import short_names
from tests.ui.conftest import WORDS, find, label_words, texts
from tests.ui.keys.test_keyboard_layouts import URDU
from ui.labels.chooser import LabelChooser
from ui.session import label_commands, span_commands
from ui.shell.window import Window
from ui.spans.model import LABEL, MARKS, TEXT, Order
from ui.support import fonts

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
TOLD = Qt.ItemDataRole.AccessibleTextRole


@pytest.fixture
def filled(window: Window, qtbot: QtBot) -> Window:
    label_words(window)
    qtbot.waitUntil(lambda: window.span_table.rows.rowCount() == len(WORDS))
    return window


def column(window: Window, which: int = TEXT, role: int = Qt.ItemDataRole.DisplayRole) -> list[str]:
    rows = window.span_table.rows
    return [rows.index(row, which).data(role) for row in range(rows.rowCount())]


def selected_rows(window: Window) -> list[str]:
    return [index.data() for index in window.span_table.selectionModel().selectedRows(TEXT)]


def click_header(window: Window, which: int) -> None:
    header = window.span_table.horizontalHeader()
    middle = header.sectionViewportPosition(which) + header.sectionSize(which) // 2
    QTest.mouseClick(header.viewport(), LEFT, NONE, QPoint(middle, header.height() // 2))


def test_a_header_sorts_then_backwards_then_in_reading_order_again(filled: Window) -> None:
    reading = [text for text, _ in texts(filled)]
    assert column(filled) == reading
    click_header(filled, TEXT)
    assert column(filled) == sorted(reading)
    click_header(filled, TEXT)
    assert column(filled) == sorted(reading, reverse=True)
    click_header(filled, TEXT)
    assert column(filled) == reading
    click_header(filled, LABEL)
    assert column(filled, LABEL) == ["PERSON", "LOCATION", "LOCATION", "ORGANIZATION"]
    assert filled.span_panel.orders.currentText() == "By label"


def test_the_keyboard_sorts_by_the_box_of_orders(filled: Window) -> None:
    box = filled.span_panel.orders
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert column(filled) == sorted(text for text, _ in texts(filled))


def test_the_filter_finds_by_match_key_and_by_label_name(filled: Window, qtbot: QtBot) -> None:
    panel = filled.span_panel
    panel.field.setFocus()
    for sign in "امريكه":  # with Arabic ي and ك and ه
        QApplication.sendEvent(panel.field, QKeyEvent(QEvent.Type.KeyPress, 0, NONE, sign))
    qtbot.waitUntil(lambda: column(filled) == ["امریکہ"])
    assert panel.count.text() == "1 of 4 spans"
    panel.field.setText("locat")
    qtbot.waitUntil(lambda: column(filled, LABEL) == ["LOCATION", "LOCATION"])
    panel.field.clear()
    qtbot.waitUntil(lambda: len(column(filled)) == 4)
    assert not panel.count.isVisible()
    panel.labels.setCurrentIndex(1)
    assert column(filled) == ["تھامس ویسٹ"]


def test_row_and_span_stay_one_after_sorting_and_filtering(filled: Window, qtbot: QtBot) -> None:
    table, session = filled.span_table, filled.session
    filled.span_panel.labels.setCurrentIndex(2)
    click_header(filled, TEXT)
    click_header(filled, TEXT)
    place = table.visualRect(table.rows.index(0, TEXT)).center()
    QTest.mouseClick(table.viewport(), LEFT, NONE, place)
    assert session.selected == table.rows.span_at(0)
    assert filled.article_view.caret == session.selected.start
    other = table.rows.span_at(1)
    session.select(other)
    qtbot.waitUntil(lambda: selected_rows(filled) == [column(filled)[1]])
    session.select(next(span for span in session.spans if span.label == session.labels[0].id))
    qtbot.waitUntil(lambda: selected_rows(filled) == [])


def test_arrows_go_through_the_rows_and_enter_to_the_article(filled: Window, qtbot: QtBot) -> None:
    table = filled.span_table
    table.setFocus()
    for at in range(3):
        QTest.keyClick(table, Qt.Key.Key_Down)
        assert filled.session.selected == table.rows.span_at(at)
    QTest.keyClick(table, Qt.Key.Key_Up)
    assert filled.session.selected == table.rows.span_at(1)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert filled.article_view.hasFocus()
    assert filled.article_view.caret == filled.session.spans[1].start


def test_delete_removes_and_goes_on_with_the_next_row(filled: Window, qtbot: QtBot) -> None:
    table, session = filled.span_table, filled.session
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Down)
    reading = column(filled)
    QTest.keyClick(table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: column(filled) == reading[1:])
    assert selected_rows(filled) == [reading[1]]
    QTest.keyClick(table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: column(filled) == reading[2:])
    session.undo()
    session.undo()
    qtbot.waitUntil(lambda: column(filled) == reading)


def test_several_rows_are_relabelled_or_removed_in_one_step(filled: Window, qtbot: QtBot) -> None:
    table, session = filled.span_table, filled.session
    before = texts(filled)
    steps = session.undo_stack.index()
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert len(selected_rows(filled)) == 3
    QTest.keyClick(table, Qt.Key.Key_4)
    qtbot.waitUntil(lambda: column(filled, LABEL).count("DATE") == 3)
    assert session.undo_stack.index() == steps + 1
    qtbot.wait(60)
    assert len(selected_rows(filled)) == 3, "they stay chosen"
    QTest.keyClick(table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(column(filled)) == 1)
    assert session.undo_stack.index() == steps + 2
    session.undo()
    session.undo()
    assert texts(filled) == before


def test_a_click_on_a_label_of_the_bar_is_for_all_chosen_rows(filled: Window) -> None:
    filled.span_table.setFocus()
    QTest.keyClick(filled.span_table, Qt.Key.Key_A, CTRL)
    button = filled.label_bar.widgetForAction(filled.label_bar.actions()[3])
    QTest.mouseClick(button, LEFT)
    assert {label for _, label in texts(filled)} == {"DATE"}


def test_space_opens_the_chooser_for_all_chosen_rows(filled: Window, qtbot: QtBot) -> None:
    table = filled.span_table
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_A, CTRL)
    assert len(selected_rows(filled)) == len(WORDS)
    QTest.keyClick(table, Qt.Key.Key_Space)
    (popup,) = filled.findChildren(LabelChooser)
    popup.field.setText("EVENT")
    row = next(at for at, row in enumerate(popup.model.rows) if row.text.startswith("New"))
    popup.view.setCurrentIndex(popup.model.index(row, 0))
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert {label for _, label in texts(filled)} == {"EVENT"}
    assert table.hasFocus()
    filled.session.undo()
    assert len({label for _, label in texts(filled)}) == 3


def test_a_click_with_ctrl_adds_a_row_and_takes_it_away(filled: Window, qtbot: QtBot) -> None:
    table = filled.span_table
    for row in (0, 2, 3):
        held = CTRL if row else NONE
        QTest.mouseClick(table.viewport(), LEFT, held, table.visualRect(table.rows.index(row, TEXT)).center())
    qtbot.wait(60)
    assert len(table.chosen()) == 3
    QTest.mouseClick(table.viewport(), LEFT, CTRL, table.visualRect(table.rows.index(3, TEXT)).center())
    qtbot.wait(60)
    assert [table.rows.row_of(span) for span in table.chosen()] == [0, 2]


def test_label_keys_relabel_under_both_layouts(filled: Window, qtbot: QtBot) -> None:
    table = filled.span_table
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_4)
    qtbot.waitUntil(lambda: column(filled, LABEL)[0] == "DATE")
    code, key, typed = URDU["1"]
    QApplication.sendEvent(table, QKeyEvent(QEvent.Type.KeyPress, int(key), NONE, code, 0, 0, typed))
    qtbot.waitUntil(lambda: column(filled, LABEL)[0] == "PERSON")


def test_one_gesture_changes_one_row(filled: Window, qtbot: QtBot) -> None:
    rows, session = filled.span_table.rows, filled.session
    told: list[str] = []
    rows.modelReset.connect(lambda: told.append("reset"))
    rows.rowsInserted.connect(lambda _parent, first, last: told.append(f"in {first} {last}"))
    rows.rowsRemoved.connect(lambda _parent, first, last: told.append(f"out {first} {last}"))
    rows.dataChanged.connect(lambda first, _last, _roles=(): told.append(f"changed {first.row()}"))
    span_commands.set_note(session, session.spans[2], "شک")
    qtbot.waitUntil(lambda: told == ["changed 2"])
    span_commands.remove(session, session.spans[1])
    qtbot.waitUntil(lambda: told == ["changed 2", "out 1 1"])
    session.undo()
    qtbot.waitUntil(lambda: told == ["changed 2", "out 1 1", "in 1 1"])
    filled.span_table.set_order(Order.LABEL)
    told.clear()
    person = next(span for span in session.spans if span.label == session.labels[0].id)
    span_commands.relabel(session, person, session.labels[6])
    qtbot.waitUntil(lambda: len(told) == 2)
    assert [each.split()[0] for each in told] == ["out", "in"]
    assert told[1] == "in 3 3"


@pytest.mark.parametrize("order", list(Order))
def test_rows_changed_one_by_one_are_those_of_a_fresh_table(filled: Window, order: Order) -> None:
    session, table = filled.session, filled.span_table
    table.set_order(order, backwards=order is not Order.PLACE)
    for step in range(12):
        span = session.spans[step % len(session.spans)]
        if step % 3 == 0:
            span_commands.remove(session, span)
        elif step % 3 == 1:
            session.undo()
        else:
            span_commands.relabel(session, span, session.labels[(step * 5) % 7])
        table.rows.read()
        shown = [row.span for row in table.rows.rows]
        assert shown == [row.span for row in table.rows._filtered()]
        assert sorted(span.uid for span in shown) == sorted(span.uid for span in session.spans)
        assert all(span in session.spans for span in shown)


def test_a_row_tells_a_screen_reader_all_that_is_painted(window: Window, qtbot: QtBot) -> None:
    session = window.session
    start, end = find(window, "تھامس ویسٹ")
    span_commands.label(session, start, end, session.labels[0])
    span_commands.label(session, start, start + 5, session.labels[1])
    assert session.selected is not None
    span_commands.set_note(session, session.selected, "کیا یہ جگہ ہے؟")
    span_commands.toggle_unsure(session, session.selected)
    qtbot.waitUntil(lambda: len(column(window)) == 2)
    outer, inner = column(window, TEXT, TOLD)
    assert outer == f"\u2068تھامس ویسٹ\u2069: PERSON \u2068شخص\u2069, characters {start} to {end}"
    assert inner.endswith(", inside another span, unsure, note: \u2068کیا یہ جگہ ہے؟\u2069")
    assert column(window, MARKS, TOLD)[1] == "unsure, note: \u2068کیا یہ جگہ ہے؟\u2069"
    assert column(window, MARKS) == ["", "?"]
    rows = window.span_table.rows
    signs = [rows.index(row, MARKS).data(Qt.ItemDataRole.DecorationRole) for row in (0, 1)]
    assert signs[0] is None
    assert not signs[1].isNull()


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("width", [800, 1240, 1400])
@pytest.mark.parametrize("marked", [False, True])
def test_names_of_labels_are_cut_before_the_words_are(
    filled: Window, qapp: QApplication, qtbot: QtBot, percent: int, width: int, marked: bool
) -> None:
    session, table = filled.session, filled.span_table
    long = replace(session.labels[1], name="A NAME THAT IS TOO LONG FOR ANY TABLE")
    label_commands.update(session, session.labels[1], long)
    if marked:
        span_commands.set_note(session, session.spans[0], "ایک نوٹ")
    fonts.use_naskh(qapp, percent)
    try:
        filled.resize(width, 600)
        qtbot.waitUntil(lambda: filled.width() == width and table.rows.rowCount() == 4)
        qtbot.waitUntil(lambda: not marked or table.columnWidth(MARKS) >= table.sizeHintForColumn(MARKS))
        columns = [table.columnWidth(column) for column in (TEXT, LABEL, MARKS)]
        assert sum(columns) == table.viewport().width(), "no column is off the screen"
        needed, half = table.sizeHintForColumn(TEXT), (columns[TEXT] + columns[LABEL]) // 2
        left = table.viewport().width() - columns[MARKS]  # by the other heading
        left -= table.horizontalHeader().sectionSizeFromContents(LABEL).width()
        assert columns[TEXT] >= min(needed, half, left)
        assert columns[LABEL] >= table.iconSize().width()
    finally:
        fonts.use_naskh(qapp)


def test_names_of_labels_are_whole_where_the_words_leave_room(filled: Window, qtbot: QtBot) -> None:
    filled.resize(1400, 800)
    qtbot.waitUntil(lambda: filled.span_table.rows.rowCount() == 4)
    assert filled.span_table.columnWidth(LABEL) >= filled.span_table.sizeHintForColumn(LABEL)


def test_labels_have_their_short_names_where_their_names_have_no_room(
    filled: Window, qapp: QApplication, qtbot: QtBot
) -> None:
    shown, rows = {label.name for label in filled.session.labels}, filled.span_table.rows
    fonts.use_naskh(qapp, 200)
    try:
        filled.resize(1000, 600)
        qtbot.waitUntil(lambda: rows.rowCount() == 4 and not set(column(filled, LABEL)) & shown)
        assert set(column(filled, LABEL)) <= {*short_names(filled.session.labels).values()}
        spoken = rows.index(0, LABEL).data(Qt.ItemDataRole.AccessibleTextRole)
        assert any(name in spoken for name in shown)
    finally:
        fonts.use_naskh(qapp)
    filled.resize(1400, 800)
    qtbot.waitUntil(lambda: set(column(filled, LABEL)) <= shown)


def test_the_column_of_marks_takes_room_only_while_there_are_marks(filled: Window, qtbot: QtBot) -> None:
    table, span = filled.span_table, filled.session.spans[0]
    narrow = table.columnWidth(MARKS)
    assert narrow <= 1
    span_commands.set_note(filled.session, span, "ایک نوٹ")
    qtbot.waitUntil(lambda: table.columnWidth(MARKS) > narrow)
    filled.session.undo()
    qtbot.waitUntil(lambda: table.columnWidth(MARKS) == narrow)


def test_thousands_of_rows_are_never_read_again_for_one(filled: Window, qtbot: QtBot) -> None:
    session = filled.session
    assert session.article is not None
    article, me, text = session.article.id, session.annotator.id, session.article.text
    many = tuple(
        Span(f"many {at}", article, me, at % len(text), at % len(text) + 1 + at // len(text), session.labels[at % 7].id)
        for at in range(2000)
        if at % len(text) + 1 + at // len(text) <= len(text)
    )
    session.do(Edit(), Edit(spans=many), "many")
    rows = filled.span_table.rows
    qtbot.waitUntil(lambda: rows.rowCount() == len(many) + 4)
    before = {row.span.uid: row for row in rows.rows}
    resets: list[QModelIndex] = []
    rows.modelReset.connect(lambda: resets.append(QModelIndex()))
    span_commands.remove(session, session.spans[700])
    qtbot.waitUntil(lambda: rows.rowCount() == len(many) + 3)
    assert not resets
    assert all(before[row.span.uid] is row for row in rows.rows)
