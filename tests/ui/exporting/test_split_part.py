"""Which articles go out, and into which parts of a split."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from models.base.entities import Status
from tests.ui.exporting.driving import Opened, choose, click, export, to_file, to_folder
from ui.shell.window import Window


def test_only_the_articles_in_the_filtered_list_go_out(
    several: Window, opened: Opened, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    field = several.article_list.filter.field
    field.setFocus()
    field.setText("لاہور")
    QTest.keyClick(field, Qt.Key.Key_Return)
    dialog = opened(several)
    click(dialog.articles.shown)
    to_file(monkeypatch, tmp_path / "o.jsonl")
    export(several, dialog, qtbot)
    rows = [json.loads(line) for line in (tmp_path / "o.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(rows) == 3
    assert all("لاہور" in row["text"] for row in rows)


def test_without_a_filter_the_list_is_no_choice_and_no_status_is_refused(several: Window, opened: Opened) -> None:
    dialog = opened(several)
    assert not dialog.articles.shown.isEnabled()
    for box in dialog.articles.statuses.values():
        click(box)
    assert "check at least one status" in dialog.outcome.text()
    assert not dialog.go.isEnabled()
    click(dialog.articles.statuses[Status.DONE])
    assert dialog.go.isEnabled()
    assert dialog.plan().statuses == {Status.DONE}
    dialog.close()


def test_a_split_is_a_folder_and_its_shares_add_up(
    several: Window, opened: Opened, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened(several)
    click(dialog.split.on)
    train = dialog.split.shares["train"]
    train.setFocus()
    train.selectAll()
    QTest.keyClicks(train, "70")
    assert dialog.outcome.text() == "The shares add up to 90 %; make them 100 %."
    assert not dialog.go.isEnabled()
    dialog.split.shares["dev"].stepBy(10)
    click(dialog.split.evenly)
    dialog.folder_name.selectAll()
    QTest.keyClicks(dialog.folder_name, "splits")
    to_folder(monkeypatch, tmp_path)
    export(several, dialog, qtbot)
    files = sorted((tmp_path / "splits").iterdir())
    assert [file.name for file in files] == ["dev.jsonl", "test.jsonl", "train.jsonl"]
    assert sum(len(file.read_text(encoding="utf-8").splitlines()) for file in files) == 4


def test_the_line_of_a_format_says_folder_while_there_is_a_split(window: Window, opened: Opened) -> None:
    dialog = opened(window)
    choose(dialog.kind.box, "CoNLL-2003")
    assert dialog.kind.about.text().startswith("One .conll file:")
    click(dialog.split.on)
    assert dialog.kind.about.text().startswith("A folder of .conll files, one a part:")
    dialog.kind.box.setCurrentIndex(dialog.kind.box.findData("prodigy"))
    assert dialog.kind.about.text().startswith("A folder of .jsonl files, one a part:")
    click(dialog.split.on)
    assert dialog.kind.about.text().startswith("One .jsonl file:")


def test_a_split_groups_by_a_field_and_names_dev(
    several: Window, opened: Opened, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened(several)
    click(dialog.split.on)
    offered = [dialog.split.group_box.itemText(row) for row in range(dialog.split.group_box.count())]
    assert (offered[0], offered[-1]) == ("", "title")
    dialog.split.dev_name.setFocus()
    dialog.split.dev_name.selectAll()
    QTest.keyClicks(dialog.split.dev_name, "up/../x")
    assert not dialog.outcome.text(), "it is said when the field is left"
    QTest.keyClick(dialog.split.dev_name, Qt.Key.Key_Tab)
    assert "a split cannot be called that" in dialog.outcome.text()
    assert not dialog.go.isEnabled()
    dialog.split.dev_name.setFocus()
    dialog.split.dev_name.selectAll()
    QTest.keyClicks(dialog.split.dev_name, "validation")
    dialog.split.group_box.setFocus()
    QTest.keyClicks(dialog.split.group_box, "title")
    assert dialog.plan().group == "title"
    dialog.folder_name.selectAll()
    QTest.keyClicks(dialog.folder_name, "splits")
    to_folder(monkeypatch, tmp_path)
    export(several, dialog, qtbot)
    files = sorted(file.name for file in (tmp_path / "splits").iterdir())
    assert files == ["test.jsonl", "train.jsonl", "validation.jsonl"]
