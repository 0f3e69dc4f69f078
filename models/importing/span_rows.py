"""The rows of spans that a layer brings field by field: made together, as a corpus has millions of them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import repeat
from typing import Any, NamedTuple

from models.base.documents import SpanColumns, span_uids
from models.base.entities import AnnotatorId, LabelId
from models.storage.tables.checksums import span_checksums

_ORIGIN = "import"


class Kind(NamedTuple):
    """What many spans of a layer share: label, how their checksums begin, and when they were changed.

    `label`: None where they are left out.
    """

    label: LabelId | None
    checked: int
    at: str


def plain_rows(
    spans: SpanColumns,
    key: int,
    annotator: AnnotatorId,
    kind_of: Callable[[str, str, str], Kind],
    head_of: Callable[[str], str],
    seen: set[str],
    *,
    keeps_ids: bool,
) -> list[tuple[Any, ...]] | None:
    """Return the rows of spans; None where they need a look one by one: a label that is left out, an id twice.

    `kind_of`: the `Kind` of a label's name, an origin and a time; `head_of`: the `uid_head` of such a name. `seen`:
    ids that were given before; those of the rows are added. `keeps_ids`: whether spans keep ids that the file gives.
    """
    which = [*zip(spans.labels, spans.times, strict=True)]
    kinds = {(name, at): kind_of(name, _ORIGIN, at) for name, at in dict.fromkeys(which)}
    has_ids = keeps_ids and any(spans.uids)
    if any(kind.label is None for kind in kinds.values()) or (has_ids and not all(spans.uids)):
        return None
    uids = spans.uids if has_ids else _own_ids(spans, head_of)
    fresh = {*uids}
    if len(fresh) < len(uids) or not seen.isdisjoint(fresh):
        return None
    seen |= fresh
    labels, checked, times = zip(*map(kinds.__getitem__, which), strict=True)
    checksums = span_checksums(checked, spans.starts, spans.ends, uids)
    same = repeat(key), repeat(annotator)
    return [*zip(uids, *same, spans.starts, spans.ends, labels, repeat(_ORIGIN), times, checksums, strict=False)]


def _own_ids(spans: SpanColumns, head_of: Callable[[str], str]) -> list[str]:
    heads = {name: head_of(name) for name in dict.fromkeys(spans.labels)}
    return span_uids([*map(heads.__getitem__, spans.labels)], spans.starts, spans.ends)
