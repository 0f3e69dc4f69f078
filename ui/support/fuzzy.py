"""Fuzzy matching of typed letters against names: the letters in their order, gaps allowed."""

from __future__ import annotations

_GAP_COST, _INSIDE_COST = 3, 2


def rank(typed: str, name: str) -> int | None:
    """Return the cost of matching `typed` with `name`, 0 is best; None when its letters are not all there in order.

    Case and white space do not count. Letters that start words or follow each other cost less than scattered ones;
    a prefix of the name costs nothing.
    """
    query = "".join(typed.split()).casefold()
    if not query:
        return 0
    name = name.casefold()
    if (at := name.find(" ".join(typed.split()).casefold())) >= 0:
        return 0 if at == 0 else 1 if _starts_word(name, at) else 2
    costs = [cost for start in _positions(name, query[0]) if (cost := _cost(query, name, start)) is not None]
    return 3 + min(costs) if costs else None


def _positions(name: str, letter: str) -> list[int]:
    return [at for at, found in enumerate(name) if found == letter]


def _starts_word(name: str, at: int) -> bool:
    return at == 0 or not name[at - 1].isalnum()


def _cost(query: str, name: str, start: int) -> int | None:
    """Return the cost of matching `query` from position `start` on, greedily; None when a letter is missing."""
    cost, last = 0 if _starts_word(name, start) else _INSIDE_COST, start
    for number, letter in enumerate(query[1:], 1):
        at = _next_position(name, letter, last + 1, query[number + 1 :])
        if at is None:
            return None
        if at != last + 1:
            cost += _GAP_COST if _starts_word(name, at) else _GAP_COST + _INSIDE_COST + min(at - last, 9)
        last = at
    return cost


def _next_position(name: str, letter: str, start: int, rest: str) -> int | None:
    """Return where `letter` is matched: at `start`, else at a start of a word that `rest` fits behind, else first."""
    if name[start : start + 1] == letter:
        return start
    positions = [at for at in _positions(name, letter) if at >= start]
    fitting = (at for at in positions if _starts_word(name, at) and _is_subsequence(rest, name[at + 1 :]))
    return next(fitting, positions[0] if positions else None)


def _is_subsequence(query: str, name: str) -> bool:
    letters = iter(name)
    return all(letter in letters for letter in query)
