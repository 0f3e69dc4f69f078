"""UUIDs are those of Python's own module."""

from __future__ import annotations

import uuid

from hypothesis import given
from hypothesis import strategies as st

from models.base.uids import new_uid, uid_of


@given(st.binary(min_size=16, max_size=16), st.sampled_from([4, 5]))
def test_uid_of_bytes_is_the_one_of_pythons_module(data: bytes, version: int) -> None:
    assert uid_of(data, version) == str(uuid.UUID(bytes=data, version=version))


def test_new_ones_are_random_and_of_version_4() -> None:
    made = [new_uid() for _ in range(100)]
    assert len(set(made)) == 100
    assert {uuid.UUID(each).version for each in made} == {4}
    assert {str(uuid.UUID(each)) for each in made} == set(made)
