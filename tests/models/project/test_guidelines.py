"""Guidelines: which heading is about a label, and how versions differ."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.labels.templates import read_guidelines, seed_labels
from models.project.guidelines import DiffLine, difference, is_about

TEXTS = st.lists(st.sampled_from(["", "صرف نام", "# PERSON", "- ایک", "a"]), max_size=12).map("\n".join)


@pytest.mark.parametrize(
    ("heading", "name", "is_it"),
    [
        ("PERSON · شخص", "PERSON", True),
        ("Person: whoever", "PERSON", True),
        ("PERSONS", "PERSON", False),
        ("PERSON_TITLE", "PERSON", False),
        ("PERSON-TITLE", "PERSON", False),
        ("The PERSON", "PERSON", False),
        ("شخص", "شخص", True),
        ("شخصیت", "شخص", False),
        ("anything", "", False),
    ],
)
def test_a_heading_is_about_the_label_that_it_begins_with(heading: str, name: str, is_it: bool) -> None:
    assert is_about(heading, name) is is_it


def test_the_seed_guide_has_a_section_for_every_label() -> None:
    headings = [line.lstrip("# ") for line in read_guidelines().splitlines() if line.startswith("##")]
    for label in seed_labels():
        assert sum(is_about(heading, label.name) for heading in headings) == 1, label.name


def test_what_went_stands_before_what_came() -> None:
    assert difference("one\ntwo\nthree", "one\nzwei\nthree") == [
        DiffLine(" ", "one"),
        DiffLine("-", "two"),
        DiffLine("+", "zwei"),
        DiffLine(" ", "three"),
    ]


@given(TEXTS, TEXTS)
def test_both_versions_can_be_read_from_their_difference(older: str, newer: str) -> None:
    lines = difference(older, newer)
    assert "\n".join(line.text for line in lines if line.sign != "+") == older
    assert "\n".join(line.text for line in lines if line.sign != "-") == newer
