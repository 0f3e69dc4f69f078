"""UIMA CAS XMI: a file per article, and what its types are in `TypeSystem.xml` beside it, as INCEpTION has them.

A span is a `NamedEntity` of DKPro Core: its `value` is the label (read: else its `identifier`); `Token`, `Sentence`
and `DocumentMetaData` (language, title, id) go along. Offsets in the file count UTF-16 units. Read is the initial
view; entities of a type below `NamedEntity` count, too. Where there are none, a layer of one's own says the labels.
"""

from __future__ import annotations

import io
import re
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from models.base.documents import AnnotatedArticle, FileLocation, LabelledSpan, Layer
from models.base.errors import UserError
from models.base.losses import Holds
from models.base.report import Report, counted, file_name
from models.formats.documents.text import title_of
from models.formats.support.base import Extra, Format
from models.formats.support.fields import article_text
from models.formats.support.layers import (
    CHAIN,
    ENTITY,
    RELATION,
    SPAN,
    LayerAnnotation,
    LayerUse,
    labelled,
    labels_of,
)
from models.formats.support.names import UniqueNames, file_stem
from models.formats.support.safe_xml import PARSER, held, in_xml, label_names, safe
from models.formats.support.sink import Sink
from models.formats.support.source import Head, SourceFile
from models.text.offsets import BOM, Cleaned, Utf16Map, trim_space
from models.text.tokens import tokens_and_sentences

_KEY = "uima-xmi"
_CASSIS = Extra("cassis", "dkpro-cassis", "xmi")
_CORE = "de.tudarmstadt.ukp.dkpro.core.api."
_TOKEN = f"{_CORE}segmentation.type.Token"
_SENTENCE = f"{_CORE}segmentation.type.Sentence"
_META = f"{_CORE}metadata.type.DocumentMetaData"
_DOCUMENT = "uima.tcas.DocumentAnnotation"
_TYPES = {
    ENTITY: ("uima.tcas.Annotation", ("value", "identifier")),
    _TOKEN: ("uima.tcas.Annotation", ()),
    _SENTENCE: ("uima.tcas.Annotation", ()),
    _META: (_DOCUMENT, ("documentTitle", "documentId")),
}
_TYPE_SYSTEM = "TypeSystem.xml"
_VIEW = "_InitialView"
_ID = "{http://www.omg.org/XMI}id"


def write(articles: Iterable[AnnotatedArticle], sink: Sink) -> None:
    """Write a file per article and the type system. Raises UserError without dkpro-cassis.

    The types are dkpro-cassis'. The files, elements of four kinds in one order, are written without it: its serialiser
    takes fifteen times as long.
    """
    types, names, folder = _type_system(_CASSIS.load(_KEY)), UniqueNames(), sink.folder
    labels = label_names((label.name for label in sink.span_labels), sink.report)
    values = {name: _attribute(own) for name, own in labels.items()}
    types.to_xml(folder / _TYPE_SYSTEM)
    for article in articles:
        with sink.open(folder / f"{names.take(file_stem(article.source))}.xmi") as out:
            out.write(_xmi(article, values, sink.report))
        sink.report.articles += 1


def _type_system(cassis: Any) -> Any:
    """Return the types of DKPro Core that are written, with the features that are."""
    found = cassis.TypeSystem()
    for name, (above, features) in _TYPES.items():
        made = found.create_type(name=name, supertypeName=above)
        for feature in features:
            found.create_feature(made, name=feature, rangeType="uima.cas.String")
    return found


_START = """<?xml version='1.0' encoding='UTF-8'?>
<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" \
xmlns:type="http:///de/tudarmstadt/ukp/dkpro/core/api/metadata/type.ecore" \
xmlns:type0="http:///de/tudarmstadt/ukp/dkpro/core/api/segmentation/type.ecore" \
xmlns:type1="http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore" xmi:version="2.0"><cas:NULL xmi:id="0"/>"""
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}  # of all, & first
_ESCAPES |= {sign: f"&#{ord(sign)};" for sign in "\t\n\r"}  # else a parser makes spaces of them


def _attribute(text: str) -> str:
    """Return a text that XML can hold as the value of an attribute, in quotes."""
    for sign, escape in _ESCAPES.items():  # a tenth of the time of translating
        text = text.replace(sign, escape)
    return f'"{text}"'


def _xmi(article: AnnotatedArticle, values: dict[str, str], report: Report) -> str:
    """Return the file of an article: what it is, sentences, tokens and entities, numbered from 2 on, and its text.

    `values`: the labels as values of attributes.
    """
    text = held(article, report, _around(article))
    _tell(article, report)
    units, found = Utf16Map(text), tokens_and_sentences(text)
    about = f'language="ur" documentTitle={_attribute(in_xml(article.title))} '
    about += f"documentId={_attribute(in_xml(article.source))}"
    parts = [f'<type:DocumentMetaData xmi:id="2" sofa="1" begin="0" end="{units.utf16_length}" {about}/>']
    said = [(start, end) for start, end in (trim_space(text, *one) for one in found.sentences) if start < end]
    parts += _elements("type0:Sentence", len(parts), units, [start for start, _ in said], [end for _, end in said])
    parts += _elements("type0:Token", len(parts), units, found.tokens.starts, found.tokens.ends)
    entities = [span for layer in article.layers for span in layer.spans]
    parts += _entities(entities, len(parts), units, values)
    report.spans += len(entities)
    sofa = f'sofaNum="1" sofaID="{_VIEW}" mimeType="text/plain" sofaString={_attribute(text)}'
    members = " ".join(map(str, range(2, len(parts) + 2)))
    return f'{_START}{"".join(parts)}<cas:Sofa xmi:id="1" {sofa}/><cas:View sofa="1" members="{members}"/></xmi:XMI>'


def _around(article: AnnotatedArticle) -> Iterator[str]:
    """Yield what is written of an article besides its text and labels."""
    yield article.source
    if article.title not in article.text:  # else it is told of the text
        yield article.title
    given = (span.attributes.get("identifier") for layer in article.layers for span in layer.spans if span.attributes)
    yield from (identifier for identifier in given if isinstance(identifier, str))


def _tell(article: AnnotatedArticle, report: Report) -> None:
    """Say what of an article this format has no place for although it holds the like."""
    if article.text.startswith(BOM):
        report.note(article.title, "begins with U+FEFF, which readers take for a mark of the file and drop")
    for span in (span for layer in article.layers for span in layer.spans if span.attributes):
        if not isinstance(span.attributes.get("identifier", ""), str):
            report.note_span(article, span, "its attribute identifier is no text; not written")


def _elements(name: str, done: int, units: Utf16Map, starts: list[int], ends: list[int]) -> list[str]:
    """Return elements that say no more than where (code points) they are, after `done` others."""
    places = enumerate(zip(units.all_to_utf16(starts), units.all_to_utf16(ends), strict=True), done + 2)
    return [f'<{name} xmi:id="{number}" sofa="1" begin="{start}" end="{end}"/>' for number, (start, end) in places]


def _entities(spans: list[LabelledSpan], done: int, units: Utf16Map, values: dict[str, str]) -> Iterator[str]:
    starts = units.all_to_utf16([span.start for span in spans])
    ends = units.all_to_utf16([span.end for span in spans])
    for number, (start, end, span) in enumerate(zip(starts, ends, spans, strict=True), done + 2):
        said = values.get(span.label) or _attribute(in_xml(span.label))
        identifier = span.attributes.get("identifier") if span.attributes else None
        if isinstance(identifier, str):
            said += f" identifier={_attribute(in_xml(identifier))}"
        yield f'<type1:NamedEntity xmi:id="{number}" sofa="1" begin="{start}" end="{end}" value={said}/>'


_ROOT = re.compile(r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<xmi:XMI\s[^>]*xmlns", re.DOTALL)


def sniff(head: Head) -> str:
    """Return why this is XMI: its root element."""
    return "its root element is xmi:XMI" if _ROOT.match(head.text[:10_000]) else ""


def read(source: SourceFile) -> Iterator[AnnotatedArticle]:
    """Read the article of one file. Raises UserError, also when its type system is not beside it."""
    cassis = _CASSIS.load(_KEY)
    where = source.at()
    data = safe(source.data(), where, source.options.encoding)
    types = _types(_beside(source))
    try:
        places = _places(data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of types it does not know and offsets it does not map: both noted here
            cas = cassis.load_cas_from_xmi(io.BytesIO(data), typesystem=types, lenient=True)
        article = _article(cas, places, source)
    except UserError:
        raise
    except Exception as error:  # the library has no errors of its own: it fails as the broken file has it
        raise UserError(f"{where}: not XMI that fits its type system; it may have been cut off.") from error
    yield article


def _places(data: bytes) -> dict[int, tuple[int, int]]:
    """Return feature structure -> begin and end as the file has them: UTF-16 units."""
    etree = _CASSIS.load(_KEY, "lxml.etree")
    found = {}
    for _, element in etree.iterparse(io.BytesIO(data), events=("end",), **PARSER):
        if "begin" in element.attrib and "end" in element.attrib and _ID in element.attrib:
            place = int(element.attrib["begin"]), int(element.attrib["end"])
            found[int(element.attrib[_ID])] = place
        element.clear()
    return found


def _article(cas: Any, places: dict[int, tuple[int, int]], source: SourceFile) -> AnnotatedArticle:
    where = source.at()
    view = _view(cas, source)
    text = view.sofa_string
    cleaned = article_text(text, where)
    about = _about(view)
    return AnnotatedArticle(
        source=about.pop("documentId", "") or file_name(source.path),
        title=about.pop("documentTitle", "") or title_of(cleaned.text),
        text=cleaned.text,
        meta=about,
        changes=cleaned.changes,
        layers=(Layer(spans=tuple(_spans(view, text, cleaned, places, source))),),
        where=where,
    )


def _view(cas: Any, source: SourceFile) -> Any:
    """Return the initial view, or the first other one with a text where it has none; the others are told."""
    where = source.at()
    names = [_VIEW, *(sofa.sofaID for sofa in cas.sofas if sofa.sofaID != _VIEW)]
    texts = {name: cas.get_view(name).sofa_string for name in names}
    taken = next((name for name in names if (texts[name] or "").strip()), "")
    if not taken:
        raise UserError(f"{where}: its initial view holds no text; export the document again as XMI.")
    if taken != _VIEW:
        source.report.note(where, f"its initial view holds no text; the view {taken} is read")
    others = [name for name in names if name not in (taken, _VIEW)]
    if others:
        source.report.note(where, f"further views ({', '.join(others)}); left out")
    return cas.get_view(taken)


def _about(view: Any) -> dict[str, str]:
    """Return what the document says of itself; the language only where it is not Urdu."""
    if not view.typesystem.contains_type(_META):
        return {}
    found = {}
    for meta in view.select(_META):
        for feature in meta.type.all_features:
            value = meta[feature.name]
            if isinstance(value, str) and value:
                found[feature.name] = value
    if found.get("language") in ("ur", "x-unspecified"):
        del found["language"]
    return found


def _spans(
    view: Any, text: str, cleaned: Cleaned, places: dict[int, tuple[int, int]], source: SourceFile
) -> Iterator[LabelledSpan]:
    """Yield the annotations of the layers that say labels."""
    where, units = source.at(), Utf16Map(text)
    uses, every = _layers(view, places, source)
    chosen = labels_of(source, uses.values())
    for one in every:
        if one.layer not in chosen:
            continue
        begin, end = one.start, one.end
        start, stop = units.to_points(begin), units.to_points(end)
        exact = (units.to_utf16(start), units.to_utf16(stop)) == (begin, end)
        type_ = {"type": one.layer} if uses[one.layer].entity and one.layer != ENTITY else {}
        found = [(label, more | type_) for label, more in labelled(one, chosen[one.layer])]
        what = f"entity {found[0][0] if found else uses[one.layer].short} at [{begin}, {end}) in UTF-16 units"
        if not (exact and 0 <= begin < end <= units.utf16_length):
            source.report.note(where, f"{what} is no stretch of the text; left out")
        elif not found:
            source.report.note(where, f"{what} has no value; left out")
        elif (first := cleaned.place(start)) < (last := cleaned.place(stop)):
            yield from (LabelledSpan(first, last, label, attributes=more) for label, more in found)
        else:
            source.report.note(where, f"{what} holds nothing but a byte order mark; left out")


def _layers(
    view: Any, places: dict[int, tuple[int, int]], source: SourceFile
) -> tuple[dict[str, LayerUse], list[LayerAnnotation]]:
    """Return the layers of a view by their types, and all annotations of them; references to others are told."""
    uses: dict[str, LayerUse] = {}
    every: list[LayerAnnotation] = []
    references: Counter[str] = Counter()
    for found in view.select_all_annotations():
        kind = found.type
        if kind.name in (_TOKEN, _SENTENCE, _META, _DOCUMENT):
            continue
        use = uses.setdefault(kind.name, _use(kind))
        begin, end = places.get(found.xmiID, (0, 0))
        one = LayerAnnotation(kind.name, begin, end, _plain(found, use.features))
        if use.entity:
            _named(one)
        use.add(one)
        every.append(one)
        if use.kind == SPAN and not use.of_tokens:
            references.update(_references(found, use.features))
    for name, count in references.items():
        source.report.note(source.at(), f"{counted(count, 'reference')} {name}; left out")
    return uses, every


def _use(kind: Any) -> LayerUse:
    """Return a layer as its type has it."""
    features = [feature.name for feature in kind.all_features if feature.name not in ("begin", "end", "sofa")]
    what = RELATION if {"Governor", "Dependent"} <= {*features} else CHAIN if "next" in features else SPAN
    return LayerUse(kind.name, what, tuple(features), _is_entity(kind))


def _is_entity(kind: Any) -> bool:
    while kind is not None and kind.name != ENTITY:
        kind = kind.supertype
    return kind is not None


def _plain(found: Any, features: tuple[str, ...]) -> dict[str, Any]:
    """Return what an annotation says in plain values."""
    values = {name: found[name] for name in features}
    return {name: value for name, value in values.items() if isinstance(value, (str, int, float)) and value != ""}


def _references(found: Any, features: tuple[str, ...]) -> Iterator[str]:
    """Yield the features of an annotation that refer to others, as slots do."""
    for name in features:
        value = found[name]
        filled = getattr(value, "elements", value)
        if filled and not isinstance(filled, (str, int, float)):
            yield f"{name} of {found.type.name}"


def _named(one: LayerAnnotation) -> None:
    """Give an entity without a value its identifier for one, or the name of its type where that is its own."""
    if not str(one.values.get("value", "")).strip():
        name = one.values.pop("identifier", "") or ("" if one.layer == ENTITY else one.layer.rpartition(".")[2])
        one.values |= {"value": name} if name else {}


def _beside(source: SourceFile) -> tuple[bytes, FileLocation]:
    """Return the type system that lies beside a file or a folder above, by its usual name or else by what is in it."""
    folder = source.path.parent
    try:
        names = sorted(folder.glob("*.[xX][mM][lL]"), key=lambda path: (path.name.lower() != "typesystem.xml", path))
    except OSError:
        names = []
    for path in [*names, folder.parent / _TYPE_SYSTEM]:
        if "typeSystemDescription" in Head.of(path).text[:10_000]:
            beside = SourceFile(path, source.report)
            return safe(beside.data(), beside.at()), beside.at()
    raise UserError(f"{source.at()}: there is no {_TYPE_SYSTEM} beside it; put that of the same export there.")


def _types(given: tuple[bytes, FileLocation]) -> Any:
    data, where = given
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # features that are declared twice alike
            return _loaded(data)
    except Exception as error:  # as above: a broken file breaks in many ways
        raise UserError(f"{where}: not a whole UIMA type system; export it again.") from error


@lru_cache(maxsize=2)
def _loaded(data: bytes) -> Any:
    """Load a file; those of one folder share their type system."""
    return _CASSIS.load(_KEY).load_typesystem(io.BytesIO(data))


FORMAT = Format(
    _KEY,
    "UIMA CAS XMI (INCEpTION)",
    (".xmi",),
    read=read,
    write=write,
    holds=frozenset({Holds.NESTING, Holds.ID, Holds.TITLE}),
    attributes=frozenset({"identifier"}),
    sniff=sniff,
    rank=60,
    folder=True,
    one_layer=True,
    extra=_CASSIS,
)
