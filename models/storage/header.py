"""The first 100 bytes of a SQLite file, read before any connection: what it says it is, and of which version.

https://www.sqlite.org/fileformat2.html
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from models.base.errors import UserError

SIZE = 100  # bytes
MAGIC = b"SQLite format 3\0"
_UTF8 = 1


@dataclass(frozen=True, slots=True)
class Header:
    """What the header says; `counter` counts changes of the file, `pages` is its length in pages of `page_size` bytes.

    `pages` is right only while `counter` and `counted_at` agree: very old SQLite does not keep it.
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
        """Whether these are values that our own files can have."""
        sizes = [1 << power for power in range(9, 17)]
        return self.page_size in sizes and self.encoding == _UTF8

    @property
    def length(self) -> int:
        """How many bytes the file must have at least; 0 when the header does not tell."""
        return self.pages * self.page_size if self.counter == self.counted_at else 0


def parse(data: bytes) -> Header | None:
    """The header of a file that begins with `data`; None when it is no SQLite file."""
    if len(data) < SIZE or not data.startswith(MAGIC):
        return None

    def number(at: int, size: int = 4) -> int:
        return int.from_bytes(data[at : at + size], "big")

    page_size = number(16, 2)
    return Header(
        page_size=65536 if page_size == 1 else page_size,
        counter=number(24),
        pages=number(28),
        encoding=number(56),
        user_version=number(60),
        application_id=number(68),
        counted_at=number(92),
    )


def read(path: Path) -> Header | None:
    """The header of a file that this process has not open; None when it is no SQLite file.

    Raises UserError when the file is missing or cannot be read.
    """
    try:
        with path.open("rb") as file:
            return parse(file.read(SIZE))
    except FileNotFoundError as error:
        raise UserError(f"{path}: there is no such file; check the name, or make it with 'new'.") from error
    except OSError as error:
        raise UserError(f"{path}: the file cannot be read ({(error.strerror or str(error)).lower()}).") from error
