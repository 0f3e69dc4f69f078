"""Documents of spaCy as articles: entities, groups of spans, categories as labels of the article. No format itself."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

from models.base.documents import AnnotatedArticle, FileLocation, LabelledSpan, Layer
from models.base.errors import UserError
from models.base.reading import Reading
from models.base.report import counted, file_name
from models.formats.documents.text import title_of
from models.formats.support.fields import article_text, placed
from models.formats.support.source import Head, SourceFile
from models.text.offsets import Cleaned

ENTS = "ents"
_USUAL = "sc"  # the group that spaCy's own span categoriser writes, and our export
_LOOKED_AT, _SHOWN = 200, 5
_MOST = 256 << 20
_MOST_UNPACKED = 1 << 30
_OURS = {"id", "title"}


def is_docbin(head: Head) -> bool:
    """Whether a file holds documents of spaCy: packed, with the names of DocBin's fields first."""
    try:
        start = zlib.decompressobj().decompress(head.start[:4096], 200)
    except zlib.error:
        return False
    return b"version" in start and b"attrs" in start


def documents(source: SourceFile, spacy: Any, tokens: Any) -> Iterator[Any]:
    """Return the documents of a file. Raises UserError for what is none, cut off, or a bomb."""
    data = source.data(_MOST)
    _check(data, source)
    try:
        found = tokens.DocBin(store_user_data=True).from_bytes(data)
        yield from found.get_docs(spacy.blank("xx").vocab)
    except Exception as error:  # the library fails as the broken file has it
        raise _broken(source) from error


def _check(data: bytes, source: SourceFile) -> None:
    unpacker, size = zlib.decompressobj(), 0
    try:
        while data and not unpacker.eof:
            size += len(unpacker.decompress(data, 1 << 20))
            data = unpacker.unconsumed_tail
            if size > _MOST_UNPACKED:
                raise UserError(f"{source.path}: unpacks to more than 1 GB; write it as several files.")
    except zlib.error as error:
        raise _broken(source) from error
    if not unpacker.eof:
        raise _broken(source)


def _broken(source: SourceFile) -> UserError:
    return UserError(f"{source.path}: not a whole DocBin file of spaCy; write it again, or fetch it again.")


class DocReader:
    """Makes articles of documents. `spans`: the layers that are read, told by the `first` documents."""

    def __init__(self, source: SourceFile, first: list[Any]) -> None:
        self._source = source
        self._counts: Counter[str] = Counter()
        self._keys: dict[str, None] = {}
        self._scores = False
        names = [ENTS, *sorted({name for doc in first for name in doc.spans})]
        chosen = source.options.roles.get("spans")
        for name in chosen or ():
            if name not in names:
                raise UserError(
                    f"{source.path}: there is no layer {name[:40]}; the layers are {', '.join(names[:30])}."
                )
        self._taken = _evident(names, first) if chosen is None else chosen
        rows = tuple(tuple(_sample(doc, name) for name in names) for doc in first[:_SHOWN])
        source.took(Reading("layer", tuple(names), rows, {"spans": self._taken}, frozenset({"spans"})))

    def articles(self, docs: Iterator[Any]) -> Iterator[AnnotatedArticle]:
        """Yield an article a document; those without text are left out and told."""
        for number, doc in enumerate(docs, 1):
            where = FileLocation(f"{self._source.path}, document {number}")
            try:
                article = self._article(doc, number, where)
            except UserError as error:
                self._source.leave_out(where, error)
            else:
                yield article
        self._tell()

    def _article(self, doc: Any, number: int, where: FileLocation) -> AnnotatedArticle:
        cleaned = article_text(doc.text, where, keep_bom=True)
        spans: dict[tuple[int, int, str], LabelledSpan] = {}
        for name in self._taken:
            given = [*self._spans(doc, name, cleaned, where)]
            of_layer = {(span.start, span.end, span.label): span for span in given}
            if twice := len(given) - len(of_layer):
                self._source.report.note(where, f"{counted(twice, 'span')} given twice: taken once")
            spans |= of_layer
        for name in doc.spans:
            if name not in self._taken:
                self._counts[name] += len(doc.spans[name])
        if ENTS not in self._taken and _USUAL not in self._taken:
            self._counts[ENTS] += len(doc.ents)
        said = {key: value for key, value in doc.user_data.items() if isinstance(key, str)}
        self._keys |= dict.fromkeys(str(k[1] if isinstance(k, tuple) else k) for k in doc.user_data if k not in _OURS)
        return AnnotatedArticle(
            source=_text(said.get("id")) or f"{file_name(self._source.path)}:{number}",
            title=_text(said.get("title")) or title_of(cleaned.text),
            text=cleaned.text,
            changes=cleaned.changes,
            layers=(Layer(spans=tuple(spans.values()), labels=tuple(self._labels(doc))),),
            where=where,
        )

    def _spans(self, doc: Any, layer: str, cleaned: Cleaned, where: FileLocation) -> Iterator[LabelledSpan]:
        for span in _in_layer(doc, layer):
            if not span.label_.strip():
                self._source.leave_out_span(where, f"a span in {layer} has no label")
                continue
            if edges := placed(self._source, cleaned, span.start_char, span.end_char, where):
                linked = {"kb_id": span.kb_id_, "id": span.id_}
                yield LabelledSpan(*edges, span.label_, attributes={name: v for name, v in linked.items() if v})

    def _labels(self, doc: Any) -> Iterator[str]:
        for name, score in doc.cats.items():
            self._scores |= score not in {0, 1}
            if score >= 0.5 and str(name).strip():
                yield str(name)

    def _tell(self) -> None:
        for name, count in self._counts.items():
            if count:
                what = f"{counted(count, 'span')} in the layer {name} not read; choose them with --field spans={name}"
                self._source.report.note(self._source.at(), what)
        if self._keys:
            named = ", ".join(list(self._keys)[:10])
            self._source.report.note(self._source.at(), f"what doc.user_data holds is left out: {named}")
        if self._scores:
            self._source.report.note(self._source.at(), "doc.cats holds scores; those of 0.5 and more are labels")


def _evident(names: list[str], first: list[Any]) -> tuple[str, ...]:
    """Return the layers to read: the usual group where it holds all entities; else these with it, or all groups."""
    if _USUAL in names and all(_keys(doc, ENTS) <= _keys(doc, _USUAL) for doc in first):
        return (_USUAL,)
    usual = tuple(name for name in (ENTS, _USUAL) if name in names and any(_keys(doc, name) for doc in first))
    return usual or tuple(name for name in names if any(_keys(doc, name) for doc in first))


def _in_layer(doc: Any, name: str) -> Any:
    return doc.ents if name == ENTS else dict(doc.spans).get(name, ())


def _keys(doc: Any, name: str) -> set[tuple[int, int, str]]:
    return {(span.start, span.end, span.label_) for span in _in_layer(doc, name)}


def _sample(doc: Any, name: str) -> str:
    return ", ".join(f"{span.text[:20]} ({span.label_})" for span in islice(_in_layer(doc, name), 3))


def _text(value: Any) -> str:
    found = str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
    return found if found.strip() else ""


def read_documents(source: SourceFile, spacy: Any, tokens: Any) -> Iterator[AnnotatedArticle]:
    """Read the articles of a file of documents. Raises UserError."""
    looked = list(islice(documents(source, spacy, tokens), _LOOKED_AT))
    quiet = SourceFile(source.path, source.report, options=source.options)
    yield from DocReader(source, looked).articles(documents(quiet, spacy, tokens))
