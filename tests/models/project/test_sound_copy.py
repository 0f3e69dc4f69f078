"""What leaves a damaged project is what is sound in it, and what is not is named."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from models.backups.backing_up import back_up
from models.backups.listing import Reason
from models.base.errors import UserError
from models.exporting.card import Card
from models.exporting.plan import ExportPlan
from models.exporting.run import export, rehearse
from models.project.project import Project
from models.project.sound import LISTS, Unsound, read_sound
from models.project.sound_copy import sound_copy
from models.project.stats import stats
from tests.models.checks.test_damaged_rows import STATEMENTS, damage, make
from tests.selection import one_in
from tests.stress.crash import flips, leaving

SMALL = ("label", "annotator", "work", "rejection", "guideline")
ALL = (*LISTS, "article", "span", "event")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "p.nishan"
    make(made)
    return made


def jsonl(path: Path, out: Path) -> tuple[str, str]:
    """What an export says is damaged, and what it wrote."""
    with Project.open(path) as project:
        report = export(project, out, ExportPlan("jsonl"))
    return report.damage, out.read_text(encoding="utf-8")


def test_sound_project_is_read_without_a_copy(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.exporting.run.sound_copy", None)
    assert jsonl(path, tmp_path / "o")[0] == ""
    with Project.open(path) as project:
        read_sound(project, ALL)
        assert stats(project)["damage"] == {"what": "", "left_out": {}, "notes": []}


def test_copy_of_a_sound_project_gives_the_same_dataset_and_goes(path: Path, tmp_path: Path) -> None:
    _, whole = jsonl(path, tmp_path / "o")
    with Project.open(path) as project:
        with sound_copy(project) as (copy, left_out):
            assert not left_out
            export(copy, tmp_path / "copied", ExportPlan("jsonl"))
            (name,) = [file for _, name, file in copy.rows("PRAGMA database_list") if name == "main"]
        assert not Path(name).exists()
    assert (tmp_path / "copied").read_text(encoding="utf-8") == whole


@pytest.mark.parametrize("statement", one_in(4, STATEMENTS))
def test_damaged_values_never_end_in_more_than_a_sentence_and_are_told(
    path: Path, tmp_path: Path, statement: str
) -> None:
    _, whole = jsonl(path, tmp_path / "o")
    with Project.open(path) as project:
        counts = stats(project)
    damage(path, "PRAGMA foreign_keys = OFF", statement)
    for key in ("jsonl", "conll2003"):
        with Project.open(path) as project:
            try:
                report = export(project, tmp_path / key, ExportPlan(key, "" if key == "jsonl" else "sana"))
            except UserError:
                continue
        if key == "jsonl":
            assert report.damage or (tmp_path / key).read_text(encoding="utf-8") == whole
    with Project.open(path) as project:
        found = stats(project)
    assert found["damage"]["notes"] or found == counts


def test_damaged_span_is_left_out_and_named_and_the_others_stay(path: Path, tmp_path: Path) -> None:
    _, whole = jsonl(path, tmp_path / "o")
    damage(path, "UPDATE span SET start = 1 WHERE article_id = 2 AND start = 0")
    told, left = jsonl(path, tmp_path / "o")
    assert told == "1 span"
    assert whole.count('"uid"') - left.count('"uid"') == 1
    with Project.open(path) as project:
        report = rehearse(project, ExportPlan("conll2003", "sana", card=Card()))
        assert "article 2" in report.notes[0].what
        assert report.to_json()["damage"] == "1 span"
        damage_ = stats(project)["damage"]
    assert (damage_["what"], len(damage_["notes"])) == ("1 span", 1)


@pytest.mark.parametrize("value", [1, -1])
def test_span_that_says_that_it_is_deleted_and_is_not_is_told(path: Path, tmp_path: Path, value: int) -> None:
    damage(path, f"UPDATE span SET deleted = {value} WHERE article_id = 2 AND start = 0")
    told, _ = jsonl(path, tmp_path / "o")
    assert told == "1 span"


def test_card_says_what_is_damaged(path: Path, tmp_path: Path) -> None:
    damage(path, "UPDATE span SET note = 'x' WHERE article_id = 2 AND start = 0")
    with Project.open(path) as project:
        export(project, tmp_path / "o.jsonl", ExportPlan("jsonl", card=Card("T")))
    card = (tmp_path / "o.README.md").read_text(encoding="utf-8")
    assert "## Damage\n\nThe project was damaged when this was made. Left out: 1 span.\n\n- span " in card
    assert "Everything was kept as it is." in card


def test_what_refers_to_a_damaged_label_is_left_out_with_it(path: Path, tmp_path: Path) -> None:
    damage(path, "UPDATE label SET name = 'PERSOM' WHERE name = 'PERSON'")
    told, left = jsonl(path, tmp_path / "o")
    assert told.startswith("1 label, ")
    assert "span" in told
    assert "PERSOM" not in left
    assert '"label":"PERSON"' not in left
    assert '"label":"LOCATION"' in left


def test_index_that_lost_a_span_loses_none_of_the_dataset(path: Path, tmp_path: Path) -> None:
    _, whole = jsonl(path, tmp_path / "o")
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("PRAGMA writable_schema = ON")
        (sql,) = conn.execute("SELECT sql FROM sqlite_schema WHERE name = 'span_layer'").fetchone()
        conn.execute("UPDATE sqlite_schema SET sql = sql || ' WHERE start > 0' WHERE name = 'span_layer'")
        conn.commit()
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("REINDEX span_layer")
        conn.execute("PRAGMA writable_schema = ON")
        conn.execute("UPDATE sqlite_schema SET sql = ? WHERE name = 'span_layer'", (sql,))
        conn.commit()
    told, left = jsonl(path, tmp_path / "o")
    assert left == whole
    assert told


def test_span_that_only_the_index_knows_is_named(path: Path, tmp_path: Path) -> None:
    jsonl(path, tmp_path / "o")
    with Project.open(path) as project, sound_copy(project) as (_, sound):
        assert not sound
    _take_last_span_from_its_page(path)
    told, _ = jsonl(path, tmp_path / "o")
    assert told == "1 span"


def _take_last_span_from_its_page(path: Path) -> None:
    """Count one cell less on the page of spans, as a flipped bit can."""
    with closing(sqlite3.connect(path)) as conn:
        (root,) = conn.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'span'").fetchone()
        (size,) = conn.execute("PRAGMA page_size").fetchone()
    with path.open("r+b") as file:
        file.seek((root - 1) * size)
        head = file.read(8)
        assert head[0] == 13, "a leaf"
        file.seek((root - 1) * size + 3)
        file.write((int.from_bytes(head[3:5], "big") - 1).to_bytes(2, "big"))


def test_lists_are_read_by_their_rows_alone(path: Path) -> None:
    damage(path, "UPDATE annotator SET name = 'bana' WHERE name = 'sana'")
    with Project.open(path) as project, pytest.raises(Unsound):
        read_sound(project, ("annotator",))


def test_copy_and_backup_say_what_is_damaged(path: Path, tmp_path: Path) -> None:
    with Project.open(path) as project:
        assert project.copy_to(tmp_path / "sound.nishan") == ""
    damage(path, "UPDATE span SET note = 'x' WHERE article_id = 2 AND start = 0")
    with Project.open(path) as project:
        found = project.copy_to(tmp_path / "copy.nishan")
        made = back_up(project.source(), tmp_path / "backups", Reason.IMPORT)
    assert found == "1 span not as written"
    assert made is not None
    assert made.contents is not None
    assert made.contents.damage == found
    assert not made.is_sound


@pytest.mark.parametrize("table", one_in(3, [("span",), ("article",), SMALL]))
def test_flipped_bits_reach_nothing_without_a_word(tmp_path: Path, table: tuple[str, ...]) -> None:
    """A short run of `tests.stress.crash.leaving`."""
    flips.make(tmp_path / "whole.nishan", 4)
    found = leaving.bits(tmp_path / "whole.nishan", table, 12, 5)
    seen = [*leaving.outcomes(tmp_path, found)]
    assert len(seen) == 12 * 4
    assert [each for each in seen if each[2] in {"SILENT", "error"}] == []
    assert json.dumps(seen)
