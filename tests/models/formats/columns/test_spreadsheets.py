"""Spreadsheets: each sheet as the table it is, and what cells do not say told."""

from __future__ import annotations

import datetime
import io
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from models.base.documents import AnnotatedArticle
from models.base.errors import UserError
from models.formats.columns.spreadsheets import FORMAT
from models.formats.support.options import ReadOptions
from models.importing.detection import files_of
from tests.models.formats.helpers import pairs, read_by

excel = pytest.importorskip("openpyxl")
NEWS = "زینب نے کراچی میں احمد سے ملاقات کی۔"
MORE = 'لاہور میں بارش ہوئی،\nاور سڑکیں بند رہیں۔ "خبر"'
Rows = Sequence[Any]


def book(file: Path, **sheets: Rows) -> Path:
    made = excel.Workbook()
    made.remove(made.active)
    for title, rows in sheets.items():
        page = made.create_sheet(title)
        for row in rows:
            page.append(row)
    made.save(file)
    return file


def get(file: Path, *, strict: bool = False, **roles: tuple[str, ...]) -> tuple[list[AnnotatedArticle], str]:
    found, report = read_by(FORMAT, file, ReadOptions(roles=roles, strict=strict))
    told = [*(f"{place}: {reading}" for place, reading in report.readings.items()), *report.notes]
    return found, "\n".join(str(one).replace(str(file), file.name) for one in told)


def test_a_row_is_an_article_and_each_sheet_a_table(tmp_path: Path) -> None:
    first = [["عنوان", "متن", "date", "n"], ["الف", NEWS, datetime.date(2024, 5, 1), 3.0], ["ب", MORE, None, 2.5]]
    file = book(
        tmp_path / "a.xlsx", خبریں=first, Second=[["id", "text"], [7, "دوسری خبر"], ["x", None], [None, "تیسری"]]
    )
    found, told = get(file)
    assert [one.text for one in found] == [NEWS, MORE, "دوسری خبر", "تیسری"]
    assert [one.title for one in found[:2]] == ["الف", "ب"]
    assert [one.source for one in found] == ["a.xlsx:خبریں:2", "a.xlsx:خبریں:3", "7", "a.xlsx:Second:4"]
    assert [one.meta for one in found[:2]] == [{"date": "2024-05-01", "n": "3"}, {"n": "2.5"}]
    assert "a.xlsx: text = column متن, title = column عنوان" in told
    assert "a.xlsx, sheet Second: text = column text, id = column id" in told
    assert "a.xlsx, sheet Second, row 3: left out: the row has no text" in told


def test_a_column_may_be_chosen(tmp_path: Path) -> None:
    file = book(tmp_path / "a.xlsx", a=[["q", "w"], [NEWS, "x"]])
    with pytest.raises(UserError, match=r"the columns are q, w: choose, --column text=NAME"):
        get(file)
    (found,), _ = get(file, text=("q",))
    assert (found.text, found.meta) == (NEWS, {"w": "x"})


def test_our_own_table_of_spans_comes_back_from_a_workbook(tmp_path: Path) -> None:
    head = ["article_id", "title", "annotator", "label", "start", "end", "text", "article_text"]
    rows = [head, ["7", "t", "sana", "PER", 0, 4, "زینب", NEWS], ["7", "t", "sana", "LOC", 8.0, 13.0, "کراچی", None]]
    (found,), _ = get(book(tmp_path / "a.xlsx", a=rows))
    assert (found.source, found.layers[0].annotator) == ("7", "sana")
    assert pairs(found) == [("زینب", "PER"), ("کراچی", "LOC")]


def test_a_table_of_tokens_is_one(tmp_path: Path) -> None:
    rows = [["زینب", "B-PER"], ["نے", "O"], ["لاہور", "B-LOC"], ["دیکھا", "O"], [], ["احمد", "B-PER"], ["آیا", "O"]]
    found, _ = get(book(tmp_path / "a.xlsx", a=rows))
    assert [pair for one in found for pair in pairs(one)] == [("زینب", "PER"), ("لاہور", "LOC"), ("احمد", "PER")]
    assert "زینب نے لاہور دیکھا" in found[0].text


def test_hidden_and_empty_sheets_are_told(tmp_path: Path) -> None:
    file = book(tmp_path / "a.xlsx", empty=[], secret=[["text"], ["چھپی ہوئی خبر"]], news=[["text"], [NEWS]])
    made = excel.load_workbook(file)
    made["secret"].sheet_state = "hidden"
    made.save(file)
    found, told = get(file)
    assert [one.text for one in found] == [NEWS]
    assert "sheet empty: the sheet is empty; nothing is read" in told
    assert "sheet secret: the sheet is hidden; left out" in told


def test_a_sheet_without_texts_beside_one_with_is_told(tmp_path: Path) -> None:
    file = book(tmp_path / "a.xlsx", legend=[["color", "meaning"], ["red", "x"]], news=[["text"], [NEWS]])
    found, told = get(file)
    assert [one.text for one in found] == [NEWS]
    assert ": the sheet is left out: " in told
    assert "the columns are color, meaning" in told


def test_formulas_give_their_values_and_are_told(tmp_path: Path) -> None:
    file = book(tmp_path / "a.xlsx", a=[["text", "n"], [NEWS, "=1+2"], [MORE, "=2+2"]])
    with zipfile.ZipFile(file) as given:
        parts = {name: given.read(name) for name in given.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert sheet.count(b"<f>1+2</f><v />") + sheet.count(b"<f>1+2</f><v></v>") + sheet.count(b"<f>1+2</f><v/>") == 1
    for empty in (b"<v />", b"<v></v>", b"<v/>"):
        sheet = sheet.replace(b"<f>1+2</f>" + empty, b"<f>1+2</f><v>3</v>")
    parts["xl/worksheets/sheet1.xml"] = sheet
    with zipfile.ZipFile(file, "w") as made:
        for name, part in parts.items():
            made.writestr(name, part)
    found, told = get(file)
    assert [one.meta for one in found] == [{"n": "3"}, {}]
    assert "1 formula: their values as they were saved are read" in told
    assert "1 formula without a value, left empty" in told


def test_merged_cells_stand_in_each_row_and_a_banner_above_is_told(tmp_path: Path) -> None:
    rows = [["خبریں 2024"], [], ["source", "text"], ["BBC", NEWS], [None, MORE], ["DW", "تیسری خبر"]]
    file = book(tmp_path / "a.xlsx", a=rows)
    made = excel.load_workbook(file)
    made["a"].merge_cells("A1:B1")
    made["a"].merge_cells("A4:A5")
    made.save(file)
    found, told = get(file)
    assert [one.meta for one in found] == [{"source": "BBC"}, {"source": "BBC"}, {"source": "DW"}]
    assert "row 1 stands above the table, left out: خبریں 2024" in told
    assert "1 cell merged over several rows; the value is read in each of them" in told
    assert found[0].source == "a.xlsx:a:4"


def test_a_workbook_without_sheets_is_told(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("xl/workbook.xml", "<workbook/>")
    found, told = get(tmp_path / "a.xlsx")
    assert (found, told) == ([], "a.xlsx: no sheet holds a table; nothing is read")


def test_what_is_no_whole_workbook_is_one_sentence(tmp_path: Path) -> None:
    whole = book(tmp_path / "a.xlsx", a=[["text"], [NEWS]]).read_bytes()
    for data in (b"", b"x", whole[:100], whole[:-30]):
        (tmp_path / "b.xlsx").write_bytes(data)
        with pytest.raises(UserError, match="not a whole ZIP archive"):
            get(tmp_path / "b.xlsx")
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as made:
        made.writestr("xl/workbook.xml", '<workbook><sheets><sheet name="a"/></sheets></workbook>')
    with pytest.raises(UserError, match="not a whole workbook"):
        get(tmp_path / "b.xlsx")
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/workbook.xml", b" " * (300 << 20))
    with pytest.raises(UserError, match="unpacks to far more"):
        get(tmp_path / "b.xlsx")


def test_a_cell_at_the_far_corner_costs_nothing(tmp_path: Path) -> None:
    file = book(tmp_path / "a.xlsx", a=[["text"], [NEWS]])
    made = excel.load_workbook(file)
    made["a"]["A1048576"] = MORE
    made.save(file)
    found, _ = get(file)
    assert [one.text for one in found] == [NEWS, MORE]


def test_spreadsheets_are_known_by_contents(tmp_path: Path) -> None:
    file = book(tmp_path / "a.xlsx", a=[["text"], [NEWS]]).rename(tmp_path / "a")
    assert [found.format.key for found in files_of([file])] == ["xlsx"]


def test_without_the_library_it_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = book(tmp_path / "a.xlsx", a=[["text"], [NEWS]])
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(UserError, match="uv sync --extra docs"):
        get(file)


def ods(rows: str, more: str = "") -> bytes:
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style")
    )
    tables = f'<table:table table:name="خبریں">{rows}</table:table>{more}'
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr("content.xml", f"<office:document-content{spaces}>{body}</office:document-content>")
    return out.getvalue()


def row(*cells: str, kind: str = "string", more: str = "") -> str:
    inner = "".join(
        f'<table:table-cell office:value-type="{kind}"><text:p>{cell}</text:p></table:table-cell>' for cell in cells
    )
    return f"<table:table-row>{inner}{more}</table:table-row>"


def test_open_document_sheets_are_read_alike(tmp_path: Path) -> None:
    number = '<table:table-cell office:value-type="float" office:value="3"><text:p>۳</text:p></table:table-cell>'
    end = '<table:table-cell table:number-columns-repeated="16380"/>'
    rows = row("title", "text", "n", more=end) + row("الف", NEWS, more=number + end)
    rows += f'<table:table-row table:number-rows-repeated="1048000"><table:table-cell/>{end}</table:table-row>'
    (tmp_path / "a.ods").write_bytes(ods(rows, '<table:table table:name="b"/>'))
    (found,), told = get(tmp_path / "a.ods")
    assert (found.title, found.text, found.meta, found.source) == ("الف", NEWS, {"n": "3"}, "a.ods:خبریں:2")
    assert "sheet b: the sheet is empty" in told
    assert [one.format.key for one in files_of([tmp_path / "a.ods"])] == ["xlsx"]
