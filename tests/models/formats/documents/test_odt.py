"""OpenDocument texts: their text in order, and what is left out told."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from models.base.errors import UserError
from models.base.report import Report
from models.formats.documents.odt import FORMAT
from models.formats.support.source import SourceFile
from models.importing.detection import files_of

SPACES = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name if name != "draw" else "drawing"}:1.0"'
    for name in ("office", "table", "text", "style", "draw")
)
STYLES = (
    '<office:automatic-styles><text:list-style style:name="L1"><text:list-level-style-number text:level="1" '
    'style:num-suffix="."/><text:list-level-style-bullet text:level="2"/></text:list-style></office:automatic-styles>'
)


def odt(body: str, **more: str) -> bytes:
    out = io.BytesIO()
    inner = f"{STYLES}<office:body><office:text>{body}</office:text></office:body>"
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        made.writestr("content.xml", f"<office:document-content{SPACES}>{inner}</office:document-content>")
        for name, part in more.items():
            made.writestr(name.replace("__", "/") + ".xml", part)
    return out.getvalue()


def get(file: Path, data: bytes) -> tuple[str, str, list[str]]:
    file.write_bytes(data)
    report = Report()
    assert FORMAT.read
    (found,) = FORMAT.read(SourceFile(file, report))
    return found.text, found.title, [note.what for note in report.notes]


def test_paragraphs_lists_and_tables_come_in_order(tmp_path: Path) -> None:
    text, title, notes = get(
        tmp_path / "a.odt",
        odt(
            '<text:h>سرخی</text:h>\n  <text:p>پہلا <text:span>جملہ</text:span>،\n   دوسرا<text:s text:c="2"/>تین'
            "<text:tab/>"
            "چار<text:line-break/>پانچ</text:p>"
            '<text:list text:style-name="L1"><text:list-item><text:p>ایک</text:p><text:list>'
            "<text:list-item><text:p>اندر"
            "</text:p></text:list-item></text:list></text:list-item><text:list-item>"
            "<text:p>دو</text:p></text:list-item>"
            "</text:list><table:table><table:table-row><table:table-cell><text:p>نام</text:p></table:table-cell>"
            "<table:table-cell><text:p>شہر</text:p></table:table-cell></table:table-row></table:table>"
        ),
    )
    assert text == "سرخی\nپہلا جملہ، دوسرا  تین\tچار\nپانچ\n1. ایک\n• اندر\n2. دو\nنام\nشہر"
    assert (title, notes) == ("سرخی", [])


def test_what_is_deleted_or_beside_the_text_is_told(tmp_path: Path) -> None:
    text, _, notes = get(
        tmp_path / "a.odt",
        odt(
            "<text:tracked-changes><text:changed-region><text:deletion><text:p>پرانا</text:p></text:deletion>"
            "</text:changed-region></text:tracked-changes><text:p>نیا<text:note>"
            "<text:note-citation>1</text:note-citation><text:note-body>"
            "<text:p>حاشیہ</text:p></text:note-body></text:note> متن<office:annotation>"
            "<text:p>رائے</text:p>"
            "</office:annotation> ہے<draw:frame>"
            "<draw:text-box><text:p>ڈبہ</text:p></draw:text-box></draw:frame></text:p>"
        ),
    )
    assert text == "نیا متن ہے"
    assert notes == [
        "1 deletion; left out",
        "1 footnote or endnote; left out",
        "1 comment; left out",
        "1 text box; left out",
    ]


def test_title_and_author_come_from_the_metadata(tmp_path: Path) -> None:
    meta = '<m xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>عنوان</dc:title><dc:creator>علی</dc:creator></m>'
    assert get(tmp_path / "a.odt", odt("<text:p>متن</text:p>", meta=meta))[1] == "عنوان"


def test_it_is_known_by_contents(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(odt("<text:p>متن</text:p>"))
    assert [found.format.key for found in files_of([tmp_path / "a"])] == ["odt"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not a whole ZIP archive"),
        (odt("<text:p>متن"), "not well-formed XML"),
        (odt("<text:p/>"), "the text is empty"),
        (
            odt("<text:p>x</text:p>", **{"META-INF__manifest": "<m><encryption-data/></m>"}),
            "save it without a password",
        ),
        (odt("<text:span>" * 500 + "</text:span>" * 500), "nested deeper"),
    ],
)
def test_broken_documents_are_one_sentence(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(UserError, match=said):
        get(tmp_path / "a.odt", data)
