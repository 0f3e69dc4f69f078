"""What can be changed of an article: title, metadata, whether it is removed. Its text never changes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from models.base.entities import AnnotatorId, ArticleFacts, ArticleId, article_uid
from models.storage.connection import Connection
from models.storage.tables import checksums
from models.storage.tables.rows import digest, to_json
from models.text.urdu import match_text

OBJECT = "article"
"""What an event is about that logs these facts."""
_REMOVED = "SELECT id FROM article INDEXED BY article_deleted WHERE deleted = 1"
_COLUMNS = checksums.COLUMNS["article"]
_INDEX = "INSERT INTO article_fts (article_fts, rowid, title, text) VALUES ('delete', ?, ?, ?)"
_ENTER = "INSERT INTO article_fts (rowid, title, text) VALUES (?, ?, ?)"
Row = dict[str, Any]
Log = Callable[[str, Row | None, Row, AnnotatorId | None, ArticleId | None], None]


def removed_articles(connection: Connection) -> frozenset[ArticleId]:
    """Return the articles that are removed: in no list, count, search or dataset, until they are restored."""
    return frozenset(ArticleId(key) for (key,) in connection.rows(_REMOVED))


def is_there(connection: Connection, column: str) -> str:
    """Return the SQL condition that the article in `column` is not removed; a short one while none is."""
    return f"{column} NOT IN ({_REMOVED})" if removed_articles(connection) else "1"


def without_removed(connection: Connection, articles: Iterable[ArticleId]) -> list[ArticleId]:
    """Return those of `articles` that are not removed, in their order."""
    removed = removed_articles(connection)
    return [article for article in articles if article not in removed]


@dataclass(frozen=True, slots=True)
class Held:
    """The work that articles hold: live spans, labels of the whole, statuses that end work, and whose all that is."""

    spans: int = 0
    labels: int = 0
    finished: int = 0
    people: int = 0

    def __bool__(self) -> bool:
        return bool(self.spans or self.labels or self.finished)


def work_in(connection: Connection, articles: Iterable[ArticleId]) -> Held:
    """Count the work of all people in articles; suggestions are none."""
    counts, people = [], set[int]()
    for table, condition in (
        ("span", "deleted = 0"),
        ("article_label", "deleted = 0"),
        ("work", "status IN ('done', 'skipped')"),
    ):
        rows = connection.rows(
            f"SELECT annotator_id, count(*) FROM {table} WHERE article_id IN (SELECT value FROM json_each(?)) "
            f"AND {condition} AND annotator_id NOT IN (SELECT id FROM annotator WHERE kind = 'suggester') GROUP BY 1",
            (json.dumps([*articles]),),
        )
        counts.append(sum(count for _, count in rows))
        people |= {who for who, _ in rows}
    spans, labels, finished = counts
    return Held(spans, labels, finished, len(people))


def same_text(connection: Connection, text: str) -> ArticleId | None:
    """Return the first article with this very text, a removed one where there is no other; None without one."""
    likely = "SELECT id FROM article WHERE length = ?"
    sql = f"SELECT id FROM article WHERE id IN ({likely}) AND sha256 = ? ORDER BY deleted, id LIMIT 1"
    found: ArticleId | None = connection.value(sql, (len(text), digest(text)))
    return found


def free_source(connection: Connection, wanted: str) -> str:
    """Return an id for a text that comes from nowhere: `wanted`, numbered where another article has it."""
    taken = "SELECT 1 FROM article WHERE source = ?"
    number, source = 1, wanted
    while connection.value(taken, (source,)):
        number += 1
        source = f"{wanted} ({number})"
    return source


def write_facts(connection: Connection, facts: ArticleFacts, at: str, log: Log) -> None:
    """Write what is to be true of an article, and log it; one that is not there is made.

    Raises ValueError where there is neither an article nor a text for one.
    """
    columns = ", ".join(_COLUMNS)
    rows = connection.query(f"SELECT {columns} FROM article WHERE id = ?", (facts.article,))
    row = rows[0] | _said(facts) | {"rev": rows[0]["rev"] + 1, "updated_at": at} if rows else _new(facts, at)
    row = checksums.with_checksum("article", row)
    if rows:
        names = ("title", "meta", "deleted", "rev", "updated_at", "checksum")
        sets = ", ".join(f"{name} = :{name}" for name in names)
        connection.write_many(
            f"UPDATE article SET {sets} WHERE id = :id", [{name: row[name] for name in (*names, "id")}]
        )
        _index_title(connection, facts, rows[0]["title"])
    else:
        _insert(connection, facts, row)
    before = {name: rows[0][name] for name in _said(facts)} if rows else None
    log(OBJECT, before, _said(facts), facts.annotator, facts.article)


def _said(facts: ArticleFacts) -> Row:
    return {"title": facts.title, "meta": to_json(facts.meta), "deleted": int(facts.deleted)}


def _new(facts: ArticleFacts, at: str) -> Row:
    if not facts.text:
        raise ValueError(f"there is no article {facts.article}, and no text to make it of")
    row = {"id": facts.article, "uid": article_uid(facts.source, facts.text), "source": facts.source}
    row |= {"sha256": digest(facts.text), "length": len(facts.text), "changes": to_json(facts.changes)}
    return row | _said(facts) | {"imported_at": at, "rev": 1, "updated_at": ""}


def _insert(connection: Connection, facts: ArticleFacts, row: Row) -> None:
    names = [*row, "text"]
    places = ", ".join(f":{name}" for name in names)
    connection.write_many(f"INSERT INTO article ({', '.join(names)}) VALUES ({places})", [row | {"text": facts.text}])
    connection.write_many(_ENTER, [(facts.article, match_text(facts.title), match_text(facts.text))])


def _index_title(connection: Connection, facts: ArticleFacts, before: str) -> None:
    """Enter another title in the full-text index, which has to be told what it held."""
    if facts.title != before:
        text = match_text(connection.value("SELECT text FROM article WHERE id = ?", (facts.article,)))
        connection.write_many(_INDEX, [(facts.article, match_text(before), text)])
        connection.write_many(_ENTER, [(facts.article, match_text(facts.title), text)])
