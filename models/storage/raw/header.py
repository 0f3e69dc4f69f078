"""The first 100 bytes of a SQLite file (sqlite.org/fileformat2.html), read before any connection."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from models.base.errors import UserError, error_text
from models.storage.disk import regular

SIZE = 100  # bytes
MAGIC = b"SQLite format 3\0"
APPLICATION_ID = 0x4E495348  # "NISH", of a project
VERSION = 5  # of the tables, at byte 60
PAGE_SIZES = tuple(1 << power for power in range(9, 17))  # bytes
_UTF8 = 1


@dataclass(frozen=True, slots=True)
class Header:
    """The fields of a header; `counter` counts changes of the file, `pages` is its length, `page_size` is in bytes.

    `pages` is right only while `counter` and `counted_at` agree: very old versions of SQLite do not update it.
    """

    page_size: int
    counter: int
    pages: int
    encoding: int
    user_version: int
    application_id: int
    counted_at: int

    @property
    def is_sane(self) -> bool:
        """Whether a file that this program made can have these values."""
        return self.page_size in PAGE_SIZES and self.encoding == _UTF8

    @property
    def length(self) -> int:
        """The least number of bytes that the file must have; 0 when the header does not tell."""
        return self.pages * self.page_size if self.counter == self.counted_at else 0


def page_size(data: bytes) -> int:
    """Return the page size in bytes that a file's first bytes state, sane or not; the field cannot hold 65536."""
    size = int.from_bytes(data[16:18], "big")
    return 65536 if size == 1 else size


def parse(data: bytes) -> Header | None:
    """Parse the first bytes of a file; None when it is no SQLite file."""
    if len(data) < SIZE or not data.startswith(MAGIC):
        return None

    def number(at: int) -> int:
        return int.from_bytes(data[at : at + 4], "big")

    return Header(
        page_size=page_size(data),
        counter=number(24),
        pages=number(28),
        encoding=number(56),
        user_version=number(60),
        application_id=number(68),
        counted_at=number(92),
    )


def read(path: Path) -> Header | None:
    """Read the header of a file that is not open here; None when it is no SQLite file. Raises UserError."""
    try:
        with regular.open_regular(path) as file:
            return parse(file.read(SIZE))
    except FileNotFoundError as error:
        raise UserError(f"{path}: there is no such file; check the name, or make it with 'new'.") from error
    except OSError as error:
        raise UserError(f"{path}: the file cannot be read ({error_text(error)}).") from error
