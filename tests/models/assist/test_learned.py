"""What is learned finds names that it never saw, is the same when read again, and says how well it does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from models.assist import learned as learning
from models.assist import suggesters
from models.assist.base import SuggesterKind
from models.assist.evaluation import evaluate, folds
from models.assist.learned import Learned, learn, parted, read, score
from models.assist.word_vectors import NOTHING, WordVectors
from models.assist.word_vectors import learn as learn_words
from tests.models.assist.made import article, articles

NEW = "کل جناب شہباز گوندل اسکردو میں جلد آئے ۔"


@pytest.fixture(scope="module")
def known() -> WordVectors:
    pytest.importorskip("numpy")
    return learn_words([each.sentence.keys for some in articles(40) for each in some])


@pytest.fixture(scope="module")
def done(known: WordVectors, tmp_path_factory: pytest.TempPathFactory) -> tuple[Learned, Path]:
    pytest.importorskip("pycrfsuite")
    folder = tmp_path_factory.mktemp("learned") / "one"
    return learn(articles(20), known, folder), folder


def test_names_that_were_never_seen_are_found_by_what_stands_around_them(done: tuple[Learned, Path]) -> None:
    found = {NEW[offer.start : offer.end]: offer.label for offer in done[0].suggest_in(NEW, 0.3)}
    assert found == {"شہباز گوندل": "PERSON", "اسکردو": "LOCATION"}


def test_what_is_read_again_suggests_the_same(done: tuple[Learned, Path]) -> None:
    again = read(done[1])
    assert again is not None
    text, _ = article(99)
    assert again.suggest_in(text) == done[0].suggest_in(text)
    assert (again.articles, again.spans, again.scores) == (done[0].articles, done[0].spans, done[0].scores)


def test_its_own_account_is_of_articles_that_were_kept_aside(done: tuple[Learned, Path]) -> None:
    assert done[0].scores.there.total() == len([*done[0].scores.there.elements()]) > 0
    assert done[0].scores.there.total() < done[0].spans / 2
    assert done[0].scores.f1() > 0.8
    unseen = score(done[0], [each for some in articles(5, first=200) for each in some])
    assert unseen.f1() > 0.8


@pytest.mark.parametrize("spoil", ["version", "cut", "gone", "unknown"])
def test_what_cannot_be_read_is_nothing(done: tuple[Learned, Path], tmp_path: Path, spoil: str) -> None:
    file = done[1] / "learned.json"
    before = file.read_text(encoding="utf-8")
    facts = json.loads(before)
    try:
        if spoil == "version":
            file.write_text(json.dumps(facts | {"version": -1}), encoding="utf-8")
        elif spoil == "cut":
            file.write_text(before[:50], encoding="utf-8")
        elif spoil == "gone":
            file.unlink()
        else:
            file.write_text(json.dumps(facts | {"suggesters": ["oracle"]}), encoding="utf-8")
        assert read(done[1]) is None
    finally:
        file.write_text(before, encoding="utf-8")


def test_learning_that_fails_leaves_what_was_there(done: tuple[Learned, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr(learning, "_write", fail)
    with pytest.raises(OSError, match="no space"):
        learn(articles(2), NOTHING, done[1])
    assert read(done[1]) is not None
    assert [path.name for path in done[1].parent.iterdir()] == ["one"]


def test_without_the_libraries_the_dictionary_learns_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SuggesterKind, "missing", lambda kind: list(kind.modules))
    suggesters.cache_clear()
    try:
        found = learn(articles(10), NOTHING, tmp_path / "d")
        assert [key for key, _ in found.suggesters] == ["dictionary"]
        assert {offer.label for offer in found.suggest_in(article(3)[0])} == {"PERSON", "LOCATION"}
    finally:
        suggesters.cache_clear()


def test_few_spans_are_learned_by_the_dictionary_alone(tmp_path: Path) -> None:
    found = learn([articles(1)[0][:3]], NOTHING, tmp_path / "few")
    assert [key for key, _ in found.suggesters] == ["dictionary"]


def test_nothing_to_learn_from_gives_nothing(tmp_path: Path) -> None:
    assert learn([], NOTHING, tmp_path / "none").suggest_in(NEW) == []


def test_evaluation_is_the_same_for_a_seed_and_looks_at_every_article_once(known: WordVectors) -> None:
    some = articles(10)
    one, other = (evaluate(some, known, parts=3, seed=5) for _ in range(2))
    assert one == other
    assert one.there.total() == sum(2 for each in some for _ in each)
    assert sorted(number for fold in folds(10, 3, 5) for number in fold) == list(range(10))


def test_a_fifth_is_kept_aside() -> None:
    aside, rest = parted(articles(10), 0)
    assert (len(aside), len(rest)) == (2, 8)
    aside, rest = parted(articles(1), 0)  # of one article, sentences
    assert (len(aside), len(rest)) == (2, 10)
