"""What the fields of JSON records are taken for, found out from the first ones, or said by a person."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from models.base.errors import UserError
from models.base.reading import Reading
from models.formats.support.any_json import names
from models.formats.support.any_json.class_names import Names
from models.formats.support.any_json.items import is_number, items_of, number
from models.formats.support.any_json.names import first_named, plain
from models.formats.support.any_json.shapes import Shape, shape_of
from models.formats.support.any_json.tokens import Tokens, tags_of, tokens_of
from models.formats.support.options import ReadOptions
from models.formats.support.records import Record
from models.formats.support.token_table.schemes import Spelling

_DEEPEST, _WIDEST = 3, 60
_SHOWN, _CELL = 5, 80
_TAG = re.compile(r"[BIESLUM][-_].+|.+[-_][BIESLUM]|[BIO_\-]|", re.DOTALL)
_BEGINS = re.compile(r"[BIESLU][-_].+|.+[-_][BIESLU]|[BI]", re.DOTALL | re.IGNORECASE)
_RELATION = re.compile("relation|arcs|triple|coref|cluster|edges")
_SENTENCE = re.compile(r"\S[.!?۔؟…]$")
_LONG, _WORDY = 60, 5

Flat = dict[str, Any]
RECORD = ""
"""The path of the record itself, where it is a span with its text beside it."""


def flatten(record: Record, head: str = "", depth: int = 0) -> Iterator[tuple[str, Any]]:
    """Yield every field of a record with its path, `data.text`; objects themselves before what is in them."""
    for name, value in record.items():
        yield head + name, value
        if isinstance(value, dict) and depth < _DEEPEST and len(value) <= _WIDEST:
            yield from flatten(value, f"{head}{name}.", depth + 1)


def flat_of(record: Record) -> Flat:
    """Return a record by path, with itself under `RECORD`."""
    return {RECORD: record} | dict(flatten(record))


def is_answer(name: str) -> bool:
    """Return whether a text is a sentence rather than the name of a label."""
    words = name.split()
    return (
        len(name) > _LONG or "\n" in name or len(words) >= _WORDY or (len(words) > 1 and bool(_SENTENCE.search(name)))
    )


def are_answers(values: list[str]) -> bool:
    """Return whether these are answers of a sequence-to-sequence project, and no names of labels."""
    return bool(values) and sum(map(is_answer, values)) * 2 >= len(values)


def label_names(value: Any) -> list[str]:
    """Return the labels of a whole article: a name, names, or the likelier ones of spaCy's `cats`."""
    if isinstance(value, dict):
        return [name for name, score in value.items() if isinstance(score, (int, float)) and score >= 0.5]
    return [name for name in (value if isinstance(value, list) else [value]) if isinstance(name, str) and name.strip()]


@dataclass
class Taken:
    """Which field has which role. `labels`: fields with labels of the whole article. `answers`: they are sentences.

    `names`: field -> what its numbers stand for. `by_token`: spans count tokens; `last_inside`: their last one is
    theirs. `spelled`: field of tags -> how they are spelled. `parts`: all fields. `first`: the first records, flat.
    """

    text: str = ""
    title: str = ""
    id: str = ""
    annotator: str = ""
    tokens: str = ""
    tags: tuple[str, ...] = ()
    spans: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    shapes: dict[str, Shape] = field(default_factory=dict)
    names: dict[str, Names] = field(default_factory=dict)
    answers: frozenset[str] = frozenset()
    by_token: bool = False
    last_inside: bool = False
    spelled: dict[str, Spelling] = field(default_factory=dict)
    parts: tuple[str, ...] = ()
    first: list[Flat] = field(default_factory=list)

    @property
    def used(self) -> set[str]:
        """The fields that are read as something."""
        own = {self.text, self.title, self.id, self.annotator, *self.spans, *self.labels, *self.tags}
        if RECORD in self.spans:
            own |= {str(part) for keys in self.shapes[RECORD].keys.values() for part in keys.parts}
        return {path for path in (*own, self.tokens if not self.text or self.tags else "") if path}

    def reading(self) -> Reading:
        """Return it as a person sees it."""
        shape = next(iter(self.shapes.values()), Shape())
        keys = next(iter(shape.keys.values()), None)
        inner = [(role, getattr(keys, role)) for role in ("start", "end", "label")] if keys and 0 in shape.keys else []
        roles = {
            "text": (self.text,),
            "title": (self.title,),
            "id": (self.id,),
            "token": (self.tokens if not self.text or self.tags else "",),
            "tag": self.tags,
            "spans": self.spans,
            **{role: (name,) for role, name in inner if isinstance(name, str)},
            "annotator": (self.annotator,),
        }
        if self.labels and not roles.get("label"):
            roles["label"] = self.labels
        rows = tuple(tuple(_cell(flat.get(part)) for part in self.parts) for flat in self.first[:_SHOWN])
        kept = {role: tuple(filter(None, parts)) for role, parts in roles.items()}
        needed = frozenset({"text"} if self.text or not self.tokens else {"token"})
        return Reading("field", self.parts, rows, kept, frozenset({"spans", "tag"}), needed)


def _cell(value: Any) -> str:
    return "" if value is None else " ".join(str(value).split())[:_CELL]


class Finder:
    """Finds out what is what in some records."""

    def __init__(self, records: list[Record], options: ReadOptions) -> None:
        self._flat = [flat_of(record) for record in records]
        self._options = options
        self._paths = tuple(dict.fromkeys(path for flat in self._flat for path in flat if path))
        self._tokens: list[Tokens | None] = []
        self.taken = Taken(parts=self._paths, first=self._flat)

    def find(self) -> Taken:
        """Return what is what. Raises UserError for a field that was named and is nowhere, and where no text is."""
        taken = self.taken
        taken.text = self._text()
        taken.tokens = self._named("token", self._find_tokens)
        self._tokens = [tokens_of(flat.get(taken.tokens)) for flat in self._flat]
        taken.tags = self._several("tag", self._find_tags) if taken.tokens else ()
        taken.spans = self._several("spans", self._find_spans)
        self._shape()
        taken.labels = self._labels()
        taken.title = self._named("title", lambda: self._scalar(names.TITLE))
        taken.id = self._named("id", lambda: self._scalar(names.ID))
        taken.annotator = self._named("annotator", lambda: "")  # a field that looks so is found among all articles
        self._count_tokens()
        return taken

    def _named(self, role: str, found: Callable[[], str]) -> str:
        """Return the field that a person named for a role, or else the one that is found."""
        chosen = self._options.chosen(role)
        if chosen is None:
            return found()
        return self._path(chosen) if chosen else ""

    def _several(self, role: str, found: Callable[[], tuple[str, ...]]) -> tuple[str, ...]:
        chosen = self._options.roles.get(role)
        return found() if chosen is None else tuple(self._path(name) for name in chosen if name)

    def _path(self, name: str) -> str:
        """Return the path of a field that a person named. Raises UserError."""
        if name in self._paths:
            return name
        ends = [path for path in self._paths if path.rpartition(".")[2] == name]
        if ends:
            return ends[0]
        there = ", ".join(path[:40] for path in self._paths[:20]) or "none"
        raise UserError(f'there is no field "{name}"; the fields are: {there}.')

    def _values(self, path: str) -> list[Any]:
        return [flat[path] for flat in self._flat if flat.get(path) is not None]

    def _mostly(self, path: str, fits: Callable[[Any], bool]) -> bool:
        values = self._values(path)
        return bool(values) and sum(map(fits, values)) * 2 >= len(values)

    def _text(self) -> str:
        chosen = self._options.chosen("text")
        if chosen is not None:
            return self._path(chosen) if chosen else ""
        texts = [path for path in self._paths if self._mostly(path, lambda value: isinstance(value, str))]
        texts = [path for path in texts if any(value.strip() for value in self._values(path) if isinstance(value, str))]
        known = [
            (names.TEXT.index(plain(path)), path.count("."), at, path)
            for at, path in enumerate(texts)
            if plain(path) in names.TEXT
        ]
        return min(known)[3] if known else ""

    def _longest(self) -> str:
        """Return the field with the longest texts, where its values are sentences."""
        best, length = "", 0.0
        for path in self._paths:
            texts = [value for value in self._values(path) if isinstance(value, str)]
            mean = sum(map(len, texts)) / max(len(texts), 1)
            worded = sum(len(text.split()) > 2 and text[:1] not in ("[", "{") for text in texts)
            if mean > length and worded * 2 >= len(texts) and plain(path) not in names.TITLE:
                best, length = path, mean
        return best

    def _scalar(self, known: tuple[str, ...]) -> str:
        simple = [path for path in self._paths if self._mostly(path, lambda v: isinstance(v, str) or is_number(v))]
        top = [path for path in simple if "." not in path] or []
        used = {self.taken.text, *self.taken.labels}
        return first_named([path for path in top if path not in used], known) or first_named(
            [path for path in simple if path not in used and path.count(".") == 1 and path[:4] == self.taken.text[:4]],
            known,
        )

    def _find_tokens(self) -> str:
        fit = [
            path
            for path in self._paths
            if self._mostly(path, lambda v: not isinstance(v, str) and tokens_of(v) is not None)
        ]
        if found := first_named(fit, names.TOKENS):
            return found
        text = self.taken.text
        for path in [text] if text else fit:  # words with as many tags beside them
            tokens = [tokens_of(flat.get(path)) for flat in self._flat]
            if any(self._tag_like(other, tokens, bare=False) for other in self._paths if other != path):
                return path
        if not text and self._options.chosen("text") is None:
            self.taken.text = self._longest()
        return ""

    def _tag_like(self, path: str, tokens: list[Tokens | None], *, bare: bool = True) -> bool:
        """Return whether a field holds tags: as many as tokens, with beginnings of spans.

        `bare`: names without a beginning, and numbers, will do where the field is called so.
        """
        named = bare and self._is_ner(path)
        whole, begun, filled = 0, 0, 0
        for flat, one in zip(self._flat, tokens, strict=True):
            if one is None or flat.get(path) is None:
                continue
            filled += 1
            tags = tags_of(flat[path], one)
            if tags is None:
                continue
            if all(isinstance(tag, str) for tag in tags):
                whole += named or all(_TAG.fullmatch(tag) for tag in tags)
                begun += named or any(_BEGINS.fullmatch(tag) and len(tag) > 2 for tag in tags)
            else:
                whole += named
                begun += named
        return filled > 0 and whole * 2 >= filled and begun > 0

    @staticmethod
    def _is_ner(path: str) -> bool:
        name = plain(path)
        return name in names.TAGS or ("ner" in name and "tag" in name)

    def _find_tags(self) -> tuple[str, ...]:
        own = {self.taken.tokens, self.taken.text}
        fit = [path for path in self._paths if path not in own and self._tag_like(path, self._tokens)]
        best = first_named(fit, names.TAGS) or (fit[0] if fit else "")
        if best:
            nested = [path for path in fit if path != best and "ner" in plain(path) and "ner" in plain(best)]
            return (best, *nested)
        tags = [tag for one in self._tokens if one for tag in one.tags if isinstance(tag, str)]
        if "O" in tags or (tags and any(_BEGINS.fullmatch(tag) and len(tag) > 2 for tag in tags)):
            return (self.taken.tokens,)
        return ()

    def _given(self, path: str) -> list[tuple[Any, str]]:
        """Return the items of a field, each with the text of its record."""
        found = []
        for at, flat in enumerate(self._flat):
            text = flat.get(self.taken.text) if self.taken.text else None
            tokens = self._tokens[at] if self._tokens else None
            text = text if isinstance(text, str) else tokens.rebuilt()[0] if tokens else ""
            found += [(item, text) for item in items_of(flat.get(path))]
        return found

    def _chosen_keys(self) -> dict[str, str]:
        return {role: name for role in ("start", "end", "label") if (name := self._options.chosen(role))}

    def _find_spans(self) -> tuple[str, ...]:
        taken = self.taken
        if taken.tags:
            return ()
        chosen = self._chosen_keys()
        shapes: dict[str, tuple[Shape, int]] = {}
        for path in self._paths:
            if self._may_hold(path) and (given := self._given(path)):
                found = shape_of(given, chosen)
                if found:
                    shapes[path] = found, len(given)
        for path in list(shapes):
            below = [other for other in shapes if other.startswith(f"{path}.")]
            if len(below) == 1 and any(isinstance(value, dict) for value in self._values(path)):
                del shapes[path]
            else:
                for other in below:
                    del shapes[other]
        if not shapes:
            return self._one_a_record(chosen)
        known = [path for path in shapes if plain(path) in names.SPANS] or [*shapes]
        best = max(known, key=lambda path: (shapes[path][1], -list(shapes).index(path)))
        return (best,)

    def _one_a_record(self, chosen: dict[str, str]) -> tuple[str, ...]:
        """Return the record itself for the field of spans, where it has a text, edges and a label."""
        top = [path for path in self._paths if "." not in path and path != self.taken.text]
        numbers = [path for path in top if self._mostly(path, is_number)]
        start, end = (
            chosen.get("start") or first_named(numbers, names.START),
            chosen.get("end") or first_named(numbers, names.END),
        )
        label = chosen.get("label") or first_named([path for path in top if path not in (start, end)], names.LABEL)
        if not (self.taken.text and start and end and label):
            return ()
        return (RECORD,)

    def _may_hold(self, path: str) -> bool:
        text, tokens = self.taken.text, self.taken.tokens
        if path in (text, tokens) or names.GUESSED.search(path.lower()) or _RELATION.search(path.lower()):
            return False
        if any(role and role.startswith(f"{path}.") for role in (text, tokens)):
            return False
        if plain(path) in names.STRUCTURE and plain(path) not in names.SPANS:
            return False
        return any(
            isinstance(value, (list, dict)) or (isinstance(value, str) and value[:1] in ("[", "{"))
            for value in self._values(path)
        )

    def _shape(self) -> None:
        chosen = self._chosen_keys()
        for path in self.taken.spans:
            shape = shape_of(self._given(path), chosen) or shape_of(self._given(path), {})
            if shape is None and self._options.roles.get("spans"):
                raise UserError(
                    f'"{path}" holds no spans that can be read; name their parts with --field start=, end= and label=, '
                    "or another field with --field spans="
                )
            self.taken.shapes[path] = shape or Shape()

    def _labels(self) -> tuple[str, ...]:
        """Return the fields with labels of the whole article; those of sentences are set apart as answers."""
        taken = self.taken
        chosen = self._options.chosen("label")
        keys = {key.label for shape in taken.shapes.values() for key in shape.keys.values()}
        if chosen is not None and chosen not in keys:
            return (self._path(chosen),) if chosen else ()
        used = {taken.text, taken.tokens, *taken.tags, *taken.spans}
        used |= keys if RECORD in taken.spans else set()
        found = []
        for path in self._paths:
            if path in used or "." in path or plain(path) not in names.ARTICLE_LABELS[:3]:
                continue
            if self._mostly(path, lambda value: bool(label_names(value))):
                said = [name for value in self._values(path) for name in label_names(value)]
                if are_answers(said):
                    taken.answers |= {path}
                else:
                    found.append(path)
        return tuple(found)

    def _count_tokens(self) -> None:
        """Find out whether spans count tokens, and whether their last one is theirs."""
        taken = self.taken
        if not taken.tokens or not taken.spans:
            return
        seen: Counter[str] = Counter()
        for at, tokens in enumerate(self._tokens):
            if tokens:
                self._compare(at, tokens, seen)
        taken.by_token = not taken.text or (seen["token"] > 0 and not seen["beyond"] and not seen["character"])
        bare = plain(taken.tokens) in ("tokenizedtext", "sentences") and plain(taken.spans[0]) == "ner"
        taken.last_inside = not seen["whole"] and (seen["single"] > 0 or bare)

    def _compare(self, at: int, tokens: Tokens, seen: Counter[str]) -> None:
        taken, flat = self.taken, self._flat[at]
        text = flat.get(taken.text) if taken.text else None
        places = (tokens.placed_in(text) if isinstance(text, str) else None) or []
        starts, ends = {start for start, _ in places}, {end for _, end in places}
        for path in taken.spans:
            for item in items_of(flat.get(path)):
                mark = taken.shapes[path].mark(item)
                if mark is None or not is_number(mark.start) or not is_number(mark.end):
                    continue
                start, end = number(mark.start), number(mark.end)
                seen["character"] += start in starts and end in ends
                seen["token"] += bool(places) and 0 <= start <= end <= tokens.given
                seen["beyond"] += end > tokens.given or not places
                seen["single"] += start == end
                seen["whole"] += end == tokens.given
