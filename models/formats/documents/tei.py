"""TEI P5: a `teiCorpus` with a `TEI` per article, its spans in stand-off beside the text.

`<body>` holds a `<p>` for each line, with the line ends between them (`xml:space="preserve"`): its string value is
the article's text. A span is `<span target="#string-range(a1.body,9,10)" ana="#label.1">PERSON</span>`: offset and
length in characters (code points) of that string, as the Guidelines' pointer scheme string-range() counts them. The
spans of an annotator are a `spanGrp` whose `resp` points to the `respStmt` of the header. Labels are categories of
a taxonomy; those of a whole article are its `catRef`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TextIO
from xml.sax.saxutils import escape, quoteattr

from models.base.documents import AnnotatedArticle, LabelledSpan, Layer
from models.base.entities import AnnotatorKind, Label
from models.base.losses import Holds
from models.formats.support.base import Format
from models.formats.support.safe_xml import held, in_xml, label_names, note_label
from models.formats.support.sink import Sink

_START = """<?xml version="1.0" encoding="UTF-8"?>
<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">
<teiHeader>
<fileDesc>
<titleStmt><title>Annotated articles</title></titleStmt>
<publicationStmt><p>Exported from Nishan.</p></publicationStmt>
<sourceDesc><p>Each text names its own source.</p></sourceDesc>
</fileDesc>
"""
_BLANK = " \t"  # what XML takes for white space: no other may stand outside a paragraph


def write(articles: Iterable[AnnotatedArticle], sink: Sink) -> None:
    """Write every article with all its layers, one after the other."""
    names = label_names((label.name for label in sink.labels), sink.report)
    ids = {label.name: f"label.{number}" for number, label in enumerate(sink.labels, 1)}
    with sink.open() as out:
        out.write(_START + _taxonomy(sink.labels, names, ids))
        for label in sink.labels:
            note_label(label, sink.report)
        out.write('<profileDesc><langUsage><language ident="ur">Urdu</language></langUsage></profileDesc>\n')
        out.write("</teiHeader>\n")
        count = 0
        for article in articles:
            count += 1
            _write(article, f"a{count}", ids, names, sink, out)
            sink.report.articles += 1
            sink.report.article_labels += len(_marks(article, ids))
        if not count:  # a corpus has at least one text
            _write(AnnotatedArticle("", "No articles", "-"), "a0", ids, names, sink, out)
        out.write("</teiCorpus>\n")


def _taxonomy(labels: tuple[Label, ...], names: dict[str, str], ids: dict[str, str]) -> str:
    if not labels:
        return ""
    rows = ['<encodingDesc><classDecl><taxonomy xml:id="labels">']
    for label in labels:
        urdu = f'<gloss xml:lang="ur">{_text(label.urdu_name)}</gloss>' if label.urdu_name else ""
        about = f"<desc>{_text(label.description)}</desc>" if label.description else ""
        what = f"<gloss>{escape(names[label.name])}</gloss>{urdu}{about}"  # a category has these or a catDesc
        rows.append(f'<category xml:id="{ids[label.name]}">{what}</category>')
    return "\n".join([*rows, "</taxonomy></classDecl></encodingDesc>\n"])


def _write(
    article: AnnotatedArticle, key: str, ids: dict[str, str], names: dict[str, str], sink: Sink, out: TextIO
) -> None:
    text = held(article, sink.report, _around(article))
    out.write(f'<TEI xml:id="{key}" xml:lang="ur">\n{_header(article, key, ids)}<text>')
    out.write(f'<body xml:id="{key}.body" xml:space="preserve">{_body(text, key)}</body></text>\n')
    layers = [(number, layer) for number, layer in enumerate(article.layers, 1) if layer.spans]
    if layers:
        out.write("<standOff>\n")
        for number, layer in layers:
            out.write(f'<spanGrp type="entities" resp="#{key}.resp.{number}">\n')
            out.writelines(_span(span, key, ids, names) for span in layer.spans)
            out.write("</spanGrp>\n")
            sink.report.spans += len(layer.spans)
        out.write("</standOff>\n")
    out.write("</TEI>\n")


def _around(article: AnnotatedArticle) -> Iterator[str]:
    """Yield what is written of an article besides its text and labels."""
    yield article.source
    if article.title not in article.text:  # else it is told of the text
        yield article.title
    for layer in article.layers:
        yield layer.annotator
        yield from (span.note for span in layer.spans if span.note)


def _header(article: AnnotatedArticle, key: str, ids: dict[str, str]) -> str:
    by = "".join(_by(layer, f"{key}.resp.{number}") for number, layer in enumerate(article.layers, 1))
    refs = "".join(
        f'<catRef scheme="#labels" target="#{ids[name]}" resp="#{key}.resp.{number}"/>'
        for number, name in _marks(article, ids)
    )
    classes = f"<profileDesc><textClass>{refs}</textClass></profileDesc>\n" if refs else ""
    return (
        f"<teiHeader>\n<fileDesc>\n<titleStmt><title>{_text(article.title)}</title>{by}</titleStmt>\n"
        "<publicationStmt><p>Exported from Nishan.</p></publicationStmt>\n"
        f"<sourceDesc><p><idno>{_text(article.source)}</idno></p></sourceDesc>\n</fileDesc>\n{classes}</teiHeader>\n"
    )


def _marks(article: AnnotatedArticle, ids: dict[str, str]) -> list[tuple[int, str]]:
    """Return the labels of a whole article, each with the number of the layer in which it is."""
    return [(number, name) for number, layer in enumerate(article.layers, 1) for name in layer.labels if name in ids]


def _by(layer: Layer, key: str) -> str:
    did = "curation" if layer.kind is AnnotatorKind.CURATOR else "annotation"
    return f"<respStmt xml:id={quoteattr(key)}><resp>{did}</resp><name>{_text(layer.annotator)}</name></respStmt>"


def _body(text: str, key: str) -> str:
    """Return a paragraph a line; lines of blanks alone stand between them, but for the first when all are."""
    lines = text.split("\n")
    bare = not text.strip(f"{_BLANK}\n")
    return "\n".join(
        f'<p xml:id="{key}.p{number}">{_text(line)}</p>' if line.strip(_BLANK) or (bare and number == 1) else line
        for number, line in enumerate(lines, 1)
    )


def _span(span: LabelledSpan, key: str, ids: dict[str, str], names: dict[str, str]) -> str:
    label = f' ana="#{ids[span.label]}"' if span.label in ids else ""
    place = f"#string-range({key}.body,{span.start},{span.end - span.start})"
    note = f"<note>{_text(span.note)}</note>" if span.note else ""
    return f'<span target="{place}"{label}>{escape(names.get(span.label, in_xml(span.label)))}{note}</span>\n'


def _text(given: str) -> str:
    return escape(in_xml(given), {"\r": "&#13;"})


FORMAT = Format(
    "tei",
    "TEI P5 with stand-off",
    (".xml",),
    write=write,
    holds=frozenset({Holds.NOTE, Holds.NESTING, Holds.ARTICLE_LABELS, Holds.ANNOTATOR, Holds.ID, Holds.TITLE}),
)
