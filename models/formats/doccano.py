"""doccano: JSON lines with `[start, end, label]`; its later `entities` and its tutorial's `labels` are read as well.

Unknown fields become the article's meta, as doccano does it itself. A file carries neither the unit of its offsets
nor surfaces: `counting` looks whether the chosen unit can be the right one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from models.base.documents import AnnotatedArticle, FileLocation, LabelledSpan, Layer
from models.base.entities import Scope
from models.base.errors import UserError
from models.base.report import counted, file_name
from models.formats.support.base import Format
from models.formats.support.counting import Counting
from models.formats.support.fields import article_text, field, source_id
from models.formats.support.options import Offsets, Unit
from models.formats.support.records import Record, articles_of_records, first_record, meta_of, overlapping
from models.formats.support.sink import Sink
from models.formats.support.source import Head, SourceFile
from models.formats.text import title_of

_SPANS = ("label", "labels", "entities")
_KNOWN = {"id", "text", "title", "meta", "cats", "relations", *_SPANS}
_OURS = ["id", "title", "text", "label"]  # in this order `write` has them, and doccano has not
_ENTITY = {"id", "label", "start_offset", "end_offset"}
_LONGEST_NAME = 200  # of a label; what is longer is the text of a sequence-to-sequence project

Found = list[tuple[Any, Any, str, dict[str, Any]]]


def write(articles: Iterable[AnnotatedArticle], sink: Sink) -> None:
    """Write one record a line, each with the same fields: doccano makes of a missing one a number that is none."""
    dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
    for_articles = any(label.scope is Scope.ARTICLE for label in sink.labels)
    nested, bare, astral = False, 0, 0
    with sink.open() as out:
        for article in articles:
            astral += bool(article.text) and max(article.text) > "\uffff"
            spans = [span for layer in article.layers for span in layer.spans]
            rows = [span[:3] for span in spans]
            row: dict[str, Any] = {"id": article.source, "title": article.title, "text": article.text, "label": rows}
            names = [name for layer in article.layers for name in layer.labels]
            if for_articles:
                row["cats"] = names
            row["meta"] = article.meta
            out.write(dump(row) + "\n")
            sink.report.count(article)
            nested = nested or overlapping((start, end) for start, end, _ in rows)
            bare += sum([1 for span in spans if span[5] or span[6] or span[7]])
    if astral:
        what = f"{counted(astral, 'text')} with emoji or other characters above U+FFFF; offsets are code points, and "
        sink.report.note(
            sink.path.name, f"{what}doccano's page counts UTF-16 units: it shows spans behind them too early"
        )
    if nested:
        what = "some spans overlap; doccano drops those on import unless its project allows overlapping spans"
        sink.report.note(sink.path.name, what)
    if bare:
        what = f"the notes, confidences and attributes of {counted(bare, 'span')} are not there: doccano has none"
        sink.report.note(sink.path.name, what)


def sniff(head: Head) -> str:
    """Why this is a file of doccano's: its records have lists of `[start, end, label]`, or entities with offsets."""
    record = first_record(head)
    if "text" not in record or "layers" in record or "spans" in record:
        return ""
    for name in _SPANS:
        found = record.get(name)
        if isinstance(found, list) and all(_is_item(item) for item in found):
            return f'its records have "text" and a list "{name}"'
    return ""


def _is_item(item: Any) -> bool:
    return isinstance(item, (list, str)) or (isinstance(item, dict) and "start_offset" in item)


def read(source: SourceFile) -> Iterator[AnnotatedArticle]:
    """Read one article a record. Raises UserError naming the record that cannot be read as it stands."""
    counting = Counting(source)
    counting.first_look(_articles)
    yield from _articles(counting)
    counting.note()


def _articles(counting: Counting) -> Iterator[AnnotatedArticle]:
    """Yield the articles of the file that is counted; a record that cannot be read is left out and told."""
    name = file_name(counting.source.path)
    return articles_of_records(counting.source, lambda at, nr, row: _article(row, at, f"{name}:{nr}", counting))


def _article(row: Record, where: FileLocation, fallback_id: str, counting: Counting) -> AnnotatedArticle:
    given: str = field(row, "text", str, None, where)
    cleaned = article_text(given, where)
    found, names = _items(row, where, counting.source)
    ours = Offsets.CODEPOINTS if list(row)[: len(_OURS)] == _OURS else None
    places = counting.stretches(given, cleaned, [item[:2] for item in found], where, known=ours)
    spans = tuple(
        LabelledSpan(*place, label) if not extras else LabelledSpan(*place, label, attributes=extras)
        for place, (_, _, label, extras) in zip(places, found, strict=True)
        if place
    )
    if row.get("relations"):
        counting.source.report.note(where, "relations between spans left out")
    title = row.get("title")
    meta = meta_of({name: value for name, value in row.items() if value or name != "Comments"}, _KNOWN)
    return AnnotatedArticle(
        source=source_id(row, "id", fallback_id, where),
        title=title if isinstance(title, str) and title else title_of(cleaned.text),
        text=cleaned.text,
        meta=meta if isinstance(title, str) or title is None else meta | {"title": title},
        changes=cleaned.changes,
        layers=(Layer(spans=spans, labels=tuple(dict.fromkeys(names))),) if spans or names else (),
        where=where,
    )


def _items(row: Record, where: FileLocation, source: SourceFile) -> tuple[Found, list[str]]:
    """Return (start, end, label, further fields) of every span, and the labels of the whole article."""
    found: Found = []
    names: list[str] = []
    for name in (*_SPANS, "cats"):
        given = row.get(name)
        for item in [given] if isinstance(given, str) else field(row, name, list, [], where):
            if isinstance(item, str):
                names.append(item)
            else:
                found.append(_item(item, name, where))
    kept = [name for name in names if name.strip() and len(name) <= _LONGEST_NAME and "\n" not in name]
    if len(kept) < len(names):
        source.report.note(
            where, f"{counted(len(names) - len(kept), 'label')} of the article too long for a name; left out"
        )
    return found, kept


def _item(item: Any, name: str, where: FileLocation) -> tuple[Any, Any, str, dict[str, Any]]:
    extras: dict[str, Any] = {}
    if isinstance(item, list) and len(item) == 3:
        start, end, label = item
    elif isinstance(item, dict):
        start, end, label = item.get("start_offset"), item.get("end_offset"), item.get("label")
        extras = {key: value for key, value in item.items() if key not in _ENTITY}
    else:
        raise UserError(f'{where}: "{name}" must be a list of [start, end, label].')
    if not isinstance(label, str) or not label.strip():
        raise UserError(f'{where}: a span in "{name}" has no name of a label.')
    return start, end, label, extras


FORMAT = Format(
    "doccano",
    "doccano JSON lines",
    (".jsonl",),
    read=read,
    write=write,
    sniff=sniff,
    rank=30,
    one_layer=True,
    units=(Unit.ARTICLE, Unit.SENTENCE),
    offsets=True,
)
