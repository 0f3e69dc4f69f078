"""XML corpora: the text of the elements that hold it, entities as spans, the rest told or kept as fields."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.base.documents import AnnotatedArticle
from models.base.errors import UserError
from models.formats.documents.xml_corpus import FORMAT
from models.formats.support.options import ReadOptions
from models.importing.detection import files_of
from tests.models.formats.helpers import pairs, read_by

NEWS = "زینب نے کراچی میں احمد سے ملاقات کی۔"
MORE = "لاہور میں بارش ہوئی اور سڑکیں بند رہیں۔"


def get(file: Path, data: bytes | str, **roles: tuple[str, ...]) -> tuple[list[AnnotatedArticle], str]:
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    found, report = read_by(FORMAT, file, ReadOptions(roles=roles))
    return found, "\n".join(map(str, [*report.readings.values(), *report.notes]))


def test_each_document_is_an_article_and_each_paragraph_a_line(tmp_path: Path) -> None:
    data = (
        f'<corpus><doc id="1" title="خبر" date="2024-05-01"><p>{NEWS}</p>\n<p>دوسرا\n   پیراگراف</p></doc>'
        f'<doc id="2"><title>سرخی</title><author>علی</author><p>{MORE}</p></doc>'
        '<doc id="3"><title>خالی</title></doc></corpus>'
    )
    found, told = get(tmp_path / "a.xml", data)
    assert [one.source for one in found] == ["1", "2"]
    assert [one.title for one in found] == ["خبر", "سرخی"]
    assert [one.text for one in found] == [f"{NEWS}\nدوسرا پیراگراف", MORE]
    assert [one.meta for one in found] == [{"date": "2024-05-01"}, {"author": "علی"}]
    assert "element = element p, title = element title" in told


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (f"<article><headline>ع</headline><body><p>{NEWS}</p></body></article>", NEWS),
        (f"<news><para>{NEWS}</para><para>{MORE}</para></news>", f"{NEWS}\n{MORE}"),
        (f"<text>\n{NEWS}\n\n{MORE}\n</text>", f"{NEWS}\n\n{MORE}"),
        (f"<s>{NEWS}</s>", NEWS),
        (f"<x><متن>{NEWS}</متن></x>", NEWS),
        (f'<p xml:space="preserve">ا  ب\n ج {NEWS}</p>', f"ا  ب\n ج {NEWS}"),
        ("<p>زینب نے<lb/>کراچی</p>", "زینب نے\nکراچی"),
        ("<p>زینب &lt;نے&gt; &amp; &#1705;راچی</p>", "زینب <نے> & کراچی"),
    ],
)
def test_the_running_text_is_found(tmp_path: Path, data: str, text: str) -> None:
    assert [one.text for one in get(tmp_path / "a.xml", data)[0]] == [text]


def test_tokens_are_joined_and_glued_where_it_is_said(tmp_path: Path) -> None:
    data = (
        '<text><s n="1"><w pos="NNP">زینب</w><w>نے</w><ne type="LOC"><w>نیا</w><w>لاہور</w></ne><w>دیکھا</w>'
        "<g/><w>۔</w></s>"
        '<s><w>پھر</w><w>گئی</w><pc join="left">۔</pc></s></text>'
    )
    (found,), _ = get(tmp_path / "a.xml", data)
    assert found.text == "زینب نے نیا لاہور دیکھا۔\nپھر گئی۔"
    assert pairs(found) == [("نیا لاہور", "LOC")]


def test_elements_of_entities_are_spans(tmp_path: Path) -> None:
    data = (
        '<doc><p><PERSON>زینب</PERSON> نے <ne type="LOC"> کراچی </ne> میں <name type="person">احمد</name> اور '
        "<orgName>بینک <placeName>دولت</placeName></orgName> کو "
        '<hi rend="b">دیکھا</hi>، <ENAMEX TYPE="ORG">پی ٹی وی</ENAMEX></p></doc>'
    )
    (found,), told = get(tmp_path / "a.xml", data)
    assert found.text == "زینب نے کراچی میں احمد اور بینک دولت کو دیکھا، پی ٹی وی"
    assert pairs(found) == [
        *(("زینب", "PERSON"), ("کراچی", "LOC"), ("احمد", "person"), ("بینک دولت", "orgName")),
        *(("دولت", "placeName"), ("پی ٹی وی", "ORG")),
    ]
    assert "1 element hi inside the text: the words are read, no spans made of them; choose --field spans=hi" in told


def test_spans_and_text_may_be_chosen(tmp_path: Path) -> None:
    data = f'<a><b>{NEWS}</b><c>{MORE} <seg2 kind="X">یہاں</seg2></c></a>'
    (found,), told = get(tmp_path / "a.xml", data, element=("c",), spans=("seg2",))
    assert (found.text, pairs(found)) == (f"{MORE} یہاں", [("یہاں", "X")])
    assert "the text of 1 element b is not read; choose --element b" in told
    (found,), _ = get(tmp_path / "a.xml", data, element=("b", "c"), spans=())
    assert (found.text, pairs(found)) == (f"{NEWS}\n{MORE} یہاں", [])
    with pytest.raises(UserError, match="there is no element q; the elements are a, b, c, seg2"):
        get(tmp_path / "a.xml", data, element=("q",))


def test_documents_without_a_root_are_read_and_told(tmp_path: Path) -> None:
    data = (
        f'<doc id="12" url="https://x.pk/?a=1&b=2" title="آغاز">\nآغاز\n\n{NEWS} & <3 &nbsp;\n</doc>\n'
        f'<doc id="13" title="ب">\n{MORE}\n</doc>\n'
    )
    found, told = get(tmp_path / "a.xml", data)
    assert [(one.source, one.title) for one in found] == [("12", "آغاز"), ("13", "ب")]
    assert found[0].text.startswith(f"آغاز\n\n{NEWS} & <3")
    assert "not strict XML" in told


def test_fields_of_databases_are_told_by_their_names(tmp_path: Path) -> None:
    rows = "".join(
        f'<row><field name="id">{n}</field><field name="title">ع {n}</field><field name="body">{text}</field></row>'
        for n, text in enumerate((NEWS, MORE))
    )
    found, _ = get(tmp_path / "a.xml", f"<resultset>{rows}</resultset>")
    assert [(one.source, one.title, one.text) for one in found] == [("0", "ع 0", NEWS), ("1", "ع 1", MORE)]


def test_headers_are_no_text(tmp_path: Path) -> None:
    head = "<teiHeader><fileDesc><titleStmt><title>ہیڈر کا عنوان</title></titleStmt></fileDesc></teiHeader>"
    data = f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{head}<text><body><p>{NEWS}</p></body></text></TEI>'
    (found,), _ = get(tmp_path / "a.xml", data)
    assert found.text == NEWS


def test_spans_beside_the_text_are_told(tmp_path: Path) -> None:
    spans = '<standOff><spanGrp><span target="#string-range(a,0,4)">PER</span></spanGrp></standOff>'
    (found,), told = get(tmp_path / "a.xml", f"<TEI><text><body><p>{NEWS}</p></body></text>{spans}</TEI>")
    assert found.text == NEWS
    assert "1 span in standOff, beside the text: not read" in told


def test_utf16_and_declared_encodings_are_read(tmp_path: Path) -> None:
    for data in (
        f'<?xml version="1.0" encoding="UTF-16"?><c><p>{NEWS}</p></c>'.encode("utf-16"),
        f"<c><p>{NEWS}</p></c>".encode("utf-16-le"),
        '<?xml version="1.0" encoding="windows-1256"?><c><p>لاہور ميں</p></c>'.encode("cp1256"),
    ):
        (found,), _ = get(tmp_path / "a.xml", data)
        assert found.text in {NEWS, "لاہور ميں"}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (f'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a><p>{NEWS} &x;</p></a>', "has a document type"),
        (f"<a><p>{NEWS}</p>", "not well-formed XML"),
        ("<a><b/></a>", "no element holds text"),
        ("", "not XML"),
        ("<a>" * 500 + NEWS + "</a>" * 500, "nested deeper than 200"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(tmp_path: Path, data: str, said: str) -> None:
    with pytest.raises(UserError, match=said) as caught:
        get(tmp_path / "a.xml", data)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (f"<corpus><p>{NEWS}</p></corpus>", "xml"),
        ("<c><p><PERSON>زینب</PERSON> نے</p></c>", "xml"),
        ("<text><s><w>زینب</w></s></text>", "xml"),
        ("<PERSON>زینب</PERSON> نے <LOC>کراچی</LOC>", "inline"),
        (f"<TAG>زینب</TAG> نے <LOC>کراچی</LOC> {NEWS}", "inline"),
    ],
)
def test_contents_tell_a_corpus(tmp_path: Path, data: str, key: str) -> None:
    (tmp_path / "a.xml").write_text(data, encoding="utf-8")
    assert [found.format.key for found in files_of([tmp_path / "a.xml"])] == [key]


@pytest.mark.parametrize(
    "data",
    [
        "<settings><a>1</a></settings>",
        "<View><Label value='PER'/></View>",
        "<typeSystemDescription><name>x y</name></typeSystemDescription>",
    ],
)
def test_settings_beside_texts_are_no_corpus(tmp_path: Path, data: str) -> None:
    (tmp_path / "a.xml").write_text(data, encoding="utf-8")
    (tmp_path / "a.txt").write_text(NEWS, encoding="utf-8")
    assert [found.format.key for found in files_of([tmp_path])] == ["text"]
