"""What the columns of a table with lists and structures are: texts, tokens, tags, spans, labels. No format itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from models.base.errors import UserError
from models.base.reading import Reading, Roles
from models.formats.rows.class_names import ClassNames
from models.formats.rows.shapes import is_pairs, is_structs, label_of
from models.formats.support.fields import unpacked
from models.formats.support.source import SourceFile
from models.formats.support.tables import guessed_columns
from models.formats.support.token_table.schemes import scheme_of

Row = Mapping[str, Any]

ROLES = ("text", "title", "id", "token", "tag", "spans", "label", "annotator")
_SHOWN, _WIDE = 5, 40  # rows and characters by which a person tells the columns apart
_TOKENS = ("tokens", "words", "token", "word", "tokenized_text", "sentence", "sentences", "text")
_SPANS = ("spans", "entities", "ents", "annotations", "annotation", "entity", "ner", "labels", "label", "result")
_LABELS = ("labels", "label", "category", "categories", "class", "topic", "cats", "sentiment")
_OTHER_TAGS = re.compile(r"pos|chunk|dep|lemma|lang|feat|head|morph|srl|frame", re.IGNORECASE)
_TAG_NAME = re.compile(r"ner|tag|entit|bio|label", re.IGNORECASE)
_TAG = re.compile(r"[BIESLUM][-_].+|.+[-_][BIESLU]|[OBI_]|", re.DOTALL)


def roles_of(source: SourceFile, names: list[str], rows: list[Row], classes: ClassNames) -> Roles:
    """Return role -> columns, chosen or told by what is in the first rows, and tell them. Raises UserError."""
    chosen = {role: source.options.roles[role] for role in ROLES if role in source.options.roles}
    for name in (name for given in chosen.values() for name in given):
        if name not in names:
            raise UserError(f"{source.path}: there is no column {_short(name)}; {_there(names)}.")
    free = [name for name in names if not any(name in given for given in chosen.values())]
    roles = {role: given for role, given in {**_found(free, rows, classes, chosen), **chosen}.items() if given}
    shown = tuple(tuple(_short(row.get(name)) for name in names) for row in rows[:_SHOWN])
    source.took(Reading("column", tuple(names), shown, roles, frozenset({"tag", "label"})))
    if not roles.get("text") and not roles.get("token"):
        there = f"no column says that it holds the texts; {_there(names)}"
        raise UserError(f"{source.path}: {there}: choose, --column text=NAME or --column token=NAME.")
    return roles


def _there(names: list[str]) -> str:
    return f"the columns are {', '.join(map(_short, names[:30]))}"


def _short(value: Any) -> str:
    return " ".join(("" if value is None else str(value)[: 4 * _WIDE]).split())[:_WIDE]


def _found(names: list[str], rows: list[Row], classes: ClassNames, chosen: Mapping[str, tuple[str, ...]]) -> Roles:
    """Return what the columns are that nobody spoke of."""
    scalars = [name for name in names if not any(isinstance(row.get(name), (list, dict)) for row in rows)]
    roles: dict[str, tuple[str, ...]] = {role: (name,) for role, name in guessed_columns(scalars).items()}
    tokens = chosen.get("token") or _tokens(names, rows)
    tags = _tags([name for name in names if name not in tokens], rows, classes, tokens) if tokens else ()
    if "text" not in roles and not tokens:
        roles["text"] = _longest(scalars, rows)
    roles |= {"token": tokens, "tag": tags}
    left = [name for name in names if not any(name in given for given in roles.values())]
    spans = next((name for name in _by_name(left, _SPANS) if _are_spans(_values(rows, name))), None)
    roles["spans"] = (spans,) if spans else ()
    left = [name for name in left if name != spans]
    if spans and tags:  # they say the same; words without a place are worth less than tags with names
        unnamed = any(tag not in classes and not _are_texts(_values(rows, tag)) for tag in tags)
        worse = "spans" if not unnamed and _are_texts(_values(rows, spans)) else "tag"
        left, roles[worse] = [name for name in left if name not in roles[worse]], ()
    roles["label"] = tuple(name for name in left if _is_label(name, rows, classes))
    return roles


def _by_name(names: Iterable[str], usual: tuple[str, ...]) -> list[str]:
    """Return the names that are usual ones, the likeliest first."""
    folded = {name.rpartition(".")[2].strip().lower().replace(" ", "_").replace("-", "_"): name for name in names}
    return [folded[name] for name in usual if name in folded]


def _values(rows: list[Row], name: str) -> list[Any]:
    return [value for row in rows if (value := row.get(name)) not in (None, [], "", {})]


def _are_texts(values: list[Any]) -> bool:
    return bool(values) and all(isinstance(value, list) and all(isinstance(w, str) for w in value) for value in values)


def _tokens(names: list[str], rows: list[Row]) -> tuple[str, ...]:
    """Return the column of lists of words: no tags, and as usual by its name, or else with the most different words."""
    lists = [name for name in names if _are_texts(found := _values(rows, name)) and not _look_like_tags(found)]
    if usual := _by_name(lists, _TOKENS):
        return (usual[0],)
    lengths = {name: [len(row.get(name) or ()) for row in rows] for name in names if _lists(rows, name)}
    beside = [name for name in lists if any(lengths[name] == lengths[other] for other in lengths if other != name)]
    words = {name: len({word for value in _values(rows, name) for word in value}) for name in beside}
    return (max(words, key=lambda name: words[name]),) if words else ()


def _lists(rows: list[Row], name: str) -> bool:
    return any(isinstance(row.get(name), list) for row in rows)


def _look_like_tags(values: list[Any]) -> bool:
    words = {word for value in values for word in value}
    return words == {"O"} or (all(_TAG.fullmatch(word) for word in words) and any(len(word) > 2 for word in words))


def _tags(names: list[str], rows: list[Row], classes: ClassNames, tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns of entities' tags: as long as the tokens, no parts of speech; of levels, all."""
    fit = [
        name
        for name in names
        if _lists(rows, name)
        and all(len(row.get(name) or ()) == len(row.get(tokens[0]) or ()) for row in rows if row.get(name))
        and _holds_tags(name, _values(rows, name), classes)
    ]
    first = [name for name in fit if "nested" not in name.lower()]
    best = next(iter(_by_name(first, ("ner_tags", "ner", "tags", "labels", "bio_tags", "entities"))), None)
    best = best or next(iter(first or fit), None)
    return (best, *(name for name in fit if name != best and "nested" in name.lower())) if best else ()


def _holds_tags(name: str, values: list[Any], classes: ClassNames) -> bool:
    if _OTHER_TAGS.search(name):
        return False
    if named := classes.get(name):
        return bool(_TAG_NAME.search(name)) or _look_like_tags([named])
    if _are_texts(values):
        cells = [word for value in values for word in value]
        called = bool(_TAG_NAME.search(name))
        return _look_like_tags(values) or (called and ("O" in cells or scheme_of(cells, plain=True) is not None))
    ints = all(isinstance(number, int) for value in values for number in value) if values else False
    return ints and bool(_TAG_NAME.search(name))


def _are_spans(values: list[Any]) -> bool:
    """Whether these are lists of spans: structures with edges, pairs of edges with a label, or `LABEL: words`."""
    values = [unpacked(value) for value in values]
    return bool(values) and all(
        is_structs(value) or is_pairs(value) or (isinstance(value, list) and all(label_of(word)[0] for word in value))
        for value in values
    )


def _is_label(name: str, rows: list[Row], classes: ClassNames) -> bool:
    """Whether a column holds labels of whole articles: names by their usual name, or numbers that have names."""
    values = [one for value in _values(rows, name) for one in (value if isinstance(value, list) else [value])]
    if name in classes:
        return all(isinstance(one, int) for one in values) and not _look_like_tags([classes[name]])
    return bool(values) and name in _by_name([name], _LABELS) and all(isinstance(one, str) for one in values)


def _longest(names: list[str], rows: list[Row]) -> tuple[str, ...]:
    """Return the one column whose cells are mostly several words."""
    prose = [name for name in names if _is_prose([row.get(name) for row in rows])]
    return (prose[0],) if len(prose) == 1 else ()


def _is_prose(values: list[Any]) -> bool:
    texts = [value for value in values if isinstance(value, str) and value.strip()]
    return bool(texts) and sum(len(text.split()) > 2 for text in texts) * 2 > len(texts)
