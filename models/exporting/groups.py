"""The articles that a split keeps together: those with equal or near-equal texts, or with one value of a field."""

from __future__ import annotations

import json
from array import array
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from models.base.entities import ArticleId
from models.base.errors import UserError
from models.base.report import counted
from models.exporting.likeness import LEAST, NEAR, SHINGLE, Likeness, Together
from models.exporting.rows import article_rows
from models.project.project import Project
from models.project.sound import refusing_damage
from models.storage.tables.rows import from_json
from models.text.urdu import match_text

TITLE = "title"
"""The field that every article has, unless its metadata has one of that name."""
RULE = (
    "texts that are equal but for white space, punctuation, spelling and signs, and texts of "
    f"{LEAST} words or more that have {NEAR:.0%} of their sequences of {SHINGLE} words in common"
)
_NAMED = 10  # fields that a sentence names
_LOOKED_AT = 5_000  # articles whose fields a dialog offers


@dataclass(frozen=True, slots=True)
class Group:
    """Articles that go to one side. `first`: the time of import and the id of the one that came first of all."""

    first: tuple[str, str]
    articles: tuple[ArticleId, ...]


@dataclass
class Grouping:
    """The groups of the articles that are split, with what a report says of them."""

    groups: list[Group]
    field: str
    values: int
    without_field: int
    equal: Counter[int]
    """Articles of each set of equal texts."""
    near: Counter[int]
    """Articles of each set of near-equal texts."""

    @property
    def facts(self) -> dict[str, int]:
        """What was counted, for scripts."""
        found = {"groups": len(self.groups), "equal_groups": len(self.equal), "equal_articles": self.equal.total()}
        found |= {"near_equal_groups": len(self.near), "near_equal_articles": self.near.total()}
        return found | ({"values": self.values, "without_field": self.without_field} if self.field else {})

    def __str__(self) -> str:
        """Say what is kept together: `2 groups of equal texts (5 articles), 7 values of event`."""
        parts = [
            f"{counted(len(found), 'group')} of {kind} texts ({counted(found.total(), 'article')})"
            for kind, found in (("equal", self.equal), ("near-equal", self.near))
            if found
        ] or ["no equal or near-equal texts"]
        if self.field:
            parts.append(f"{counted(self.values, 'value')} of {self.field}")
        if self.without_field:
            parts.append(
                f"{counted(self.without_field, 'article has', 'articles have')} no {self.field} and stand alone"
            )
        return ", ".join(parts)


def grouped(
    project: Project,
    among: frozenset[ArticleId] | None = None,
    by: str = "",
    step: Callable[[int], None] = lambda _articles: None,
) -> Grouping:
    """Return the groups of `among`, or of all articles; `by` is a field of their metadata, or TITLE.

    All articles of the project make the groups, so that what is chosen of them moves none. Raises UserError when none
    of `among` has the field, and Unsound.
    """
    read = _Read(project, by)
    for row in article_rows(project):
        read.add(row)
        step(1)
    equal = read.likeness.equal()
    near = read.likeness.near(equal, read.text)
    chosen = [number for number, key in enumerate(read.ids) if among is None or key in among]
    holding = read.having_field(chosen)
    together = near.copy()
    together.unite_equal(read.values, read.holders)
    return Grouping(
        _groups(read, together, chosen),
        by,
        len({value for value, holder in zip(read.values, read.holders, strict=True) if holder in holding}),
        len(chosen) - len(holding) if by else 0,
        _sets(equal, chosen),
        _sets(near, chosen, equal),
    )


class _Read:
    """What is kept of the articles as they pass, each with its number from 0 on."""

    def __init__(self, project: Project, by: str) -> None:
        self._project, self._by = project, by
        self.likeness = Likeness()
        self.ids, self.holders, self.values = array("q"), array("I"), array("Q")
        self.uids: list[str] = []
        self.stamps: list[str] = []
        self._known: dict[str, str] = {}
        self._fields: Counter[str] = Counter()

    def add(self, row: dict[str, Any]) -> None:
        """Take the next article, as `article_rows` gives it."""
        number = len(self.ids)
        self.ids.append(row["id"])
        self.uids.append(row["uid"])
        self.stamps.append(self._known.setdefault(row["imported_at"], row["imported_at"]))
        self.likeness.add(row["text"])
        if self._by:
            meta = from_json(row["meta"], row["title"], dict)
            self._fields.update(list(meta))
            for value in _values(meta.get(self._by, row["title"] if self._by == TITLE else None)):
                self.values.append(value)
                self.holders.append(number)

    def text(self, number: int) -> str:
        """Return a text again. Raises Unsound."""
        with refusing_damage():
            ((text,),) = self._project.rows("SELECT text FROM article WHERE id = ?", (self.ids[number],))
            return str(text)

    def having_field(self, chosen: list[int]) -> set[int]:
        """Return those of `chosen` that have the field. Raises UserError when none has."""
        holding = set(self.holders) & set(chosen)
        if self._by and chosen and not holding:
            there = [name for name, _ in self._fields.most_common(_NAMED) if name != self._by]
            fields = ", ".join([*there, *([TITLE] if TITLE not in there else [])])
            raise UserError(
                f"{self._by}: no article has this field, so that nothing can be grouped by it; take {fields}."
            )
        return holding


def _values(given: object) -> Iterator[int]:
    """Yield 64 bits for a value, or for each of a list: of texts, those of their match key. None for nothing."""
    for value in given if isinstance(given, list) else (given,):
        said = " ".join(match_text(value).split()) if isinstance(value, str) else value
        if said is not None and said not in ("", [], {}):
            key = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False, sort_keys=True)
            yield int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest())


def _groups(read: _Read, together: Together, chosen: list[int]) -> list[Group]:
    """Return the groups that have articles of `chosen`; the first one may be another."""
    first: dict[int, tuple[str, str]] = {}
    for number, found in enumerate(zip(read.stamps, read.uids, strict=True)):
        root = together.root(number)
        first[root] = min(first.get(root, found), found)
    members: dict[int, list[ArticleId]] = {}
    for number in chosen:
        members.setdefault(together.root(number), []).append(ArticleId(read.ids[number]))
    return [Group(first[root], tuple(articles)) for root, articles in members.items()]


def _sets(together: Together, chosen: list[int], equal: Together | None = None) -> Counter[int]:
    """Return the sizes of the sets of several articles; of several texts, where it is known which are `equal`."""
    sizes: Counter[int] = Counter(together.root(number) for number in chosen)
    texts = sizes if equal is None else Counter(together.root(one) for one in {equal.root(one) for one in chosen})
    return Counter({root: size for root, size in sizes.items() if texts[root] > 1})


def fields_of(project: Project) -> list[str]:
    """Return the fields of the first articles' metadata, those first that most have; removed ones are not asked."""
    there = "id NOT IN (SELECT id FROM article INDEXED BY article_deleted WHERE deleted = 1)"
    select = (
        f"SELECT key FROM (SELECT meta FROM article WHERE {there} ORDER BY id LIMIT ?) JOIN "
        "json_each(CASE WHEN json_valid(meta) THEN meta ELSE '{}' END) GROUP BY key ORDER BY count(*) DESC, key"
    )
    return [str(name) for (name,) in project.rows(select, (_LOOKED_AT,))]
