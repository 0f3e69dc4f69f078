"""Equal and near-equal texts are found, others are not taken for them."""

from __future__ import annotations

from random import Random

import pytest

from models.exporting.likeness import LEAST, Likeness, key_of

TEXT = (
    "وزیراعظم نے لاہور میں کہا کہ حکومت نئے منصوبے شروع کرے گی اور عوام کو سہولت ملے گی، جبکہ حزب اختلاف نے اس "
    "اعلان پر تنقید کرتے ہوئے کہا کہ پہلے کے وعدے بھی پورے نہیں ہوئے۔"
)


def together(*texts: str) -> tuple[bool, bool]:
    """Whether two texts are equal, and whether they are near-equal."""
    likeness = Likeness()
    for text in texts:
        likeness.add(text)
    equal = likeness.equal()
    return equal.root(1) == 0, likeness.near(equal, texts.__getitem__).root(1) == 0


@pytest.mark.parametrize(
    ("other", "found"),
    [
        (TEXT, (True, True)),
        (TEXT.replace(" ", "\n ").replace("،", ""), (True, True)),
        (TEXT.replace("ک", "\u0643").replace("ی", "\u064a"), (True, True)),
        (TEXT.replace("عوام", "شہریوں"), (False, True)),
        (f"اپ ڈیٹ: {TEXT} مزید تفصیل بعد میں دی جائے گی۔", (False, True)),
        (" ".join(TEXT.split()[: len(TEXT.split()) * 2 // 3]), (False, True)),
        (" ".join(reversed(TEXT.split())), (False, False)),
    ],
)
def test_texts_are_told_apart_by_their_words(other: str, found: tuple[bool, bool]) -> None:
    assert together(TEXT, other) == found


def test_short_texts_are_equal_or_not() -> None:
    words = " ".join(TEXT.split()[: LEAST - 2])
    assert together(f"{words} ایک", f"{words} دو") == (False, False)
    assert together("😀", "😀 ") == (True, True)
    assert together("😀", "😎") == (False, False)


def test_copies_are_found_among_texts_that_share_a_phrase() -> None:
    chance = Random(5)
    words = sorted(set(TEXT.split()))
    phrase = " ".join(TEXT.split()[:12])
    texts = [f"{phrase} {' '.join(chance.choices(words, k=60))}" for _ in range(200)]
    texts += [f"{text} اضافہ" for text in texts]
    likeness = Likeness()
    for text in texts:
        likeness.add(text)
    near = likeness.near(likeness.equal(), texts.__getitem__)
    assert [near.root(number) for number in range(400)] == [*range(200), *range(200)]


def test_key_is_the_same_in_each_process() -> None:
    assert key_of("علی، لاہور") == key_of("علی لاہور") != key_of("علی")
