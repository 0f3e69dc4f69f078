"""A file's format is told by what is in it, then by its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from models import formats
from models.base.errors import UserError
from models.importing.detection import files_of

SPAN = '"spans":[{"start":0,"end":3,"label":"PERSON"}]'


@pytest.mark.parametrize(
    ("name", "text", "key", "why"),
    [
        ("a.txt", "علی لاہور گیا۔", "text", "its name ends in .txt"),
        ("a.jsonl", f'{{"text":"علی",{SPAN}}}', "jsonl", '"text" and "spans"'),
        ("a.jsonl", '{"text":"علی","label":[[0,3,"PERSON"]]}', "doccano", ""),
        ("a.jsonl", f'{{"text":"علی",{SPAN},"tokens":[],"answer":"accept"}}', "prodigy", ""),
        ("a.json", '[{"data":{"text":"علی"},"annotations":[]}]', "label-studio", ""),
        ("a.txt", "علی\tB-PERSON\nگیا\tO\n۔\tO\n\nوہ\tO\n", "conll2003", ""),
        ("a.conll", "# global.columns = ID FORM NE\n1\tعلی\tB-PERSON\n", "conllu-plus", ""),
        ("a.tsv", "#FORMAT=WebAnno TSV 3.3\n", "webanno-tsv", ""),
        ("a.csv", "text,title\nعلی,x\n", "csv", ""),
        ("a.txt", "<PERSON>علی</PERSON> گیا", "inline", ""),
        ("a.html", "<!DOCTYPE html><html><body>علی</body></html>", "html", ""),
    ],
)
def test_format_is_told_by_contents(tmp_path: Path, name: str, text: str, key: str, why: str) -> None:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    (found,) = files_of([file])
    assert (found.format.key, why in found.why) == (key, True)
    assert found.why


@pytest.mark.parametrize(
    "text",
    [
        "0\x0c-",
        "سرخی -",
        "Vitamin O",
        "علی O\nگیا O",
        "الف -\nب -\nج -\nد -",
        "الف\u2028O\nب\u2028O\nج\u2028O",
        "<xmi:XMI",
        "یہ <xmi:XMI xmlns= ہے",
    ],
)
def test_prose_whose_lines_end_like_tags_stays_an_article(tmp_path: Path, text: str) -> None:
    file = tmp_path / "a.txt"
    file.write_text(text, encoding="utf-8")
    assert [found.format.key for found in files_of([file])] == ["text"]


def test_pair_of_files_is_one_article_however_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("علی")
    (tmp_path / "a.ann").write_text("T1\tPERSON 0 3\tعلی\n", encoding="utf-8")
    for paths in ([tmp_path], [tmp_path / "a.ann"], [tmp_path / "a.txt"], [tmp_path / "a.ann", tmp_path / "a.txt"]):
        assert [(found.path.name, found.format.key) for found in files_of(paths)] == [("a.txt", "brat")]


def test_file_given_twice_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("علی")
    assert len(files_of([tmp_path / "a.txt", tmp_path, tmp_path / "a.txt"])) == 1


def test_what_was_said_goes_before_what_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("<PERSON>علی</PERSON>")
    (found,) = files_of([tmp_path / "a.txt"], "text")
    assert (found.format.key, found.why) == ("text", "that was asked for")
    with pytest.raises(UserError, match="klingon: no such format here"):
        files_of([tmp_path / "a.txt"], "klingon")


def test_every_reader_has_its_name_and_can_be_asked_for() -> None:
    keys = [found.key for found in formats.all_formats()]
    assert len(set(keys)) == len(keys)
    assert all(found.suffixes and found.name for found in formats.all_formats())
