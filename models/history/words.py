"""Words an entry of the history: what happened to which words of the article, under which label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from models.base.entities import AnnotatorId, Label, LabelId, Span
from models.base.errors import UserError
from models.base.report import counted
from models.history.states import Row, StateDiff, decoded

_LONG = 40  # code points of an article's words that are quoted
_BACK = "bring back the spans of "
_FEW = 3  # spans of one gesture that are described one by one


@dataclass(frozen=True, slots=True)
class Event:
    """A row of the log. `before` and `after` are JSON; `begins`: surely the first row of its gesture."""

    id: int
    at: str
    gesture: str
    annotator: AnnotatorId | None
    object: str
    before: str | None
    after: str | None
    begins: bool = False


class EventWording:
    """Words the events of one article. `quote` sets foreign words apart from the sentence."""

    def __init__(self, text: str, labels: Mapping[LabelId, Label], quote: Callable[[str], str] = str) -> None:
        self._text, self._labels, self._quote = text, labels, quote

    def of(self, events: Sequence[Event]) -> str:
        """Return what the events of one gesture (oldest first) did; the gesture's name where they cannot be read."""
        try:
            text = self._described(events)
        except (UserError, KeyError, TypeError):
            return self._quote(_short(events[-1].gesture))
        gesture = events[-1].gesture
        if gesture.startswith("undo: "):
            return f"undo: {text}"
        if gesture == "recovered":  # from a damaged file, where what led to it was lost
            return f"recovered: {text}"
        if gesture.startswith(_BACK):
            return f"brought back the spans of {self._quote(gesture.removeprefix(_BACK))}: {text}"
        return f"{text} (the label was deleted)" if gesture.startswith("delete the label") else text

    def place(self, events: Sequence[Event]) -> tuple[int, int] | None:
        """Return the offsets of the first span or suggestion that the events are about, in code points."""
        for event in events:
            if event.object not in ("article", "article_label", "work", "import"):
                try:
                    after = decoded(event.after) or {}
                    return int(after["start"]), int(after["end"])
                except (UserError, KeyError, TypeError, ValueError):
                    return None
        return None

    @staticmethod
    def brought_to(events: Sequence[Event]) -> set[object]:
        """Return the annotators to whose layers an import added something; none where it cannot be read."""
        try:
            layers = [layer for event in events for layer in (decoded(event.after) or {}).get("layers", [])]
            return {layer["annotator"] for layer in layers}
        except (UserError, KeyError, TypeError):
            return set()

    def imported(self, source: str) -> str:
        """Return the words for the import that brought the article."""
        return f"imported from {self._file(source)}" if source else "imported"

    def _file(self, name: str) -> str:
        stem, dot, suffix = _short(name).rpartition(".")
        whole = not stem or not (suffix.isascii() and suffix.isprintable())
        return self._quote(_short(name)) if whole else f"{self._quote(stem)}{dot}{suffix}"

    def name(self, label: object) -> str:
        """Return a label's name, quoted."""
        known = self._labels.get(label)  # type: ignore[call-overload]
        if known is None:
            return "a label that is missing"
        return self._quote(_short(known.name)) + (" (deleted)" if known.deleted else "")

    def words(self, row: Row) -> str:
        """Return the words of `[start, end)` (code points), on one line, shortened and quoted."""
        return self._quote(_short(self._text[row["start"] : row["end"]]))

    def span(self, span: Span) -> str:
        """Return a span's words and its label."""
        return f"{self._quote(_short(self._text[span.start : span.end]))} {self.name(span.label)}"

    def differences(self, wanted: StateDiff) -> list[tuple[str, Span]]:
        """Return what bringing earlier spans back would do to each, with that span, in reading order."""
        rows = [(f"comes back: {self.span(span)}", span) for span in wanted.back]
        rows += [(f"goes away: {self.span(span)}", span) for span in wanted.away]
        rows += [(f"changes: {self._change(now, then)}", then) for now, then in wanted.changed]
        return sorted(rows, key=lambda row: (row[1].start, -row[1].end))

    def _change(self, now: Span, then: Span) -> str:
        if (now.start, now.end, now.label) != (then.start, then.end, then.label):
            return f"{self.span(now)} → {self.span(then)}"
        named = ((now.note, then.note, "its note"), (now.confidence, then.confidence, "whether it is unsure"))
        parts = [name for was, is_, name in named if was != is_] or ["what is known of it"]
        return f"{self.span(now)}, {' and '.join(parts)}"

    def _described(self, events: Sequence[Event]) -> str:
        spans = [event for event in events if event.object not in self._others]
        parts = [self._others[event.object](self, event) for event in events if event.object in self._others]
        if len(spans) > _FEW:
            return "; ".join([self._many(spans), *parts])
        return "; ".join([*(self._span(event) for event in spans), *parts])

    def _many(self, events: Sequence[Event]) -> str:
        """Return `labelled 12 spans LOCATION` or `removed 3 spans`."""
        kinds = Counter(_kind(*_rows(event)) for event in events)
        labels = {(decoded(event.after) or {}).get("label_id") for event in events}
        text = ", ".join(f"{kind} {counted(count, 'span')}" for kind, count in kinds.most_common())
        return f"{text} {self.name(labels.pop())}" if len(labels) == 1 else text

    def _span(self, event: Event) -> str:
        before, after = _rows(event)
        kind, words = _kind(before, after), self.words(after)
        name = self.name(after["label_id"])
        if before is None or kind != "changed":
            by = "accepted" if kind == "labelled" and event.gesture.startswith("accept") else kind
            return f"{by} {words} {name}"
        return ", ".join(self._changes(before, after, words, name)) or f"changed {words} {name}"

    def _changes(self, before: Row, after: Row, words: str, name: str) -> list[str]:
        changes: list[str] = []
        if before["label_id"] != after["label_id"]:
            changes.append(f"relabelled {words} {self.name(before['label_id'])} → {name}")
        if (before["start"], before["end"]) != (after["start"], after["end"]):
            changes.append(f"{_moved(before, after)} of {name} from {self.words(before)} to {words}")
        if before["note"] != after["note"]:
            note = self._quote(_short(after["note"]))
            changes.append(f"wrote on {words} {name}: {note}" if after["note"] else f"took the note off {words} {name}")
        if before["confidence"] != after["confidence"]:
            confidence = self._quote(after["confidence"]) if after["confidence"] else "sure"
            changes.append(f"marked {words} {name} {confidence}")
        return changes

    def _mark(self, event: Event) -> str:
        after = decoded(event.after) or {}
        name = self.name(after["label_id"])
        return f"took {name} off the article" if after["deleted"] else f"labelled the article {name}"

    def _work(self, event: Event) -> str:
        return f"marked the article {(decoded(event.after) or {})['status']}"

    def _rejection(self, event: Event) -> str:
        after = decoded(event.after) or {}
        text = f"{self.words(after)} {self.name(after['label_id'])}"
        return f"would see the suggestion {text} again" if after["deleted"] else f"rejected the suggestion {text}"

    def _facts(self, event: Event) -> str:
        before, after = _rows(event)
        if before is None:
            return f"pasted the text as a new article: {self._quote(_short(after['title']))}"
        said: list[str] = []
        if before["deleted"] != after["deleted"]:
            said.append("removed the article" if after["deleted"] else "restored the article")
        if before["title"] != after["title"]:
            titles = (self._quote(_short(row["title"]) or "(untitled)") for row in (before, after))
            said.append(f"renamed the article: {' → '.join(titles)}")
        if before["meta"] != after["meta"]:
            said.append("changed what is kept with the article")
        return "; ".join(said) or "left the article as it was"

    def _import(self, event: Event) -> str:
        after = decoded(event.after) or {}
        layers = after.get("layers", [])
        spans = sum(layer.get("spans", [0])[-1] for layer in layers)
        labels = sum(len(layer.get("labels", [])) for layer in layers)
        parts = [counted(spans, "span")] if spans else []
        parts += [counted(labels, "label") + " of the article"] if labels else []
        files = ", ".join(self._file(name) for name in after.get("files", []))
        return f"imported {' and '.join(parts) or 'how far it is'}{f' from {files}' if files else ''}"

    _others: ClassVar = {
        "article": _facts,
        "article_label": _mark,
        "work": _work,
        "rejection": _rejection,
        "import": _import,
    }


def _rows(event: Event) -> tuple[Row | None, Row]:
    return decoded(event.before), decoded(event.after) or {}


def _kind(before: Row | None, after: Row) -> str:
    """Return what happened to a span."""
    was, is_ = before is not None and not before["deleted"], not after["deleted"]
    if was and is_:
        return "changed"
    if was or not is_:
        return "removed"
    return "labelled" if before is None else "brought back"


def _short(text: str) -> str:
    words = " ".join(text[: 4 * _LONG].split())
    return words if len(words) <= _LONG and len(text) <= 4 * _LONG else f"{words[:_LONG]}…"


def _moved(before: Row, after: Row) -> str:
    """Return what became of a span's edges: the words of the Span menu where it grew or shrank."""
    if after["start"] <= before["start"] and before["end"] <= after["end"]:
        return "grew an edge"
    inside = before["start"] <= after["start"] and after["end"] <= before["end"]
    return "shrank an edge" if inside else "moved the edges"
