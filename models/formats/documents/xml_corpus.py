"""Plain XML corpora: one article a document element, a line for each paragraph, entities as spans.

Which elements are documents, text and titles is told by their names and by what stands in them; `--element` chooses
others. Attributes and short elements go to the article's meta. Files of several documents without a root, as
WikiExtractor writes them, are read as if they had one. DTDs and entities of a file's own are refused.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from models.base.documents import AnnotatedArticle
from models.base.errors import UserError
from models.formats.markup import elements
from models.formats.markup.corpus import Corpus
from models.formats.markup.elements import look
from models.formats.support.base import Format
from models.formats.support.safe_xml import tree
from models.formats.support.source import Head, SourceFile
from models.text.encodings import decode, encoding_of

_MOST = 64 * 1024 * 1024
_START = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*|<\?.*?\?>\s*)*<([A-Za-z_][\w.:-]*)(\s[^<>]*)?>", re.DOTALL
)
_OTHERS = re.compile(r"html|xmi:|GateDocument|typeSystemDescription|View$|svg|rss:|w:|office:", re.IGNORECASE)
_ELEMENT = re.compile(r"<([A-Za-z_][\w.:-]*)(?:\s[^<>]*)?>\s*([^<]+)")
_BARE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9A-Fa-f]+);)(?:([A-Za-z]\w*);)?")
_OPENING = re.compile(r"<(?![A-Za-z_/!?])")
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")


def sniff(head: Head) -> str:
    """Return why this is an XML corpus: it begins as XML, in a file of that name, and is of no other kind."""
    if head.suffix not in {".xml", ".tei", ""} and head.text.lstrip()[:5] != "<?xml":
        return ""
    found = _START.match(head.text[:20_000])
    if not found or found[1].lower() in elements.LABELLED | elements.GENERIC or _goes_on(head.text, found[1]):
        return ""
    if _OTHERS.match(found[1]) or not any(_is_text(one) for one in _ELEMENT.finditer(head.text[:200_000])):
        return ""
    return f"it begins as XML with <{found[1]}>"


def _is_text(element: re.Match[str]) -> bool:
    """Whether some words stand in an element, so that this is no list of settings."""
    name, words = element[1].rpartition(":")[2].lower(), element[2].split()
    if name in elements.TOKENS | elements.LABELLED | elements.GENERIC:
        return bool(words)
    return (name in elements.BLOCKS and len(words) > 1) or len(words) > 5


def _goes_on(text: str, root: str) -> bool:
    """Whether words stand after the end of the first element, so that this is a text with tags."""
    rest = text.partition(f"</{root}>")[2].lstrip()
    return bool(rest) and not rest.startswith("<")


def read(source: SourceFile) -> Iterator[AnnotatedArticle]:
    """Read one article a document element. Raises UserError for what is not well-formed or has a DTD."""
    root = _parsed(source)
    yield from Corpus(source, root, look(root)).articles()


def _parsed(source: SourceFile) -> Element:
    """Return the root; one around all, where there are several, with signs escaped that should have been."""
    data, where, encoding = source.data(_MOST), source.at(), source.options.encoding
    try:
        return tree(data, where, encoding)
    except UserError:
        text = decode(data, where, encoding or encoding_of(data)).removeprefix("\ufeff")
        if "<!DOCTYPE" in text[:20_000] or "<!ENTITY" in text[:20_000]:
            raise
        mended = _OPENING.sub("&lt;", _BARE.sub(_escaped, _DECLARATION.sub("", text, count=1)))
        try:
            root = tree(f"<corpus>{mended}</corpus>".encode(), where)
        except UserError:
            root = None
        if root is None or not len(root):
            raise
    source.report.note(where, "not strict XML (several roots, or bare & and <); read as if it were")
    return root[0] if len(root) == 1 and not (root[0].tail or "").strip() else root


def _escaped(found: re.Match[str]) -> str:
    known = html.unescape(found[0]) if found[1] else found[0]
    return known if found[1] and known != found[0] and known not in "&<" else f"&amp;{found[0][1:]}"


FORMAT = Format(
    "xml", "XML corpora (text of chosen elements)", (".xml",), read=read, sniff=sniff, rank=20, by_name=False
)
