"""Tokens with tags, a record a line: `{"id", "tokens", "ner_tags", "text", "starts"}`, as training code reads them.

`ner_tags` has a tag for each token ("O", "B-PERSON"). `text` is the article and `starts` says where each token begins
in it (code points): with these, texts and spans come back as they were, white space and all. Code that takes tokens
and tags alone passes them over. A record is an article, or a sentence by choice; one without a token is left out.

Records of others, with tokens and tags and no starts, are read as any JSON is (see `any_json`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from models.base.documents import AnnotatedArticle, FileLocation, LabelledSpan, Layer
from models.base.errors import UserError
from models.base.json_lines import json_of, line_of, list_of_numbers, list_of_words
from models.base.losses import Holds
from models.base.report import Report, file_name
from models.formats.documents.text import title_of
from models.formats.support.any_json import reading as any_json
from models.formats.support.any_json.making import RecordSource
from models.formats.support.any_json.taken import Taken, flat_of
from models.formats.support.any_json.unread import Unread
from models.formats.support.base import Format
from models.formats.support.fields import article_text, field, source_id
from models.formats.support.options import Cut, Overlaps, Scheme, Unit
from models.formats.support.records import Record, articles_of_records, first_record, records
from models.formats.support.sink import Sink
from models.formats.support.source import Head, SourceFile
from models.formats.support.tags import begins_with_inside, spans_of
from models.formats.support.tokenized import SPACED, TaggedTokens, tagged
from models.text.tokens import columns

_FIELDS = ("id", "tokens", "ner_tags", "text", "starts")


def write(articles: Iterable[AnnotatedArticle], sink: Sink) -> None:
    """Write the first layer of each article; what tokens cannot hold is noted in the report."""
    names = {label.name: label.name for label in sink.span_labels}
    with sink.open() as out:
        for article in articles:
            found = tagged(article, sink.report, sink.options, names)
            if not found.texts:
                sink.report.note(article.title, "the article holds no token; left out")
                continue
            out.write(_line(article, found))
            sink.report.articles += 1


def _line(article: AnnotatedArticle, found: TaggedTokens) -> str:
    """Return the record of an article. Its lists, nine tenths of it, are written at once."""
    tags = ['"O"'] * len(found.texts)
    for number, tag in found.marks[0].items():
        tags[number] = json_of(tag)
    lists = f',"tokens":{list_of_words(found.texts)},"ner_tags":[{",".join(tags)}],"text":{json_of(article.text)}'
    return line_of({"id": article.source}, f'{lists},"starts":{list_of_numbers(found.starts)}')


def sniff(head: Head) -> str:
    """Return why these are our records: they say where each of their tokens begins."""
    return 'its records have "tokens", "ner_tags" and "starts"' if _is_ours(first_record(head)) else ""


def _is_ours(record: Record) -> bool:
    tokens, tags, starts = (record.get(name) for name in ("tokens", "ner_tags", "starts"))
    if not isinstance(record.get("text"), str) or not isinstance(tokens, list) or not isinstance(tags, list):
        return False
    return isinstance(starts, list) and len(tokens) == len(tags) == len(starts) > 0 and type(starts[0]) is int


def read(source: SourceFile) -> Iterator[AnnotatedArticle]:
    """Read one article a record; one that does not hold together is left out and told. Raises UserError."""
    if source.options.roles or not _is_ours(first_record(source.head())):
        yield from any_json.read(source)  # a person says what the fields are, or others wrote it
        return
    inside = _inside_begins(source)
    unread = Unread()
    try:
        yield from articles_of_records(
            source, lambda where, number, row: _article(where, number, _looked_at(row, unread), source, inside)
        )
    finally:
        unread.note(source)


def _looked_at(row: Record, unread: Unread) -> Record:
    """Return a record, whose further fields that look like annotations are counted."""
    if rest := {name: value for name, value in row.items() if name not in _FIELDS}:
        tokens = row.get("tokens")
        unread.look(flat_of(rest), Taken(), len(tokens) if isinstance(tokens, list) else 0)
    return row


def _inside_begins(source: SourceFile) -> bool:
    """Return whether spans begin with I- as far as the first records tell."""
    quiet = SourceFile(source.path, Report(), options=source.options)
    first = [record.get("ner_tags") for _, _, record in islice(records(quiet), any_json.LOOKED_AT)]
    return begins_with_inside(
        tag for tags in first if isinstance(tags, list) for tag in (*tags, "") if isinstance(tag, str)
    )


def _article(
    where: FileLocation, number: int, row: Record, source: SourceFile, inside_begins: bool
) -> AnnotatedArticle:
    """Return the article of a record. Raises UserError where its fields do not fit each other."""
    given = field(row, "text", str, None, where)
    tokens, tags, starts = (field(row, name, list, None, where) for name in ("tokens", "ner_tags", "starts"))
    if not len(tokens) == len(tags) == len(starts):
        counts = f"{len(tokens)} tokens, {len(tags)} tags and {len(starts)} starts"
        raise UserError(f"{where}: holds {counts}; there must be as many of each.")
    for index, (token, tag, start) in enumerate(zip(tokens, tags, starts, strict=True), 1):
        if not (isinstance(token, str) and isinstance(tag, str) and type(start) is int and start >= 0):
            raise UserError(f"{where}: token {index} must be text with a tag and a whole number for its start.")
        if not given.startswith(token, start):
            raise UserError(f"{where}: token {index} ({token[:40]}) does not stand at its start {start} in the text.")
    cleaned = article_text(given, where, keep_bom=True)
    found = RecordSource(source.path, source.report, options=source.options, where=where)
    spans = [
        LabelledSpan(cleaned.place(starts[first]), cleaned.place(starts[after - 1] + len(tokens[after - 1])), label)
        for first, after, label in spans_of(tags, [0] * len(tags), found, inside_begins=inside_begins)
    ]
    return AnnotatedArticle(
        source=source_id(row, "id", f"{file_name(source.path)}:{number}", where),
        title=title_of(cleaned.text),
        text=cleaned.text,
        meta=_meta(row, cleaned.text, tokens),
        changes=cleaned.changes,
        layers=(Layer(spans=tuple(span for span in spans if span.start < span.end)),),
        where=where,
    )


def _meta(row: Record, text: str, tokens: list[str]) -> dict[str, Any]:
    """Return the other fields, and that the tokens stand between white space, where they are no others than those."""
    rest = {name: value for name, value in row.items() if name not in _FIELDS and value is not None}
    return rest | (SPACED if tokens != columns(text).texts and tokens == text.split() else {})


FORMAT = Format(
    "tokens",
    "JSON lines of tokens and tags",
    (".jsonl",),
    read=read,
    write=write,
    holds=frozenset({Holds.ID}),
    sniff=sniff,
    rank=60,
    one_layer=True,
    overlaps=(Overlaps.OUTERMOST, Overlaps.INNERMOST),
    schemes=(Scheme.IOB2, Scheme.IOB1, Scheme.IOBES),
    units=(Unit.ARTICLE, Unit.SENTENCE),
    cuts=(Cut.WHOLE, Cut.SPLIT),
    by_name=False,
    columns=(
        *(("id", "string"), ("tokens", "string[]"), ("ner_tags", "tags"), ("text", "string"), ("starts", "int64[]")),
    ),
)
