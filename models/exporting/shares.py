"""The shares of a dataset's splits, as a person writes them."""

from __future__ import annotations

import math
import re

from models.base.errors import UserError

Shares = tuple[tuple[str, float], ...]
"""Name of a split and its share; shares add up to 1."""


def read_shares(given: str) -> Shares:
    """Return `train=0.8,dev=0.1,test=0.1` as shares. Raises UserError for anything else."""
    shares = []
    for part in given.split(","):
        match = re.fullmatch(r"\s*([A-Za-z][\w-]*)\s*=\s*(\d*\.?\d+)\s*", part)
        if match is None:
            raise UserError(f"{given!r}: no split; write shares as train=0.8,dev=0.1,test=0.1.")
        shares.append((match[1], float(match[2])))
    names = [name for name, _ in shares]
    if len(set(names)) < len(names):
        raise UserError(f"{given!r}: two splits have one name; give each its own.")
    whole = sum(share for _, share in shares)
    if not math.isclose(whole, 1, abs_tol=1e-6) or any(share <= 0 for _, share in shares):
        raise UserError(f"{given!r}: the shares add up to {whole:g}; they must be above 0 and add up to 1.")
    return tuple(shares)
