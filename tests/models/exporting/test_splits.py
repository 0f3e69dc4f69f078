"""Train, dev and test: every article in one of them, the same one each time."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import formats
from models.base.documents import AnnotatedArticle
from models.base.entities import ArticleId
from models.base.errors import UserError
from models.base.report import Report
from models.exporting.plan import ExportPlan
from models.exporting.run import export, rehearse
from models.exporting.shares import Shares, read_shares
from models.exporting.splits import place_of, split_of
from models.formats import Format
from models.labels.templates import seed_labels
from models.project.project import Project
from tests.models.formats.helpers import article, fill, need
from tests.selection import examples

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
@settings(max_examples=examples(20), deadline=None)
@given(
    count=st.integers(0, 40),
    weights=st.lists(st.integers(1, 9), min_size=1, max_size=4),
    seed=st.integers(0, 99),
    stratified=st.booleans(),
)
def test_every_article_is_in_exactly_one_split(count: int, weights: list[int], seed: int, stratified: bool) -> None:
    shares = tuple((f"s{place}", weight / sum(weights)) for place, weight in enumerate(weights))
    with corpus(count) as project:
        if count < len(shares):
            with pytest.raises(UserError, match="No article is left for" if count else "no article to split"):
                split(project, shares, seed, stratified=stratified)
            return
        found = split(project, shares, seed, stratified=stratified)
        assert all(found.values())
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
    with corpus(20) as project:
        assert len(split(project, shares)["s9"]) == 4  # as many as chance may put there


def test_place_depends_on_id_and_seed_alone() -> None:
    assert place_of("a", 1) == place_of("a", 1)
    assert len({place_of("a", 1), place_of("a", 2), place_of("b", 1)}) == 3
    assert all(0 <= place_of(str(number), 0) < 1 for number in range(100))


WORDS = (
    "کراچی لاہور پشاور کوئٹہ ملتان حکومت عدالت وزیر اعلان بارش سڑک بازار تعلیم صحت کھیل فصل پانی بجلی سفر شہر".split()
)


def news(number: int, words: int = 40) -> str:
    """A text of its own, the same each time."""
    chance = Random(number)
    return " ".join(chance.choice(WORDS) for _ in range(words))


def edited(text: str) -> str:
    """The text with another word in its midst, other letters and signs, and a sentence more."""
    words = text.split()
    words[len(words) // 2] = "تبدیل"
    return f"  {' '.join(words).replace('ک', chr(0x643))}۔\n\nیہ خبر تازہ ہے۔"


@contextmanager
def holding(articles: list[AnnotatedArticle]) -> Iterator[Project]:
    with tempfile.TemporaryDirectory() as name, Project.create(Path(name) / "p.nishan", seed_labels()) as project:
        fill(project, articles)
        yield project


def sides(project: Project, plan: ExportPlan) -> dict[str, str]:
    """The source of each article -> its split."""
    names = dict(project.rows("SELECT id, source FROM article"))
    return {names[key]: name for name, keys in split_of(project, None, None, plan).items() for key in keys or ()}


@pytest.mark.slow
@settings(max_examples=examples(25), deadline=None)
@given(
    copies=st.lists(st.integers(1, 6), min_size=8, max_size=40),
    seed=st.integers(0, 99),
    stratified=st.booleans(),
    chance=st.randoms(use_true_random=False),
)
def test_alike_texts_are_never_parted_in_whatever_order_they_came(
    copies: list[int], seed: int, stratified: bool, chance: Random
) -> None:
    made = [
        article(
            (edited(news(number)) if copy % 2 else news(number)) + " " * copy, [(2, 5, "PERSON")], f"{number}.{copy}"
        )
        for number, count in enumerate(copies)
        for copy in range(count)
    ]
    plan = ExportPlan("jsonl", shares=SHARES, seed=seed, stratified=stratified)
    with holding(made) as project:
        found = sides(project, plan)
    chance.shuffle(made)
    with holding(made) as project:
        assert sides(project, plan) == found
    assert len({(source.split(".")[0], side) for source, side in found.items()}) == len(copies)
    total, sizes = sum(copies), Counter(found.values())
    for name, share in SHARES:
        assert abs(sizes[name] - share * total) <= 2 * (share * total) ** 0.5 + 2 * max(copies)


def test_new_articles_move_no_group_that_was_there() -> None:
    with holding([article(news(number // 2) + " " * (number % 2), [], str(number)) for number in range(80)]) as project:
        plan = ExportPlan("jsonl", shares=SHARES, seed=3)
        before = sides(project, plan)
        fill(project, [article(edited(news(number)), [], f"n{number}") for number in range(10)])
        after = sides(project, plan)
    moved = [source for source, side in before.items() if after[source] != side]
    assert not moved
    assert all(after[f"n{number}"] == after[str(2 * number)] for number in range(10))


def test_articles_of_one_value_stay_together_and_those_without_are_counted() -> None:
    made = [replace(article(news(number), [], str(number)), meta={"event": f"e{number % 12}"}) for number in range(60)]
    made += [article(news(100 + number), [], f"x{number}") for number in range(5)]
    with holding(made) as project:
        report = Report()
        found = split_of(project, None, None, ExportPlan("jsonl", shares=SHARES, group="event"), report)
    where = {key: name for name, keys in found.items() for key in keys or ()}
    assert len({((key - 1) % 12, name) for key, name in where.items() if key <= 60}) == 12
    assert report.split["values"] == 12
    assert report.split["without_field"] == 5
    assert "12 values of event, 5 articles have no event and stand alone" in str(report)


def test_too_few_groups_say_how_many_there_are_and_which_is_the_largest() -> None:
    made = [article(news(1) + " " * number, [], str(number)) for number in range(7)]
    with holding(made) as project, pytest.raises(UserError) as raised:
        split(project)
    said = str(raised.value)
    assert said.startswith("No article is left for dev, test: the split has 3 parts, and 7 articles make 1 group")
    assert "the largest has 7 articles" in said
    assert said.endswith("add articles, or make fewer parts.")


def test_what_is_chosen_moves_hardly_an_article() -> None:
    with holding([article(news(number), [], str(number)) for number in range(60)]) as project:
        plan = ExportPlan("jsonl", shares=SHARES)
        whole = split_of(project, None, None, plan)
        part = split_of(project, None, frozenset(ArticleId(key) for key in range(1, 41)), plan)
    stayed = [len((whole[name] or frozenset()) & (keys or frozenset())) for name, keys in part.items()]
    assert sum(stayed) >= 38  # the room of a part depends on how many are chosen


@pytest.mark.parametrize("format_", formats.writers(), ids=lambda one: one.key)
def test_part_of_which_nothing_is_written_is_an_error(format_: Format, project: Project, tmp_path: Path) -> None:
    need(format_)
    fill(project, [article(text, [], text) for text in ("\u200c\u200d", "\u200f", "کراچی میں بارش")])
    plan = ExportPlan(format_.key, shares=read_shares("train=0.5,test=0.5"))
    out = tmp_path / "out"
    if format_.key in ("conllu-plus", "iob2", "tokens"):  # articles without a token are left out
        why = r"No article is left for \w+: the 2 articles .* hold no token"
        with pytest.raises(UserError, match=why):
            export(project, out, plan)
        with pytest.raises(UserError, match=why):
            rehearse(project, plan)
        assert not out.exists()
    else:
        assert export(project, out, plan).articles == 3
