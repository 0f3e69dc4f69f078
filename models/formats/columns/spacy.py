"""spaCy's DocBin: files of the app's own tokens with `doc.ents`, and every span in `doc.spans["sc"]`.

A folder of `.spacy` files, which spaCy's corpus reader takes whole (`--paths.train out/train`): DocBin keeps all
that it holds in memory, so each file is closed after some half a million tokens. `doc.text` is the article's text;
white space other than single spaces is tokens of its own, as spaCy's tokeniser makes them. The id and the title are
in `doc.user_data`, labels of the whole article in `doc.cats`. A `config.cfg` lies above the splits: `spacy train
config.cfg --paths.train train --paths.dev dev` trains entities, or with overlapping spans the group "sc".

Files of others are read in the same way: entities and the group "sc", or the groups that are chosen.
"""

from __future__ import annotations

import struct
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import Any

from models.base.documents import AnnotatedArticle, LabelledSpan
from models.base.entities import Scope
from models.base.losses import Holds
from models.base.report import Report
from models.formats.rows.docbin import is_docbin, read_documents
from models.formats.rows.spacy_config import Wants
from models.formats.support.base import Extra, Format
from models.formats.support.options import Cut, Overlaps, Unit
from models.formats.support.pieces import Pieces, pieces_of
from models.formats.support.sink import Sink
from models.formats.support.source import Head, SourceFile
from models.text.tokens import columns

_SPACY = Extra("spacy", "spacy", "spacy")
_MOST_TOKENS = 500_000
_ATTRS = ("ORTH", "SPACY", "ENT_IOB", "ENT_TYPE")
_INSIDE, _OUTSIDE, _BEGINS = 1, 2, 3
_SPAN = struct.Struct(">QQQllll")  # id and id in a knowledge base, which none has; label, tokens, code points
_Range = tuple[int, int, LabelledSpan]


def write(articles: Iterable[AnnotatedArticle], sink: Sink) -> None:
    """Write files of documents. Raises UserError without spaCy."""
    _SPACY.load("spacy")
    kinds = [label.name for label in sink.labels if label.scope is Scope.ARTICLE]
    wants = Wants.of(sink.path)
    shard = _Shard(sink, 1, wants)
    for article in articles:
        if shard.tokens >= _MOST_TOKENS:
            shard.close()
            shard = _Shard(sink, shard.number + 1, wants)
        shard.add(article, kinds)
        sink.report.articles += 1
    shard.close()
    wants.write(sink.path, _SPACY.load("spacy"))


class _Shard:
    """One file, with a vocabulary of its own.

    The columns of a DocBin are filled as its `add` fills them from a Doc, without one: a document's tokens are
    thousands of calls, and its words are known after some documents.
    """

    def __init__(self, sink: Sink, number: int, wants: Wants) -> None:
        self.number, self.tokens, self._sink, self._wants = number, 0, sink, wants
        self._bin = _SPACY.load("spacy", "spacy.tokens").DocBin(attrs=_ATTRS, store_user_data=True)
        self._ids = _Ids(_SPACY.load("spacy").blank("ur").vocab, self._bin.strings)
        # One for all: each that is made looks through the entry points of all installed packages.
        self._packed = _SPACY.load("spacy", "srsly.msgpack").Packer(use_bin_type=True).pack

    def add(self, article: AnnotatedArticle, kinds: list[str]) -> None:
        split = self._sink.options.tokens is Cut.SPLIT
        spans = [span for layer in article.layers for span in layer.spans] if split else []
        pieces = pieces_of(article.text, columns(article.text), spans)
        found = _ranges(article, pieces, self._sink.report)
        self._wants.look([(first, after) for first, after, _ in found])
        self._bin.tokens.append(
            self._rows(article.text, pieces, [found[at] for at in _flat(article, found, self._sink)])
        )
        self._bin.spaces.append(_numpy().array(pieces.spaces, dtype=bool).reshape(-1, 1))
        self._bin.flags.append({"has_unknown_spaces": False})
        self._bin.cats.append(self._cats(article, kinds))
        self._bin.user_data.append(self._packed({"id": article.source, "title": article.title}))
        self._bin.span_groups.append(self._group(pieces, found))
        self.tokens += len(pieces.starts)

    def close(self) -> None:
        self._bin.to_disk(self._sink.folder / f"{self.number:04}.spacy")

    def _rows(self, text: str, pieces: Pieces, entities: list[_Range]) -> Any:
        """Return a row for each token, as `Doc.to_array` does: word, where it is in an entity, and of which label."""
        ids = self._ids
        rows = _numpy().zeros((len(pieces.starts), 3), dtype="uint64")
        rows[:, 0] = [ids[text[start:end]] for start, end in zip(pieces.starts, pieces.ends, strict=True)]
        rows[:, 1] = _OUTSIDE
        for first, after, span in entities:
            rows[first:after, 1] = _INSIDE
            rows[first, 1] = _BEGINS
            rows[first:after, 2] = ids.label(span.label)
        return rows

    def _cats(self, article: AnnotatedArticle, kinds: list[str]) -> dict[str, float]:
        given = {name for layer in article.layers for name in layer.labels}
        self._sink.report.article_labels += len(given & {*kinds})
        return {name: float(name in given) for name in kinds}

    def _group(self, pieces: Pieces, found: list[_Range]) -> bytes:
        """Return the group "sc", as `SpanGroups.to_bytes` does."""
        starts, ends = pieces.starts, pieces.ends
        spans = [
            _SPAN.pack(0, 0, self._ids.label(span.label), first, after, starts[first], ends[after - 1])
            for first, after, span in found
        ]
        packed: bytes = self._packed({self._packed({"name": "sc", "attrs": {}, "spans": spans}): ["sc"]})
        return packed


class _Ids(dict[str, int]):
    """Word -> its number, filled as words are met. `strings`: what a file is to know, their norms and labels too."""

    def __init__(self, vocab: Any, strings: set[str]) -> None:
        super().__init__()
        self._vocab, self._strings = vocab, strings
        strings.add("")  # what tokens have no value of

    def label(self, name: str) -> int:
        """Return the number of a label."""
        self._strings.add(name)
        return int(self._vocab.strings.add(name))

    def __missing__(self, word: str) -> int:
        lexeme = self._vocab[word]
        self._strings.update((word, lexeme.norm_))
        self[word] = found = int(lexeme.orth)
        return found


def _numpy() -> Any:
    return _SPACY.load("spacy", "numpy")


def _ranges(article: AnnotatedArticle, pieces: Pieces, report: Report) -> list[_Range]:
    """Return (first token, token after the last, span); what tokens cannot hold as it is gets a note."""
    text, found = article.text, []
    starts, ends = pieces.starts, pieces.ends
    for span in (span for layer in article.layers for span in layer.spans):
        first, after = bisect_right(ends, span.start), bisect_left(starts, span.end)
        while first < after and text[starts[first] : ends[first]].isspace():
            first += 1
        while after > first and text[starts[after - 1] : ends[after - 1]].isspace():
            after -= 1
        if first >= after:
            report.note_span(article, span, "holds white space alone; left out")
            continue
        start, end = starts[first], ends[after - 1]
        if start < span.start or end > span.end:
            report.note_span(article, span, f"ends inside a token; widened to [{start}, {end})")
        elif (start, end) != (span.start, span.end):
            report.note_span(article, span, f"begins or ends with white space; narrowed to [{start}, {end})")
        report.spans += 1
        found.append((first, after, span))
    return found


def _flat(article: AnnotatedArticle, found: list[_Range], sink: Sink) -> list[int]:
    """Return which of the spans are entities: of overlapping ones the longer, or the shorter when asked for."""
    sign = 1 if sink.options.overlaps is Overlaps.INNERMOST else -1
    taken: set[int] = set()
    chosen = []
    for index in sorted(range(len(found)), key=lambda i: (sign * (found[i][1] - found[i][0]), found[i][0], i)):
        first, after, span = found[index]
        if taken.isdisjoint(range(first, after)):
            taken.update(range(first, after))
            chosen.append(index)
        else:
            sink.report.note_span(article, span, 'overlaps another span; in doc.spans["sc"] only')
    return sorted(chosen)


def sniff(head: Head) -> str:
    """Return why these are documents of spaCy: how they are packed."""
    return "it is a DocBin of spaCy" if is_docbin(head) else ""


def read(source: SourceFile) -> Iterator[AnnotatedArticle]:
    """Read an article a document. Raises UserError without spaCy, and for what is no whole file."""
    yield from read_documents(source, _SPACY.load("spacy"), _SPACY.load("spacy", "spacy.tokens"))


FORMAT = Format(
    "spacy",
    "spaCy DocBin",
    (".spacy",),
    read=read,
    write=write,
    holds=frozenset({Holds.NESTING, Holds.ARTICLE_LABELS, Holds.ID, Holds.TITLE}),
    sniff=sniff,
    rank=80,
    folder=True,
    one_layer=True,
    overlaps=(Overlaps.OUTERMOST, Overlaps.INNERMOST),
    units=(Unit.ARTICLE, Unit.SENTENCE),
    cuts=(Cut.WHOLE, Cut.SPLIT),
    extra=_SPACY,
)
