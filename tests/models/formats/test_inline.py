"""Tags in running text: what is a tag, what is text, and what does not pair."""

from __future__ import annotations

from pathlib import Path

import pytest

from models import formats
from models.base.documents import AnnotatedArticle
from models.base.errors import UserError
from models.base.report import Report
from models.formats import inline
from models.formats.support.source import SourceFile


def bring(folder: Path, text: str) -> tuple[AnnotatedArticle, list[str]]:
    (folder / "a.txt").write_bytes(text.encode())
    report = Report()
    (found,) = inline.read(SourceFile(folder / "a.txt", report))
    return found, [str(note).removeprefix(f"{folder}/") for note in report.notes]


def labelled(article: AnnotatedArticle) -> list[tuple[str, str]]:
    return [(article.text[span.start : span.end], span.label) for span in article.layers[0].spans]


def test_text_is_the_file_without_tags(tmp_path: Path) -> None:
    found, notes = bring(tmp_path, "وزیراعظم <PERSON>شہباز شریف</PERSON> نے\r\n< CITY > لاہور </CITY> میں")
    assert found.text == "وزیراعظم شہباز شریف نے\n لاہور  میں"
    assert labelled(found) == [("شہباز شریف", "PERSON"), ("لاہور", "CITY")]
    assert notes == []


def test_nested_tags_are_nested_spans(tmp_path: Path) -> None:
    found, notes = bring(tmp_path, "<ORG>تحریک <LOC>پاکستان</LOC></ORG>")
    assert (labelled(found), notes) == ([("تحریک پاکستان", "ORG"), ("پاکستان", "LOC")], [])


def test_what_only_looks_like_a_tag_is_text(tmp_path: Path) -> None:
    text = "<3 & <b>x</b> <UNK> a<B && c>d &amp; <PER>علی</PER>"
    found, notes = bring(tmp_path, text)
    assert found.text == text.replace("<PER>", "").replace("</PER>", "")
    assert (labelled(found), notes) == ([("علی", "PER")], [])


@pytest.mark.parametrize(
    ("text", "spans", "notes"),
    [
        ("a\n<X>b <X>c</X>", [("c", "X")], ["line 2: <X> is never closed; left out"]),
        ("<X>a</X>\nb</X>", [("a", "X")], ["line 2: </X> closes nothing; left out"]),
        (
            "<X>a <Y>b</X> c</Y>",
            [("a b", "X")],
            ["line 1: <Y> is not closed before </X>; left out", "line 1: </Y> closes nothing; left out"],
        ),
        ("a <X> </X>", [], ["line 1: <X> holds no text; left out"]),
    ],
)
def test_tags_that_do_not_pair_are_noted(
    tmp_path: Path, text: str, spans: list[tuple[str, str]], notes: list[str]
) -> None:
    found, said = bring(tmp_path, text)
    assert (labelled(found), said) == (spans, [f"a.txt, {note}" for note in notes])


@pytest.mark.parametrize(
    ("name", "text", "key"),
    [
        ("a.txt", "یہ <PER>علی</PER>", "inline"),
        ("a.txt", "یہ <PER>علی", "text"),
        ("a.txt", "یہ <b>علی</b> <3", "text"),
        ("a.txt", "<HTML><B>x</B></HTML>", "text"),
        ("a.xml", "<PER>علی</PER> اور", "inline"),
    ],
)
def test_format_is_told_by_a_pair_of_tags(tmp_path: Path, name: str, text: str, key: str) -> None:
    (tmp_path / name).write_bytes(text.encode())
    found = formats.detect(tmp_path / name)
    assert found is not None
    assert found[0].key == key


def test_xml_document_is_not_taken_for_it(tmp_path: Path) -> None:
    for text in ("<?xml version='1.0'?><DOC>x</DOC>", "<DOC>x</DOC>\n"):
        (tmp_path / "a.xml").write_bytes(text.encode())
        found = formats.detect(tmp_path / "a.xml")
        assert found is None or found[0].key != "inline"


def test_nothing_but_tags_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="the text is empty"):
        bring(tmp_path, "<X></X>")
