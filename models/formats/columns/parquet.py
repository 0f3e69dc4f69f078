"""Parquet tables for Hugging Face datasets, Spark and DuckDB: `data/SPLIT-00000-of-00001.parquet`, an article a row.

Columns: `id`, `title`, `text`, `labels` (of the whole article), `tokens`, `ner_tags`, `spans` and `meta` (JSON).
`ner_tags` are numbers; their names stand in the schema's `huggingface` metadata and in README.md: O is 0, then B- and
I-, with IOBES also E- and S-, of each label in the project's order. `spans` holds every span as it is: `start` and
`end` are code points, `utf16_start` and `utf16_end` UTF-16 units, `token_start` and `token_end` the tokens that it
touches; all ends are exclusive. `attributes` is JSON, too.

Tables of others are read by what is in their columns: tokens with tags, texts with spans or with labels.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, islice
from pathlib import Path
from typing import Any, NamedTuple

from models.base.documents import AnnotatedArticle, LabelledSpan, Layer
from models.base.losses import OF_SPANS, Holds
from models.base.report import Report
from models.formats.rows import card_yaml
from models.formats.rows.articles import RowReader, RowSource, plain_value
from models.formats.rows.columns import Row, roles_of
from models.formats.rows.parquet_rows import ParquetRows
from models.formats.support.any_json.tables import are_parted, articles_of_rows
from models.formats.support.base import Extra, Format
from models.formats.support.names import first_free
from models.formats.support.options import Overlaps, Scheme, Unit, WriteOptions
from models.formats.support.sink import Sink
from models.formats.support.source import Head, SourceFile
from models.formats.support.tokenized import TaggedTokens, tagged, token_range
from models.storage.disk import patience
from models.text.offsets import Utf16Map

EXTRA = Extra("pyarrow", "pyarrow", "parquet")
ROWS = 200
"""Articles in a row group: as many as are in memory at once."""
SHARD = 500 * 1024 * 1024
"""The size in bytes after which a further file is begun."""
_SPAN = {
    "start": "int64",
    "end": "int64",
    "label": "string",
    "text": "string",
    "utf16_start": "int64",
    "utf16_end": "int64",
    "token_start": "int64",
    "token_end": "int64",
    "note": "string",
    "confidence": "string",
    "attributes": "string",
}
_OWN = {"id", "title", "text", "labels", "tokens", "ner_tags", "spans", "meta"}
_MARK = "<!-- made with the tables; a dataset card may take its place -->"


class _Tags(NamedTuple):
    """Tag -> its number; label -> what tags call it, which is its name; how spans become tags."""

    numbers: dict[str, int]
    names: dict[str, str]
    options: WriteOptions


def write(articles: Iterable[AnnotatedArticle], sink: Sink) -> None:
    """Write the tables of one split. Raises UserError without pyarrow."""
    arrow = EXTRA.load("parquet")
    tables = EXTRA.load("parquet", "pyarrow.parquet")
    names = card_yaml.class_names(sink.span_labels, sink.options.scheme)
    tags = _Tags(
        {name: number for number, name in enumerate(names)},
        {label.name: label.name for label in sink.span_labels},
        sink.options,
    )
    schema = _schema(arrow, names)
    split = _split_name(sink)
    folder = sink.path / "data"
    folder.mkdir(exist_ok=True)
    rows = (_row(article, tags, sink.report) for article in articles)
    drafts = list(_shards(arrow, tables, schema, rows, folder))
    for number, draft in enumerate(drafts):
        patience.rename(draft, folder / f"{split}-{number:05}-of-{len(drafts):05}.parquet")
    _write_readme(sink.path, names, tables)


def _split_name(sink: Sink) -> str:
    """Return a name as `datasets` takes it, that no other split of this export has."""
    name = re.sub(r"[^A-Za-z0-9_]", "_", sink.split) or "train"
    own = first_free(name, lambda own: any((sink.path / "data").glob(f"{own}-*.parquet")), "{}_{}")
    if own != (sink.split or "train"):
        sink.report.note(f"split {sink.split}", f"not a name that Hugging Face datasets takes; written as {own}")
    return own


def _shards(arrow: Any, tables: Any, schema: Any, rows: Iterator[_Row], folder: Path) -> Iterator[Path]:
    """Yield the files, under names for the time being; one at least."""
    batch = list(islice(rows, ROWS))
    number = 0
    while batch or not number:
        path = folder / f".{number}.draft"
        number += 1
        with path.open("wb") as out, tables.ParquetWriter(out, schema) as writer:
            while batch and out.tell() < SHARD:
                writer.write_table(_table(arrow, schema, batch))
                batch = list(islice(rows, ROWS))
        yield path


def _table(arrow: Any, schema: Any, batch: list[_Row]) -> Any:
    """Return a table of rows, whose spans come column by column: as an object each they take three times as long."""
    columns = dict(zip(_Row._fields, zip(*batch, strict=True), strict=True))
    ends = [0, *accumulate(len(found[0]) for found in columns["spans"])]
    kinds = schema.field("spans").type.value_type
    values = [list(chain.from_iterable(column)) for column in zip(*columns["spans"], strict=True)]
    arrays = [arrow.array(value, kind.type) for value, kind in zip(values, kinds, strict=True)]
    spans = arrow.ListArray.from_arrays(
        arrow.array(ends, arrow.int32()), arrow.StructArray.from_arrays(arrays, fields=list(kinds))
    )
    plain = {name: arrow.array(values, schema.field(name).type) for name, values in columns.items() if name != "spans"}
    return arrow.Table.from_arrays([spans if name == "spans" else plain[name] for name in schema.names], schema=schema)


class _Row(NamedTuple):
    """An article as the table has it; its spans column by column, in the order of `_SPAN`."""

    id: str
    title: str
    text: str
    labels: tuple[str, ...]
    tokens: list[str]
    ner_tags: list[int]
    spans: list[list[Any]]
    meta: str


def _row(article: AnnotatedArticle, tags: _Tags, report: Report) -> _Row:
    layer = article.layers[0] if article.layers else Layer()
    found = _tagged(article, tags, report)
    numbers = [0] * len(found.texts)  # of O
    for number, tag in found.marks[0].items():
        numbers[number] = tags.numbers[tag]
    report.articles += 1
    report.spans += len(layer.spans)
    report.article_labels += len(layer.labels)
    return _Row(
        article.source,
        article.title,
        article.text,
        layer.labels,
        found.texts,
        numbers,
        _spans(layer.spans, article.text, found),
        json.dumps(article.meta, ensure_ascii=False) if article.meta else "",
    )


def _tagged(article: AnnotatedArticle, tags: _Tags, report: Report) -> TaggedTokens:
    """Return the tokens with their tags; what tags cannot hold is in `spans` nevertheless, and told so."""
    own = Report()
    found = tagged(article, own, tags.options, tags.names)
    for note in own.notes:
        if note.start < 0:
            report.note(note.where, note.what)
            continue
        what = note.what.removesuffix("; left out")
        where = "whole in spans, not in ner_tags" if what != note.what else "so in ner_tags, whole in spans"
        report.note_span(article, LabelledSpan(note.start, note.end, note.label), f"{what}; {where}")
    return found


def _spans(spans: Sequence[LabelledSpan], text: str, tokens: TaggedTokens) -> list[list[Any]]:
    """Return the columns of spans, in the order of `_SPAN`."""
    units = Utf16Map(text)
    starts, ends = [span.start for span in spans], [span.end for span in spans]
    places = [token_range(tokens, start, end) for start, end in zip(starts, ends, strict=True)]
    return [
        starts,
        ends,
        [span.label for span in spans],
        [text[start:end] for start, end in zip(starts, ends, strict=True)],
        units.all_to_utf16(starts),
        units.all_to_utf16(ends),
        [first for first, _ in places],
        [after for _, after in places],
        [span.note for span in spans],
        [span.confidence for span in spans],
        [json.dumps(dict(given), ensure_ascii=False) if (given := span.attributes) else "" for span in spans],
    ]


def _schema(arrow: Any, names: list[str]) -> Any:
    """Return the Arrow schema, with what `datasets` wants to know of it."""
    text, texts = arrow.string(), arrow.list_(arrow.string())
    span = arrow.struct([(name, arrow.type_for_alias(kind)) for name, kind in _SPAN.items()])
    columns = [
        *(("id", text), ("title", text), ("text", text), ("labels", texts), ("tokens", texts)),
        *(("ner_tags", arrow.list_(arrow.int64())), ("spans", arrow.list_(span)), ("meta", text)),
    ]
    value = {"dtype": "string", "_type": "Value"}
    tags = {"names": names, "_type": "ClassLabel"}
    features = {
        **dict.fromkeys(("id", "title", "text"), value),
        **{name: {"feature": value, "_type": "Sequence"} for name in ("labels", "tokens")},
        "ner_tags": {"feature": tags, "_type": "Sequence"},
        "spans": [{name: {"dtype": kind, "_type": "Value"} for name, kind in _SPAN.items()}],
        "meta": value,
    }
    return arrow.schema(columns, {"huggingface": json.dumps({"info": {"features": features}}, ensure_ascii=False)})


def _write_readme(folder: Path, names: list[str], tables: Any) -> None:
    """A README.md by which `datasets` finds the splits and tags; one that somebody else wrote stays."""
    readme = folder / "README.md"
    if readme.exists() and _MARK not in readme.read_text(encoding="utf-8"):
        return
    files = sorted((folder / "data").glob("*.parquet"))
    # `datasets` refuses to load a folder when one split that it is told of has no rows.
    filled = [path for path in files if tables.read_metadata(path).num_rows]
    splits = dict.fromkeys(path.name.rpartition("-of-")[0].rpartition("-")[0] for path in filled or files)
    readme.write_text(_readme(list(splits), names), encoding="utf-8", newline="\n")


def _readme(splits: list[str], names: list[str]) -> str:
    lines = ["---", "language:", "- ur", "task_categories:", "- token-classification"]
    lines += card_yaml.configs({split: f"data/{split}-*" for split in splits})
    lines += ["dataset_info:", "  features:"]
    for name in ("id", "title", "text"):
        lines += card_yaml.plain(name, "string")
    lines += [*card_yaml.listed("labels", "string"), *card_yaml.listed("tokens", "string")]
    lines += [
        *card_yaml.tags("ner_tags", names),
        *card_yaml.records("spans", _SPAN),
        *card_yaml.plain("meta", "string"),
    ]
    return "\n".join([*lines, "---", _MARK]) + "\n"


def sniff(head: Head) -> str:
    """Return why this is a Parquet file: the mark at its beginning."""
    return "it begins as a Parquet file" if head.start[:4] == b"PAR1" else ""


def read(source: SourceFile) -> Iterator[AnnotatedArticle]:
    """Read an article a row. Raises UserError without pyarrow, and for what is no whole table of texts."""
    arrow = EXTRA.load("parquet")
    by_row = RowSource(source.path, source.report, source.advance, source.options)
    with ParquetRows(by_row, arrow, EXTRA.load("parquet", "pyarrow.parquet")) as table:
        bare = table.bare()
        for name in bare:
            source.report.note(source.at(), f"column {name} holds bytes, no text; left out")
        own = set(table.schema.names) >= _OWN and "tag" not in source.options.roles
        skipped = [*bare, "ner_tags"] if own else bare  # `spans` says more
        names = [name for name in dict.fromkeys(table.schema.names) if name not in skipped]
        rows = table.rows(names)
        start = list(islice(rows, ROWS))
        if not start:
            source.report.note(source.at(), "the table has no rows; nothing is read")
            return
        first, classes = [row for _, _, row in start], table.classes()
        if not own and not classes and are_parted([_record(row) for row in first], source.options):
            records = ((where, number, _record(row)) for where, number, row in chain(start, rows))
            yield from articles_of_rows(by_row, source.options, records)
            return
        roles = roles_of(by_row, names, first, classes)
        reader = RowReader(by_row, roles, classes, first, own=own)
        yield from reader.articles(chain(start, rows))


def _record(row: Row) -> dict[str, Any]:
    """Return a row as JSON could hold it, without bytes and what is empty."""
    return {
        name: plain_value(value) for name, value in row.items() if value is not None and not isinstance(value, bytes)
    }


FORMAT = Format(
    "parquet",
    "Parquet tables (Hugging Face datasets)",
    (".parquet",),
    read=read,
    write=write,
    holds=OF_SPANS | {Holds.NESTING, Holds.ARTICLE_LABELS, Holds.ID, Holds.TITLE, Holds.METADATA},
    sniff=sniff,
    rank=80,
    folder=True,
    one_layer=True,
    overlaps=(Overlaps.OUTERMOST, Overlaps.INNERMOST),
    schemes=tuple(Scheme),
    units=(Unit.ARTICLE, Unit.SENTENCE),
    extra=EXTRA,
)
