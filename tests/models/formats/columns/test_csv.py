"""The table of spans, byte for byte; and tables of others, whatever their columns are called."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.base.documents import AnnotatedArticle, FileLocation, LabelledSpan, Layer
from models.base.entities import Label
from models.base.errors import UserError
from models.base.report import Report
from models.exporting.plan import ExportPlan
from models.formats.columns.csv import FORMAT, escaped, unescaped
from models.formats.support import source as sources
from models.formats.support import tables
from models.formats.support.options import ReadOptions
from models.formats.support.sink import Sink
from models.formats.support.source import Head, SourceFile
from models.formats.support.tables import columns_in, guessed_columns
from models.importing.plan import ImportPlan
from models.importing.run import import_files
from models.project.project import Project
from tests.models.formats.helpers import article, read_back, spans_of, written
from tests.models.helpers import contents
from tests.selection import examples

LABELS = (Label("PERSON"),)
CELLS = st.text(st.sampled_from("'=+-@\t\r\nا\",;"), max_size=12)


def exported(path: Path, *articles: AnnotatedArticle) -> Report:
    report = Report()
    assert FORMAT.write
    FORMAT.write(articles, Sink(path, LABELS, report))
    return report


def read(path: Path, **options: Any) -> tuple[list[AnnotatedArticle], Report]:
    report = Report()
    assert FORMAT.read
    return list(FORMAT.read(SourceFile(path, report, options=ReadOptions(**options)))), report


def table(folder: Path, text: str, name: str = "a.csv") -> Path:
    file = folder / name
    file.write_bytes(text.encode())
    return file


# --- out ---


def test_export_is_a_row_a_span_with_the_text_in_the_first(tmp_path: Path) -> None:
    one = article("علی اور\nزید", [(0, 3, "PERSON"), (8, 11, "PERSON")], "1.txt")
    report = exported(tmp_path / "out.csv", one, article("بغیر", [], "2.txt"))
    assert (tmp_path / "out.csv").read_bytes().decode() == (
        "\ufeffarticle_id,title,annotator,label,start,end,text,note,confidence,attributes,meta,article_text\r\n"
        '1.txt,"علی اور\nزید",me,PERSON,0,3,علی,,,,,"علی اور\nزید"\r\n'
        '1.txt,"علی اور\nزید",me,PERSON,8,11,زید,,,,,\r\n'
        "2.txt,بغیر,,,,,,,,,,بغیر\r\n"
    )
    assert (report.articles, report.spans, report.notes) == (2, 2, [])


def test_no_cell_begins_as_a_formula(tmp_path: Path) -> None:
    exported(tmp_path / "out.csv", article("=SUM(A1) -1", [(0, 4, "PERSON"), (9, 11, "PERSON")], "@a"))
    rows = csv.reader(io.StringIO((tmp_path / "out.csv").read_text("utf-8-sig"), newline=""))
    assert not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]


@given(CELLS)
def test_escaping_is_undone_exactly_and_leaves_no_formula(cell: str) -> None:
    assert unescaped(escaped(cell)) == cell
    assert escaped(cell)[:1] not in tuple("=+-@\t\r")


@settings(max_examples=examples(50), deadline=None)
@given(CELLS.filter(lambda text: text.strip("\n").strip() and "\r" not in text), CELLS, CELLS)
def test_texts_notes_and_meta_come_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, text: str, note: str, other: str
) -> None:
    path = tmp_path_factory.mktemp("csv") / "out.csv"
    span = LabelledSpan(0, 1, "PERSON", note=note, confidence="low", attributes={"k": other})
    layers = (Layer("@me", spans=(span,), labels=("Topic",)), Layer("'=b", spans=(span,)))
    exported(path, AnnotatedArticle("-1", "t", text, meta={"m": [other]}, layers=layers))
    (again,), _ = read(path)
    assert (again.source, again.text, again.meta) == ("-1", text, {"m": [other]})
    assert again.layers == layers


def test_offsets_hold_when_a_tool_has_made_all_line_ends_crlf(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    exported(path, article("الف\nلاہور", [(4, 9, "PERSON")]))
    path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    (again,), _ = read(path)
    assert again.text[slice(*again.layers[0].spans[0][:2])] == "لاہور"
    assert again.changes == ("crlf",)


def test_table_saved_by_a_german_excel_still_comes_back() -> None:
    one = article("علی; زید", [(0, 3, "PERSON")])
    with written([one], ExportPlan("csv"), ".csv") as there:
        rows = list(csv.reader(io.StringIO(there.path.read_text("utf-8-sig"), newline="")))
        with there.path.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out, delimiter=";").writerows(rows)
        again, _ = read_back(there.path)
    assert spans_of(again) == spans_of([one])


def test_article_longer_than_a_cell_of_excel_is_noted(tmp_path: Path) -> None:
    report = exported(tmp_path / "out.csv", article("ا" * 32_768, []))
    assert "1 article longer than the 32,767 characters" in str(report.notes[0])
    (again,), _ = read(tmp_path / "out.csv")
    assert len(again.text) == 32_768


# --- in ---


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_delimiter_is_told_whatever_the_texts_hold(tmp_path: Path, sign: str) -> None:
    other = "".join({",", ";", "|"} - {sign})
    rows = "".join(f'{n}{sign}a{other * n}b{sign}"کہا ""نہیں""\n{sign}"\n' for n in range(3))
    file = table(tmp_path, f"id{sign}headline{sign}متن\n" + rows)
    found, report = read(file)
    assert [(one.source, one.title, one.text) for one in found] == [
        (str(n), f"a{other * n}b", f'کہا "نہیں"\n{sign}') for n in range(3)
    ]
    assert [one.where.line for one in found if isinstance(one.where, FileLocation)] == [2, 4, 6]
    assert report.notes == []


def test_columns_are_guessed_by_usual_names(tmp_path: Path) -> None:
    file = table(tmp_path, "ID,Headline,News Text,url,,url\n1,س,متن,u,x,v\n")
    names = columns_in(Head.of(file))
    assert names == ["ID", "Headline", "News Text", "url", "column 5", "url 2"]
    assert guessed_columns(names) == {"id": "ID", "title": "Headline", "text": "News Text"}
    (one,), _ = read(file)
    assert one.meta == {"url": "u", "column 5": "x", "url 2": "v"}
    assert guessed_columns(["متن", "عنوان"]) == {"text": "متن", "title": "عنوان"}
    assert columns_in(Head.of(tmp_path / "none.csv")) == []


def test_chosen_columns_win_over_names(tmp_path: Path) -> None:
    file = table(tmp_path, "text,b,title\nx,y,z\n")
    (one,), _ = read(file, roles={"text": ("b",), "title": ()})
    assert (one.text, one.title, one.meta) == ("y", "y", {"text": "x", "title": "z"})


def test_cells_that_look_like_formulas_are_text_and_stay_it(tmp_path: Path, project: Project) -> None:
    file = table(tmp_path, "text,n\n=1+1,'=x\n'-علی,\n")
    import_files(project, [file])
    assert [row[0] for row in project.rows("SELECT text FROM article ORDER BY id")] == ["=1+1", "'-علی"]


def test_tables_of_excel_in_utf16_and_of_one_column(tmp_path: Path) -> None:
    file = tmp_path / "u.tsv"
    file.write_bytes("id\ttext\r\n1\tعلی\r\n".encode("utf-16"))
    assert [one.text for one in read(file)[0]] == ["علی"]
    assert [one.text for one in read(table(tmp_path, "text\nعلی, زید\n"))[0]] == ["علی, زید"]
    assert [one.text for one in read(table(tmp_path, "sep=|\na|text\n1|x\n"))[0]] == ["x"]


def test_column_is_chosen_through_the_whole_import(tmp_path: Path, project: Project) -> None:
    plan = ImportPlan(options=ReadOptions(roles={"text": ("b",)}))
    report = import_files(project, [table(tmp_path, "a,b\n1,علی\n")], plan)
    assert (report.articles, project.value("SELECT text FROM article")) == (1, "علی")


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
    "ours, outside": (OURS + "1,P,0,3,,ab\n", r"line 2: the span \[0, 3\) does not lie in the text of 2"),
    "ours, reversed": (OURS + "1,P,2,1,,ab\n", r"\[2, 1\) does not lie"),
    "ours, empty": (OURS + "1,P,1,1,,ab\n", r"\[1, 1\) does not lie"),
    "ours, no number": (OURS + "1,P,x,1,,ab\n", "must be whole numbers, not 'x'"),
    "ours, below zero": (OURS + "1,P,-1,1,,ab\n", "must be whole numbers, not '-1'"),
    "ours, a huge number": (OURS + f"1,P,0,{'9' * 5000},,ab\n", "must be whole numbers"),
    "ours, no label": (OURS + "1, ,0,1,,ab\n", "line 2: the span has no label"),
    "ours, blank text": (OURS + '1,P,0,1,," "\n', "line 2: the text is empty"),
    "ours, bad attributes": ("attributes," + OURS + "{,1,P,0,1,,ab\n", "line 2: not JSON"),
}


STRICT = ImportPlan(options=ReadOptions(strict=True))


@pytest.mark.parametrize(("text", "says"), BAD.values(), ids=BAD.keys())
def test_bad_table_is_named_and_nothing_is_imported(project: Project, tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "bad.csv"
    file.write_bytes(text.encode())
    before = contents(project)
    with pytest.raises(UserError, match=says) as caught:
        import_files(project, [file], STRICT)
    assert str(caught.value).startswith(str(file))
    assert "\n" not in str(caught.value)
    assert contents(project) == before


@pytest.mark.parametrize(("text", "says"), BAD.values(), ids=BAD.keys())
def test_bad_table_is_named_and_what_can_be_read_comes_in(
    project: Project, tmp_path: Path, text: str, says: str
) -> None:
    (tmp_path / "bad.csv").write_bytes(text.encode())
    (tmp_path / "good.txt").write_text("علی")
    report = import_files(project, [tmp_path / "bad.csv", tmp_path / "good.txt"])
    (note,) = report.notes
    said = f"{note.where}: {note.what}".replace(": the file is left out: ", ": ").replace(": left out: ", ": ")
    assert re.search(says, said)
    assert report.lost == 1
    assert report.articles >= 1


def test_bad_rows_of_our_own_table_are_left_out_and_the_others_come_in(project: Project, tmp_path: Path) -> None:
    rows = ["1,P,0,1,a,ab", "1,P,0,9,a,", "2,P,0,1,a,", "1,Q,1", "3,P,0,1,,  ", "3,P,0,1,,", "4,P,0,1,c,cd"]
    (tmp_path / "a.csv").write_text(OURS + "\n".join(rows) + "\n")
    report = import_files(project, [tmp_path / "a.csv"])
    assert (report.articles, report.spans, report.left_out, report.spans_left_out) == (2, 2, 4, 1)
    assert [note.line for note in report.notes] == [3, 4, 5, 6, 7]
    assert str(report).startswith("4 records, 1 span LEFT OUT; 2 articles, 2 spans")


def test_table_that_breaks_off_keeps_the_rows_before(project: Project, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('id,text\n1,الف\n2,ب\n3,"ج\n')
    report = import_files(project, [tmp_path / "a.csv"])
    assert (report.articles, report.broken_off) == (2, 1)
    assert str(report).startswith("1 file READ IN PART; 2 articles")
    assert report.notes[0].where.endswith("a.csv, line 4")


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ({"text": ("c",)}, "there is no column c; the columns are id, text"),
        ({"text": ()}, "no column says that it holds the texts"),
    ],
)
def test_unknown_columns_are_named(
    project: Project, tmp_path: Path, columns: dict[str, tuple[str, ...]], says: str
) -> None:
    file = tmp_path / "bad.csv"
    file.write_text("id,text\n1,a\n")
    with pytest.raises(UserError, match=says):
        import_files(project, [file], ImportPlan(options=ReadOptions(roles=columns)))


def test_rows_that_are_no_articles_are_noted_by_line(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("id,text\n1,a\n2,b,c\n3\n,,\n4, \n5,e,,\n")
    report = import_files(project, [file])
    assert report.articles == 2
    assert [(note.line, note.what) for note in report.notes] == [
        (3, "left out: the row has 3 cells where the header has 2"),
        (4, "left out: the row has 1 cell where the header has 2"),
        (6, "left out: the row has no text, the cell is empty"),
    ]
    assert report.left_out == 3


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
    import_files(project, [file], ImportPlan(options=ReadOptions(encoding="windows-1256", roles={"text": ("متن",)})))
    assert project.value("SELECT text FROM article") == "لاہور سے"


def test_words_of_a_span_near_its_offsets_are_taken_there_and_told(tmp_path: Path) -> None:
    file, report = tmp_path / "a.csv", Report()
    file.write_text(OURS + "1,P,0,2,ab,ab cd\n1,P,2,4,cd,\n1,P,0,2,zz,\n", encoding="utf-8")
    assert FORMAT.read
    (one,) = FORMAT.read(SourceFile(file, report))
    assert [span[:2] for span in one.layers[0].spans] == [(0, 2), (3, 5), (0, 2)]
    assert [note.what for note in report.notes] == [
        "the cell's 'cd' is not at [2, 4) but at [3, 5); taken there",
        "the cell says 'zz', the text 'ab'; the text was taken",
    ]


# --- tables of others that say where spans are ---


MARKED = {
    "JSON": ('text,label\n{text},"[{{""start"": 0, ""end"": 4, ""labels"": [""PER""]}}]"\n', 1),
    "tuples of Python": ("text,entities\n{text},\"[(0, 4, 'PER')]\"\nب,\n", 2),
    "objects of Python": ("text;spans\n{text};[{{'start': 0, 'end': 4, 'label': 'PER', 'x': None}}]\n", 1),
    "a span a row": ("text,start,end,label\n{text},0,4,PER\nب,,,\n", 2),
    "a span a row of pandas": ("text,begin,stop,tag\n{text},0.0,4.0,PER\nب,,,\n", 2),
    "tokens": ("text\ttokens\tner_tags\nزینب ہے\t['زینب', 'ہے']\t['B-PER', 'O']\n", 1),
}


@pytest.mark.parametrize("kind", MARKED)
def test_spans_in_cells_are_read(tmp_path: Path, kind: str) -> None:
    given, count = MARKED[kind]
    articles, report = read(table(tmp_path, given.format(text="زینب نے کہا")))
    assert len(articles) == count
    assert [(span.start, span.end, span.label) for span in articles[0].layers[0].spans] == [(0, 4, "PER")]
    assert not articles[0].meta
    (reading,) = report.readings.values()
    assert (reading.kind, reading.roles["text"]) == ("column", ("text",))
    assert report.lost == 0


def test_rows_of_one_text_with_a_span_each_are_one_article_a_layer_a_person(tmp_path: Path) -> None:
    rows = [
        "text,start,end,label,annotator,sure",
        "زینب نے,0,4,PER,sana,yes",
        "زینب نے,5,7,X,sana,no",
        "زینب نے,0,4,ORG,ali,no",
    ]
    (one,), _ = read(table(tmp_path, "\n".join(rows)))
    layers = {layer.annotator: [(span.start, span.end, span.label) for span in layer.spans] for layer in one.layers}
    assert layers == {"sana": [(0, 4, "PER"), (5, 7, "X")], "ali": [(0, 4, "ORG")]}
    assert [span.attributes["sure"] for layer in one.layers for span in layer.spans] == ["yes", "no", "no"]


def test_a_bad_span_of_a_row_is_left_out_and_told(tmp_path: Path) -> None:
    articles, report = read(table(tmp_path, "text,start,end,label\nالف ب,0,3,X\nج د,9,12,X\nہ و,0,1,\nاب\n,0,1,X\n"))
    assert [article.text for article in articles] == ["الف ب", "ج د", "ہ و"]
    assert (report.spans_left_out, report.left_out) == (2, 2)


def test_labels_of_a_table_that_are_not_read_are_told(tmp_path: Path) -> None:
    file = table(tmp_path, "text,label,tokens\nالف,pos,\"['a' 'b']\"\nب,neg,\n")
    articles, report = read(file)
    assert [article.meta["label"] for article in articles] == ["pos", "neg"]
    assert [note.what for note in report.notes] == [
        '"label" looks like annotations (2 items in 2 records), which is not read; it is kept in the meta'
    ]
    articles, report = read(file, roles={"label": ("label",)})
    assert [layer.labels for article in articles for layer in article.layers] == [("pos",), ("neg",)]
    with pytest.raises(UserError, match='there is no column "tag"; the columns are: text, label, tokens'):
        read(file, roles={"label": ("tag",)})
