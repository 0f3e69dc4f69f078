"""Tokens with their tags as fields of a record: the text that they make, and where each token is in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from models.formats.support.any_json.items import is_number, number
from models.formats.support.any_json.names import TAGS, WORD, first_named


@dataclass
class Tokens:
    """The tokens of a record, without blank ones. `ends`: how many tokens there are before each sentence's end.

    `tags`: their own, where they are objects. `kept`: for each, its number among all that the field holds, `given`.
    """

    words: list[str] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    tags: list[Any] = field(default_factory=list)
    kept: list[int] = field(default_factory=list)
    given: int = 0

    @property
    def spaced(self) -> bool:
        """Whether white space tells the tokens apart."""
        return all(word and not any(sign.isspace() for sign in word) for word in self.words)

    def rebuilt(self) -> tuple[str, list[tuple[int, int]]]:
        """Return the tokens with a space between two, a sentence a line, and where each is."""
        places: list[tuple[int, int]] = []
        parts: list[str] = []
        at, ends = 0, set(self.ends)
        for count, word in enumerate(self.words, 1):
            places.append((at, at + len(word)))
            parts += [word, "\n" if count in ends else " "]
            at += len(word) + 1
        return "".join(parts[:-1]), places

    def placed_in(self, text: str) -> list[tuple[int, int]] | None:
        """Return where the tokens are in a text; None when it holds anything else than them and white space."""
        places: list[tuple[int, int]] = []
        at = 0
        for word in self.words:
            start = text.find(word, at)
            if start < 0 or text[at:start].strip():
                return None
            at = start + len(word)
            places.append((start, at))
        return None if text[at:].strip() else places


def tokens_of(value: Any) -> Tokens | None:
    """Return the tokens of a field: words, lists of words, objects a word; None when it holds none."""
    if isinstance(value, dict):
        value = next((value[name] for name in value if first_named([name], ("text", "tokens", "words", "orth"))), None)
    if isinstance(value, str):  # words without white space in them: nothing of them is to be taken off
        words = value.split()
        count = len(words)
        return Tokens(words, [count], [None] * count, [*range(count)], count) if words else None
    if not isinstance(value, list) or not value:
        return None
    found = Tokens()
    for sentence in value if all(map(_is_sentence, value)) else [value]:
        inner = _words_of(sentence)
        if not isinstance(inner, list) or not all(_add(found, word) for word in inner):
            return None
        if inner:
            found.ends.append(len(found.words))
    return found if found.words else None


def _is_sentence(value: Any) -> bool:
    return isinstance(value, list) or (isinstance(value, dict) and isinstance(_words_of(value), list))


def _words_of(value: Any) -> Any:
    return value.get("tokens", value.get("words")) if isinstance(value, dict) else value


def _add(found: Tokens, word: Any) -> bool:
    tag: Any = None
    if isinstance(word, dict):
        name, tagged = first_named(word, WORD), first_named(word, (*TAGS, "entity", "type"))
        tag, word = word.get(tagged) if tagged != name else None, word.get(name)
    if not isinstance(word, str):
        return False
    found.given += 1
    if word.strip():
        found.kept.append(found.given - 1)
        found.words.append(" ".join(word.split("\n")).strip("\r\t "))
        found.tags.append(tag)
    return True


def tags_of(value: Any, tokens: Tokens) -> list[Any] | None:
    """Return the tags of a field, one for each of these tokens; None when it holds anything else, or not as many."""
    if isinstance(value, str):
        value = value.split()
    if isinstance(value, list) and value and all(isinstance(inner, list) for inner in value):
        value = [tag for inner in value for tag in inner]
    if not isinstance(value, list) or len(value) != tokens.given or not value:
        return None
    value = [value[at] for at in tokens.kept]
    if all(isinstance(tag, str) or tag is None for tag in value):
        return ["O" if tag is None else tag for tag in value]
    return [number(tag) for tag in value] if all(is_number(tag) for tag in value) else None
