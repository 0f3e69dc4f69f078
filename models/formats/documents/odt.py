"""OpenDocument texts (`.odt`): paragraphs, headings, lists and tables in order, a paragraph a line.

What was deleted under "track changes" is no text. Text boxes, notes, comments and formulas are left out with a note.
"""

from __future__ import annotations

from collections.abc import Iterator

from models.base.documents import AnnotatedArticle
from models.base.report import counted, file_name
from models.formats.documents.text import title_of
from models.formats.office.open_document import TEXT, about, body_of, parts_of
from models.formats.support.base import Format
from models.formats.support.fields import article_text
from models.formats.support.source import Head, SourceFile
from models.text.offsets import clean


def sniff(head: Head) -> str:
    """Return why this is such a document: a ZIP archive that says so first."""
    return (
        "it is a ZIP archive with an OpenDocument text" if head.start[:2] == b"PK" and TEXT in head.start[:200] else ""
    )


def read(source: SourceFile) -> Iterator[AnnotatedArticle]:
    """Read one article. Raises UserError for what is no whole document, and for archives that are bombs."""
    where, parts = source.at(), parts_of(source)
    text, left_out = body_of(parts)
    title, author = about(parts)
    cleaned = article_text(text, where)
    for what, count in left_out.items():
        source.report.note(where, f"{counted(count, what, _plural(what))}; left out")
    yield AnnotatedArticle(
        source=file_name(source.path),
        title=" ".join(clean(title, where).text.split()) or title_of(cleaned.text),
        text=cleaned.text,
        meta={"author": author} if author else {},
        changes=cleaned.changes,
        where=where,
    )


def _plural(what: str) -> str:
    return {"text box": "text boxes", "footnote or endnote": "footnotes or endnotes"}.get(what, "")


FORMAT = Format("odt", "OpenDocument texts", (".odt",), read=read, sniff=sniff, rank=70)
