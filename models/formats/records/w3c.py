"""W3C Web Annotations as JSON-LD (Recommendation of 23 February 2017): one AnnotationPage for all articles.

An article is a resource `urn:uuid:...` of its own, and its text comes along: the first annotation of each article
has the text as its body (`TextualBody`, purpose "describing") and says of its target what it is: title, id, format,
language, direction. A span is an annotation with the label as a tag and two selectors, `TextPositionSelector` in
code points, as the Recommendation counts, and `TextQuoteSelector`; a note is a body with the purpose "commenting", the
confidence one with "assessing". A label of the whole article is an annotation with the motivation "classifying".
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from models.base.documents import AnnotatedArticle, LabelledSpan, Layer, span_uid, uid_head
from models.base.entities import NAMESPACE, article_uid
from models.base.json_lines import one_line
from models.formats.support.base import Format
from models.formats.support.options import Unit
from models.formats.support.sink import Sink

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 32
"""How much of the text before and after a span is quoted with it, in code points."""


def write(articles: Iterable[AnnotatedArticle], sink: Sink) -> None:
    """Write an AnnotationPage, an annotation a line."""
    dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
    ids = hashlib.sha256()
    lacks_meta = False
    with sink.open() as out:
        out.write(f'{{"@context":"{CONTEXT}","type":"AnnotationPage","items":[')
        first = True
        for article in articles:
            for annotation in _annotations(article):
                out.write(("\n" if first else ",\n") + one_line(dump(annotation)))
                ids.update(annotation["id"].encode())
                first = False
            sink.report.count(article)
            lacks_meta = lacks_meta or bool(article.meta)
        # Its id comes last, because it is made of all that stands before.
        out.write(f'\n],"id":"{_urn(uuid.uuid5(NAMESPACE, ids.hexdigest()))}"}}\n')
    if lacks_meta:
        sink.report.note("the articles", "Web Annotations have no place for their further fields; left out")


def _urn(uid: object) -> str:
    return f"urn:uuid:{uid}"


def _annotations(article: AnnotatedArticle) -> Iterator[dict[str, Any]]:
    uid = article.uid or article_uid(article.source, article.text)
    yield {
        "id": _derived(uid, "text"),
        "type": "Annotation",
        "motivation": "describing",
        "body": _body(article.text, "describing", id=_derived(uid, "body"), language="ur", textDirection="rtl"),
        "target": {
            "id": _urn(uid),
            "type": "Text",
            "format": "text/plain",
            "language": "ur",
            "textDirection": "rtl",
            "dc:title": article.title,
            "dc:identifier": article.source,
        },
    }
    seen: set[str] = set()
    for layer in article.layers:
        for label in layer.labels:
            yield _head(_derived(uid, f"{layer.annotator}\0{label}"), "classifying", layer) | {
                "body": _body(label, "classifying"),
                "target": _urn(uid),
            }
        for span in layer.spans:
            own = span.uid if span.uid and span.uid not in seen else _own(uid, layer, span)
            seen.add(own)
            yield _span(span, own, layer, uid, article.text)


def _own(uid: str, layer: Layer, span: LabelledSpan) -> str:
    return span_uid(uid_head(uid, layer.annotator, span.label), span.start, span.end)


def _derived(uid: str, name: str) -> str:
    return _urn(uuid.uuid5(NAMESPACE, f"{uid}\0{name}"))


def _head(urn: str, motivation: str, layer: Layer) -> dict[str, Any]:
    row: dict[str, Any] = {"id": urn, "type": "Annotation", "motivation": motivation}
    if layer.annotator:
        row["creator"] = {"type": "Person", "name": layer.annotator}
    return row


def _span(span: LabelledSpan, own: str, layer: Layer, uid: str, text: str) -> dict[str, Any]:
    row = _head(_urn(own), "tagging", layer)
    if span.updated_at:
        row["modified"] = span.updated_at.replace("+00:00", "Z")
    tag = _body(span.label, "tagging")
    bodies = [tag]
    if span.note:
        bodies.append(_body(span.note, "commenting"))
    if span.confidence:
        bodies.append(_body(span.confidence, "assessing"))
    if span.attributes:
        value = json.dumps(dict(span.attributes), ensure_ascii=False)
        bodies.append(_body(value, "describing", format="application/json"))
    return row | {
        "body": bodies if len(bodies) > 1 else tag,
        "target": {"type": "SpecificResource", "source": _urn(uid), "selector": _selectors(span.start, span.end, text)},
    }


def _body(value: str, purpose: str, **more: str) -> dict[str, str]:
    return {"type": "TextualBody", "value": value, "purpose": purpose, "format": "text/plain"} | more


def _selectors(start: int, end: int, text: str) -> list[dict[str, Any]]:
    """Return two ways to the same stretch: where it is, and what it reads between what."""
    return [
        {"type": "TextPositionSelector", "start": start, "end": end},
        {
            "type": "TextQuoteSelector",
            "exact": text[start:end],
            "prefix": text[max(0, start - AROUND) : start],
            "suffix": text[end : end + AROUND],
        },
    ]


FORMAT = Format(
    "w3c",
    "W3C Web Annotations (JSON-LD)",
    (".jsonld",),
    write=write,
    units=(Unit.ARTICLE, Unit.SENTENCE),
)
