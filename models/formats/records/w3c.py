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
from models.base.json_lines import json_of, one_line
from models.base.losses import OF_SPANS, Holds
from models.formats.support.base import Format
from models.formats.support.options import Unit
from models.formats.support.sink import Sink

_NAMESPACE = uuid.UUID(bytes=NAMESPACE)
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
AROUND = 32
"""How much of the text before and after a span is quoted with it, in code points."""


def write(articles: Iterable[AnnotatedArticle], sink: Sink) -> None:
    """Write an AnnotationPage, an annotation a line."""
    ids = hashlib.sha256()
    with sink.open() as out:
        out.write(f'{{"@context":"{CONTEXT}","type":"AnnotationPage","items":[')
        first = True
        for article in articles:
            found = list(_annotations(article))
            out.write(("\n" if first else ",\n") + one_line(",\n".join([line for _, line in found])))
            ids.update("".join([urn for urn, _ in found]).encode())
            first = False
            sink.report.count(article)
        # Its id comes last, because it is made of all that stands before.
        out.write(f'\n],"id":"{_urn(uuid.uuid5(_NAMESPACE, ids.hexdigest()))}"}}\n')


def _urn(uid: object) -> str:
    return f"urn:uuid:{uid}"


def _annotations(article: AnnotatedArticle) -> Iterator[tuple[str, str]]:
    """Yield (id, JSON) of the annotations of an article."""
    uid, text = article.uid or article_uid(article.source, article.text), article.text
    urn, source = _derived(uid, "text"), _urn(uid)
    target = {"id": source, "type": "Text", "format": "text/plain", "language": "ur", "textDirection": "rtl"}
    target |= {"dc:title": article.title, "dc:identifier": article.source}
    body = _body(text, "describing", id=_derived(uid, "body"), language="ur", textDirection="rtl")
    yield urn, _dump({**_head(urn, "describing"), "body": body, "target": target})
    seen: set[str] = set()
    for layer in article.layers:
        for label in layer.labels:
            urn = _derived(uid, f"{layer.annotator}\0{label}")
            yield urn, _dump(_head(urn, "classifying", layer) | {"body": _body(label, "classifying"), "target": source})
        head = _dump(_head("", "tagging", layer)).removeprefix('{"id":""').removesuffix("}")
        for span in layer.spans:
            own = span.uid if span.uid and span.uid not in seen else _own(uid, layer, span)
            seen.add(own)
            # Of strings of JSON: a corpus has millions of them, and objects take twice as long.
            modified = f',"modified":{json_of(span.updated_at.replace("+00:00", "Z"))}' if span.updated_at else ""
            where = f'{{"type":"SpecificResource","source":{json_of(source)},"selector":{_selectors(span, text)}}}'
            yield _urn(own), f'{{"id":{json_of(_urn(own))}{head}{modified},"body":{_bodies(span)},"target":{where}}}'


def _own(uid: str, layer: Layer, span: LabelledSpan) -> str:
    return span_uid(uid_head(uid, layer.annotator, span.label), span.start, span.end)


def _derived(uid: str, name: str) -> str:
    return _urn(uuid.uuid5(_NAMESPACE, f"{uid}\0{name}"))


def _head(urn: str, motivation: str, layer: Layer | None = None) -> dict[str, Any]:
    row: dict[str, Any] = {"id": urn, "type": "Annotation", "motivation": motivation}
    if layer and layer.annotator:
        row["creator"] = {"type": "Person", "name": layer.annotator}
    return row


def _bodies(span: LabelledSpan) -> str:
    """Return the body of a span, or the bodies, as JSON."""
    tag = f'{{"type":"TextualBody","value":{json_of(span.label)},"purpose":"tagging","format":"text/plain"}}'
    bodies = []
    if span.note:
        bodies.append(_body(span.note, "commenting"))
    if span.confidence:
        bodies.append(_body(span.confidence, "assessing"))
    if span.attributes:
        value = json.dumps(dict(span.attributes), ensure_ascii=False)
        bodies.append(_body(value, "describing", format="application/json"))
    return f"[{','.join([tag, *map(_dump, bodies)])}]" if bodies else tag


def _body(value: str, purpose: str, **more: str) -> dict[str, str]:
    return {"type": "TextualBody", "value": value, "purpose": purpose, "format": "text/plain"} | more


def _selectors(span: LabelledSpan, text: str) -> str:
    """Return two ways to the same stretch as JSON: where it is, and what it reads between what."""
    start, end = span[:2]
    quote = f'"exact":{json_of(text[start:end])},"prefix":{json_of(text[max(0, start - AROUND) : start])}'
    quote += f',"suffix":{json_of(text[end : end + AROUND])}'
    position = f'"start":{start},"end":{end}'
    return f'[{{"type":"TextPositionSelector",{position}}},{{"type":"TextQuoteSelector",{quote}}}]'


FORMAT = Format(
    "w3c",
    "W3C Web Annotations (JSON-LD)",
    (".jsonld",),
    write=write,
    holds=OF_SPANS | {Holds.NESTING, Holds.ARTICLE_LABELS, Holds.ANNOTATOR, Holds.ID, Holds.TITLE},
    units=(Unit.ARTICLE, Unit.SENTENCE),
)
