"""Names in sentences: each is a piece of its own, be they set apart already or not."""

from __future__ import annotations

import pytest

from models.base.entities import Label
from ui.support.bidi import FSI, LRI, PDI, isolated, named, pieces_apart, shown_label, without_isolates


def test_parts_of_a_path_keep_their_order() -> None:
    said = pieces_apart("/home/خبریں/لاہور شہر.txt: cannot be read")
    assert said == f"/home/{FSI}خبریں{PDI}/{FSI}لاہور شہر{PDI}.txt: cannot be read"


def test_names_with_a_comma_between_them_keep_their_order() -> None:
    assert pieces_apart("new labels: شخص, مقام") == f"new labels: {FSI}شخص{PDI}, {FSI}مقام{PDI}"


@pytest.mark.parametrize("text", ["all of it Latin", f"labelled {FSI}علی (2){PDI}", f"{LRI}x علی{PDI}", ""])
def test_what_is_set_apart_stays_as_it_is(text: str) -> None:
    assert pieces_apart(text) == text


def test_names_of_a_label_are_two_pieces() -> None:
    assert shown_label(Label("شخصیت", "شخص")) == f"{FSI}شخصیت{PDI} {FSI}شخص{PDI}"
    assert shown_label(Label("PERSON", "شخص"), " · ") == f"PERSON · {FSI}شخص{PDI}"
    assert shown_label(Label("PERSON", "")) == "PERSON"


def test_sentence_is_stored_without_isolates() -> None:
    assert without_isolates(f"label {named('شخص')} and {isolated('A')}") == "label شخص and A"
    assert named("PERSON") == "PERSON"
