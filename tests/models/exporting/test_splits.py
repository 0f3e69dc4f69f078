"""Train, dev and test: every article in one of them, the same one each time."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.base.entities import ArticleId
from models.base.errors import UserError
from models.exporting.plan import ExportPlan
from models.exporting.shares import Shares, read_shares
from models.exporting.splits import place_of, split_of
from models.labels.templates import seed_labels
from models.project.project import Project
from tests.models.formats.helpers import article, fill

SHARES = read_shares("train=0.8,dev=0.1,test=0.1")


@contextmanager
def corpus(count: int) -> Iterator[Project]:
    """`count` articles; each has a PERSON, every tenth a DATE, too."""
    with tempfile.TemporaryDirectory() as name, Project.create(Path(name) / "p.nishan", seed_labels()) as project:
        made = []
        for number in range(count):
            spans = [(0, 3, "PERSON")] + ([(4, 9, "DATE")] if number % 10 == 0 else [])
            made.append(article(f"علی لاہور {number}", spans, str(number)))
        fill(project, made)
        yield project


def split(project: Project, shares: Shares = SHARES, seed: int = 0, *, stratified: bool = False) -> dict[str, set[int]]:
    plan = ExportPlan("jsonl", shares=shares, seed=seed, stratified=stratified)
    return {name: set(found or ()) for name, found in split_of(project, None, None, plan).items()}


@pytest.mark.slow
@settings(max_examples=20, deadline=None)
@given(
    count=st.integers(0, 40),
    weights=st.lists(st.integers(1, 9), min_size=1, max_size=4),
    seed=st.integers(0, 99),
    stratified=st.booleans(),
)
def test_every_article_is_in_exactly_one_split(count: int, weights: list[int], seed: int, stratified: bool) -> None:
    shares = tuple((f"s{place}", weight / sum(weights)) for place, weight in enumerate(weights))
    with corpus(count) as project:
        found = split(project, shares, seed, stratified=stratified)
        assert [*found] == [name for name, _ in shares]
        assert sorted(key for keys in found.values() for key in keys) == [*range(1, count + 1)]


def test_new_articles_move_no_old_one() -> None:
    with corpus(100) as project:
        before = split(project, seed=7)
        fill(project, [article(f"نیا {number}", [], f"n{number}") for number in range(50)])
        after = split(project, seed=7)
    assert {name: {key for key in keys if key <= 100} for name, keys in after.items()} == before


def test_shares_come_about_and_seeds_differ() -> None:
    with corpus(500) as project:
        one, two = split(project, seed=1), split(project, seed=2)
    assert one != two
    for found in (one, two):
        assert 360 <= len(found["train"]) <= 440
        assert 25 <= len(found["dev"]) <= 80


def test_rare_label_is_spread_as_the_shares_say() -> None:
    with corpus(200) as project:
        found = split(project, stratified=True)
    rare = Counter(name for name, keys in found.items() for key in keys if (key - 1) % 10 == 0)
    assert rare == {"train": 16, "dev": 2, "test": 2}
    assert {name: len(keys) for name, keys in found.items()} == {"train": 160, "dev": 20, "test": 20}


def test_only_chosen_articles_are_split() -> None:
    with corpus(10) as project:
        chosen = frozenset(ArticleId(key) for key in (2, 3, 5))
        found = split_of(project, None, chosen, ExportPlan("jsonl", shares=SHARES))
    assert sorted(key for keys in found.values() for key in keys or ()) == [2, 3, 5]


def test_article_at_the_very_end_of_the_scale_has_a_split(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.exporting.splits.place_of", lambda *_: 1 - 2**-53)
    shares = read_shares(",".join(f"s{number}=0.1" for number in range(10)))
    with corpus(3) as project:
        assert len(split(project, shares)["s9"]) == 3


def test_place_depends_on_id_and_seed_alone() -> None:
    assert place_of("a", 1) == place_of("a", 1)
    assert len({place_of("a", 1), place_of("a", 2), place_of("b", 1)}) == 3
    assert all(0 <= place_of(str(number), 0) < 1 for number in range(100))


@pytest.mark.parametrize(
    ("given_", "says"),
    [
        ("", "write shares as train=0.8"),
        ("train", "write shares as"),
        ("train=x", "write shares as"),
        ("../up=1", "write shares as"),
        ("train=0.5,dev=0.4", "add up to 0.9"),
        ("train=1,dev=0", "add up to 1; they must be above 0"),
        ("train=0.5,train=0.5", "two splits have one name"),
        ("train=-1,dev=2", "write shares as"),
        ("train=1e3", "write shares as"),
    ],
)
def test_shares_that_make_no_split_are_refused(given_: str, says: str) -> None:
    with pytest.raises(UserError, match=says):
        read_shares(given_)
