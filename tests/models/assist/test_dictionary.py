"""The dictionary knows what was labelled most of the times that it stands there, however it is spelt."""

from __future__ import annotations

from pathlib import Path

from models.assist.dictionary import SUGGESTER
from models.assist.sentences import Stretch, sentences_of, tagged
from models.assist.word_vectors import NOTHING


def test_strings_that_are_labelled_half_of_the_time_are_suggested_the_longest_first(tmp_path: Path) -> None:
    text = "نیو یارک گئے\nیارک گئے\nخان آئے\nخان آئے\nخان آئے"
    spans = [Stretch(0, 8, "LOCATION"), Stretch(13, 17, "LOCATION"), Stretch(22, 25, "PERSON")]
    learned = SUGGESTER.learn(tagged(sentences_of(text), spans), NOTHING, tmp_path)
    for suggester in (learned, SUGGESTER.read(NOTHING, tmp_path)):
        (sentence,) = sentences_of("نیو يارك اور یارک میں خان")  # with the Arabic letters
        found = suggester.suggest(sentence)
        assert [each[:3] for each in found] == [(0, 2, "LOCATION"), (3, 4, "LOCATION")]
        assert 0.5 < found[1].score < found[0].score < 1


def test_nothing_is_learned_from_nothing(tmp_path: Path) -> None:
    (sentence,) = sentences_of("لاہور")
    assert SUGGESTER.learn([], NOTHING, tmp_path).suggest(sentence) == []
