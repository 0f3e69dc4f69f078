"""ZIP archives that are safe to open. No format itself."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from models.base.errors import UserError

MAX_MEMBERS = 5_000
MAX_UNPACKED = 256 * 1024 * 1024
"""The most bytes that all members may have together."""
MAX_RATIO = 200
"""How many times its packed size a member may have; text and XML pack to a tenth, seldom to a fiftieth."""
_ALWAYS = 1024 * 1024  # a member this small may have any ratio
_CHUNK = 64 * 1024


def members(data: bytes, where: object) -> Iterator[tuple[str, bytes]]:
    """Yield (name, bytes) of every file in an archive; a name is only a name, never to be made a path of.

    Raises UserError for what is no whole archive or is encrypted, and for too many members or too large ones,
    whatever sizes the archive claims.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            _check(infos, where)
            left = MAX_UNPACKED
            for info in infos:
                if not info.is_dir():
                    found = _read(archive, info, left, where)
                    left -= len(found)
                    yield info.filename, found
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, NotImplementedError, RuntimeError) as error:
        raise UserError(f"{where}: not a whole ZIP archive; it may have been cut off, fetch it again.") from error


def _check(infos: list[zipfile.ZipInfo], where: object) -> None:
    """What the archive says of itself."""
    if len(infos) > MAX_MEMBERS:
        raise UserError(f"{where}: holds {len(infos)} files, more than any document does; it is not opened.")
    if sum(info.file_size for info in infos) > MAX_UNPACKED:
        raise _too_large(where)
    if any(info.flag_bits & 1 for info in infos):
        raise UserError(f"{where}: is encrypted; save it without a password.")
    if any(_bomb(info.file_size, info.compress_size) for info in infos):
        raise _too_large(where)


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, left: int, where: object) -> bytes:
    """Return a member, read piece by piece: its sizes may be lies."""
    parts, size = [], 0
    with archive.open(info) as member:
        while part := member.read(_CHUNK):
            parts.append(part)
            size += len(part)
            if size > left or _bomb(size, info.compress_size):
                raise _too_large(where)
    return b"".join(parts)


def _bomb(size: int, packed: int) -> bool:
    return size > _ALWAYS and size > packed * MAX_RATIO


def _too_large(where: object) -> UserError:
    return UserError(f"{where}: unpacks to far more than a document holds; it is not opened.")
