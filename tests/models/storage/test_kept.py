"""What is kept of a file comes back to the byte, however it has changed, and takes less memory than it has."""

from __future__ import annotations

import random
import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from models.storage.kept import Kept

PAGE = 8
CONTENTS = st.binary(max_size=5 * PAGE) | st.lists(st.sampled_from([b"x" * PAGE, b"y" * PAGE])).map(b"".join)


@given(st.lists(CONTENTS, min_size=1, max_size=6))
def test_content_is_what_it_has_become_last(contents: list[bytes]) -> None:
    kept = Kept(contents[0], PAGE)
    assert kept.content() == contents[0]
    for now in contents[1:]:
        kept.become(now)
        assert kept.content() == now


def test_a_file_that_shrinks_and_grows_again_holds_nothing_of_before() -> None:
    kept = Kept(b"a" * 4 * PAGE, PAGE)
    kept.become(b"a" * PAGE)
    kept.become(b"a" * PAGE + b"\0" * 3 * PAGE)
    assert kept.content() == b"a" * PAGE + b"\0" * 3 * PAGE


def test_pages_that_come_take_a_part_of_their_size() -> None:
    words = random.Random(1).choices("پاکستان لاہور کراچی manual 2026-01-01T00:00:00 label".split(), k=200_000)
    text = " ".join(words).encode()
    kept = Kept(text[:100_000], 4096)
    tracemalloc.start()
    kept.become(text)
    more, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert more < len(text) / 2


def test_a_page_that_is_as_it_first_was_again_is_kept_so() -> None:
    first, other = bytes(PAGE * 2), b"\1" * PAGE + bytes(PAGE)
    kept = Kept(first, PAGE)
    for now in (other, first):
        kept.become(now)
        assert kept.content() == now
