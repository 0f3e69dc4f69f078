"""What bytes say as text: UTF-8, UTF-16 by its mark, or what a person chose. Nothing is guessed in silence."""

from __future__ import annotations

import codecs

from models.base.errors import UserError

SAMPLE = 64 * 1024  # bytes looked at for a proposal
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


_WIDE = ["utf_16", "utf_16_be", "utf_16_le", "utf_32", "utf_32_be", "utf_32_le"]
_BARE: dict[tuple[bool, ...], str] = {(True, False, True, False): "utf-16-le", (False, True, False, True): "utf-16-be"}
"""Without a mark: two ASCII characters in UTF-16, by which of their bytes are zero; no text in UTF-8 has such."""


class WrongEncodingError(UserError):
    """A file is not in the encoding that it was read in; `proposed` may do, "" when nothing fits."""

    def __init__(self, what: str, proposed: str = "") -> None:
        super().__init__(what)
        self.proposed = proposed


def encoding_of(start: bytes, chosen: str = "") -> str:
    """Return the encoding that a file is read in: the chosen one, what its byte order mark or its zeros say, or UTF-8.

    The mark stays in the text, for `text.clean` to report. Raises UserError for an encoding that Python lacks.
    """
    if chosen:
        return checked(chosen)
    marked = next((name for mark, name in _MARKS if start.startswith(mark)), "")
    return marked or _BARE.get(tuple(byte > 0 for byte in start[:4]), "utf-8")


def checked(encoding: str) -> str:
    """Return the name of a text encoding. Raises UserError for one that there is not."""
    try:
        info = codecs.lookup(encoding)
        "".encode(info.name)
    except (LookupError, TypeError, ValueError) as error:
        raise UserError(f"{encoding}: no such encoding here; the usual ones are utf-8 and windows-1256.") from error
    return info.name


def propose(sample: bytes) -> str:
    """Return the encoding that a file which is no UTF-8 may be in; empty when nothing fits."""
    from charset_normalizer import from_bytes  # noqa: PLC0415 - only files that are not UTF-8 need it

    first, second = sample[:SAMPLE:2].count(0), sample[1:SAMPLE:2].count(0)
    if bool(first) != bool(second):  # blanks and line ends of UTF-16
        return "utf-16-be" if first else "utf-16-le"
    best = from_bytes(sample[:SAMPLE], cp_exclusion=_WIDE).best()
    return best.encoding.replace("_", "-") if best else ""


def refuse(where: object, encoding: str, sample: bytes) -> WrongEncodingError:
    """Return the error for bytes that are not in `encoding`, with a proposal made from `sample`."""
    maybe = propose(sample)
    hint = f"it may be {maybe}: choose that encoding" if maybe and maybe != encoding else "choose its encoding"
    return WrongEncodingError(f"{where}: not {encoding.upper()}; {hint}, or save the file as UTF-8.", maybe)


def decode(data: bytes, where: object, chosen: str = "") -> str:
    """Return a file as text. Raises UserError naming the line of the first bad byte and an encoding that may fit."""
    encoding = encoding_of(data, chosen)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        begin = max(0, error.start - SAMPLE // 2) & ~1  # not in the middle of a unit of UTF-16
        raise refuse(f"{where}, line {line}", encoding, data[begin : begin + SAMPLE]) from error
    except UnicodeError as error:
        raise refuse(where, encoding, data[:SAMPLE]) from error
