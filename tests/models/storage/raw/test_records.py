"""Pages and records are parsed as SQLite writes them, and what is none raises."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from models.storage.raw.records import INDEX_LEAF, TABLE_LEAF, pointers, record, varint

VALUES = (None, 0, 1, -5, 300, 1 << 40, 2.5, "لاہور", b"\x00\xff")


@pytest.fixture
def pages(tmp_path: Path) -> list[bytes]:
    """A table with one row, and its index."""
    path = tmp_path / "p"
    conn = sqlite3.connect(path)
    conn.execute("PRAGMA page_size = 4096")
    names = ", ".join("abcdefghi")
    conn.execute(f"CREATE TABLE t ({names})")
    conn.execute("CREATE INDEX i ON t (h)")
    conn.execute(f"INSERT INTO t VALUES ({', '.join('?' * 9)})", VALUES)
    conn.commit()
    conn.close()
    data = path.read_bytes()
    return [data[at : at + 4096] for at in range(0, len(data), 4096)]


def test_row_and_entry_come_back(pages: list[bytes]) -> None:
    kind, (at,) = pointers(pages[1], first=False)
    size, at = varint(pages[1], at)
    rowid, at = varint(pages[1], at)
    assert (kind, rowid, tuple(record(pages[1][at : at + size]))) == (TABLE_LEAF, 1, VALUES)
    kind, (at,) = pointers(pages[2], first=False)
    size, at = varint(pages[2], at)
    assert (kind, record(pages[2][at : at + size])) == (INDEX_LEAF, ["لاہور", 1])
    assert len(pointers(pages[0], first=True)[1]) == 2


@pytest.mark.parametrize("size", range(12))
def test_page_that_is_cut_has_no_cells(pages: list[bytes], size: int) -> None:
    assert len(pointers(pages[1][:size], first=False)[1]) <= size // 2


@pytest.mark.parametrize("payload", [b"", b"\xff", b"\x02\x06abc", b"\x02\x08x"])
def test_what_is_no_record_raises(payload: bytes) -> None:
    with pytest.raises((ValueError, IndexError)):
        record(payload)
