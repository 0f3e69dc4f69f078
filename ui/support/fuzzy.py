"""Matching a few typed letters against names: the letters in their order, gaps allowed."""

from __future__ import annotations

_GAP, _INSIDE = 3, 2


def rank(typed: str, name: str) -> int | None:
    """How well `typed` fits `name`, 0 best; None when its letters are not all there in order.

    Capitals and white space do not count. Letters that start words or follow each other fit better than scattered
    ones; the start of the name best of all.
    """
    asked = "".join(typed.split()).casefold()
    if not asked:
        return 0
    name = name.casefold()
    if (place := name.find(" ".join(typed.split()).casefold())) >= 0:
        return 0 if place == 0 else 1 if _starts_word(name, place) else 2
    costs = [cost for start in _places(name, asked[0]) if (cost := _cost(asked, name, start)) is not None]
    return 3 + min(costs) if costs else None


def _places(name: str, letter: str) -> list[int]:
    return [place for place, found in enumerate(name) if found == letter]


def _starts_word(name: str, place: int) -> bool:
    return place == 0 or not name[place - 1].isalnum()


def _cost(asked: str, name: str, start: int) -> int | None:
    """What it costs to find `asked` in `name` from `start` on, word starts preferred; None when it is not there."""
    cost, place = 0 if _starts_word(name, start) else _INSIDE, start
    for at, letter in enumerate(asked[1:], 1):
        found = _next(name, letter, place + 1, asked[at + 1 :])
        if found is None:
            return None
        if found != place + 1:
            cost += _GAP if _starts_word(name, found) else _GAP + _INSIDE + min(found - place, 9)
        place = found
    return cost


def _next(name: str, letter: str, start: int, rest: str) -> int | None:
    """Where to take `letter`: right here, else at a start of a word that leaves room for the rest, else anywhere."""
    if name[start : start + 1] == letter:
        return start
    places = [place for place in _places(name, letter) if place >= start]
    fitting = (place for place in places if _starts_word(name, place) and _is_within(rest, name[place + 1 :]))
    return next(fitting, places[0] if places else None)


def _is_within(asked: str, name: str) -> bool:
    letters = iter(name)
    return all(letter in letters for letter in asked)
