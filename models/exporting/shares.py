"""The shares of a dataset's splits, as a person writes them, and the names of their files."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from models.base.errors import UserError
from models.base.file_names import NO_ARTICLES, RESERVED
from models.formats.rows.card_yaml import COPIES

Shares = tuple[tuple[str, float], ...]
"""Name of a split and its share; shares add up to 1."""
DEV = "dev"
"""The split that may be called otherwise: validation, as Hugging Face has it."""
_LONGEST = 60  # letters of a name, beside which a file's name has its number and suffix
_TAKEN = {
    "all": "that means all splits together",
    "readme": "the card has it",
    COPIES: "the copy for Hugging Face datasets has it",
}


def read_shares(given: str, dev_name: str = "") -> Shares:
    """Return `train=0.8,dev=0.1,test=0.1` as shares; `dev_name`: what dev is called. Raises UserError for others."""
    shares = []
    for part in given.split(","):
        match = re.fullmatch(r"\s*([A-Za-z][\w-]*)\s*=\s*(\d*\.?\d+)\s*", part)
        if match is None:
            raise UserError(f"{given!r}: no split; write shares as train=0.8,dev=0.1,test=0.1.")
        shares.append((match[1], float(match[2])))
    if dev_name and DEV not in dict(shares):
        raise UserError(f"{given!r}: no split is called {DEV}, to be named {dev_name}; write its name into the shares.")
    shares = [(dev_name if dev_name and name == DEV else name, share) for name, share in shares]
    check_names(name for name, _ in shares)
    whole = sum(share for _, share in shares)
    if not math.isclose(whole, 1, abs_tol=1e-6) or any(share <= 0 for _, share in shares):
        raise UserError(f"{given!r}: the shares add up to {whole:g}; they must be above 0 and add up to 1.")
    return tuple(shares)


def check_names(names: Iterable[str]) -> None:
    """Raise UserError for names of splits that cannot all be names of files, of tables and in a card."""
    seen: dict[str, str] = {}
    for name in names:
        if why := _trouble(name):
            raise UserError(f"{name!r}: a split cannot be called that; {why}.")
        if name.casefold() in seen:
            both = name if seen[name.casefold()] == name else f"{seen[name.casefold()]} and {name}"
            raise UserError(f"{both}: two splits have one name; give each its own.")
        seen[name.casefold()] = name


def _trouble(name: str) -> str:
    if not re.fullmatch(r"[A-Za-z][\w-]*", name):
        return "write a letter of English first, then letters, digits, _ and - alone"
    if len(name) > _LONGEST:
        return f"it has {len(name)} letters; write {_LONGEST} at most"
    if RESERVED.fullmatch(name):
        return "Windows keeps it for a device; write another one"
    why = _TAKEN.get(name.casefold())
    if not why and name.lower() in NO_ARTICLES:
        why = "a file of that name is taken for no data where its folder is read"
    return f"{why}; write another one" if why else ""
