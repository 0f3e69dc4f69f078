"""doccano: JSON lines with `[start, end, label]`; its later `entities` and its tutorial's `labels` are read as well.

Unknown fields become the article's meta, as doccano does it itself. A file carries neither the unit of its offsets
nor surfaces: `counting` looks whether the chosen unit can be the right one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from dataclasses import field as field_
from typing import Any

from models.base.documents import AnnotatedArticle, FileLocation, LabelledSpan, Layer
from models.base.entities import Scope
from models.base.errors import UserError
from models.base.json_lines import line_of
from models.base.losses import Holds
from models.base.reading import Roles
from models.base.report import counted, file_name
from models.formats.documents.text import title_of
from models.formats.support.any_json import reading as any_json
from models.formats.support.any_json.items import is_number, person_name
from models.formats.support.any_json.rows import beginning
from models.formats.support.any_json.shapes import Keys, Shape
from models.formats.support.any_json.taken import Finder, Taken, are_answers, is_answer, label_names
from models.formats.support.any_json.unread import Unread
from models.formats.support.base import Format
from models.formats.support.counting import Counting
from models.formats.support.fields import article_text, field, source_id, whole
from models.formats.support.options import AS_FOUND, Offsets, Unit
from models.formats.support.records import (
    Record,
    articles_of_records,
    first_record,
    first_records,
    meta_of,
    overlapping,
)
from models.formats.support.sink import Sink
from models.formats.support.source import Head, SourceFile
from models.text.offsets import holds_astral

_SPANS = ("label", "labels", "entities")
_KNOWN = {"id", "text", "title", "meta", "cats", "relations", *_SPANS}
_OURS = ["id", "title", "text", "label"]  # in this order `write` has them, and doccano has not
_ENTITY = {"id", "label", "start_offset", "end_offset"}
_TEXTS = ("text", "data")
_SHAPE = Shape({3: Keys(0, 1, None, 2), 0: Keys("start_offset", "end_offset", None, "label")})
_FOREIGN = {"layers", "spans", "tokens", "_input_hash", "_task_hash", "answer"}

Found = list[tuple[Any, Any, str, dict[str, Any]]]


def write(articles: Iterable[AnnotatedArticle], sink: Sink) -> None:
    """Write one record a line, each with the same fields: doccano makes of a missing one a number that is none."""
    for_articles = any(label.scope is Scope.ARTICLE for label in sink.labels)
    nested, astral = False, 0
    with sink.open() as out:
        for article in articles:
            astral += holds_astral(article.text)
            rows = [span[:3] for layer in article.layers for span in layer.spans]
            row: dict[str, Any] = {"id": article.source, "title": article.title, "text": article.text, "label": rows}
            names = [name for layer in article.layers for name in layer.labels]
            if for_articles:
                row["cats"] = names
            row["meta"] = article.meta
            out.write(line_of(row))
            sink.report.count(article)
            nested = nested or overlapping((start, end) for start, end, _ in rows)
    if astral:
        what = f"{counted(astral, 'text')} with emoji or other characters above U+FFFF; offsets are code points, and "
        sink.report.note(
            sink.path.name, f"{what}doccano's page counts UTF-16 units: it shows spans behind them too early"
        )
    if nested:
        what = "some spans overlap; doccano drops those on import unless its project allows overlapping spans"
        sink.report.note(sink.path.name, what)


def sniff(head: Head) -> str:
    """Return why this is doccano's: its records have lists of `[start, end, label]`, or entities with offsets."""
    found = beginning(head)
    if found[:1] != [first_record(head)]:
        return ""  # tuples, or a list inside an object
    if not any("text" in record for record in found) or any(_FOREIGN & record.keys() for record in found):
        return ""
    ours = all(list(record)[: len(_OURS)] == _OURS for record in found)  # whose labels may be called by numbers
    if not ours and not all(_fits(record.get(name)) for record in found for name in _SPANS):
        return ""
    name = next((name for name in _SPANS if any(isinstance(record.get(name), list) for record in found)), "")
    if not name or (not ours and Finder(found, AS_FOUND).find().tags):
        return ""
    return f'its records have "text" and a list "{name}"'


def _fits(value: Any) -> bool:
    """Return whether a field may be doccano's: most of its items are spans as it writes them, or names."""
    if value is None or isinstance(value, str):
        return True
    return isinstance(value, list) and sum(map(_is_item, value)) * 2 >= len(value)


def _is_item(item: Any) -> bool:
    if isinstance(item, list):
        return len(item) == 3 and sum(map(is_number, item[:2])) > 0 and not (is_number(item[1]) and is_number(item[2]))
    return isinstance(item, str) or (isinstance(item, dict) and "start_offset" in item)


def read(source: SourceFile) -> Iterator[AnnotatedArticle]:
    """Read one article a record; one that cannot be read is left out and told. Raises UserError as `records` does."""
    if source.options.roles.keys() - {"annotator", "id", "title"}:
        yield from any_json.read(source)  # a person says what the fields are
        return
    counting = Counting(source)
    fields = _Fields.of(source)
    source.took(fields.taken.reading())
    counting.first_look(lambda quiet: _articles(quiet, fields))
    fields.unread, fields.unnamed = Unread(), 0
    try:
        yield from _articles(counting, fields)
    finally:
        counting.note()
        fields.note(source)


def _articles(counting: Counting, fields: _Fields) -> Iterator[AnnotatedArticle]:
    """Yield the articles of the file that is counted; a record that cannot be read is left out and told."""
    name = file_name(counting.source.path)
    return articles_of_records(counting.source, lambda at, nr, row: _article(row, at, f"{name}:{nr}", counting, fields))


@dataclass
class _Fields:
    """What the fields of a file are, as its first records show. `unnamed`: labels that are numbers without a name."""

    taken: Taken
    unread: Unread = field_(default_factory=Unread)
    unnamed: int = 0

    @classmethod
    def of(cls, source: SourceFile) -> _Fields:
        """Look through the first records of a file, which are read again afterwards."""
        first = first_records(source, any_json.LOOKED_AT)
        taken = Finder(first, replace(source.options, roles=_roles(source.options.roles, first))).find()
        lists = [name for name in _SPANS if any(isinstance(row.get(name), list) for row in first)]
        names = [name for row in first for part in (*_SPANS, "cats") for name in label_names(row.get(part))]
        taken.answers = frozenset(lists) if are_answers(names) else frozenset()
        taken.spans = tuple(name for name in lists if name not in taken.answers)
        taken.shapes = dict.fromkeys(lists, _SHAPE)
        taken.labels = tuple(name for name in ("cats",) if any(row.get(name) for row in first))
        any_json.name_numbers(taken, {}, source)
        return cls(taken)

    def name(self, label: Any, field_name: str) -> Any:
        """Return the name of a label that is a number, or the number as text."""
        if type(label) is not int:
            return label
        known = self.taken.names.get(field_name, {}).get(label)
        self.unnamed += known is None
        return known or str(label)

    def note(self, source: SourceFile) -> None:
        """Tell what was not read, and of labels that have no name."""
        self.unread.note(source)
        if self.unnamed:
            what = f"{counted(self.unnamed, 'label is a number', 'labels are numbers')} without a name"
            source.report.note(
                source.at(), f"{what}, kept as numbers; a labels.json beside the file may name them by id"
            )


def _roles(roles: Roles, first: list[Record]) -> Roles:
    """Return the roles of doccano's fields, where nobody says otherwise."""
    text = next((name for name in _TEXTS if any(isinstance(row.get(name), str) for row in first)), "")
    usual: Roles = {"text": (text,) if text else (), "token": (), "tag": (), "spans": ()}
    return {**usual, **roles}


def _article(
    row: Record, where: FileLocation, fallback_id: str, counting: Counting, fields: _Fields
) -> AnnotatedArticle:
    taken = fields.taken
    given: str = field(row, taken.text if taken.text and "text" not in row else "text", str, None, where)
    ours = list(row)[: len(_OURS)] == _OURS
    cleaned = article_text(given, where, keep_bom=ours)
    found, names = _items(row, where, counting.source, fields)
    known_offsets = Offsets.CODEPOINTS if ours else None
    places = counting.stretches(given, cleaned, [item[:2] for item in found], where, known=known_offsets)
    spans = tuple(
        LabelledSpan(*place, label) if not extras else LabelledSpan(*place, label, attributes=extras)
        for place, (_, _, label, extras) in zip(places, found, strict=True)
        if place
    )
    if row.get("relations"):
        counting.source.report.note(where, "relations between spans left out")
    known = _KNOWN - taken.answers | {taken.annotator, *([] if "text" in row else [taken.text])}
    rest = {name: value for name, value in row.items() if name not in known}
    fields.unread.look(rest, taken)
    title = row.get("title")
    meta = meta_of({name: value for name, value in row.items() if value or name != "Comments"}, known)
    who = person_name(row.get(taken.annotator)) if taken.annotator else ""
    return AnnotatedArticle(
        source=source_id(row, "id", fallback_id, where),
        title=title if isinstance(title, str) and title else title_of(cleaned.text),
        text=cleaned.text,
        meta=meta if isinstance(title, str) or title is None else meta | {"title": title},
        changes=cleaned.changes,
        layers=(Layer(who, spans=spans, labels=tuple(dict.fromkeys(names))),) if spans or names or who else (),
        where=where,
        own=ours and not rest,
    )


def _items(row: Record, where: FileLocation, source: SourceFile, fields: _Fields) -> tuple[Found, list[str]]:
    """Return (start, end, label, further fields) of every span, and the labels of the whole article."""
    found: Found = []
    names: list[str] = []
    for name in (*_SPANS, "cats"):
        given = row.get(name)
        if given is None:
            continue
        for item in [given] if isinstance(given, str) else field(row, name, list, [], where):
            if type(item) is list and len(item) == 3 and type(item[2]) is str and item[2].strip():  # nearly always
                found.append((*item, {}))
                continue
            if isinstance(item, str):
                names += [] if name in fields.taken.answers else [item]
                continue
            try:
                found.append(_item(item, name, where, fields))
            except UserError as error:
                source.leave_out_span(where, error)
    kept = [name for name in names if name.strip() and not is_answer(name)]
    if len(kept) < len(names):
        source.report.note(
            where, f"{counted(len(names) - len(kept), 'label')} of the article too long for a name; left out"
        )
    return found, kept


def _item(item: Any, name: str, where: FileLocation, fields: _Fields) -> tuple[Any, Any, str, dict[str, Any]]:
    extras: dict[str, Any] = {}
    if isinstance(item, list) and len(item) == 3:
        start, end, label = item
    elif isinstance(item, dict):
        start, end, label = item.get("start_offset"), item.get("end_offset"), item.get("label")
        extras = {key: value for key, value in item.items() if key not in _ENTITY}
    else:
        raise UserError(f'{where}: "{name}" must be a list of [start, end, label].')
    label = fields.name(whole(label), name)
    if not isinstance(label, str) or not label.strip():
        raise UserError(f'{where}: a span in "{name}" has no name of a label.')
    return start, end, label, extras


FORMAT = Format(
    "doccano",
    "doccano JSON lines",
    (".jsonl",),
    read=read,
    write=write,
    holds=frozenset({Holds.NESTING, Holds.ARTICLE_LABELS, Holds.ID, Holds.TITLE, Holds.METADATA}),
    sniff=sniff,
    rank=30,
    one_layer=True,
    units=(Unit.ARTICLE, Unit.SENTENCE),
    offsets=True,
    columns=(
        *(("id", "string"), ("title", "string"), ("text", "string"), ("label", "json"), ("cats", "string[]")),
        ("meta", "json"),
    ),
)
