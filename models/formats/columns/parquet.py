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
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

from models.base.documents import AnnotatedArticle, LabelledSpan
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


def _shards(arrow: Any, tables: Any, schema: Any, rows: Iterator[dict[str, Any]], folder: Path) -> Iterator[Path]:
    """Yield the files, under names for the time being; one at least."""
    batch = list(islice(rows, ROWS))
    number = 0
    while batch or not number:
        path = folder / f".{number}.draft"
        number += 1
        with path.open("wb") as out, tables.ParquetWriter(out, schema) as writer:
            while batch and out.tell() < SHARD:
                writer.write_table(arrow.Table.from_pylist(batch, schema))
                batch = list(islice(rows, ROWS))
        yield path


def _row(article: AnnotatedArticle, tags: _Tags, report: Report) -> dict[str, Any]:
    layer = article.layers[0] if article.layers else None
    found = _tagged(article, tags, report)
    report.articles += 1
    report.spans += len(layer.spans) if layer else 0
    report.article_labels += len(layer.labels) if layer else 0
    return {
        "id": article.source,
        "title": article.title,
        "text": article.text,
        "labels": list(layer.labels) if layer else [],
        "tokens": found.texts,
        "ner_tags": [tags.numbers[tag] for tag in found.tags[0]],
        "spans": _spans(layer.spans, article.text, found) if layer else [],
        "meta": json.dumps(article.meta, ensure_ascii=False) if article.meta else "",
    }


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


def _spans(spans: Iterable[LabelledSpan], text: str, tokens: TaggedTokens) -> list[dict[str, Any]]:
    units = Utf16Map(text)
    rows = []
    for span in spans:
        first, after = token_range(tokens, span.start, span.end)
        rows.append(
            {
                "start": span.start,
                "end": span.end,
                "label": span.label,
                "text": text[span.start : span.end],
                "utf16_start": units.to_utf16(span.start),
                "utf16_end": units.to_utf16(span.end),
                "token_start": first,
                "token_end": after,
                "note": span.note,
                "confidence": span.confidence,
                "attributes": json.dumps(dict(span.attributes), ensure_ascii=False) if span.attributes else "",
            }
        )
    return rows


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
