"""The articles of a file as an import takes them: read, and made ready after its plan."""

from __future__ import annotations

from collections.abc import Iterator

from models.base.documents import AnnotatedArticle
from models.formats.support.source import SourceFile
from models.importing.detection import DetectedFile
from models.importing.plan import ImportPlan


def articles_of(one: DetectedFile, source: SourceFile, plan: ImportPlan) -> Iterator[AnnotatedArticle]:
    """Yield the articles of a file, one by one, as `plan` wants them. Raises UserError."""
    assert one.format.read is not None
    yield from one.format.read(source)
