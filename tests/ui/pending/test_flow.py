"""A disk that refuses, seen from the window: work goes on, nothing is called saved that is not, nothing is lost."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from models.base.entities import Label
from models.base.errors import DiskRefused, UserError
from models.checks import check
from models.project.project import Project
from tests.disks import files_may_not_grow_past
from tests.ui.backed import window_of
from tests.ui.conftest import OpenWindow, Started, choose_files, find, texts
from ui.pending.bar import PendingBar
from ui.session import label_commands, span_commands
from ui.session.session import Session
from ui.shell.window import Window
from ui.spans.model import MARKS


@contextmanager
def refusing(window: Window) -> Iterator[None]:
    """The disk takes no further gesture; one is made before, so that the limit is known."""
    assert span_commands.label(window.session, *find(window, "پاکستان"), window.session.labels[1])
    path = window.session.project.path
    with files_may_not_grow_past(path.with_name(path.name + "-wal").stat().st_size):
        yield


def label(window: Window, words: str) -> bool:
    return span_commands.label(window.session, *find(window, words), window.session.labels[0])


def bar(window: Window) -> PendingBar:
    (found,) = window.findChildren(PendingBar)
    return found


def saved_spans(path: Path) -> int:
    with Project.open(path) as project:
        assert check(project) == []
        found: int = project.value("SELECT count(*) FROM span WHERE deleted = 0")
        return found


def save_as(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    choose_files(monkeypatch, path)


def test_labelling_goes_on_and_is_called_not_saved_until_the_disk_takes_it(window: Window, project_file: Path) -> None:
    said: list[str] = []
    window.session.status_message.connect(said.append)
    with refusing(window):
        assert label(window, "افغانستان")
        assert said[-1] == "not saved yet"
        assert bar(window).isVisible()
        assert bar(window).text().startswith("1 change is not saved")
        assert "check the drive" in bar(window).text()
        assert label(window, "امریکہ")
        assert bar(window).text().startswith("2 changes are not saved")
        assert window.isWindowModified()
        assert [name for name, _ in texts(window)].count("افغانستان") == 1
        window.pending.try_again()
        assert bar(window).isVisible()
        assert not bar(window).again.isHidden()
    QTest.mouseClick(bar(window).again, Qt.MouseButton.LeftButton)
    assert not bar(window).isVisible()
    assert not window.isWindowModified()
    assert said[-1].startswith("saved")
    window.close()
    assert saved_spans(project_file) == 3


def test_it_is_tried_again_without_anybody_asking(window: Window, qtbot: QtBot) -> None:
    with refusing(window):
        assert label(window, "افغانستان")
        assert window.pending.timer.isActive()
    window.pending.timer.start(1)
    qtbot.waitUntil(lambda: not window.session.pending)
    assert not bar(window).isVisible()
    assert not window.pending.timer.isActive()


def test_spans_that_are_not_saved_are_marked_in_the_table(window: Window, qtbot: QtBot) -> None:
    rows = window.span_table.rows
    with refusing(window):
        assert label(window, "افغانستان")
        qtbot.waitUntil(lambda: rows.rowCount() == 2)
        uid = window.session.spans[-1].uid
        marked = {rows.span_at(row).uid: rows.index(row, MARKS) for row in range(2)}
        assert uid in window.session.pending
        assert sorted(index.data() for index in marked.values()) == ["", "*"]
        told = [index.data(Qt.ItemDataRole.AccessibleTextRole) for index in marked.values()]
        assert sorted(told) == ["no note", "not saved yet"]
    assert window.session.save_again()
    assert [rows.index(row, MARKS).data() for row in range(2)] == ["", ""]


def test_undo_and_redo_work_on_what_is_not_saved(window: Window, project_file: Path) -> None:
    with refusing(window):
        assert label(window, "افغانستان")
        window.session.undo()
        assert len(texts(window)) == 1
        window.session.undo()
        assert texts(window) == []
        window.session.redo()
        window.session.redo()
        assert len(texts(window)) == 2
    assert window.session.save_again()
    window.close()
    assert saved_spans(project_file) == 2


def test_closing_asks_and_esc_goes_back_to_the_article(window: Window, project_file: Path) -> None:
    with refusing(window):
        assert label(window, "افغانستان")
        assert not window.close()
        assert window.isVisible()
        dialog = window.pending.dialog
        assert dialog is not None
        assert dialog.isVisible()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert window.pending.dialog is None
        assert label(window, "امریکہ")
    assert window.close()
    assert saved_spans(project_file) == 3


def test_saving_elsewhere_leaves_the_thread_of_the_window_free(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    threads: list[threading.Thread] = []
    copy_to = Project.copy_to

    def noted(project: Project, path: Path) -> str:
        threads.append(threading.current_thread())
        return copy_to(project, path)

    monkeypatch.setattr(Project, "copy_to", noted)
    save_as(monkeypatch, tmp_path / "elsewhere.nishan")
    with refusing(window):
        assert label(window, "افغانستان")
    with qtbot.waitSignal(window.project_asked):
        window.pending.save_elsewhere()
    assert saved_spans(tmp_path / "elsewhere.nishan") == 2
    assert len(threads) == 1
    assert threads[0] is not threading.main_thread()


def test_closing_saves_elsewhere_and_then_closes(
    window: Window, project_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with refusing(window):
        assert label(window, "افغانستان")
        assert not window.close()
        dialog = window.pending.dialog
        assert dialog is not None
        dialog.again.click()
        assert dialog.sentence.text().endswith("Still not saved: 1 change.")
        save_as(monkeypatch, tmp_path / "nowhere" / "x.nishan")
        dialog.elsewhere.click()
        assert "no such folder" in dialog.reason.text()
        assert window.isVisible()
    save_as(monkeypatch, tmp_path / "elsewhere")
    dialog.elsewhere.click()
    assert not window.isVisible()
    assert saved_spans(tmp_path / "elsewhere.nishan") == 2
    assert saved_spans(project_file) == 1
    assert window.settings.last_project == tmp_path / "elsewhere.nishan"


def test_leaving_without_it_is_possible_when_it_is_said_so(window: Window, project_file: Path) -> None:
    with refusing(window):
        assert label(window, "افغانستان")
        assert not window.close()
        assert window.pending.dialog is not None
        window.pending.dialog.leave.click()
        assert not window.isVisible()
    assert saved_spans(project_file) == 1


def test_another_project_opens_only_after_the_question(started: Started, project_file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.nishan"
    Project.create(other).close()
    app = started()
    app.start(project_file)
    window = app.window
    assert window is not None
    with refusing(window):
        assert label(window, "افغانستان")
        window.project_asked.emit(other)
        assert app.window is window
        assert window.pending.dialog is not None
        window.close_asked.emit()
        assert app.window is window
    window.pending.dialog.again.click()
    assert app.window is not None
    assert app.window.session.project.path == other
    assert saved_spans(project_file) == 2


def test_work_goes_on_in_the_place_that_took_it(
    started: Started, project_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = started()
    app.start(project_file)
    window = app.window
    assert window is not None
    with refusing(window):
        assert label(window, "افغانستان")
    save_as(monkeypatch, tmp_path / "elsewhere.nishan")
    bar(window).elsewhere.click()
    assert app.window is not None
    assert app.window is not window
    assert app.window.session.project.path == tmp_path / "elsewhere.nishan"
    assert len(texts(app.window)) == 2


def test_time_worked_is_kept_with_the_rest(window: Window, open_window: OpenWindow) -> None:
    with refusing(window):
        assert label(window, "افغانستان")
        assert window.session.article is not None
        window.session.open_article(window.session.article.id)
        assert len(window.session.pending) == 2
        assert len(texts(window)) == 2
    assert window.session.save_again()


def test_a_copy_that_is_asked_for_has_what_waits(
    started: Started, project_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = started()
    app.start(project_file)
    window = window_of(app)
    with refusing(window):
        assert label(window, "افغانستان")
    save_as(monkeypatch, tmp_path / "copy.nishan")
    window.actions_["save_copy"].trigger()
    assert window_of(app).session.project.path == tmp_path / "copy.nishan"
    assert len(texts(window_of(app))) == 2


def test_a_window_that_stays_shows_what_is_saved(started: Started, project_file: Path, tmp_path: Path) -> None:
    app = started()
    app.start(project_file)
    window = window_of(app)
    broken = tmp_path / "broken.nishan"
    broken.write_bytes(b"no project")
    with refusing(window):
        assert label(window, "افغانستان")
        window.project_asked.emit(broken)
        assert window.pending.dialog is not None
        window.pending.dialog.leave.click()
        assert window.isVisible()
        assert [words for words, _ in texts(window)] == ["پاکستان"]
        assert not window.session.undo_stack.canUndo()
    window.close()
    assert saved_spans(project_file) == 1


def test_file_that_was_overwritten_is_told_and_everything_is_saved_elsewhere(
    window: Window, project_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = project_file.read_bytes()
    assert label(window, "افغانستان")
    project_file.write_bytes(older[:-4096])
    assert label(window, "امریکہ")
    assert bar(window).text().startswith("1 change is not saved")
    assert "was changed by another program while it is open" in bar(window).text()
    assert label(window, "پاکستان")
    save_as(monkeypatch, tmp_path / "elsewhere.nishan")
    bar(window).elsewhere.click()
    assert saved_spans(tmp_path / "elsewhere.nishan") == 3
    assert window.close()
    assert project_file.read_bytes() == older[:-4096]


def test_file_that_was_overwritten_while_nothing_waits_is_told_when_the_window_goes(
    window: Window, project_file: Path
) -> None:
    older = project_file.read_bytes()
    assert label(window, "افغانستان")
    project_file.write_bytes(older[:-4096])
    assert not window.close()
    dialog = window.pending.dialog
    assert dialog is not None
    assert "not in the file any more" in dialog.sentence.text()
    assert "was changed by another program while it is open" in dialog.reason.text()
    dialog.again.click()
    assert window.isVisible()
    dialog.leave.click()
    assert not window.isVisible()
    (kept,) = project_file.parent.glob("test (as it was open here*).nishan")
    assert saved_spans(kept) == 1
    assert project_file.read_bytes() == older[:-4096]


def test_file_that_was_overwritten_and_put_back_takes_what_waited(window: Window, project_file: Path) -> None:
    whole = project_file.read_bytes()
    assert label(window, "افغانستان")
    project_file.write_bytes(b"something else")
    assert label(window, "امریکہ")
    assert len(window.session.pending) == 1
    project_file.write_bytes(whole)
    bar(window).again.click()
    assert not window.session.pending
    assert window.close()
    assert saved_spans(project_file) == 2


@pytest.mark.parametrize("can_be_read", [True, False])
def test_a_new_label_on_several_spans_waits_with_them_and_goes_by_one_undo(
    window: Window, project_file: Path, monkeypatch: pytest.MonkeyPatch, *, can_be_read: bool
) -> None:
    session = window.session
    label(window, "افغانستان")
    with refusing(window):
        before, labels = texts(window), session.labels
        if not can_be_read:
            monkeypatch.setattr(Project, "begin_in_memory", refused)
        new = replace(label_commands.fresh(session), name="نیا", short="نیا")
        label_commands.create_for(session, new, lambda made: span_commands.relabel_many(session, session.spans, made))
        assert (bool(session.pending), session.pending.unreadable) == (True, not can_be_read)
        assert {name for _, name in texts(window)} == {"نیا"}
        assert [each.name for each in session.labels] == [*(each.name for each in labels), "نیا"]
        session.undo()
        assert (texts(window), session.labels) == (before, labels)
        session.redo()
        assert {name for _, name in texts(window)} == {"نیا"}
        monkeypatch.undo()
    assert session.save_again()
    assert {name for _, name in texts(window)} == {"نیا"}
    window.close()
    assert saved_spans(project_file) == len(before)


def refused(_project: Project) -> None:
    raise DiskRefused("the drive is gone", "The drive is gone.")


def test_labels_that_wait_where_the_project_cannot_be_read_are_labels_like_others(
    window: Window, project_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = window.session
    window.actions_["labels"].trigger()
    editor = window.labels.editor
    assert editor is not None
    with refusing(window):
        before = [each.name for each in session.labels]
        monkeypatch.setattr(Project, "begin_in_memory", refused)
        gone = session.labels[-1]
        assert label_commands.delete(session, gone)
        first, second = (label_commands.create(session, new(session, name)) for name in ("پہلا", "دوسرا"))
        assert first is not None
        assert second is not None
        assert first.id != second.id
        with pytest.raises(UserError, match="already"):
            label_commands.create(session, new(session, "پہلا"))
        assert label_commands.move(session, second, 0)
        names = ["دوسرا", *before[:-1], "پہلا"]
        assert [each.name for each in session.labels] == names
        for item in editor.list.items():  # each can be chosen, none is gone
            editor.list.setCurrentItem(item)
            assert editor.form.name.text() == item.text(0).strip("\u2066\u2067\u2068\u2069")
        assert sorted(item.text(0).strip("\u2066\u2067\u2068\u2069") for item in editor.list.items()) == sorted(names)
        monkeypatch.undo()
    assert session.save_again()
    window.close()
    with Project.open(project_file) as project:
        assert [each.name for each in project.labels()] == names


def new(session: Session, name: str) -> Label:
    return replace(label_commands.fresh(session), name=name, short=name)
