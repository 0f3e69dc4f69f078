"""Word documents (`.docx`): the text of paragraphs and tables in order, a paragraph a line.

Items of lists begin with their bullet or number. What was inserted under "track changes" is text, what was deleted is
none, and told. Text boxes, footnotes, endnotes, comments and formulas are left out with a note, headers and footers
without one.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from models.base.documents import AnnotatedArticle
from models.base.errors import UserError
from models.base.report import counted, file_name
from models.formats.documents.text import title_of
from models.formats.office.word_lists import Lists, W
from models.formats.support.base import Extra, Format
from models.formats.support.fields import article_text
from models.formats.support.safe_xml import safe, tree
from models.formats.support.safe_zip import members
from models.formats.support.source import Head, SourceFile
from models.text.offsets import clean

_DOCX = Extra("docx", "python-docx", "docs")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_BREAKS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t", f"{W}noBreakHyphen": "\u2011"}
_GONE = {f"{W}pPr", f"{W}rPr", _FALLBACK}
_LEFT_OUT = {
    f"{W}txbxContent": "text box",
    f"{_MATH}oMath": "formula",
    **dict.fromkeys((f"{W}del", f"{W}moveFrom"), "deleted stretch"),
}
_PLURALS = {"text box": "text boxes", "deleted stretch": "deleted stretches"}
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NOTES = {"footnotes": "footnote", "endnotes": "endnote", "comments": "comment"}


def sniff(head: Head) -> str:
    """Return why this is a Word document: a ZIP archive that names Word's folder."""
    return "it is a ZIP archive with a Word document" if head.start[:2] == b"PK" and b"word/" in head.start else ""


def read(source: SourceFile) -> Iterator[AnnotatedArticle]:
    """Read one article. Raises UserError for what is no whole document, and for archives that are bombs."""
    docx = _DOCX.load("docx")
    where, data = source.at(), source.data()
    if data.startswith(_OLD):
        raise UserError(f"{where}: an old or encrypted Word document; save it as .docx without a password.")
    parts = {name: part for name, part in members(data, where) if name.lower().endswith((".xml", ".rels"))}
    for name, part in parts.items():
        safe(part, f"{where} ({name[:80]})")
    try:
        document = docx.Document(io.BytesIO(data))
        lists = Lists(_part(parts, "word/numbering.xml", where), _part(parts, "word/styles.xml", where))
        text, left_out = _text(document.element.body, lists)
        about = document.core_properties
        title, meta = about.title or "", {"author": about.author or ""}
    except UserError:
        raise
    except Exception as error:  # the library fails as the broken document has it
        raise UserError(f"{where}: not a whole Word document; open it in Word and save it again.") from error
    cleaned = article_text(text, where)
    for what, count in left_out.items():
        source.report.note(where, f"{counted(count, what, _PLURALS.get(what, ''))}; left out")
    _note_notes(parts, source)
    yield AnnotatedArticle(
        source=file_name(source.path),
        title=" ".join(clean(title, where).text.split()) or title_of(cleaned.text),
        text=cleaned.text,
        meta={name: value for name, value in meta.items() if value},
        changes=cleaned.changes,
        where=where,
    )


def _part(parts: dict[str, bytes], name: str, where: object) -> Element | None:
    return tree(parts[name], f"{where} ({name})") if name in parts else None


def _text(body: Any, lists: Lists) -> tuple[str, Counter[str]]:
    """Return the text, and what is not in it, counted: text boxes, formulas, deleted stretches."""
    lines: list[str] = []
    left_out: Counter[str] = Counter()
    stack = [iter([body])]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
            continue
        tag = element.tag
        if tag in _LEFT_OUT:
            left_out[_LEFT_OUT[tag]] += 1
        if tag in _GONE or tag in _LEFT_OUT:
            continue
        if tag == f"{W}p":
            lines.append(lists.mark(element))
        elif tag == f"{W}t" and lines:
            lines[-1] += element.text or ""
        elif tag in _BREAKS and lines:
            lines[-1] += _BREAKS[tag]
        stack.append(iter(element))
    return "\n".join(lines).replace("\v", "\n").strip("\n"), left_out


def _note_notes(parts: dict[str, bytes], source: SourceFile) -> None:
    for name, noun in _NOTES.items():
        part = parts.get(f"word/{name}.xml", b"")
        count = part.count(f"<w:{noun} ".encode()) - part.count(b'w:type="separator"')
        count -= part.count(b'w:type="continuationSeparator"')
        if count > 0:
            source.report.note(source.at(), f"{counted(count, noun)}; left out")


FORMAT = Format("docx", "Word documents", (".docx",), read=read, sniff=sniff, rank=70, extra=_DOCX)
