"""Names rows as a person calls them, as far as they can still be read."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from models.base.errors import UserError
from models.base.report import counted
from models.project.project import Project

_TITLE = 40  # characters
_WORDS = 60
TABLES = {
    "article": "article", "span": "span", "label": "label", "annotator": "annotator", "work": "status",
    "event": "entry of the history", "guideline": "version of the guidelines",
    "article_label": "label of a whole article", "rejection": "rejected suggestion",
}  # fmt: skip
"""Tables and what a person calls a row of them."""
_PLURALS = {"event": "entries of the history", "work": "statuses"}


class RowNames:
    """Names articles, labels, annotators and spans; by their numbers where the names are damaged."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self.article = lru_cache(maxsize=256)(self._article)
        self.label = lru_cache(maxsize=256)(lambda key: self._name("label", key))
        self.annotator = lru_cache(maxsize=256)(lambda key: self._name("annotator", key))

    def _article(self, key: int) -> str:
        title = self._value("SELECT title FROM article WHERE id = ?", key)
        return f"article {key} ({title[:_TITLE]})" if title else f"article {key}"

    def _name(self, table: str, key: int) -> str:
        return self._value(f"SELECT name FROM {table} WHERE id = ?", key) or f"{table} {key}"

    def words(self, article: int, start: Any, end: Any) -> str:
        """Return the words of a span `[start, end)` (code points), where the text can be read, and its offsets.

        The words are set apart: numbers after a word that runs from right to left would run with it.
        """
        text = self._value("SELECT text FROM article WHERE id = ?", article)
        numbers = type(start) is type(end) is int
        words = text[start:end] if numbers and 0 <= start < end <= len(text) else ""
        return f'"\u2068{words[:_WORDS]}\u2069" [{start}, {end})' if words else f"[{start}, {end})"

    def span(self, row: dict[str, Any]) -> str:
        """Name a span from its row: `span "لاہور" [11, 16), LOCATION of zainab in article 2 (...)`."""
        words = self.words(row["article_id"], row["start"], row["end"])
        whose = f"{self.label(row['label_id'])} of {self.annotator(row['annotator_id'])}"
        return f"span {words}, {whose} in {self.article(row['article_id'])}"

    def row(self, table: str, row: dict[str, Any]) -> str:
        """Name a row of any table."""
        if table in {"article", "span"}:
            return self.article(row["id"]) if table == "article" else self.span(row)
        if table in {"article_label", "rejection", "work"}:
            return self._mark(table, row)
        if table == "event":
            return f"entry {row['id']} of the history ({row['gesture']})"
        if table == "guideline":
            return f"version {row['version']} of the guidelines"
        return f"{table} {row['name'] if 'name' in row else row['key']}"

    def _mark(self, table: str, row: dict[str, Any]) -> str:
        where, who = self.article(row["article_id"]), self.annotator(row["annotator_id"])
        if table == "work":
            return f"status and time of {who} on {where}"
        label = self.label(row["label_id"])
        if table == "article_label":
            return f"label {label} of {who} on {where}"
        return f"rejected suggestion {self.words(row['article_id'], row['start'], row['end'])}, {label} in {where}"

    def _value(self, select: str, key: int) -> str:
        try:
            found = self._project.value(select, (key,)) or ""
            return found.decode("utf-8", "replace") if isinstance(found, bytes) else str(found)
        except UserError:
            return ""


def how_many(count: int, table: str) -> str:
    """Return a number of rows of a table as a person calls them: `2 entries of the history`."""
    noun = TABLES.get(table, table)
    if table in _PLURALS:
        return counted(count, noun, _PLURALS[table])
    head, _, rest = noun.partition(" of ")
    return f"{counted(count, head)} of {rest}" if rest else counted(count, noun)
