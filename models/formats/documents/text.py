"""Plain text: one article a file, its first line the title."""

from __future__ import annotations

from collections.abc import Iterator

from models.base.documents import AnnotatedArticle
from models.base.errors import UserError
from models.base.report import file_name
from models.formats.support.base import Format
from models.formats.support.source import SourceFile
from models.text.offsets import clean

_TITLE_LENGTH = 200


def read(source: SourceFile) -> Iterator[AnnotatedArticle]:
    """Read one article. Raises UserError for what is empty, too large, or no text in its encoding."""
    where = source.at()
    cleaned = clean(source.text(), where)
    if not cleaned.text.strip():
        raise UserError(f"{where}: the file is empty; an article needs text.")
    yield AnnotatedArticle(
        source=file_name(source.path),
        title=title_of(cleaned.text),
        text=cleaned.text,
        changes=cleaned.changes,
        where=where,
    )


def title_of(text: str) -> str:
    """Return the first line that is not blank, cut to what a list can show."""
    return text.lstrip().partition("\n")[0].rstrip()[:_TITLE_LENGTH]


FORMAT = Format("text", "Plain text", (".txt",), read=read, rank=0)
