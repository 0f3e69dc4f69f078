"""The articles of a file, as far as it can be read; where it breaks off, that is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from models.base.documents import AnnotatedArticle
from models.base.errors import UserError
from models.formats.support.source import SourceFile
from models.importing.detection import DetectedFile
from models.text.encodings import WrongEncodingError

NO_ARTICLE = "it holds no article"


def articles_of(one: DetectedFile, source: SourceFile, *, whole: bool = False) -> Iterator[AnnotatedArticle]:
    """Yield the articles of a file, one by one.

    Where the file breaks off, what stands before that place is taken, and it is told; `whole`: not where it is the
    encoding that does not fit. Raises UserError where nothing can be read of it, and in a strict import.
    """
    assert one.format.read is not None
    count = 0
    articles = one.format.read(source)
    while True:
        try:
            article = next(articles, None)
        except UserError as error:
            if source.options.strict or not count or (whole and isinstance(error, WrongEncodingError)):
                raise
            source.report.break_off(*apart(error, source.path), count)
            return
        if article is None:
            return
        count += 1
        yield article


def kept_articles(one: DetectedFile, source: SourceFile) -> Iterator[AnnotatedArticle]:
    """Yield `articles_of` a file; one of which nothing can be read is left out and told.

    Raises UserError in a strict import.
    """
    nothing, said = source.report.lost, len(source.report.notes)
    try:
        first = True
        for article in articles_of(one, source):
            first = False
            yield article
    except UserError as error:
        if source.options.strict:
            raise
        source.report.leave_out_file(*apart(error, source.path))
    else:
        if first and source.report.lost == nothing and len(source.report.notes) == said:  # nothing tells why
            source.report.leave_out_file(str(source.path), NO_ARTICLE)


def apart(error: UserError, file: Path) -> tuple[str, str]:
    """Return the place that an error names, the file where it names none, and its reason."""
    said, path = str(error).removesuffix("."), str(file)
    place, colon, reason = said.removeprefix(path).partition(": ")
    if said.startswith(path) and colon:
        return path + place, reason
    place, colon, reason = said.partition(": ")
    if colon and place.startswith(str(file.parent)):  # a file beside it
        return place, reason
    return path, said
