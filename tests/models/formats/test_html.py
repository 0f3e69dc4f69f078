"""Saved web pages: the article alone, in the page's encoding, and nothing from the network."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest

from models.base.documents import AnnotatedArticle
from models.base.errors import UserError
from models.base.report import Report
from models.formats.html import FORMAT
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
    from models.formats.html import _CROWDED

    some = " ".join(f'data-{number} = "a > {number}"' for number in range(900))
    assert not _CROWDED.search(f"<p {some}>x</p>" * 3)
    assert not _CROWDED.search("<" * 100_000 + "a " * 900)
