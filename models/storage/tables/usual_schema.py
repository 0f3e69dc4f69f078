"""The schema that the steps of `schema` make, by version, to compare a file's own schema with.

Reading `sqlite_schema` makes SQLite parse what is in it, and runs none of it. Two statements are one where their tokens
are: ALTER TABLE sets white space, quotes and capitals differently in other versions of SQLite. A file that is as usual
is known by a digest, as the steps themselves need sqlite-utils, which takes a fifth of a second to load.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from typing import Any

try:  # `hashlib` itself loads OpenSSL, which takes 3 ms of every start
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

from models.storage.raw import header
from models.storage.tables.migrating import wrap

Read = Callable[[str], list[tuple[Any, ...]]]
"""Returns all rows of a SELECT."""
STEPS = "_sqlite_migrations"
"""The table in which sqlite-utils lists the steps that were taken; its form is that library's."""
DIGESTS = {
    1: "37ac21e5bf42b39d6f89feaa693c7e7507a88dcc",
    2: "99b62b3e25d8c05b21b50c179372889c706ca003",
    3: "6dd38a2845842eed43393670db6210dcba8eccbf",
    4: "acc493f653d026e7b1002fa620dc911bd0bd9c76",
    5: "0287a019c5295387e69b6a612c6b4426c75558de",
}
"""Of what each version of the file has, whatever version of SQLite wrote it."""
EXACT = "1ca6e5921c644ef049f3fe5c78cc1aa198e46eba"
"""Of the newest version to the letter, as the SQLite of today writes it: most files are known by it at once."""
MOST = 500
"""Entries that are looked at; ours are fewer than forty."""
_LONGEST = 2_000  # characters of a statement: none of ours has as many
_ENTRIES = (
    "SELECT rowid, CAST(type AS TEXT), CAST(name AS TEXT), CAST(tbl_name AS TEXT), CAST(rootpage AS INTEGER), "
    f"substr(CAST(sql AS TEXT), 1, {_LONGEST + 1}) FROM sqlite_schema LIMIT {MOST}"
)
_TOKEN = r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|\w+|\S"""  # most starts need not compile it
# In quotes these are names, and a column `"primary" key` has no key.
_RESERVED = {"primary", "unique", "not", "null", "check", "default", "references", "autoincrement", "collate"}
# Numbers for SQLite's planner, which ANALYZE by any program makes, and the counter that AUTOINCREMENT leaves behind.
_HARMLESS = {
    "create table sqlite_stat1 ( tbl , idx , stat )",
    "create table sqlite_stat4 ( tbl , idx , neq , nlt , ndlt , sample )",
    "create table sqlite_sequence ( name , seq )",
}
_COLUMN = r"\w+(?: (?:integer|text|primary key|not null|unique))*"
_PLAIN_STEPS = (
    rf"create table {STEPS} \( {_COLUMN}(?: , {_COLUMN})* \)"
    rf"|create (?:unique )?index \w+ on {STEPS} \( \w+(?: , \w+)* \)"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of `sqlite_schema`; `page` is the root of what is stored, else 0; `sql` is "" where it is NULL."""

    row: int
    kind: str
    name: str
    table: str
    page: int
    sql: str

    @property
    def key(self) -> tuple[str, str]:
        """What only one entry has."""
        return self.kind, fold(self.name)

    @property
    def tokens(self) -> str:
        """The statement in its usual form."""
        return tokens(self.sql)

    @property
    def may_differ(self) -> bool:
        """Whether it is of other programs' making and harmless: no statement of ours reads it, and it runs nothing."""
        if fold(self.name).startswith("sqlite_") and self.kind == "table":
            return self.tokens in _HARMLESS
        if fold(self.table) != STEPS:
            return False
        return bool(re.fullmatch(_PLAIN_STEPS, self.tokens)) or (self.kind == "index" and not self.sql)


def entries(read: Read) -> list[Entry]:
    """Read the entries of a file's schema. Raises sqlite3.Error where SQLite cannot parse it."""
    return [
        Entry(row, kind or "", name or "", of or "", page or 0, sql or "")
        for row, kind, name, of, page, sql in read(_ENTRIES)
    ]


def fold(name: str) -> str:
    """Return a name in small letters, of which SQLite knows those of ASCII."""
    return name.encode(errors="surrogatepass").lower().decode(errors="surrogatepass")


def tokens(sql: str) -> str:
    """Return a statement with one space between its tokens, in small letters, names without quotes."""
    if len(sql) > _LONGEST:
        return sql
    return " ".join([_token(found) for found in re.findall(_TOKEN, sql)])


def _token(found: str) -> str:
    if found[0] == "'":
        return found
    name = fold(found[1:-1] if found[0] in '"`[' and len(found) > 1 else found)
    return name if len(name) == len(found) or (name.isidentifier() and name not in _RESERVED) else found


def is_usual(found: Sequence[Entry], version: int) -> bool:
    """Return whether these entries are those of the version, but for what may differ."""
    if exact_digest(found) == EXACT:
        return version == header.VERSION
    return digest(found) == DIGESTS[version] and any(each.key == ("table", STEPS) for each in found)


def exact_digest(found: Iterable[Entry]) -> str:
    """Return a digest of all entries to the letter, which takes no time."""
    return _digest(sorted((each.kind, each.name, each.table, each.sql) for each in found))


def digest(found: Iterable[Entry]) -> str:
    """Return a digest of all entries but those that may differ, in whatever order they are."""
    return _digest(sorted((*each.key, fold(each.table), each.tokens) for each in found if not each.may_differ))


def _digest(rows: Sequence[tuple[str, ...]]) -> str:
    return blake2b(repr(rows).encode(errors="backslashreplace"), digest_size=20).hexdigest()


@cache
def usual_entries(version: int) -> list[Entry]:
    """Return the entries that the steps up to this version make."""
    from models.storage.tables.schema import migrations  # noqa: PLC0415 - loads sqlite-utils

    with closing(sqlite3.connect(":memory:")) as conn:
        last = version >= header.VERSION
        migrations.apply(wrap(conn), stop_before=None if last else f"version_{version + 1}")
        return entries(lambda sql: conn.execute(sql).fetchall())
