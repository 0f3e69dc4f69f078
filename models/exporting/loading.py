"""How Hugging Face `datasets` loads an export: its own files, or a copy of tokens and tags in the folder of its card.

`datasets` reads JSON, CSV and Parquet. A folder of another format that gets a card gets the copy,
too, `for-datasets/SPLIT.jsonl`: a record is an article, or a sentence where these are the records, with `id`, `text`,
`tokens`, `ner_tags` and every span in `spans` (code points). Where the format holds the layers of several people, each
is a record of its own with its `annotator`. Articles without a token have none.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from models.base.documents import AnnotatedArticle, Layer
from models.base.entities import Label, Scope
from models.base.json_lines import line_of
from models.base.losses import Holds
from models.base.report import Report
from models.formats.columns.csv import escaped
from models.formats.rows import card_yaml
from models.formats.support.base import Format
from models.formats.support.options import Unit, WriteOptions
from models.formats.support.tokenized import TaggedTokens, tagged

_BUILDERS = {".jsonl": "json", ".json": "json", ".csv": "csv", ".parquet": "parquet"}
"""What `datasets` calls its readers of such files."""
_TABLES = {
    "conll2003": 'column_names=["tokens", "pos_tags", "chunk_tags", "ner_tags"], delimiter=" "',
    "conllu-plus": r'column_names=["id", "tokens", "misc", "ner_tags"], delimiter="\t", comment_prefix="#"',
    "iob2": r'column_names=["id", "tokens", "ner_tags"], delimiter="\t", comment_prefix="#"',
}
"""How its newer reader of tables of tokens is told what is in their columns."""
_AS_FOLDER = "A folder of it loads by itself: export a split, if only of one part (`--split train=1`)."
_CELLS = ("keep_default_na: false", 'na_values: [""]')
"""How it reads tables: a cell that says NA or null is text, and only an empty one has nothing."""
_OF_SPANS = {"start": "int64", "end": "int64", "label": "string"}


def builder(format_: Format) -> str:
    """Return what `datasets` reads files of this format with; "" where it cannot."""
    return _BUILDERS.get(format_.suffixes[0], "")


class Copies:
    """The copy for `datasets`, written as the articles pass. `records`: split ("" without a split) -> how many."""

    def __init__(
        self, folder: Path, format_: Format, labels: Iterable[Label], options: WriteOptions, *, wanted: bool
    ) -> None:
        """`wanted`: there is to be a copy, if the format needs one; `folder` is that of the card."""
        self._folder = folder / card_yaml.COPIES if wanted and not builder(format_) else None
        self._people = Holds.ANNOTATOR not in format_.lacks
        self._names = {label.name: label.name for label in labels}
        self._options = options
        self.records: dict[str, int] = {}

    def along(self, articles: Iterator[AnnotatedArticle], split: str, *, sentences: bool) -> Iterator[AnnotatedArticle]:
        """Return the same articles; `sentences`: each is one already. Without a copy they come back as they are."""
        return articles if self._folder is None else self._along(self._folder, articles, split, sentences=sentences)

    def _along(
        self, folder: Path, articles: Iterator[AnnotatedArticle], split: str, *, sentences: bool
    ) -> Iterator[AnnotatedArticle]:
        folder.mkdir(exist_ok=True)
        cut = self._options.unit is Unit.SENTENCE and not sentences
        self.records[split] = 0
        with (folder / f"{split or 'train'}.jsonl").open("w", encoding="utf-8", newline="\n") as out:
            for article in articles:
                for layer in article.layers or (Layer(),):
                    for row in self._rows(article, layer, cut=cut):
                        out.write(line_of(row))
                        self.records[split] += 1
                yield article

    def _rows(self, article: AnnotatedArticle, layer: Layer, *, cut: bool) -> Iterator[dict[str, Any]]:
        found = tagged(replace(article, layers=(layer,)), Report(), self._options, self._names)
        who = {"annotator": layer.annotator} if self._people else {}
        first, tags = 0, found.tags
        for number, after in enumerate(_ends(found, layer) if cut else [len(found.texts)], 1):
            start, end = (found.starts[first], found.ends[after - 1]) if cut else (0, len(article.text))
            if after > first:
                row: dict[str, Any] = {"id": f"{article.source}#{number}" if cut else article.source, **who}
                row |= {"text": article.text[start:end], "tokens": found.texts[first:after]}
                yield row | {"ner_tags": tags[first:after], "spans": _inside(layer, start, end)}
            first = after


def _ends(found: TaggedTokens, layer: Layer) -> list[int]:
    """Return how many tokens there are before the end of each sentence; one inside a span is no end."""
    ends, inside = found.sentences, set[int]()
    for span in layer.spans:
        first, after = bisect_right(found.ends, span.start), bisect_left(found.starts, span.end)
        inside.update(ends[bisect_right(ends, first) : bisect_left(ends, after)])
    return [end for end in ends if end not in inside]


def _inside(layer: Layer, start: int, end: int) -> list[dict[str, Any]]:
    """Return the spans in the stretch `[start, end)` (code points) of a text, at offsets of its own."""
    return [
        {"start": max(span.start, start) - start, "end": min(span.end, end) - start, "label": span.label}
        for span in layer.spans
        if span.start < end and span.end > start
    ]


def front_matter(
    format_: Format, labels: Iterable[Label], options: WriteOptions, splits: Iterable[str], copied: dict[str, int]
) -> str:
    """Return the YAML by which `datasets` finds the files of `splits` in the folder of a card, and their tags."""
    suffix = format_.suffixes[0]
    if copied:
        # `datasets` refuses to load a folder when one split that it is told of has no rows.
        names = [split or "train" for split, count in copied.items() if count]
        paths = {split: f"{card_yaml.COPIES}/{split}.jsonl" for split in names}
    else:
        paths = {split: f"{split}{suffix}" for split in splits if split and not format_.folder and builder(format_)}
    if not paths:
        return ""
    reading = _CELLS if format_.key == "csv" else ()
    features = _features(format_, tuple(labels), options, copied=bool(copied))
    return "\n".join([*card_yaml.configs(paths, reading), *features]) + "\n"


def _features(format_: Format, labels: tuple[Label, ...], options: WriteOptions, *, copied: bool) -> list[str]:
    """Return the lines that say what is in the records, where tags or labels are to have their names."""
    if not copied and not format_.columns:
        return []
    tags = card_yaml.class_names((label for label in labels if label.scope is Scope.SPAN), options.scheme)
    lines = ["dataset_info:", "  features:"]
    if not copied:
        names = {"tags": tags, "label": [escaped(label.name) for label in labels]}
        return lines + [line for name, kind in format_.columns for line in _column(name, kind, names)]
    people = ["annotator"] if Holds.ANNOTATOR not in format_.lacks else []
    for name in ("id", *people, "text"):
        lines += card_yaml.plain(name, "string")
    lines += [*card_yaml.listed("tokens", "string"), *card_yaml.tags("ner_tags", tags)]
    return lines + card_yaml.records("spans", _OF_SPANS)


def _column(name: str, kind: str, names: dict[str, list[str]]) -> list[str]:
    """Return the lines of one of `Format.columns`; `names`: what numbers stand for, for the kinds that have names."""
    if kind == "tags":
        return card_yaml.tags(name, names[kind])
    if kind == "label":
        return card_yaml.label(name, names[kind])
    return card_yaml.listed(name, kind.removesuffix("[]")) if kind.endswith("[]") else card_yaml.plain(name, kind)


def told(format_: Format, dataset: Path, copied: dict[str, int]) -> str:
    """Return how a person loads the dataset, Markdown with one line of Python; or what to do for that."""
    if dataset.is_dir():
        line = _python('"path/to/this/folder"')
        if not copied:
            newer = "\n\nThis needs a version of `datasets` that knows the type `json`."
            return line + (newer if any(kind == "json" for _, kind in format_.columns) else "")
        copy = f"It loads `{card_yaml.COPIES}/`, a copy of tokens and tags, because `datasets` does not read"
        return f"{line}\n\n{copy} {format_.name}; every span, also one inside another, is in its `spans`."
    called = dataset.name  # of bytes that are no UTF-8, or with signs that nobody sees: escaped, as Python reads it
    literal = json.dumps(called, ensure_ascii=False) if called.isprintable() else ascii(called)
    file = f'data_files={literal}, split="train"'
    if name := builder(format_):
        return _python(f'"{name}", {file}')
    if more := _TABLES.get(format_.key):
        line = _python(f'"conll", {file}, {more}')
        return f"{line}\n\nThis needs `datasets` 5. {_AS_FOLDER}"
    return f"`datasets` does not read this file. {_AS_FOLDER}"


def _python(arguments: str) -> str:
    return f"```python\ndatasets.load_dataset({arguments})\n```"
