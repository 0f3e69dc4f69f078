"""Word documents: their text in order, and no archive that is a bomb."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

import pytest

from models.base.documents import AnnotatedArticle
from models.base.errors import UserError
from models.base.report import Report
from models.formats.documents.docx import FORMAT
from models.formats.support.source import SourceFile

docx = pytest.importorskip("docx")


def get(file: Path, data: bytes | None = None) -> tuple[AnnotatedArticle, list[str]]:
    if data is not None:
        file.write_bytes(data)
    report = Report()
    assert FORMAT.read
    (found,) = FORMAT.read(SourceFile(file, report))
    return found, [note.what for note in report.notes]


def refusal(file: Path, data: bytes) -> str:
    with pytest.raises(UserError) as caught:
        get(file, data)
    assert "\n" not in str(caught.value)
    return str(caught.value).removeprefix(str(file))


def document() -> bytes:
    made = docx.Document()
    made.core_properties.title = "عنوان"
    made.core_properties.author = "علی"
    made.add_paragraph("عمران خان😀\nلاہور")
    table = made.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "ایک", "دو"
    made.add_paragraph("آخر\tمیں")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def changed(data: bytes, name: str, old: bytes, new: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for info in given.infolist():
            part = given.read(info)
            made.writestr(info.filename, part.replace(old, new) if info.filename == name else part)
    return out.getvalue()


def test_paragraphs_and_tables_come_in_order(tmp_path: Path) -> None:
    found, notes = get(tmp_path / "a.docx", document())
    assert found.text == "عمران خان😀\nلاہور\nایک\nدو\nآخر\tمیں"
    assert (found.title, found.meta, found.source, notes) == ("عنوان", {"author": "علی"}, "a.docx", [])


def test_inserted_text_is_text_and_deleted_text_is_none(tmp_path: Path) -> None:
    tracked = (
        '<w:p><w:ins w:id="1" w:author="x"><w:r><w:t>نیا</w:t></w:r></w:ins>'
        '<w:del w:id="2" w:author="x"><w:r><w:delText>پرانا</w:delText></w:r></w:del>'
        '<w:hyperlink><w:r><w:t xml:space="preserve"> ربط</w:t></w:r></w:hyperlink></w:p>'
        "<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>ڈبہ</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p><w:sectPr"
    )
    data = changed(document(), "word/document.xml", b"<w:sectPr", tracked.encode())
    found, notes = get(tmp_path / "a.docx", data)
    assert found.text.endswith("آخر\tمیں\nنیا ربط")
    assert notes == ["1 deleted stretch; left out", "1 text box; left out"]


def test_without_a_title_the_first_line_is_it(tmp_path: Path) -> None:
    found, _ = get(tmp_path / "a.docx", changed(document(), "docProps/core.xml", "عنوان".encode(), b""))
    assert found.title == "عمران خان😀"


def test_xml_with_entities_is_not_parsed(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE w [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><w:document '
    said = refusal(tmp_path / "a.docx", changed(document(), "word/document.xml", b"<w:document ", bomb))
    assert said.startswith(" (word/document.xml): has a document type or entities of its own")


def test_bombs_are_not_unpacked(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", b" " * (300 << 20))
    honest = out.getvalue()
    assert refusal(tmp_path / "a.docx", honest) == ": unpacks to far more than a document holds; it is not opened."
    size = (300 << 20).to_bytes(4, "little")
    assert honest.count(size) == 2  # before the member and in the directory
    said = refusal(tmp_path / "a.docx", honest.replace(size, (1000).to_bytes(4, "little")))
    assert "archive" in said or "unpacks to far more" in said


def test_too_many_files_are_not_opened(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for number in range(5_001):
            made.writestr(f"../../{number}", b"")
    assert "holds 5001 files" in refusal(tmp_path / "a.docx", out.getvalue())


def test_other_files_are_refused(tmp_path: Path) -> None:
    assert "save it as .docx" in refusal(tmp_path / "a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    whole = document()
    for end in (0, 1, 30, len(whole) // 2, len(whole) - 5):
        assert "not a whole ZIP archive" in refusal(tmp_path / "a.docx", whole[:end])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("x.txt", b"x")
    assert "not a whole Word document" in refusal(tmp_path / "a.docx", out.getvalue())


def test_without_the_library_it_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    assert "uv sync --extra docs" in refusal(tmp_path / "a.docx", b"")


def test_lists_have_the_marks_that_show(tmp_path: Path) -> None:
    made = docx.Document()
    for text, style in (
        ("الف", "List Bullet"),
        ("ب", "List Number"),
        ("ج", "List Number"),
        ("د", None),
        ("ہ", "List Number"),
    ):
        made.add_paragraph(text, style=style)
    made.save(tmp_path / "a.docx")
    assert get(tmp_path / "a.docx")[0].text == "• الف\n1. ب\n2. ج\nد\n3. ہ"


def numbered(levels: str, *items: tuple[int, str]) -> bytes:
    """A document with a list of these levels, each item at a level."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    kinds = f'<w:abstractNum w:abstractNumId="90">{levels}</w:abstractNum>'
    parts = f'{kinds}<w:num w:numId="91"><w:abstractNumId w:val="90"/></w:num>'
    data = document()
    with zipfile.ZipFile(io.BytesIO(data)) as given:
        old = given.read("word/numbering.xml")
    data = changed(data, "word/numbering.xml", old, f"<w:numbering {space}>{parts}</w:numbering>".encode())
    paragraphs = "".join(
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="91"/></w:numPr></w:pPr>'
        f"<w:r><w:t>{text}</w:t></w:r></w:p>"
        for depth, text in items
    )
    return changed(data, "word/document.xml", b"<w:sectPr", f"{paragraphs}<w:sectPr".encode())


def level(number: int, shape: str, text: str, start: int = 1) -> str:
    said = f'<w:start w:val="{start}"/><w:numFmt w:val="{shape}"/><w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{number}">{said}</w:lvl>'


@pytest.mark.parametrize(
    ("levels", "marks"),
    [
        (level(0, "decimal", "%1.") + level(1, "lowerLetter", "%2)"), ["1. ا", "a) ب", "b) ج", "2. د", "a) ہ"]),
        (
            level(0, "upperRoman", "%1.", 4) + level(1, "decimal", "%1.%2"),
            ["IV. ا", "IV.1 ب", "IV.2 ج", "V. د", "V.1 ہ"],
        ),
        (level(0, "hindiNumbers", "(%1)") + level(1, "bullet", "\uf0b7"), ["(١) ا", "• ب", "• ج", "(٢) د", "• ہ"]),
        (level(0, "none", "") + level(1, "bullet", "–"), ["ا", "– ب", "– ج", "د", "– ہ"]),
    ],
)
def test_numbers_count_as_word_counts_them(tmp_path: Path, levels: str, marks: list[str]) -> None:
    items = ((0, "ا"), (1, "ب"), (1, "ج"), (0, "د"), (1, "ہ"))
    found, _ = get(tmp_path / "a.docx", numbered(levels, *items))
    assert found.text.split("\n")[-5:] == marks


def test_formulas_are_told(tmp_path: Path) -> None:
    math = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    formula = f'<w:p><m:oMath xmlns:m="{math}"><m:r><m:t>x</m:t></m:r></m:oMath><w:r><w:t>ہے</w:t></w:r></w:p><w:sectPr'
    found, notes = get(tmp_path / "a.docx", changed(document(), "word/document.xml", b"<w:sectPr", formula.encode()))
    assert (found.text.split("\n")[-1], notes) == ("ہے", ["1 formula; left out"])
