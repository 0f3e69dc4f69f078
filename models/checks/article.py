"""Checks one article as it is opened: its text and its layers, in milliseconds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from models.base.entities import ArticleId
from models.base.errors import UserError
from models.project.names import RowNames
from models.project.project import Project
from models.storage.tables import checksums
from models.storage.tables.rows import digest

_LAYER = ("span", "work", "article_label", "rejection")


@dataclass(frozen=True, slots=True)
class Damage:
    """Damage of an open article: whether its `text` is damaged, and the damaged `rows`, as a person calls them."""

    article: str
    text: bool
    rows: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.text or bool(self.rows)


def damage_of(project: Project, article: ArticleId) -> Damage:
    """Check an article's text and all its layers. Damage is returned and never raised."""
    names = RowNames(project)
    found: list[str] = []
    is_text = False
    try:
        rows = project.rows(
            "SELECT CAST(text AS BLOB), sha256 FROM article WHERE id = ? AND typeof(text) = 'text'", (article,)
        )
        is_text = not all(_is_intact(*row) for row in rows) or not rows
        found += _wrong(project, names, "article", "id = ?", (article,))
        for table in _LAYER:
            found += _wrong(project, names, table, "article_id = ?", (article,))
    except UserError as error:
        found.append(str(error))
    return Damage(names.article(article), is_text, tuple(found))


def damage_of_lists(project: Project) -> tuple[str, ...]:
    """Return damaged labels, annotators, versions of the guidelines and rows of `meta`, as a person calls them."""
    names, found = RowNames(project), []
    for table in ("label", "annotator", "meta", "guideline"):
        try:
            found += _wrong(project, names, table, "1", ())
        except UserError as error:
            found.append(str(error))
    return tuple(found)


def _is_intact(text: object, sha256: object) -> bool:
    try:
        return isinstance(text, bytes) and digest(text.decode()) == sha256
    except UnicodeDecodeError:
        return False


def _wrong(project: Project, names: RowNames, table: str, where: str, values: tuple[Any, ...]) -> list[str]:
    """Return the rows whose checksums are wrong, as a person calls them."""
    columns = checksums.COLUMNS[table]
    select = ", ".join(f'"{name}"' for name in columns)
    return [
        names.row(table, dict(zip(columns, row, strict=True)))
        for *row, stored in project.rows(f"SELECT {select}, checksum FROM {table} WHERE {where}", values)
        if not checksums.is_sound(table, row, stored)
    ]
