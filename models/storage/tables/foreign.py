"""What a file's schema has that this program did not make: found before anything of it can run, and named.

Triggers run with the first write, views and generated columns with a read, expressions of indexes with a check. So the
schema is compared as soon as there is a connection; what differs is not opened to be written. What replaces nothing of
ours can be left out of a copy, which is read then (`leave_out`); anything else only a recovery reads, which needs no
SQLite.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from models.base.errors import Foreign
from models.base.program import command_name
from models.storage.tables.usual_schema import DIGESTS, MOST, STEPS, Entry, Read, entries, fold, is_usual, usual_entries

_NAMED = 3  # differences in a sentence
_LONGEST = 60  # characters of a name
_OPCODES, _EVERY = 200_000, 5_000  # of SQLite for reading a schema, of which ours needs a thousand
_KINDS = ("view", "trigger", "table", "index")
_TABLES = "its tables are not as Nishan makes them"
_RECOVER = f"{command_name()} recover BROKEN NEW"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference between a file's schema and the usual one.

    `there`: the file's entry, `ours`: the usual one; None where there is none. `what` says it in a few words.
    """

    what: str
    there: Entry | None = None
    ours: Entry | None = None

    @property
    def can_be_left_out(self) -> bool:
        """Whether all that it takes is to remove an entry, or to make a trigger or an index of ours anew."""
        if self.ours is not None:
            return self.ours.kind in {"trigger", "index"} and bool(self.ours.sql)
        return self.there is not None

    @property
    def is_added(self) -> bool:
        """Whether it only is one entry more: damage changes what is there."""
        return self.there is not None and self.ours is None


def differences(read: Read) -> list[Difference]:
    """Compare a file's schema with that of its version. Raises sqlite3.Error where SQLite cannot parse it."""
    ((version,),) = read("PRAGMA user_version")
    there = entries(read)
    if version not in DIGESTS:
        return [Difference(f"it says that it is of file version {version}, which there is not")]
    if len(there) == MOST:
        return [Difference(f"it has {MOST} tables, views and triggers or more")]
    shared = [*_shared_pages(there)]
    if not shared and is_usual(there, version):
        return []
    return sorted((*shared, *_compared(there, usual_entries(version))), key=_weight)


def refuse(conn: sqlite3.Connection, path: Path) -> None:
    """Raise Foreign when the file has a schema other than the usual one. Runs nothing of the file."""
    if found := _first_look(conn):
        raise error(path, found)


def _first_look(conn: sqlite3.Connection) -> list[Difference]:
    """Return `differences`. SQLite parses the schema now, and stops where its tree has no end: sqlite3.Error."""
    left = iter(range(_OPCODES // _EVERY))
    conn.set_progress_handler(lambda: next(left, None) is None, _EVERY)
    try:
        return differences(lambda sql: conn.execute(sql).fetchall())
    except UnicodeDecodeError as error:  # SQLite's own sentence quotes what is damaged
        raise sqlite3.DatabaseError("its schema is no UTF-8") from error
    finally:
        conn.set_progress_handler(None, 0)


def error(path: Path, found: Sequence[Difference]) -> Foreign:
    """Return the error that names what was found in the project at `path`."""
    named = listed([each.what for each in found])
    can_be_read = all(each.can_be_left_out for each in found)
    may_be_damage = not all(each.is_added for each in found)
    if can_be_read:
        what, todo = "not opened for writing", "it can still be looked at, and a sound project is made of it with"
    else:
        what, todo = "not opened", "restore a backup of it, or save what is left with"
    cause = "; that may be damage, or the work of another program" if may_be_damage else ""
    said = f"{path}: {what}: {_TABLES} ({named}){cause}; {todo}: {_RECOVER}."
    return Foreign(said, named, can_be_read=can_be_read, may_be_damage=may_be_damage)


def listed(what: Sequence[str]) -> str:
    """Return the first differences and the number of the others, for a sentence."""
    more = f"; and {len(what) - _NAMED} more" if len(what) > _NAMED else ""
    return "; ".join(what[:_NAMED]) + more


def leave_out(conn: sqlite3.Connection, path: Path) -> tuple[str, ...]:
    """Make the schema of a copy the usual one, without what is foreign; return what that was.

    For a copy of the project at `path`. Nothing foreign is run: its entries are removed, not dropped. Raises Foreign
    where that is not enough, and sqlite3.Error.
    """
    found = _first_look(conn)
    if not found:
        return ()
    if not all(each.can_be_left_out for each in found):
        raise error(path, found)
    conn.execute("PRAGMA writable_schema = ON")
    removed = [each.there for each in found if each.there is not None]
    conn.executemany("DELETE FROM sqlite_schema WHERE rowid = ?", [(each.row,) for each in removed])
    tables = [(each.name,) for each in removed if each.kind == "table"]
    conn.executemany("DELETE FROM sqlite_schema WHERE sql IS NULL AND tbl_name = ? COLLATE NOCASE", tables)
    conn.commit()
    conn.execute("PRAGMA writable_schema = RESET")  # SQLite forgets what it parsed
    for each in found:
        if each.ours is not None:
            conn.execute(each.ours.sql)
    conn.commit()
    if any(each.page for each in removed):
        conn.execute("VACUUM")  # their pages belong to nothing now, which a check would call damage
    if left := _first_look(conn):
        raise error(path, left)
    return tuple(each.what for each in found)


def _compared(there: Sequence[Entry], ours: Sequence[Entry]) -> Iterator[Difference]:
    usual, seen = {each.key: each for each in ours}, Counter(each.key for each in there)
    names = {fold(each.name): each for each in ours if each.kind != "trigger"}  # which have names of their own
    own_tables = {fold(each.name) for each in there if each.kind == "table" and each.key not in usual}
    for each in there:
        known = usual.get(each.key)
        if seen[each.key] > 1:
            yield Difference(f"there are two of {_named(each)}")
        elif each.may_differ or (not each.sql and fold(each.table) in own_tables):  # goes with its table
            continue
        elif known is not None:
            if (fold(each.table), each.tokens) != (fold(known.table), known.tokens):
                yield Difference(f"{_named(each)} is not as usual", each, known)
        elif each.kind != "trigger" and (replaced := names.get(fold(each.name))) is not None:
            seen[replaced.key] += 1
            yield Difference(f"{_named(each)} stands in place of the {replaced.kind}", each, replaced)
        else:
            yield Difference(f"{_named(each)} is foreign", each)
    for each in ours:
        if each.key not in seen and not (each.table == STEPS and each.kind == "index"):
            yield Difference(f"{_named(each)} is missing", None, each)


def _shared_pages(there: Sequence[Entry]) -> Iterator[Difference]:
    """Yield what is stored where something else is, or nowhere."""
    first: dict[int, Entry] = {}
    for each in there:
        stored = each.kind in {"table", "index"} and not each.sql.startswith("CREATE VIRTUAL")
        if stored != (each.page > 1):
            yield Difference(f"{_named(each)} has no place in the file")
        elif stored and (other := first.setdefault(each.page, each)) is not each:
            yield Difference(f"{_named(each)} lies where {_named(other)} does")


def _weight(found: Difference) -> int:
    """Return the place among others in a sentence: what can run comes first."""
    kind = found.there.kind if found.there is not None else ""
    return _KINDS.index(kind) if kind in _KINDS else len(_KINDS)


def _named(entry: Entry) -> str:
    """Return `trigger "x" on span`."""
    name = f'{entry.kind[:_LONGEST]} "{_cut(entry.name)}"'
    return name if entry.table == entry.name or entry.kind == "view" else f"{name} on {_cut(entry.table)}"


def _cut(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…"
