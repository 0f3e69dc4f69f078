"""What is wrong with a table is said with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.base.errors import UserError
from models.formats.support import source as sources
from models.formats.support import tables
from models.formats.support.options import ReadOptions
from models.importing.plan import ImportPlan
from models.importing.run import import_files
from models.project.project import Project
from tests.models.helpers import contents

OURS = "article_id,label,start,end,text,article_text\n"
BAD = {
    "empty": ("", "the table is empty"),
    "only blank lines": ("\n\n", "the table is empty"),
    "no column of texts": ("a,b\n1,2\n", "no column says that it holds the texts; the columns are a, b"),
    "a quote never closed": ('id,text\n1,"a\nb\n', "line 2: a quote is opened and never closed"),
    "a quote not doubled": ('id,text\n1,"a "b" c"\n', "line 2: a quote stands inside a quoted cell"),
    "NUL": ("id,text\n1,a\0b\n", "line 2: holds NUL"),
    "CR alone": ("id,text\r1,a\r", "lines end in CR alone"),
    "ours, cut off": (OURS + "1,P,0,1,a\n", "line 2: the row has not the 6 cells"),
    "ours, no text before": (OURS + "1,P,0,1,a,\n", "line 2: no row before it holds the text of 1"),
    "ours, another article": (OURS + "1,P,0,1,a,ab\n2,P,0,1,a,\n", "line 3: no row before it holds the text of 2"),
    "ours, outside": (OURS + "1,P,0,3,ab,ab\n", r"line 2: the span \[0, 3\) does not lie in the text of 2"),
    "ours, reversed": (OURS + "1,P,2,1,,ab\n", r"\[2, 1\) does not lie"),
    "ours, empty": (OURS + "1,P,1,1,,ab\n", r"\[1, 1\) does not lie"),
    "ours, no number": (OURS + "1,P,x,1,,ab\n", "must be whole numbers, not 'x'"),
    "ours, below zero": (OURS + "1,P,-1,1,,ab\n", "must be whole numbers, not '-1'"),
    "ours, a huge number": (OURS + f"1,P,0,{'9' * 5000},,ab\n", "must be whole numbers"),
    "ours, no label": (OURS + "1, ,0,1,,ab\n", "line 2: the span has no label"),
    "ours, blank text": (OURS + '1,P,0,1,," "\n', "line 2: the text is empty"),
    "ours, bad attributes": ("attributes," + OURS + "{,1,P,0,1,,ab\n", "line 2: not JSON"),
}


@pytest.mark.parametrize(("text", "says"), BAD.values(), ids=BAD.keys())
def test_bad_table_is_named_and_nothing_is_imported(project: Project, tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "bad.csv"
    file.write_bytes(text.encode())
    before = contents(project)
    with pytest.raises(UserError, match=says) as caught:
        import_files(project, [file])
    assert str(caught.value).startswith(str(file))
    assert "\n" not in str(caught.value)
    assert contents(project) == before


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ({"text": "c"}, "there is no column c; the columns are id, text"),
        ({"body": "text"}, "a column cannot be body; choose text, title, id"),
        ({"text": ""}, "no column says that it holds the texts"),
    ],
)
def test_unknown_columns_are_named(project: Project, tmp_path: Path, columns: dict[str, str], says: str) -> None:
    file = tmp_path / "bad.csv"
    file.write_text("id,text\n1,a\n")
    with pytest.raises(UserError, match=says):
        import_files(project, [file], ImportPlan(options=ReadOptions(columns=columns)))


def test_rows_that_are_no_articles_are_noted_by_line(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("id,text\n1,a\n2,b,c\n3\n,,\n4, \n5,e,,\n")
    report = import_files(project, [file])
    assert report.articles == 2
    assert [(note.line, note.what) for note in report.notes] == [
        (3, "the row has 3 cells where the header has 2; left out"),
        (4, "the row has 1 cell where the header has 2; left out"),
        (6, "the row has no text; left out"),
    ]


def test_surface_that_a_spreadsheet_changed_is_noted_and_the_offsets_hold(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(OURS + "1,P,0.0,3.0,01-Feb,1-2\n")
    report = import_files(project, [file])
    assert report.spans == 1
    assert "the cell says '01-Feb', the text '1-2'" in report.notes[-1].what


def test_a_cell_without_end_is_bounded(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MAX_CHARACTERS", 200_000)
    file = tmp_path / "a.csv"
    file.write_text('id,text\n1,"' + "a long line\n" * 20_000)
    with pytest.raises(UserError, match="line 2: a cell is longer than"):
        import_files(project, [file])


def test_a_line_without_end_is_bounded(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MAX_CHARACTERS", 1 << 20)
    file = tmp_path / "a.csv"
    file.write_text("id,text\n1," + "a" * (2 << 20))
    with pytest.raises(UserError, match="line 2: longer than 1 million characters"):
        import_files(project, [file])


def test_bytes_of_another_encoding_are_refused_and_read_when_it_is_chosen(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes("id,متن\n1,لاہور سے\n".encode("cp1256"))
    with pytest.raises(UserError, match="not UTF-8"):
        import_files(project, [file])
    import_files(project, [file], ImportPlan(options=ReadOptions(encoding="windows-1256", columns={"text": "متن"})))
    assert project.value("SELECT text FROM article") == "لاہور سے"
