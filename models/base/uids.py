"""UUIDs as text. Python's own module for them takes longer to load than a label takes to be written."""

from __future__ import annotations

import os


def new_uid() -> str:
    """Return a random UUID, version 4."""
    return uid_of(os.urandom(16), 4)


def new_digits() -> str:
    """Return a random UUID as its 32 hexadecimal digits."""
    return new_uid().replace("-", "")


def uid_of(data: bytes, version: int) -> str:
    """Return the UUID of that version made of 16 bytes, as `uuid.UUID(bytes=data, version=version)` is."""
    digits = bytearray(data)
    digits[6] = digits[6] & 0x0F | version << 4
    digits[8] = digits[8] & 0x3F | 0x80
    text = digits.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
