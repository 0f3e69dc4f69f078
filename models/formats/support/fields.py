"""Fields of JSON records, checked: what is wrong is said with its place. No format itself."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from models.base import json_text
from models.base.documents import FileLocation
from models.base.errors import UserError
from models.formats.support.source import SourceFile
from models.text.offsets import Cleaned, clean

_NAMES = {str: "text", int: "a whole number", list: "a list", dict: "an object"}

_OBJECT = {dict}
_UID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def parse(data: bytes | str, where: object) -> Any:
    """Return the JSON that a file holds. Raises UserError."""
    try:
        # Decoded here: json takes bytes for UTF-16 by their look, and lets halves of surrogate pairs through.
        text = data if isinstance(data, str) else data.decode("utf-8-sig" if data[:1] == b"\xef" else "utf-8")
        return json_text.parse(text)
    except UnicodeDecodeError as error:
        raise UserError(f"{where}: not UTF-8 (byte {error.start + 1}); save the file as UTF-8.") from error
    except json_text.NotJson as error:
        place = f" at character {error.at + 1}" if error.at > 0 else ""
        raise not_json(where, error, place) from error


def unpacked(value: Any) -> Any:
    """Return the list or object that a text of JSON holds, as cells of tables have it; any other value as it is."""
    if isinstance(value, str) and value.lstrip()[:1] in {"[", "{"}:
        try:
            return json_text.parse(value)
        except json_text.NotJson:
            return value
    return value


def not_json(where: object, error: json_text.NotJson, place: str = "") -> UserError:
    """Return the error for what is no JSON at a line of a file, and a `place` in it."""
    what = "the file may have been cut off" if error.cut_off else "export it again from its source"
    return UserError(f"{where}: not JSON ({error}{place}); {what}.")


def encoded(text: str, where: object) -> bytes:
    """Return text as UTF-8. Raises UserError for half of a surrogate pair."""
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise UserError(f"{where}: holds half of a surrogate pair; export the file again from its source.") from error


def parse_object(data: bytes | str, where: object) -> dict[str, Any]:
    """Return a JSON object. Raises UserError."""
    found = parse(data, where)
    if not isinstance(found, dict):
        raise UserError(f"{where}: not a JSON object in braces.")
    return found


def field(row: dict[str, Any], name: str, kind: type, default: Any, where: object) -> Any:
    """Return a field of the type it must have; one that is missing or null is its default, or an error without one."""
    value = row.get(name)
    if type(value) is kind:
        return value
    if value is None and default is not None:
        return default
    if kind is int and type(value) is float and value.is_integer():
        return int(value)
    if value is None:
        raise UserError(f'{where}: there is no "{name}".')
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise UserError(f'{where}: "{name}" must be {_NAMES[kind]}.')
    return value


def objects(row: dict[str, Any], name: str, where: object) -> list[dict[str, Any]]:
    """Return a field that is a list of objects; empty when it is missing. Raises UserError."""
    rows: list[dict[str, Any]] = field(row, name, list, [], where)
    if not {*map(type, rows)} <= _OBJECT:  # JSON's own: nothing else is one of theirs
        raise UserError(f'{where}: "{name}" must be a list of objects.')
    return rows


def source_id(row: dict[str, Any], name: str, default: str, where: object) -> str:
    """Return an id: text or a whole number. Raises UserError."""
    value = whole(row.get(name))
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise UserError(f'{where}: "{name}" must be text or a number.')
    return str(value)


def is_uid(value: object) -> bool:
    """Return whether a value is a UUID in its usual spelling."""
    return isinstance(value, str) and _UID.fullmatch(value) is not None


def uid_of(value: object) -> str:
    """Return a UUID in its usual spelling; empty for anything else."""
    if is_uid(value):
        return str(value)
    try:
        return str(UUID(value)) if isinstance(value, str) and value else ""
    except ValueError:
        return ""


def article_text(given: str, where: object, *, keep_bom: bool = False) -> Cleaned:
    """Return an article's text with the declared changes of import. Raises UserError when it is blank or no text."""
    cleaned = clean(given, where, keep_bom=keep_bom)
    if not cleaned.text.strip():
        raise UserError(f"{where}: the text is empty; an article needs text.")
    return cleaned


def whole(value: Any) -> Any:
    """Return a float that is a whole number as that: tables and JavaScript write 9.0 for 9."""
    return int(value) if type(value) is float and value.is_integer() else value


def placed(source: SourceFile, cleaned: Cleaned, start: Any, end: Any, where: FileLocation) -> tuple[int, int] | None:
    """Return where a span is, as `stretch` does; None for one that is nowhere, which is left out and told."""
    try:
        return stretch(cleaned, start, end, where)
    except UserError as error:
        source.leave_out_span(where, error)
        return None


def stretch(cleaned: Cleaned, start: Any, end: Any, where: object) -> tuple[int, int]:
    """Return where `[start, end)`, code points of the text as given, is in the stored text; else raise UserError."""
    start, end = whole(start), whole(end)
    if type(start) is not int or type(end) is not int:
        raise UserError(f"{where}: the edges of a span must be whole numbers, not {start!r} and {end!r}.")
    first, last = (start, end) if not cleaned.removed else (cleaned.place(start), cleaned.place(end))
    if not 0 <= first < last <= len(cleaned.text) or start < 0:
        raise UserError(f"{where}: the span [{start}, {end}) does not lie in the text of {len(cleaned.text)}.")
    return first, last
