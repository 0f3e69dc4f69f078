"""Texts that differ in white space, spelling or signs alone are imported, and told as likely duplicates."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from models.importing import likely
from models.importing.run import import_files
from models.project.project import Project

TEXT = "وزیراعظم شہباز شریف نے کہا کہ آج مؤرخہ ۵ مئی کو لاہور میں اجلاس ہوگا۔"
OTHERS = {
    "decomposed": unicodedata.normalize("NFD", TEXT),
    "Arabic letters": TEXT.replace("ی", "ي").replace("ک", "ك"),
    "signs": TEXT.replace("شریف", "شَرِیف"),
    "white space": TEXT.replace(" ", "\u00a0\n  "),
    "digits": TEXT.replace("۵", "5"),
    "blank lines before": "\n" * 200 + TEXT,
    "a mark inside": TEXT.replace(" نے", " \ufeffنے"),
    "a line end after": TEXT + "\r\n",
}


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS.keys())
@pytest.mark.parametrize("at_once", [True, False])
def test_likely_duplicate_is_told_with_both_names(project: Project, tmp_path: Path, text: str, at_once: bool) -> None:
    one, two = tmp_path / "one.txt", tmp_path / "two.txt"
    one.write_bytes(TEXT.encode())
    two.write_bytes(text.encode())
    if not at_once:
        assert import_files(project, [one]).duplicates == 0
    report = import_files(project, [one, two] if at_once else [two])
    assert report.duplicates == 1
    (note,) = [note for note in report.notes if "likely a duplicate" in note.what]
    assert note.where == "two.txt"
    assert "of one.txt; kept" in note.what
    assert project.value("SELECT count(*) FROM article") == 2
    assert "1 likely duplicate" in str(report)


def test_other_texts_that_begin_alike_are_no_duplicates(project: Project, tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(f"{TEXT} {'ا' * number}", encoding="utf-8")
        assert import_files(project, [tmp_path / f"{number}.txt"]).duplicates == 0


def test_many_are_counted_and_the_first_are_named(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(likely, "_MAX_NAMED", 2)
    monkeypatch.setattr(likely, "_STEP", 2)
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text(f"{TEXT} {number}", encoding="utf-8")
    import_files(project, [tmp_path])
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text(f"{TEXT}  {number}", encoding="utf-8")
    report = import_files(project, [tmp_path])
    assert (report.articles, report.duplicates, report.further.total()) == (5, 5, 3)
    assert sum("likely a duplicate" in note.what for note in report.notes) == 2
