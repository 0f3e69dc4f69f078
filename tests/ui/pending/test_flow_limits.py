"""While the disk refuses: copies that have everything, and a window that stays although it was to be left."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.backed import window_of
from tests.ui.conftest import Started, texts
from tests.ui.pending.test_flow import label, refusing, save_as, saved_spans


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
