"""Saved web pages: the article alone, in the page's encoding, and nothing from the network."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest

from models.base.documents import AnnotatedArticle
from models.base.errors import UserError
from models.base.report import Report
from models.formats.documents.html import FORMAT
from models.formats.support.options import ReadOptions
from models.formats.support.source import SourceFile

pytest.importorskip("trafilatura")
BODY = "وزیراعظم شہباز شریف نے کہا\u200cہے کہ ا\u0653صف😀 لاہور میں ہیں۔ یہ ایک لمبا جملہ ہے جو مضمون کا حصہ ہے۔"


def page(body: str, head: str = '<meta charset="utf-8">') -> str:
    return (
        f'<!DOCTYPE html><html lang="ur"><head>{head}<title>سرخی</title></head><body><nav><ul><li><a href="/">گھر</a>'
        f"</li></ul></nav><article><h1>بڑی سرخی</h1>{body}</article><footer>حقوق محفوظ</footer></body></html>"
    )


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def get(file: Path, data: bytes, encoding: str = "") -> tuple[AnnotatedArticle, list[str]]:
    file.write_bytes(data)
    report = Report()
    assert FORMAT.read
    (found,) = FORMAT.read(SourceFile(file, report, options=ReadOptions(encoding)))
    return found, [note.what for note in report.notes]


def test_the_article_is_taken_and_the_rest_of_the_page_noted(tmp_path: Path) -> None:
    head = '<meta property="article:published_time" content="2024-05-01"><img src="https://x.pk/a.png">'
    found, notes = get(tmp_path / "a.html", page(f"<p>{BODY}</p>", head).encode())
    assert found.text == f"بڑی سرخی\n{BODY}"  # ZWNJ and the sign above alef as they are
    assert (found.title, found.source, found.meta["date"]) == ("بڑی سرخی", "a.html", "2024-05-01")
    assert len(notes) == 1
    assert notes[0].endswith("characters of the page taken; menus, advertising and comments left out")


@pytest.mark.parametrize(("named", "chosen"), [("windows-1256", ""), ("utf-8", "windows-1256"), ("x-none", "cp1256")])
def test_the_encoding_is_the_chosen_or_the_named_one(tmp_path: Path, named: str, chosen: str) -> None:
    text = "وزير اعظم نے کہا کہ لاہور پاکستان کا شہر ہے اور وہ وہاں جائے گا، يہ ايک لمبا جملہ ہے۔".replace("ے", "ے")
    data = page(f"<p>{text}</p>", f'<meta charset="{named}">').encode("cp1256", "xmlcharrefreplace")
    assert text in get(tmp_path / "a.html", data, chosen)[0].text


def test_utf16_with_its_mark_is_read(tmp_path: Path) -> None:
    assert BODY in get(tmp_path / "a.html", page(f"<p>{BODY}</p>").encode("utf-16"))[0].text


@pytest.mark.parametrize("data", [b"", b"<html></html>", b"<a>" * 20_000, b"\0\1<html>" * 9, page("").encode()[:50]])
def test_pages_without_an_article_say_what_to_do(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(UserError, match=r"save its text as \.txt and import that\.$"):
        get(tmp_path / "a.html", data)


def test_tags_nested_ten_thousand_deep_do_no_harm(tmp_path: Path) -> None:
    found, notes = get(tmp_path / "a.html", page("<div>" * 10_000 + f"<p>{BODY}</p>").encode())
    assert found.text
    assert "left out" in notes[0]


def test_without_the_library_it_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(UserError, match="uv sync --extra docs"):
        get(tmp_path / "a.html", b"")


def test_tag_of_200_000_attributes_is_refused_at_once(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    crowd = " ".join(f"a{number}='{number}'" for number in range(200_000))
    file = tmp_path / "crowd.html"
    file.write_text(f"<html><body><p {crowd}>علی</p></body></html>", encoding="utf-8")
    assert FORMAT.read
    with pytest.raises(UserError, match="a tag has over 1,000 attributes"):
        list(FORMAT.read(SourceFile(file, Report())))


def test_tag_of_many_attributes_is_no_reason_to_refuse_a_page() -> None:
    from models.formats.documents.html import _CROWDED

    some = " ".join(f'data-{number} = "a > {number}"' for number in range(900))
    assert not _CROWDED.search(f"<p {some}>x</p>" * 3)
    assert not _CROWDED.search("<" * 100_000 + "a " * 900)


def whole(body: str, head: str = "") -> bytes:
    return f'<html><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'.encode()


def test_both_cells_of_a_row_are_there_and_no_bars(tmp_path: Path) -> None:
    rows = "<tr><th>نام</th><th>شہر</th></tr><tr><td><p>احمد</p></td><td>لاہور</td></tr><tr><td>سارا</td><td></td></tr>"
    for data in (page(f"<p>{BODY}</p><table>{rows}</table><p>{BODY} ۲</p>").encode(), whole(f"<table>{rows}</table>")):
        text = get(tmp_path / "a.html", data)[0].text
        assert "نام\tشہر\nاحمد\tلاہور\nسارا" in text
        assert "|" not in text


def test_a_page_laid_out_in_a_table_keeps_its_paragraphs(tmp_path: Path) -> None:
    data = whole(f"<table><tr><td><p>پہلا</p><p>دوسرا</p></td><td>{BODY}</td></tr></table>")
    assert get(tmp_path / "a.html", data)[0].text == f"پہلا\nدوسرا\n{BODY}"


@pytest.mark.parametrize("name", ["byline", "dateline", "author-name", "post-meta", "date", "published"])
def test_lines_that_say_who_when_and_where_stay(tmp_path: Path, name: str) -> None:
    said = f'<div class="{name}">لاہور: نامہ نگار</div><p>{BODY}</p><p>کراچی:</p><p>{BODY} ۲</p>'
    text = get(tmp_path / "a.html", page(said).encode())[0].text
    assert text == f"بڑی سرخی\nلاہور: نامہ نگار\n{BODY}\nکراچی:\n{BODY} ۲"


def test_lists_have_their_marks_and_breaks_are_lines(tmp_path: Path) -> None:
    lists = (
        '<ul><li>ا</li><li><p>ب</p></li></ul><ol start="3"><li>ج<ul><li>د</li></ul></li><li value="9">ہ</li></ol>'
        '<ol type="i"><li>و</li></ol>'
    )
    marked = "- ا\n- ب\n3. ج\n- د\n9. ہ\ni. و"
    assert get(tmp_path / "a.html", whole(f"<p>ایک<br>دو<br/>تین</p>{lists}"))[0].text == f"ایک\nدو\nتین\n{marked}"
    text = get(tmp_path / "b.html", page(f"<p>{BODY}</p>{lists}<p>{BODY} ۲</p>").encode())[0].text
    assert marked in text


def test_pages_without_menus_are_taken_whole(tmp_path: Path) -> None:
    body = (
        "<p>بی بی سی</p><div>چھوٹا <b>موٹا</b>، <i>ترچھا</i>&nbsp;لفظ &amp; &#1740;</div>"
        '<script>x()</script><style>p{}</style><p hidden>چھپا</p><p style="display: none">چھپا</p>'
        "<p><ruby>حرف<rp>(</rp><rt>harf</rt><rp>)</rp></ruby> ہے</p><pre>ا\n  ب</pre>"
    )
    text = get(tmp_path / "a.html", whole(body))[0].text
    assert text == "بی بی سی\nچھوٹا موٹا، ترچھا\u00a0لفظ & ی\nحرف ہے\nا\n  ب"


def test_pages_of_word_are_taken_whole_in_their_encoding(tmp_path: Path) -> None:
    body = (
        "<div class=WordSection1><p class=MsoNormal>زينب نے فون کيا&#1748;<o:p></o:p></p><nav>فہرست</nav>"
        "<p><![if !supportLists]><span style='mso-list:Ignore'>1.<span>&nbsp;&nbsp; </span></span><![endif]>پہلا</p>"
        "<p><span style='mso-list:Ignore'>·<span>&nbsp;</span></span>دوسرا</p>"
        "<!--[if gte mso 9]><xml><w:WordDocument>junk</w:WordDocument></xml><![endif]-->"
        "<table><tr><td><p>قطار</p></td><td><p>خانہ</p></td></tr></table></div>"
    )
    head = '<meta http-equiv=Content-Type content="text/html; charset=windows-1256">'
    head += '<meta name=Generator content="Microsoft Word 15">'
    data = f"<html><head>{head}<title>خبر</title></head><body>{body}</body></html>".encode(
        "cp1256", "xmlcharrefreplace"
    )
    found, notes = get(tmp_path / "a.htm", data)
    assert (found.title, found.text) == ("خبر", "زينب نے فون کيا۔\n1. پہلا\n• دوسرا\nقطار\tخانہ")
    assert len(notes) == 1


def test_formulas_are_told(tmp_path: Path) -> None:
    _, notes = get(tmp_path / "a.html", whole("<p>ایک <math><mi>x</mi></math> دو</p>"))
    assert notes[0] == "1 formula; left out"


def test_encoding_of_an_xml_declaration_is_taken(tmp_path: Path) -> None:
    data = '<?xml version="1.0" encoding="windows-1256"?>\n<html><body><p>لاہور ميں</p></body></html>'.encode("cp1256")
    assert get(tmp_path / "a.xhtml", data)[0].text == "لاہور ميں"
