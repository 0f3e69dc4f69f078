"""Edits as values: what one gesture is made of."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from models.base.entities import Edit, joined


def test_two_edits_joined_have_the_rows_of_both_of_every_kind() -> None:
    kinds = [each.name for each in fields(Edit) if each.name != "guidelines"]
    one: dict[str, Any] = {kind: (f"{kind} 1",) for kind in kinds}
    two: dict[str, Any] = {kind: (f"{kind} 2",) for kind in kinds}
    found = joined(Edit(**one), Edit(**two, guidelines="new"))
    assert {kind: getattr(found, kind) for kind in kinds} == {kind: (f"{kind} 1", f"{kind} 2") for kind in kinds}
    assert found.guidelines == "new"
