"""JSON of any shape that holds texts: which field is the text, which are spans, tags or labels, is found out.

One record a line, a list, a list inside an object, tuples of spaCy, columns; spans as `[start, end, label]` in any
order, as objects under any names, by label or by person; tokens with tags. What the fields were taken for is told,
and a person may say otherwise (`--field text=data`). What looks like annotations and is not read is told, and kept in
the meta of the article like every other field.
"""

from __future__ import annotations

from typing import Any

from models.formats.records import doccano, prodigy
from models.formats.records.jsonl import SPAN_FIELDS
from models.formats.support.any_json.reading import read
from models.formats.support.any_json.rows import beginning
from models.formats.support.any_json.taken import Finder, flat_of
from models.formats.support.any_json.unread import Unread
from models.formats.support.base import Format
from models.formats.support.options import AS_FOUND
from models.formats.support.records import Record
from models.formats.support.source import Head

LABEL_CONFIG = frozenset(
    "suffix_key suffixKey prefix_key prefixKey background_color backgroundColor text_color textColor".split()
)
"""Fields of doccano's settings of a label."""
_RECORD = frozenset({"label", "labels", "entities", "data", "meta"})
_OWN = {"start", "end", "label"}
_TOKENS = {"tokens", "ner_tags"}
_LINES = (".jsonl", ".ndjson")


def sniff(head: Head) -> str:
    """Return why this is such JSON: it has a text, and it is of no tool that has a reader of its own."""
    if head.text.lstrip()[:1] not in ("{", "["):
        return ""
    found = beginning(head)
    if not found or _is_ours(found) or doccano.sniff(head) or prodigy.sniff(head) or is_label_config(found):
        return ""
    taken = Finder(found, AS_FOUND).find()
    if not taken.text and not taken.tokens:
        return ""
    marks = [*taken.spans, *taken.tags, *taken.labels]
    if not marks and head.suffix in _LINES and _is_plain(found):
        return ""
    text = taken.text or taken.tokens
    return f'its records have "{text}"' + (f' and "{marks[0] or "start"}"' if marks else "")


def is_label_config(found: list[Record]) -> bool:
    """Return whether records are doccano's settings of labels, which have a `text`, a key and colours."""
    return all(
        isinstance(record.get("text"), str) and record.keys() & LABEL_CONFIG and not record.keys() & _RECORD
        for record in found
    )


def _is_ours(found: list[Record]) -> bool:
    """Return whether records are Nishan's own: they have layers, or spans as objects with its names."""
    if any(isinstance(record.get("layers"), list) or _describes(record.get("labels")) for record in found):
        return True
    spans = [span for record in found if isinstance(record.get("spans"), list) for span in record["spans"]]
    named = any("text" in record for record in found) and any("spans" in record for record in found)
    own = [span for span in spans if isinstance(span, dict) and len(_OWN & span.keys()) > 1]
    if any(not span.keys() <= SPAN_FIELDS for span in own):
        return False
    return named and len(own) * 2 >= len(spans) and not any(record.keys() & _TOKENS for record in found)


def _describes(labels: Any) -> bool:
    """Return whether labels are described as our first lines do it."""
    return isinstance(labels, list) and any(isinstance(one, dict) and "name" in one for one in labels)


def _is_plain(found: list[Record]) -> bool:
    """Return whether records are texts with what describes them: our own lines need no more."""
    unread = Unread()
    taken = Finder(found, AS_FOUND).find()
    for record in found:
        unread.look(flat_of(record), taken)
    return not unread and any(isinstance(record.get("text"), str) for record in found)


FORMAT = Format(
    "json",
    "JSON (fields found out)",
    (".json",),
    read=read,
    sniff=sniff,
    rank=45,
    offsets=True,
)
