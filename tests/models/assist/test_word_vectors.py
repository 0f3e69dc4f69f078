"""Words that are used alike come near to each other, from texts without a label."""

from __future__ import annotations

import pytest

pytest.importorskip("numpy")

from models.assist.word_vectors import DIMENSIONS, NOTHING, SIZES, learn
from tests.models.assist.made import articles


def test_words_that_are_used_alike_are_of_one_cluster() -> None:
    known = learn([each.sentence.keys for some in articles(60) for each in some])
    coarse = {word: clusters[0] for word, clusters in known.clusters.items()}
    cities = {coarse[word] for word in ("لاہور", "کراچی", "ملتان", "پشاور") if word in coarse}
    firsts = {coarse[word] for word in ("احمد", "علی", "سعد", "بلال") if word in coarse}
    assert cities
    assert firsts
    assert not cities & firsts


def test_vectors_have_their_shape_and_are_the_same_each_time() -> None:
    corpus = [each.sentence.keys for some in articles(60) for each in some]
    known = learn(corpus)
    assert learn(corpus) == known
    assert {len(vector) for vector in known.vectors.values()} == {DIMENSIONS}
    assert {len(clusters) for clusters in known.clusters.values()} == {len(SIZES)}


@pytest.mark.parametrize("corpus", [[], [("لاہور",)] * 9, [()] * 3])
def test_a_few_words_teach_nothing(corpus: list[tuple[str, ...]]) -> None:
    assert learn(corpus) == NOTHING
