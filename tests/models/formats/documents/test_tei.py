"""TEI: well-formed, each text exact, each span where its pointer says."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

from models.base.documents import AnnotatedArticle, LabelledSpan, Layer
from models.base.entities import AnnotatorKind, Label, Scope
from models.base.report import Report
from models.formats.documents.tei import FORMAT
from models.formats.support.sink import Sink
from models.labels.templates import seed_labels
from models.labels.toml_file import new_label
from tests.models.formats.helpers import HARD, article

TEI, XML = "{http://www.tei-c.org/ns/1.0}", "{http://www.w3.org/XML/1998/namespace}"


def put_with(labels: tuple[Label, ...], file: Path, report: Report, *articles: AnnotatedArticle) -> None:
    assert FORMAT.write
    FORMAT.write(articles, Sink(file, labels, report))


def put(file: Path, *articles: AnnotatedArticle) -> tuple[ET.Element, Report]:
    report = Report()
    put_with(tuple(seed_labels()), file, report, *articles)
    return ET.parse(file).getroot(), report


def pointed_at(root: ET.Element) -> list[tuple[str, str]]:
    """(label, the text that it points to) of each span."""
    bodies = {body.get(f"{XML}id"): "".join(body.itertext()) for body in root.iter(f"{TEI}body")}
    found = []
    for span in root.iter(f"{TEI}span"):
        match = re.fullmatch(r"#string-range\((.+),(\d+),(\d+)\)", span.get("target", ""))
        assert match
        start, length = int(match[2]), int(match[3])
        found.append((span.text or "", bodies[match[1]][start : start + length]))
    return found


def test_every_text_is_exact_and_every_pointer_right(tmp_path: Path) -> None:
    texts = ["\n\n \tالف\n \n\u00a0\nب😀 لاہور \n", *(text for text, _ in HARD)]
    spans = [[(15, 20, "LOCATION")], *(spans for _, spans in HARD)]
    root, report = put(
        tmp_path / "a.xml", *[article(t, s, str(n)) for n, (t, s) in enumerate(zip(texts, spans, strict=True))]
    )
    assert ["".join(body.itertext()) for body in root.iter(f"{TEI}body")] == texts
    expected = [(label, text[a:b]) for text, some in zip(texts, spans, strict=True) for a, b, label in some]
    assert pointed_at(root) == expected
    assert report.spans == len(expected)
    assert not report.notes


def test_ids_are_unique_and_pointers_lead_to_them(tmp_path: Path) -> None:
    layers = (
        Layer("ثنا", spans=(LabelledSpan(0, 3, "PERSON"),)),
        Layer("<c>", AnnotatorKind.CURATOR, spans=(LabelledSpan(0, 2, "DATE", note="a & b"),)),
    )
    root, _ = put(tmp_path / "a.xml", *[AnnotatedArticle(str(n), "t <1>", "متن", layers=layers) for n in range(2)])
    ids = [element.get(f"{XML}id") for element in root.iter() if element.get(f"{XML}id")]
    assert len(ids) == len(set(ids))
    pointers = [e.get(name, "") for e in root.iter() for name in ("resp", "ana") if e.get(name)]
    assert len(pointers) == 8
    assert {pointer.removeprefix("#") for pointer in pointers} <= set(ids)
    assert [name.text for name in root.iter(f"{TEI}name")] == ["ثنا", "<c>"] * 2


def test_each_text_has_the_parts_that_the_guidelines_ask_for(tmp_path: Path) -> None:
    root, _ = put(tmp_path / "a.xml", article("متن", [(0, 1, "DATE")]))
    assert [child.tag for child in root] == [f"{TEI}teiHeader", f"{TEI}TEI"]
    (text,) = root.iter(f"{TEI}TEI")
    assert text.get(f"{XML}lang") == "ur"
    assert [child.tag for child in text] == [f"{TEI}{name}" for name in ("teiHeader", "text", "standOff")]
    for header in root.iter(f"{TEI}teiHeader"):
        parts = [part.tag.removeprefix(TEI) for part in header[0]]
        assert parts == ["titleStmt", "publicationStmt", "sourceDesc"]


def test_control_characters_become_spaces_and_are_noted(tmp_path: Path) -> None:
    root, report = put(tmp_path / "a.xml", article("الف\x0cب", []))
    assert "".join(next(root.iter(f"{TEI}body")).itertext()) == "الف ب"
    assert [note.what for note in report.notes] == ["1 character that XML cannot hold (U+000C); replaced by spaces"]


def test_control_characters_beside_the_text_are_told(tmp_path: Path) -> None:
    span = LabelledSpan(0, 3, "PERSON", note="a\x0bb")
    root, report = put(
        tmp_path / "a.xml", AnnotatedArticle("x\x0by", "t\x01", "علی", layers=(Layer("me", spans=(span,)),))
    )
    assert [note.what for note in report.notes] == [
        "3 characters beside the text that XML cannot hold (U+0001, U+000B); replaced by spaces"
    ]
    assert (root.findtext(f".//{TEI}note"), root.findtext(f".//{TEI}idno")) == ("a b", "x y")


def test_control_characters_in_what_is_said_of_a_label_are_told_once(tmp_path: Path) -> None:
    report = Report()
    label = replace(seed_labels()[0], urdu_name="ش\x01خص", description="a\x0bb\x01")
    for name in ("a.xml", "b.xml"):  # the parts of a split
        put_with((label,), tmp_path / name, report, article("علی", []))
    what = "3 characters of what is said of it that XML cannot hold (U+0001, U+000B); replaced by spaces"
    assert [str(note) for note in report.notes] == [f"label PERSON: {what}"]


def test_label_of_an_article_is_there_for_each_who_gave_it(tmp_path: Path) -> None:
    layers = (Layer("ثنا", labels=("NEWS",)), Layer("bilal"), Layer("c", labels=("NEWS", "SPORT")))
    labels = tuple(replace(label, scope=Scope.ARTICLE) for label in (new_label("NEWS", 0), new_label("SPORT", 1)))
    report = Report()
    put_with(labels, tmp_path / "a.xml", report, AnnotatedArticle("1", "t", "متن", layers=layers))
    root = ET.parse(tmp_path / "a.xml").getroot()
    names = {by.get(f"{XML}id"): by.findtext(f"{TEI}name") for by in root.iter(f"{TEI}respStmt")}
    found = [(ref.get("target"), names[ref.get("resp", "")[1:]]) for ref in root.iter(f"{TEI}catRef")]
    assert found == [("#label.1", "ثنا"), ("#label.1", "c"), ("#label.2", "c")]
    assert report.article_labels == 3


def test_control_characters_alone_are_a_paragraph_because_a_body_is_never_empty(tmp_path: Path) -> None:
    root, _ = put(tmp_path / "a.xml", article("\x0c\n\x0c", []))
    (body,) = root.iter(f"{TEI}body")
    assert [child.tag for child in body] == [f"{TEI}p"]
    assert "".join(body.itertext()) == " \n "


def test_a_category_says_what_it_is_in_the_elements_that_tei_all_allows_there(tmp_path: Path) -> None:
    root, _ = put(tmp_path / "a.xml", article("متن", []))
    categories = [*root.iter(f"{TEI}category")]
    assert len(categories) == 7
    for category in categories:  # either catDesc, or these
        assert [child.tag.removeprefix(TEI) for child in category] == ["gloss", "gloss", "desc"]
    assert (categories[0][0].text, categories[0][1].get(f"{XML}lang")) == ("PERSON", "ur")


def test_ids_are_names_and_the_header_is_in_order(tmp_path: Path) -> None:
    marked = AnnotatedArticle("\x0b <1>", "\x0b ] ]]>", "متن", layers=(Layer("me", labels=("NEWS", "PERSON")),))
    root, _ = put(tmp_path / "a.xml", marked, article("متن", [(0, 1, "DATE")], "2 b"))
    assert all(re.fullmatch(r"[A-Za-z_][\w.-]*", element.get(f"{XML}id", "x")) for element in root.iter())
    order = ["fileDesc", "encodingDesc", "profileDesc"]
    for header in root.iter(f"{TEI}teiHeader"):
        parts = [part.tag.removeprefix(TEI) for part in header]
        assert parts == [name for name in order if name in parts]
    assert [ref.get("target") for ref in root.iter(f"{TEI}catRef")] == ["#label.1"]
