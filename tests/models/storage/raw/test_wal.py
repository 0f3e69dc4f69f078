"""A log is parsed as SQLite reads it: whole frames of this round, in committed transactions."""

from __future__ import annotations

import io
import sqlite3
from pathlib import Path

import pytest

from models.storage.disk import sidecars
from models.storage.raw import wal

PAGE = 4096
FRAME = 24 + PAGE


@pytest.fixture
def log(tmp_path: Path) -> bytes:
    """Three transactions: the table and two rows, the second one of three pages at least."""
    path = tmp_path / "p"
    conn = sqlite3.connect(path)
    conn.execute("PRAGMA journal_mode = WAL")
    conn.execute("PRAGMA wal_autocheckpoint = 0")
    conn.execute("CREATE TABLE t (x)")
    conn.commit()
    for size in (1, 3 * PAGE):
        conn.execute("INSERT INTO t VALUES (zeroblob(?))", (size,))
        conn.commit()
    found = sidecars.sidecar(path, sidecars.WAL).read_bytes()
    conn.close()
    return found


def transactions(data: bytes, *, verify: bool) -> list[list[wal.Frame]]:
    found = wal.parse(wal.reader(io.BytesIO(data)))
    assert found is not None
    assert found.page_size == PAGE
    return [*found.transactions(verify=verify)]


@pytest.mark.parametrize("verify", [False, True])
def test_frames_come_by_transaction_and_the_last_one_has_the_length(log: bytes, verify: bool) -> None:
    found = transactions(log, verify=verify)
    assert len(found) == 3
    assert all(frames[-1].commit and not any(frame.commit for frame in frames[:-1]) for frames in found)
    offsets = [frame.offset for frames in found for frame in frames]
    assert offsets == [*range(32 + 24, len(log), FRAME)]
    assert found[-1][-1].commit == max(frame.page for frames in found for frame in frames)


@pytest.mark.parametrize("verify", [False, True])
@pytest.mark.parametrize("rest", [0, 23, 24, 24 + 100, FRAME - 1])
def test_transaction_whose_last_frame_is_cut_is_not_committed(log: bytes, verify: bool, rest: int) -> None:
    whole = transactions(log, verify=verify)
    assert transactions(log[: len(log) - FRAME + rest], verify=verify) == whole[:-1]


@pytest.mark.parametrize("verify", [False, True])
def test_frames_of_an_earlier_round_do_not_count(log: bytes, verify: bool) -> None:
    second = transactions(log, verify=verify)[1][0].offset - 24
    older = bytearray(log)
    for frame in range(second, len(log), FRAME):
        older[frame + 8] ^= 1  # the salt
    assert len(transactions(bytes(older), verify=verify)) == 1


def test_frame_whose_salt_is_damaged_does_not_hide_those_after_it(log: bytes) -> None:
    second = transactions(log, verify=True)[1][0].offset - 24
    damaged = bytearray(log)
    damaged[second + 8] ^= 1
    found = transactions(bytes(damaged), verify=False)
    assert found[-1] == transactions(log, verify=True)[-1]
    assert len(transactions(bytes(damaged), verify=True)) == 1


@pytest.mark.parametrize("at", range(32))
def test_log_with_a_damaged_header_has_its_frames_of_which_none_counts(log: bytes, at: int) -> None:
    damaged = bytearray(log)
    damaged[at] ^= 1 << at % 8
    assert transactions(bytes(damaged), verify=False) == transactions(log, verify=False)
    assert transactions(bytes(damaged), verify=True) == []


def test_page_with_another_content_than_its_checksum_ends_the_log_where_they_are_verified(log: bytes) -> None:
    second = transactions(log, verify=True)[1][0].offset
    torn = bytearray(log)
    torn[second + 7] ^= 1
    assert [len(transactions(bytes(torn), verify=verify)) for verify in (False, True)] == [3, 1]
    torn = bytearray(log)
    torn[24] ^= 1  # of the header
    assert [len(transactions(bytes(torn), verify=verify)) for verify in (False, True)] == [3, 0]


@pytest.mark.parametrize("data", [b"", b"nonsense", bytes(5000), bytes.fromhex("377f0682002de218")])
def test_file_that_is_no_log_has_no_frames(data: bytes) -> None:
    assert wal.parse(wal.reader(io.BytesIO(data))) is None
