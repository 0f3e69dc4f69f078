"""Web Annotations, field by field as the Recommendation has them (https://www.w3.org/TR/annotation-model/)."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

from models.base.documents import AnnotatedArticle, LabelledSpan, Layer
from models.base.report import Report
from models.exporting.plan import ExportPlan
from models.exporting.run import export
from models.formats.records.w3c import write
from models.formats.support.sink import Sink
from models.project.project import Project
from tests.models.formats.helpers import HARD, article, fill, spans_of

T = "عمران خان😀 لاہور"
UID = "6e697368-616e-5e6e-9c6b-757264750002"
IRI = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MOTIVATIONS = {  # section 3.3.5
    *("assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting"),
    *("identifying", "linking", "moderating", "questioning", "replying", "tagging"),
}


def put_out(folder: Path, articles: list[AnnotatedArticle]) -> tuple[dict[str, Any], Report]:
    sink = Sink(folder / "out.jsonld", (), Report())
    write(iter(articles), sink)
    return json.loads(sink.path.read_text(encoding="utf-8")), sink.report


def check_body(body: dict[str, Any]) -> None:
    """Section 3.2.4: exactly one value, the class TextualBody; 3.2.1: format, language, direction; 3.3.5: purpose."""
    assert body["type"] == "TextualBody"
    assert isinstance(body["value"], str)
    assert body["purpose"] in MOTIVATIONS
    assert body["format"] in ("text/plain", "application/json")
    assert body.get("textDirection", "rtl") in ("ltr", "rtl", "auto")
    assert body.keys() <= {"id", "type", "value", "purpose", "format", "language", "textDirection"}


def check_target(target: Any) -> None:
    """Section 4: an IRI, an external resource, or one source and selectors that each describe the same stretch."""
    if isinstance(target, str):
        assert IRI.fullmatch(target)
    elif target["type"] == "SpecificResource":
        assert IRI.fullmatch(target["source"])
        position, quote = target["selector"]
        assert position.keys() == {"type", "start", "end"}
        assert position["type"] == "TextPositionSelector"
        assert type(position["start"]) is type(position["end"]) is int
        assert 0 <= position["start"] < position["end"]
        assert quote.keys() == {"type", "exact", "prefix", "suffix"}
        assert quote["type"] == "TextQuoteSelector"
    else:
        assert target["type"] in ("Dataset", "Image", "Video", "Sound", "Text")
        assert IRI.fullmatch(target["id"])


def check_page(page: dict[str, Any]) -> None:
    """Section 5.2, and 3.1 for each item."""
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert page["type"] == "AnnotationPage"
    assert IRI.fullmatch(page["id"])
    ids = [item["id"] for item in page["items"]]
    assert len(ids) == len(set(ids))
    for item in page["items"]:
        assert IRI.fullmatch(item["id"])
        assert item["type"] == "Annotation"
        assert item["motivation"] in MOTIVATIONS
        assert item.get("creator", {"type": "Person", "name": ""}).keys() == {"type", "name"}
        if "modified" in item:  # section 3.3.1: xsd:dateTime in UTC, as Z
            assert item["modified"].endswith("Z")
            datetime.fromisoformat(item["modified"])
        for body in item["body"] if isinstance(item["body"], list) else [item["body"]]:
            check_body(body)
        check_target(item["target"])


def test_small_export_field_by_field(tmp_path: Path) -> None:
    span = LabelledSpan(
        11, 16, "LOC", "6e697368-616e-5e6e-9c6b-757264750001", note="شہر", updated_at="2026-01-02T03:04:05+00:00"
    )
    layers = (Layer("sana", spans=(span,), labels=("news",)),)
    page, report = put_out(tmp_path, [AnnotatedArticle("7.txt", "خبر", T, {"x": 1}, layers=layers, uid=UID)])
    check_page(page)
    text, news, place = page["items"]
    assert text["body"]["value"] == T
    assert (text["target"]["id"], text["target"]["dc:title"]) == (f"urn:uuid:{UID}", "خبر")
    assert (news["motivation"], news["body"]["value"], news["target"]) == ("classifying", "news", f"urn:uuid:{UID}")
    assert place == {
        "id": "urn:uuid:6e697368-616e-5e6e-9c6b-757264750001",
        "type": "Annotation",
        "motivation": "tagging",
        "creator": {"type": "Person", "name": "sana"},
        "modified": "2026-01-02T03:04:05Z",
        "body": [
            {"type": "TextualBody", "value": "LOC", "purpose": "tagging", "format": "text/plain"},
            {"type": "TextualBody", "value": "شہر", "purpose": "commenting", "format": "text/plain"},
        ],
        "target": {
            "type": "SpecificResource",
            "source": f"urn:uuid:{UID}",
            "selector": [
                {"type": "TextPositionSelector", "start": 11, "end": 16},
                {"type": "TextQuoteSelector", "exact": "لاہور", "prefix": "عمران خان😀 ", "suffix": ""},
            ],
        },
    }
    assert (report.articles, report.spans, report.article_labels) == (1, 1, 1)
    assert not report.notes


def test_hard_cases_are_found_again_by_either_selector(project: Project, tmp_path: Path) -> None:
    given = [article(text, spans, f"{number}.txt") for number, (text, spans) in enumerate(HARD)]
    fill(project, given)
    export(project, tmp_path / "out.jsonld", ExportPlan("w3c"))
    page = json.loads((tmp_path / "out.jsonld").read_text(encoding="utf-8"))
    check_page(page)
    texts = {item["target"]["id"]: item["body"]["value"] for item in page["items"] if "id" in item["target"]}
    found = []
    for item in page["items"]:
        if item["motivation"] == "tagging":
            text = texts[item["target"]["source"]]
            position, quote = item["target"]["selector"]
            assert text[position["start"] : position["end"]] == quote["exact"]
            around = quote["prefix"] + quote["exact"] + quote["suffix"]
            assert text.index(around) + len(quote["prefix"]) == position["start"]
            found.append((text, position["start"], position["end"], item["body"]["value"]))
    assert sorted(found) == sorted(spans_of(given).elements())


def test_quotation_has_32_characters_around_it(tmp_path: Path) -> None:
    span = LabelledSpan(10, 15, "X")
    page, _ = put_out(tmp_path, [AnnotatedArticle("7", "t", "0123456789" * 10, layers=(Layer("a", spans=(span,)),))])
    quote = page["items"][1]["target"]["selector"][1]
    assert (quote["prefix"], quote["exact"], len(quote["suffix"])) == ("0123456789", "01234", 32)


def test_same_span_of_two_people_and_twice_the_same_id_are_annotations_of_their_own(tmp_path: Path) -> None:
    spans = (LabelledSpan(0, 5, "PERSON"), LabelledSpan(0, 9, "PERSON", uid=UID))
    layers = tuple(Layer(name, spans=spans, labels=("news",)) for name in "ab")
    page, _ = put_out(tmp_path, [AnnotatedArticle("7", "t", T, layers=layers)])
    check_page(page)
    assert [item["creator"]["name"] for item in page["items"][1:]] == ["a"] * 3 + ["b"] * 3


def test_no_articles_are_an_empty_page(tmp_path: Path) -> None:
    page, _ = put_out(tmp_path, [])
    check_page(page)
    assert page["items"] == []
