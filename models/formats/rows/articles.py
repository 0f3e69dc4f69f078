"""An article of each row of a table that holds lists and structures. No format itself."""

from __future__ import annotations

import datetime
import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from models.base import json_text
from models.base.documents import AnnotatedArticle, FileLocation, LabelledSpan, Layer
from models.base.errors import UserError
from models.base.reading import Roles
from models.base.report import counted, file_name
from models.formats.documents.text import title_of
from models.formats.rows.class_names import ClassNames
from models.formats.rows.columns import Row
from models.formats.rows.shapes import FoundSpan, label_of, spans_in
from models.formats.support.counting import Counting
from models.formats.support.fields import article_text, unpacked
from models.formats.support.options import Offsets
from models.formats.support.source import SourceFile
from models.formats.support.token_table.schemes import NO_LABELS, spelling_of
from models.formats.support.tokenized import SPACED
from models.text.offsets import Cleaned

NumberedRow = tuple[FileLocation, int, Row]
_SPAN_FIELDS = {"note", "confidence", "attributes"}
_DERIVED = {"utf16_start", "utf16_end", "token_start", "token_end", "text"}


class RowSource(SourceFile):
    """A file whose places are rows."""

    def at(self, line: int = 0) -> FileLocation:
        """Return a row, from 1, of the file, or the whole of it."""
        return FileLocation(f"{self.path}, row {line}" if line else str(self.path))


@dataclass
class RowReader:
    """Makes articles of the rows of one file. `classes`: the names that numbers of its columns stand for.

    `own`: it is a table of ours, whose texts are as they were. `first`: rows by which the scheme of tags is told.
    """

    source: SourceFile
    roles: Roles
    classes: ClassNames
    first: list[Row]
    own: bool = False
    _told: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """Look at the tags of the first rows, for how they are spelled."""
        self._counting = Counting(self.source)
        self._spelled = {
            name: spelling_of(self._names(row[name], name) for row in self.first if isinstance(row.get(name), list))
            for name in self.roles.get("tag", ())
        }
        if any(spelling.scheme.bare for spelling in self._spelled.values()):
            self.source.report.note(self.source.at(), NO_LABELS)

    def articles(self, rows: Iterable[NumberedRow]) -> Iterator[AnnotatedArticle]:
        """Yield an article a row; rows that cannot be read are left out and told, what is unread counted at the end."""
        try:
            for where, number, row in rows:
                try:
                    article = self._article(where, number, row)
                except UserError as error:
                    self.source.leave_out(where, error)
                else:
                    yield article
        finally:
            self._tell()

    def _tell(self) -> None:
        self._counting.note()
        for what, count in self._told.items():
            self.source.report.note(self.source.at(), what.format(count=counted(count, "row")))

    def _article(self, where: FileLocation, number: int, row: Row) -> AnnotatedArticle:
        tokens = self._tokens(row)
        name = self._one("text")
        given = " ".join(tokens) if not name else "" if row.get(name) is None else row[name]
        if not isinstance(given, str):
            raise UserError(f'{where}: "{name}" is no text.')
        cleaned = article_text(given, where, keep_bom=self.own or not name)
        spans = self._spans(row, cleaned, given, tokens, where, number)
        labels = tuple(dict.fromkeys(self._labels(row)))
        who = row.get(self._one("annotator"))
        layer = Layer("" if who is None else str(who).strip(), spans=spans, labels=labels)
        return AnnotatedArticle(
            source=self._text(row, "id") or f"{file_name(self.source.path)}:{number}",
            title=self._text(row, "title") or title_of(cleaned.text),
            text=cleaned.text,
            meta=self._meta(row) | ({} if name else SPACED),
            changes=cleaned.changes,
            layers=(layer,),
            where=where,
            own=self.own,
        )

    def _one(self, role: str) -> str:
        return next(iter(self.roles.get(role, ())), "")

    def _text(self, row: Row, role: str) -> str:
        """Return the id or title of a row: as it is in a table of ours, else without white space around it."""
        value = row.get(self._one(role))
        if isinstance(value, bool) or not isinstance(value, (str, int)):
            return ""
        bare = str(value).strip()
        return str(value) if bare and self.own else bare

    def _tokens(self, row: Row) -> list[str]:
        """Return the words of a row as they stand in its text: one without white space each, none empty."""
        given = row.get(self._one("token")) or []
        if isinstance(given, str):
            given = given.split()
        words = given if isinstance(given, list) else []
        return ["\u00a0".join(str("" if word is None else word).split()) or "\u200b" for word in words]

    def _spans(
        self, row: Row, cleaned: Cleaned, given: str, tokens: list[str], where: FileLocation, number: int
    ) -> tuple[LabelledSpan, ...]:
        if name := self._one("spans"):
            cell = unpacked(row.get(name))
            if isinstance(cell, list) and any(label_of(word)[0] for word in cell):
                return tuple(self._named(cell, cleaned, where))
            return tuple(self._placed(list(spans_in(cell)), name, cleaned, given, where))
        tagged = (self._tagged(row, name, cleaned, tokens, where, number) for name in self.roles.get("tag", ()))
        found = chain.from_iterable(tagged)
        return tuple({(span.start, span.end, span.label): span for span in found}.values())

    def _placed(
        self, found: list[FoundSpan], name: str, cleaned: Cleaned, given: str, where: FileLocation
    ) -> Iterator[LabelledSpan]:
        names = self.classes.get(f"{name}.label") or next(
            (inner for place, inner in self.classes.items() if place.startswith(f"{name}.")), ()
        )
        named: list[tuple[FoundSpan, str]] = []
        for span in found:
            if label := self._name(span.label, names):
                named.append((span, label))
            else:
                self.source.leave_out_span(where, f"a span has no label but {span.label!r}")
        edges, quotes = [(span.start, span.end) for span, _ in named], [span.surface for span, _ in named]
        ours = Offsets.CODEPOINTS if self.own else None
        places = self._counting.stretches(given, cleaned, edges, where, quotes, known=ours)
        for (span, label), place in zip(named, places, strict=True):
            if place is not None:
                yield LabelledSpan(*place, label, **_extras(span.fields))

    def _named(self, cell: list[Any], cleaned: Cleaned, where: FileLocation) -> Iterator[LabelledSpan]:
        """Yield the spans that are given by their words alone, one after the other."""
        position = 0
        for label, words in filter(all, map(label_of, cell)):
            surface = " ".join(words.split())
            at = cleaned.text.find(surface, position)
            at = at if at >= 0 else cleaned.text.find(surface)
            if at < 0:
                self.source.leave_out_span(where, f"'{surface[:40]}' ({label}) does not stand in the text")
                continue
            position = at + len(surface)
            yield LabelledSpan(at, position, label)

    def _tagged(
        self, row: Row, name: str, cleaned: Cleaned, tokens: list[str], where: FileLocation, number: int
    ) -> Iterator[LabelledSpan]:
        tags = row.get(name)
        if tags is None and not tokens:
            return
        if not isinstance(tags, list) or len(tags) != len(tokens):
            many = len(tags) if isinstance(tags, list) else 0
            self.source.leave_out_span(where, f"{many} tags in {name} where there are {len(tokens)} tokens")
            return
        if name not in self.classes and tags and all(isinstance(tag, int) for tag in tags):
            what = (
                f"{name} holds numbers without names, left out in {{count}}; put the README.md of the dataset beside it"
            )
            self._told[what] += bool(any(tags))
            return
        starts = _starts(cleaned.text, tokens)
        if not starts and tokens:
            self.source.leave_out_span(where, "the tokens do not stand in the text, their tags")
            return
        named = self._names(tags, name)
        for first, after, label in self._spelled[name].spans(named, [number] * len(tags), self.source):
            yield LabelledSpan(starts[first], starts[after - 1] + len(tokens[after - 1]), label)

    def _names(self, tags: list[Any], name: str) -> list[str]:
        names = self.classes.get(name, ())
        return [self._name(tag, names) or "O" for tag in tags]

    @staticmethod
    def _name(value: Any, names: tuple[str, ...]) -> str:
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        if isinstance(value, int) and not isinstance(value, bool):
            return names[value] if 0 <= value < len(names) else ""
        return value.strip() if isinstance(value, str) else ""

    def _labels(self, row: Row) -> Iterator[str]:
        for column in self.roles.get("label", ()):
            value = row.get(column)
            for one in value if isinstance(value, list) else [value]:
                if found := self._name(one, self.classes.get(column, ())):
                    yield found

    def _meta(self, row: Row) -> dict[str, Any]:
        """Return what else a row says; lists of words and bytes are none of it."""
        taken = {name for names in self.roles.values() for name in names}
        meta: dict[str, Any] = {}
        for name, value in row.items():
            if name in taken or value in (None, "", [], {}):
                continue
            if isinstance(value, (list, bytes)):
                if not (self.roles.get("tag") and any(label_of(word)[0] for word in value)):  # WikiANN, in words again
                    self._told[f"column {name} holds lists; left out in {{count}}"] += 1
                continue
            if self.own and name == "meta" and isinstance(found := unpacked(value), dict):
                meta |= found
            else:
                meta[name] = plain_value(value)
        return meta


def _starts(text: str, tokens: list[str]) -> list[int]:
    """Return where each token is in the text, one after the other; nothing when one is not."""
    starts, position = [], 0
    for token in tokens:
        at = text.find(token, position)
        if at < 0:
            return []
        starts.append(at)
        position = at + len(token)
    return starts


def _extras(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return note, confidence and attributes of a span; what else is said of it is an attribute."""
    found: dict[str, Any] = {name: str(fields[name]) for name in ("note", "confidence") if fields.get(name)}
    given = unpacked(fields.get("attributes"))
    attributes = dict(given) if isinstance(given, dict) else {}
    attributes |= {
        name: plain_value(value)
        for name, value in fields.items()
        if name not in _SPAN_FIELDS | _DERIVED and value not in (None, "", [], {})
    }
    return found | ({"attributes": attributes} if attributes else {})


def plain_value(value: Any) -> Any:
    """Return a value as JSON can hold it."""
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    try:
        return json_text.parse(json.dumps(value, ensure_ascii=False))
    except (TypeError, ValueError, json_text.NotJson):
        return str(value)
