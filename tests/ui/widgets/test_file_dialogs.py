"""The file dialogs of every feature open no file: closing the project's would drop SQLite's locks."""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QFileInfo, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QFileSystemModel, QLineEdit
from pytestqt.qtbot import QtBot

from tests.models.helpers import ROOT
from tests.models.storage.test_own_project import is_locked
from ui.shell.window import Window
from ui.widgets import file_dialogs
from ui.widgets.file_dialogs import FileDialog, NameIcons

REAL_ASK = file_dialogs.ask


def shown(qtbot: QtBot, dialog: FileDialog, names: int) -> QFileDialog:
    """Show it and wait until it lists the folder, as it lies there for a person."""
    dialog.show()
    model = dialog.findChild(QFileSystemModel)
    assert model is not None
    root = model.index(dialog.directory().absolutePath())
    qtbot.waitUntil(lambda: model.rowCount(root) >= names)
    for row in range(model.rowCount(root)):
        for column in range(model.columnCount()):
            model.data(model.index(row, column, root))
    qtbot.wait(100)
    return dialog


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a lock as long as the file is open")
@pytest.mark.parametrize("filters", ["Nishan projects (*.nishan)", "All files (*)"])
def test_looking_at_the_folder_of_the_open_project_leaves_its_lock(qtbot: QtBot, window: Window, filters: str) -> None:
    path = window.session.project.path
    odd = [path.with_name(name) for name in ("link.nishan", "hard.txt", "no_suffix")]
    odd[0].symlink_to(path)
    os.link(path, odd[1])
    os.link(path, odd[2])
    dialog = FileDialog(window, "Open", path.parent, filters)
    shown(qtbot, dialog, 1)
    assert is_locked(path)
    dialog.close()
    dialog.deleteLater()
    assert is_locked(path)


def write(dialog: FileDialog, name: str) -> None:
    line = dialog.findChild(QLineEdit)
    assert line is not None
    line.clear()
    QTest.keyClicks(line, name)
    dialog.accept()


def answered(pick: Callable[[FileDialog], object]) -> None:
    """Press a button of the dialog that comes up next."""

    def press() -> None:
        (dialog,) = [each for each in QApplication.topLevelWidgets() if isinstance(each, FileDialog)]
        pick(dialog)

    QTimer.singleShot(300, press)


def test_files_and_folders_are_asked_for(
    qtbot: QtBot, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_dialogs, "ask", REAL_ASK)
    path = window.session.project.path
    monkeypatch.chdir(tmp_path)
    answered(FileDialog.accept)
    assert file_dialogs.ask_save_project(window, "Save", tmp_path / "new") == tmp_path / "new.nishan"
    answered(FileDialog.accept)
    assert file_dialogs.ask_save_project(window, "Save", tmp_path / "NEW.NISHAN") == tmp_path / "NEW.NISHAN"
    answered(FileDialog.reject)
    assert file_dialogs.ask_save_labels(window, "Save", tmp_path / "labels.toml") is None
    answered(FileDialog.accept)
    assert file_dialogs.ask_save_report(window) == Path.cwd() / "report.json"
    answered(lambda dialog: write(dialog, path.name))
    assert file_dialogs.ask_open_project(window, tmp_path) == path
    answered(lambda dialog: write(dialog, path.name))
    assert file_dialogs.ask_articles(window, "Import", ";;All files (*)") == [path]
    answered(FileDialog.accept)
    assert file_dialogs.ask_folder(window, "Folder", tmp_path) == tmp_path
    assert is_locked(path) or sys.platform == "win32"


def test_types_are_told_by_the_name_alone(qtbot: QtBot, tmp_path: Path) -> None:
    icons = NameIcons(QApplication.style())
    (tmp_path / "folder.nishan").mkdir()
    (tmp_path / "p.nishan").write_bytes(b"")
    told = [icons.type(QFileInfo(str(tmp_path / name))) for name in ("folder.nishan", "p.nishan", "none")]
    assert told == ["Folder", "nishan file", "File"]
    kind = NameIcons.IconType
    assert not icons.icon(kind.File).isNull()
    assert not icons.icon(kind.Computer).isNull()


def test_no_other_module_has_a_file_dialog() -> None:
    found = []
    for file in sorted((ROOT / "ui").rglob("*.py")):
        words = {node.id for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Name)}
        imported = {
            alias.name
            for node in ast.walk(ast.parse(file.read_text("utf-8")))
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        if (words | imported) & {"QFileDialog", "QFileSystemModel", "QFileIconProvider", "QMimeDatabase"}:
            found.append(file.relative_to(ROOT).as_posix())
    assert found == ["ui/widgets/file_dialogs.py"]
