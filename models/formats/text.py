"""Plain text: one article a file, its first line the title."""

from __future__ import annotations

from collections.abc import Iterator

from models.corpus import Annotated
from models.errors import UserError
from models.formats.base import Format, Source, file_name
from models.text import clean, decode

MAX_BYTES = 32 * 1024 * 1024  # some thirty novels; more than that is no article
_TITLE_LENGTH = 200


def read(source: Source) -> Iterator[Annotated]:
    """Read one article. Raises UserError for what is empty, too large, or no text in UTF-8 or UTF-16."""
    where = str(source.path)
    try:
        size = source.path.stat().st_size
        if size > MAX_BYTES:
            raise UserError(
                f"{where}: {size // 2**20} MB is too large for one article (the limit is {MAX_BYTES // 2**20} MB); "
                "split it into articles."
            )
        data = source.path.read_bytes()
    except OSError as error:
        raise UserError(f"{where}: the file cannot be read ({(error.strerror or str(error)).lower()}).") from error
    source.advance(len(data))
    cleaned = clean(decode(data, where), where)
    if not cleaned.text.strip():
        raise UserError(f"{where}: the file is empty; an article needs text.")
    yield Annotated(
        source=file_name(source.path),
        title=title_of(cleaned.text),
        text=cleaned.text,
        changes=cleaned.changes,
        where=where,
    )


def title_of(text: str) -> str:
    """The first line that is not blank, cut to what a list can show."""
    return next((line.strip() for line in text.split("\n") if line.strip()), "")[:_TITLE_LENGTH]


FORMAT = Format("text", "Plain text", (".txt",), read=read)
