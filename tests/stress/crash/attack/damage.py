"""Damage to a file, as disks, copies and cosmic rays do it: flipped bits, lost, torn, swapped and stale pages."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

from models.storage.raw import wal
from tests.stress.crash.one_flip import flip

PAGE = 4096
LOG = "-wal"
_INDEXES = ("span_layer", "span_label", "sqlite_autoindex_span_1")
REGIONS = ("header", "schema", "spans", "span index", "texts", "rest", "log")


def places(path: Path) -> dict[str, list[int]]:
    """The pages of each region, numbered from 1."""
    found: dict[str, list[int]] = {region: [] for region in REGIONS} | {"header": [1]}
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as conn:
        for name, page in conn.execute("SELECT name, pageno FROM dbstat"):
            found[_region(name)].append(page)
    return found


def _region(name: str) -> str:
    known = {"sqlite_schema": "schema", "span": "spans", "article": "texts"} | dict.fromkeys(_INDEXES, "span index")
    return known.get(name, "rest")


def flip_in(path: Path, region: str, rng: Random, where: dict[str, list[int]]) -> str:
    """Turn one bit in a region; what was done."""
    if region == "log":
        return _flip_log(path.with_name(path.name + LOG), rng)
    if region == "header":
        at = rng.randrange(100)
    else:
        page = rng.choice(where[region])
        at = (page - 1) * PAGE + rng.randrange(100 if page == 1 else 0, PAGE)
    bit = at * 8 + rng.randrange(8)
    flip(path, bit)
    return f"{region}: bit {bit} of page {at // PAGE + 1}"


def _flip_log(log: Path, rng: Random) -> str:
    size = log.stat().st_size
    at = rng.randrange(size)
    flip(log, at * 8 + rng.randrange(8))
    region = "log's end" if at >= last_transaction(log) else "log"
    return f"{region}: byte {at} of {size}"


def last_transaction(log: Path) -> int:
    """Where the last committed transaction of a log begins: what is lost from there on can be a torn write."""
    with log.open("rb") as file:
        found = wal.parse(wal.reader(file))
        every = [*found.transactions(verify=False)] if found is not None else []
    return every[-1][0].offset - 24 if every else 0


def truncate(path: Path, older: Path, rng: Random, where: dict[str, list[int]]) -> str:
    """Cut the file short, anywhere or between two pages."""
    del older, where
    size = path.stat().st_size
    to = rng.randrange(size) if rng.random() < 0.5 else rng.randrange(size // PAGE) * PAGE
    with path.open("r+b") as file:
        file.truncate(to)
    return f"truncated: to {to} of {size} bytes"


def swap(path: Path, older: Path, rng: Random, where: dict[str, list[int]]) -> str:
    """Exchange two pages of a kind, or any two."""
    del older
    one, two = _two(path, rng, where)
    pages = _pages(path)
    pages[one - 1], pages[two - 1] = pages[two - 1], pages[one - 1]
    path.write_bytes(b"".join(pages))
    return f"swapped: pages {one} and {two}"


def duplicate(path: Path, older: Path, rng: Random, where: dict[str, list[int]]) -> str:
    """Write one page a second time, over another."""
    del older
    one, two = _two(path, rng, where)
    pages = _pages(path)
    pages[two - 1] = pages[one - 1]
    path.write_bytes(b"".join(pages))
    return f"duplicated: page {one} over page {two}"


def zero(path: Path, older: Path, rng: Random, where: dict[str, list[int]]) -> str:
    """Make a page zeros, the second one or a later one."""
    del older, where
    pages = _pages(path)
    page = rng.randrange(2, len(pages) + 1)
    pages[page - 1] = bytes(PAGE)
    path.write_bytes(b"".join(pages))
    return f"zeroed: page {page}"


def lose_write(path: Path, older: Path, rng: Random, where: dict[str, list[int]]) -> str:
    """A page as it was some gestures ago, which the disk said it had written since."""
    del where
    pages, before = _pages(path), _pages(older)
    changed = [at for at, (new, old) in enumerate(zip(pages, before, strict=False)) if new != old and at]
    at = rng.choice(changed)
    pages[at] = before[at]
    path.write_bytes(b"".join(pages))
    return f"lost write: page {at + 1}, one of {len(changed)}"


Damage = Callable[[Path, Path, Random, dict[str, list[int]]], str]
DAMAGES: tuple[Damage, ...] = (
    truncate, swap, duplicate, zero, lose_write,
)  # fmt: skip


def _two(path: Path, rng: Random, where: dict[str, list[int]]) -> tuple[int, int]:
    region = rng.choice(["spans", "span index", "texts", "rest", "any"])
    pages = where.get(region, [])
    if len(pages) < 2:
        pages = [*range(2, path.stat().st_size // PAGE + 1)]
    one, two = rng.sample(pages, 2)
    return one, two


def _pages(path: Path) -> list[bytes]:
    data = path.read_bytes()
    return [data[at : at + PAGE] for at in range(0, len(data), PAGE)]
