"""XML that is safe to parse, and text that XML can hold. No format itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from xml.etree import ElementTree as ET

from models.base.documents import AnnotatedArticle
from models.base.entities import Label
from models.base.errors import UserError
from models.base.report import Report, counted
from models.formats.support.fields import encoded
from models.formats.support.names import first_free
from models.text.encodings import checked, decode

_DECLARATION = re.compile(r"\s*<\?xml(?:\s[^>]*?)?\?>")
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_IGNORED = re.compile(r"\s+|<!--.*?-->|<\?.*?\?>", re.DOTALL)
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
MAX_NESTED = 200
_PIECE = 1 << 16
_MARKLESS = {b"<\0": "utf-16-le", b"\0<": "utf-16-be"}


def safe(data: bytes, where: object, encoding: str = "") -> bytes:
    """XML as UTF-8 without its declaration, so that a parser sees just what was looked through here.

    It still is to be parsed with `PARSER`. Raises UserError for a DTD, which alone can declare entities, for what
    does not begin as XML, and for bytes that are not in the encoding that is declared.
    """
    text = _decoded(data, where, encoding).removeprefix("\ufeff")
    if declaration := _DECLARATION.match(text):
        # As long as it was in lines, so that a parser's line numbers stay right.
        text = "\n" * declaration[0].count("\n") + text[declaration.end() :]
    position = 0
    while ignored := _IGNORED.match(text, position):
        position = ignored.end()
    if text.startswith("<!", position):
        raise UserError(f"{where}: has a document type or entities of its own, which are not read; remove them.")
    if not text.startswith("<", position):
        raise UserError(f"{where}: not XML; check that it is the right file, and whole.")
    return encoded(text, where)


def tree(data: bytes, where: object, encoding: str = "") -> ET.Element:
    """Return the root of XML that is safe, parsed by the standard library.

    Raises UserError as `safe` does, for what is not well-formed, and for elements nested deeper than any document's.
    """
    parser: Any = ET.XMLPullParser(("start", "end"))
    depth, root = 0, None
    given = safe(data, where, encoding)
    try:
        for start in range(0, len(given), _PIECE):
            parser.feed(given[start : start + _PIECE])
            for event, element in parser.read_events():
                root = element if root is None else root
                depth += 1 if event == "start" else -1
                if depth > MAX_NESTED:
                    raise UserError(f"{where}: elements are nested deeper than {MAX_NESTED}; check that it is a text.")
        parser.close()
    except ET.ParseError as error:
        line = error.position[0]
        what = "it may have been cut off, fetch it again"
        raise UserError(f"{where}: not well-formed XML (line {line}); {what}.") from error
    assert isinstance(root, ET.Element)
    return root


PARSER = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
"""Options of lxml's parsers: nothing is fetched, nothing expanded, and depth and lengths are bounded."""


def _decoded(data: bytes, where: object, encoding: str) -> str:
    declared = _ENCODING.match(data[:1000])
    name = encoding or _MARKLESS.get(data[:2], "") or (declared[1].decode() if declared else "")
    try:
        name = checked(name) if name else ""
    except UserError as error:
        raise UserError(f"{where}: declares an encoding that is not known here; save it as UTF-8.") from error
    return decode(data, where, name)


def in_xml(text: str) -> str:
    """Return the text with a space for each character that no XML 1.0 can hold; its length stays."""
    return NO_XML.sub(" ", text)


def held(article: AnnotatedArticle, report: Report, beside: Iterable[str] = ()) -> str:
    """Return an article's text as XML can hold it, with a note where it, or what is written `beside` it, is another."""
    _note_replaced(article, report, NO_XML.findall(article.text), "")
    _note_replaced(article, report, [sign for text in beside for sign in NO_XML.findall(text)], " beside the text")
    return in_xml(article.text)


def note_label(label: Label, report: Report) -> None:
    """Note what XML cannot hold of the texts about a label; of its name, `label_names` does."""
    if found := [sign for text in (label.urdu_name, label.description) for sign in NO_XML.findall(text)]:
        codes = ", ".join(sorted({f"U+{ord(character):04X}" for character in found}))
        what = f"{counted(len(found), 'character')} of what is said of it that XML cannot hold ({codes})"
        report.note_once(f"label {in_xml(label.name)}", f"{what}; replaced by spaces")


def _note_replaced(article: AnnotatedArticle, report: Report, found: list[str], where: str) -> None:
    if found:
        codes = ", ".join(sorted({f"U+{ord(character):04X}" for character in found}))
        what = f"{counted(len(found), 'character')}{where} that XML cannot hold ({codes}); replaced by spaces"
        report.note(article.title, what)


def label_names(names: Iterable[str], report: Report) -> dict[str, str]:
    """Return what each label is called in XML; two never become one, and a changed name is noted."""
    given = list(names)
    made: dict[str, str] = {name: name for name in given if in_xml(name) == name}
    taken = set(made)
    for name in given:
        if name not in made:
            base = in_xml(name)
            own = made[name] = first_free(base, taken.__contains__, "{}_{}")
            taken.add(own)
            report.note_once(f"label {base}", f"XML cannot hold all of its characters; written as {own}")
    return made
