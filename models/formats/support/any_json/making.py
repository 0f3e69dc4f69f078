"""Articles from JSON records, once it is known what their fields are. No format itself."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from models.base import json_text
from models.base.documents import AnnotatedArticle, FileLocation, LabelledSpan, Layer
from models.base.entities import Status
from models.base.errors import UserError
from models.base.report import counted, file_name
from models.formats.documents.text import title_of
from models.formats.support.any_json.items import items_of, number, person_name
from models.formats.support.any_json.shapes import Mark
from models.formats.support.any_json.taken import RECORD, Flat, Taken, flat_of, is_answer, label_names
from models.formats.support.any_json.tokens import Tokens, tags_of, tokens_of
from models.formats.support.any_json.unread import Unread
from models.formats.support.counting import Counting
from models.formats.support.fields import article_text, placed, whole
from models.formats.support.records import Record
from models.formats.support.source import SourceFile
from models.formats.support.tokenized import SPACED
from models.text.offsets import Cleaned

_STATUSES = {"Validated": Status.DONE, "Discarded": Status.SKIPPED}  # Argilla's
_OWN = "meta"
_NAMED = 10  # names of lists that a note tells
_IGNORED = -100  # what training code writes for a token that has no tag

_NOWHERE = FileLocation("")

Layers = dict[str, list[LabelledSpan]]


@dataclass
class RecordSource(SourceFile):
    """A file whose notes are about one record."""

    where: FileLocation = _NOWHERE

    def at(self, line: int = 0) -> FileLocation:
        """Return the place of the record."""
        return self.where


@dataclass
class Place:
    """The text of a record: as given, as stored, and where its tokens are in the given one, if it has any."""

    given: str
    cleaned: Cleaned
    tokens: Tokens | None
    places: list[tuple[int, int]]
    rebuilt: bool


@dataclass
class Maker:
    """Makes an article of each record of a file, and counts what it could not take."""

    counting: Counting
    taken: Taken
    unread: Unread = field(default_factory=Unread)
    counts: Counter[str] = field(default_factory=Counter)
    groups: dict[str, dict[str, None]] = field(default_factory=dict)
    """Field -> names of the lists in it, whose spans have labels of their own."""

    @property
    def source(self) -> SourceFile:
        """The file."""
        return self.counting.source

    def article(self, where: FileLocation, at: int, record: Record) -> AnnotatedArticle:
        """Return the article of a record. Raises UserError when it has no text."""
        taken, flat = self.taken, flat_of(record)
        place = self._place(flat, where)
        layers: Layers = {}
        self._add_spans(flat, place, layers, where)
        self._add_tags(flat, place, layers, where)
        self.unread.look(flat, taken, place.tokens.given if place.tokens else 0)
        labels = self._labels(flat, where)
        title, own = flat.get(taken.title), flat.get(taken.id)
        meta = self._meta(record, flat, place)
        return AnnotatedArticle(
            source=self._id(own) or f"{file_name(self.source.path)}:{at}",
            title=title.strip() if isinstance(title, str) and title.strip() else title_of(place.cleaned.text),
            text=place.cleaned.text,
            meta=meta,
            changes=place.cleaned.changes,
            layers=self._layers(flat, layers, labels, where),
            where=where,
        )

    def note(self) -> None:
        """Tell what was counted over all records."""
        self.counting.note()
        self._note_ends()
        self.unread.note(self.source)
        for what, count in self.counts.items():
            self.source.report.note(self.source.at(), what.format(count=count))
        for path, names in self.groups.items():
            if len(names) > 1:
                there = ", ".join([name[:40] for name in names][:_NAMED])
                what = f'"{path}" parts its spans into lists ({there}), whose names are not read'
                self.source.report.note(self.source.at(), f"{what}; all are in one layer")

    def _note_ends(self) -> None:
        """Tell what spans count, where it is not characters with the first one after them."""
        taken = self.taken
        tokens = taken.by_token or (taken.spans and not taken.text)
        inside = taken.last_inside if tokens else any(shape.last_inside for shape in taken.shapes.values())
        said = [*["they count tokens"] * bool(tokens), *["their end is the last one of theirs"] * bool(inside)]
        if said:
            self.source.report.note(self.source.at(), f'of the spans in "{taken.spans[0]}", {" and ".join(said)}')

    def _id(self, value: Any) -> str:
        value = whole(value)
        return str(value).strip() if isinstance(value, (str, int)) and not isinstance(value, bool) else ""

    def _place(self, flat: Flat, where: FileLocation) -> Place:
        taken = self.taken
        tokens = tokens_of(flat.get(taken.tokens)) if taken.tokens else None
        given = flat.get(taken.text) if taken.text else None
        if isinstance(given, str) and given.strip():
            places = tokens.placed_in(given) if tokens and (taken.tags or taken.by_token) else None
            if places is not None or not tokens or not (taken.tags or taken.by_token):
                return Place(given, article_text(given, where), tokens, places or [], rebuilt=False)
            self.counts[
                'the tokens of {count} records are not those of "' + taken.text + '"; the text is made of the tokens'
            ] += 1
        if tokens is None:
            self._refuse(flat, where)
        assert tokens is not None
        text, places = tokens.rebuilt()
        return Place(text, article_text(text, where, keep_bom=True), tokens, places, rebuilt=True)

    def _refuse(self, flat: Flat, where: FileLocation) -> None:
        name = self.taken.text or self.taken.tokens
        if not name:
            there = ", ".join(path[:40] for path in list(flat)[:12]) or "none"
            raise UserError(
                f"{where}: no field looks like a text (there are: {there}); name it with --field text=NAME."
            )
        value = flat.get(name)
        if value is None:
            raise UserError(f'{where}: there is no "{name}".')
        if value in ("", []) or isinstance(value, str):
            raise UserError(f'{where}: the text is empty ("{name}"); an article needs text.')
        raise UserError(f'{where}: "{name}" holds no text.')

    def _add_spans(self, flat: Flat, place: Place, layers: Layers, where: FileLocation) -> None:
        for path in self.taken.spans:
            shape = self.taken.shapes[path]
            found: list[tuple[Mark, Any, Any]] = []
            if path not in self.taken.labels and _is_no_list(value := flat.get(path)):
                self.source.leave_out_span(where, f'"{path}" holds {_shown(value)}, which is no list of spans')
            for item in items_of(flat.get(path)):
                mark = shape.mark(item)
                if path == RECORD and mark and (mark.start, mark.end, mark.labels) == (None, None, ()):
                    continue  # a row of a text without a span
                if mark is None:
                    self.source.leave_out_span(where, f'"{path}" holds {_shown(item.value)}, which is no span')
                elif self._counts(mark, where):
                    if item.under.group and not shape.by_group and mark.labels != (item.under.key,):
                        self.groups.setdefault(path, {})[item.under.key] = None
                    found.append((mark, *self._edges(mark, place, shape.last_inside)))
            for (mark, _, _), edges in zip(found, self._stretches(found, place, where), strict=True):
                if edges:
                    self._add(layers, mark, edges, path)

    def _counts(self, mark: Mark, where: FileLocation) -> bool:
        """Return whether a span is data: it has a label, and nobody rejected it."""
        if mark.answer in ("reject", "ignore"):
            self.counts['{count} spans with the answer "' + mark.answer + '" are no data; left out'] += 1
            return False
        if not mark.labels:
            self.source.leave_out_span(where, f"the span [{mark.start!r}, {mark.end!r}) has no label")
        return bool(mark.labels)

    def _edges(self, mark: Mark, place: Place, last_inside: bool) -> tuple[Any, Any]:
        """Return the edges of a span in code points of the text as given, as far as they are numbers."""
        start, end = number(mark.start), number(mark.end)
        if not self._by_token(place) or type(start) is not int or type(end) is not int:
            return start, end + 1 if last_inside and type(end) is int else end
        last = end if self.taken.last_inside else end - 1
        tokens = place.tokens
        assert tokens is not None
        if not 0 <= start <= last < tokens.given:
            return start, end if end > start and end > len(place.given) else len(place.given) + 1 + end
        inside = [spot for spot, at in zip(place.places, tokens.kept, strict=True) if start <= at <= last]
        return (inside[0][0], inside[-1][1]) if inside else (0, 0)

    def _stretches(
        self, found: list[tuple[Mark, Any, Any]], place: Place, where: FileLocation
    ) -> list[tuple[int, int] | None]:
        """Return where spans are in the stored text; None for those that are nowhere, which are told."""
        if not found:
            return []
        edges = [(start, end) for _, start, end in found]
        quotes = [mark.surface for mark, _, _ in found]
        if self._by_token(place):  # made into characters here
            return [placed(self.source, place.cleaned, start, end, where) for start, end in edges]
        return self.counting.stretches(place.given, place.cleaned, edges, where, quotes)

    def _by_token(self, place: Place) -> bool:
        return self.taken.by_token or place.rebuilt

    def _add(self, layers: Layers, mark: Mark, edges: tuple[int, int], path: str) -> None:
        extras = {} if path == RECORD else mark.extras
        for label in mark.labels:
            span = LabelledSpan(*edges, self._name(path, label))
            layers.setdefault(mark.who, []).append(span._replace(attributes=extras) if extras else span)

    def _name(self, path: str, label: Any) -> str:
        if isinstance(label, str):
            return label
        name = self.taken.names.get(path, {}).get(label)
        if name is None:
            self.counts[
                f'the labels in "{path}" are numbers without names ({{count}} of them), kept as their numbers'
            ] += 1
        return name or str(label)

    def _add_tags(self, flat: Flat, place: Place, layers: Layers, where: FileLocation) -> None:
        tokens, taken = place.tokens, self.taken
        if tokens is None or not taken.tags:
            return
        source = RecordSource(self.source.path, self.source.report, options=self.source.options, where=where)
        for path in taken.tags:
            value = flat.get(path)
            tags = tokens.tags if path == taken.tokens else tags_of(value, tokens)
            if tags is None:
                if value:
                    many = len(value) if isinstance(value, list) else "other"
                    source.report.note(where, f'"{path}" has {many} tags for {tokens.given} tokens; left out')
                continue
            texts = [self._tag(path, tag) for tag in tags]
            for first, after, label in taken.spelled[path].spans(texts, [0] * len(texts), source):
                self._add_range(layers, place, first, after, label, where)

    def _tag(self, path: str, tag: Any) -> str:
        if tag is None or tag in ("", "-", _IGNORED):
            return "O"
        if isinstance(tag, str):
            return tag
        known = self.taken.names.get(path, {})
        if tag in known:
            return known[tag]
        if tag == 0:
            return "O"
        self.counts[f'the tags in "{path}" are numbers without names ({{count}} of them), kept as their numbers'] += 1
        return f"I-{tag}"

    def _add_range(self, layers: Layers, place: Place, first: int, after: int, label: str, where: FileLocation) -> None:
        start, end = place.places[first][0], place.places[after - 1][1]
        cleaned = place.cleaned
        start, end = (cleaned.place(start), cleaned.place(end)) if cleaned.removed else (start, end)
        if start < end:
            layers.setdefault("", []).append(LabelledSpan(start, end, label))
        else:
            self.source.leave_out_span(where, f"the span of {label} holds only signs that are dropped")

    def _labels(self, flat: Flat, where: FileLocation) -> list[str]:
        found: list[str] = []
        for path in self.taken.labels:
            value = flat.get(path)
            given = label_names(value)
            if not isinstance(value, (str, dict)):
                given += [
                    self._name(path, one) for one in (value if isinstance(value, list) else [value]) if type(one) is int
                ]
            kept = [name for name in given if not is_answer(name)]
            if len(kept) < len(given):
                self.source.report.note(
                    where, f"{counted(len(given) - len(kept), 'label')} of the article too long for a name; left out"
                )
            found += kept
        return list(dict.fromkeys(found))

    def _layers(self, flat: Flat, spans: Layers, labels: list[str], where: FileLocation) -> tuple[Layer, ...]:
        name = person_name(flat.get(self.taken.annotator)) if self.taken.annotator else ""
        status = _STATUSES.get(str(flat.get("status")), Status.NEW)
        if status is Status.SKIPPED and (spans or labels):
            self.source.report.note(
                where, "its status is Discarded, so it is no data; its spans and labels are left out"
            )
            return (Layer(name, status=status),)
        if not spans and not labels:
            return (Layer(name, status=status),) if name or status is not Status.NEW else ()
        if labels or not spans:
            spans.setdefault("", [])
        return tuple(
            Layer(who or name, status=status, spans=tuple(found), labels=() if who else tuple(labels))
            for who, found in spans.items()
        )

    def _meta(self, record: Record, flat: Flat, place: Place) -> dict[str, Any]:
        """Return the fields that were not read, and what stands in a field `meta`, together."""
        used = self.taken.used
        if place.rebuilt and self.taken.text and flat.get(self.taken.text):
            used = used - {self.taken.text}
        if not isinstance(flat.get(self.taken.title), str):
            used = used - {self.taken.title}
        meta = _without(record, used)
        own = meta.pop(_OWN, None)
        if isinstance(own, dict):
            meta |= {name: value for name, value in own.items() if name not in meta}
        elif own:
            meta[_OWN] = own
        meta = {name: value for name, value in meta.items() if value is not None}
        if place.rebuilt and place.tokens and place.tokens.spaced:
            meta |= SPACED
        return meta


def _without(record: Record, used: set[str], head: str = "") -> dict[str, Any]:
    """Return a record without the fields of these paths, and without objects of which nothing is left."""
    found: dict[str, Any] = {}
    for name, value in record.items():
        path = head + name
        if path in used:
            continue
        if isinstance(value, dict) and any(own.startswith(f"{path}.") for own in used):
            if inner := _without(value, used, f"{path}."):
                found[name] = inner
        else:
            found[name] = value
    return found


def _is_no_list(value: Any) -> bool:
    """Return whether a field of spans holds something that can be none: a number, a word, or what is no JSON."""
    if isinstance(value, str) and value.lstrip()[:1] in ("[", "{"):
        try:
            json_text.parse(value)
        except json_text.NotJson:
            return True
        return False
    return value not in (None, "") and not isinstance(value, (list, dict))


def _shown(value: Any) -> str:
    return repr(value)[:60]
