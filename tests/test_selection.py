"""`.ci/run` tests with every value and most examples; the tests of a change leave some of them out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.selection import examples, one_in


@pytest.fixture(autouse=True)
def usual() -> Iterator[None]:
    before = settings.get_current_profile_name()
    yield
    settings.load_profile(before)


@pytest.mark.parametrize(
    ("profile", "counts"), [("thorough", [1, 6, 25, 500]), ("whole", [1, 6, 15, 300]), ("quick", [1, 6, 6, 100])]
)
def test_properties_have_all_their_examples_but_where_it_is_to_be_quick(profile: str, counts: list[int]) -> None:
    settings.load_profile(profile)
    assert [examples(count) for count in (1, 6, 25, 500)] == counts


def test_every_value_is_there_and_one_in_so_many_is_not_slow() -> None:
    made = one_in(3, "abcdefg")
    assert [value for one in made for value in one.values] == [*"abcdefg"]
    assert [value for one in made if not one.marks for value in one.values] == ["a", "d", "g"]


def test_profile_goes_with_the_selection(request: pytest.FixtureRequest) -> None:
    quick = "not slow" in request.config.option.markexpr
    assert settings.get_current_profile_name() == (
        request.config.getoption("--hypothesis-profile") or ("quick" if quick else "whole")
    )
