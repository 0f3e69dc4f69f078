"""A rollback journal is read as SQLite reads it: the pages before the change, up to one that is cut short."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.storage.disk.sidecars import JOURNAL, sidecar
from models.storage.raw import journal, wal
from tests.models.storage.test_unclean_end import half_written


def records(path: Path) -> list[tuple[int, bytes]] | None:
    with path.open("rb") as file:
        found = journal.parse(wal.reader(file))
        return list(found.records()) if found is not None else None


@pytest.fixture
def left(closed: Path) -> Path:
    """The journal beside a copy that was made in the middle of a change."""
    return sidecar(half_written(closed), JOURNAL)


def test_pages_are_as_they_were_before_the_change(closed: Path, left: Path) -> None:
    before, found = closed.read_bytes(), records(left)
    assert found
    for number, page in found:
        assert page == before[(number - 1) * len(page) :][: len(page)]
    assert 1 in {number for number, _ in found}


def test_records_after_a_second_header_are_read(left: Path) -> None:
    first, data = records(left), left.read_bytes()
    assert first
    sector, page = int.from_bytes(data[20:24], "big"), len(first[0][1])
    end = sector + len(first) * (page + 8)
    data = data[:end] + bytes(-end % sector) + data[:sector] + data[sector:end]
    left.write_bytes(data)
    assert records(left) == first * 2


def test_record_that_is_cut_short_is_none(left: Path) -> None:
    whole = records(left)
    assert whole is not None
    head, page = int.from_bytes(left.read_bytes()[20:24], "big"), len(whole[0][1])
    left.write_bytes(left.read_bytes()[: head + page + 8 + page])
    assert records(left) == whole[:1]


@pytest.mark.parametrize("data", [b"", b"\0" * 512, b"no journal at all, whatever its name may say"])
def test_what_is_not_hot_is_none(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "p.nishan-journal").write_bytes(data)
    assert records(tmp_path / "p.nishan-journal") is None


@pytest.mark.parametrize(("at", "value"), [(20, 0), (24, 3)], ids=["no sector", "no size of a page"])
def test_header_that_makes_no_sense_has_no_records(left: Path, at: int, value: int) -> None:
    data = bytearray(left.read_bytes())
    data[at : at + 4] = value.to_bytes(4, "big")
    left.write_bytes(data)
    assert records(left) == []
