"""The order of titles: Urdu in the order of its alphabet, numbers by their value, signs and vowel marks ignored."""

from __future__ import annotations

import unicodedata

from models.text.urdu import match_text

_ALPHABET = "آابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھءیے"
_PLACES = {letter: place for place, letter in enumerate(_ALPHABET)}
_BESIDE = str.maketrans("أإٱئۃۂؤۓ", "ااایہہوے")  # letters without a place of their own
_SPACE, _NUMBER, _LETTER, _URDU, _OTHER = range(5)
TitleKey = tuple[tuple[int, int], ...]


def title_key(title: str) -> TitleKey:
    """Return a key that sorts titles; those without a letter or digit come last."""
    key: list[tuple[int, int]] = []
    for character in match_text(title).translate(_BESIDE):
        value = unicodedata.digit(character, None)
        if value is not None:
            before = key.pop()[1] if key and key[-1][0] == _NUMBER else 0
            key.append((_NUMBER, before * 10 + value))
        elif character in _PLACES:
            key.append((_URDU, _PLACES[character]))
        elif character.isspace():
            if key and key[-1][0] != _SPACE:
                key.append((_SPACE, 0))
        elif character.isalpha():
            key.append((_LETTER if ord(character) < 0x600 else _OTHER, ord(character)))
    return tuple(key) or ((_OTHER, 0x110000),)
