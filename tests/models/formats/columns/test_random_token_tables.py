"""Random tables of tokens, in every spelling of tags and order of columns, come in with their words and spans."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.models.formats.columns.test_token_tables import read
from tests.selection import examples

NAMES = ("PER", "LOC", "ORG")
VOCABULARY = [
    "زینب",
    "لاہور",
    "نے",
    "۔",
    "،",
    "2023ء",
    "۱۲",
    "کراچی",
    "ہے",
    "O",
    "میں",
    "http://t.co/a",
    "#آج",
    "نگر",
    "UN",
]
SIGNS = {"B-X": "{p}-{l}", "B_X": "{p}_{l}", "X-B": "{l}-{p}", "X_B": "{l}_{p}"}
PLACES = {"IOB2": "BIII", "IOBES": "BIES", "BILOU": "BILU", "BMES": "BMES"}


def spelled(spans: list[tuple[int, int, str]], count: int, sign: str, places: str) -> list[str]:
    begin, inside, last, single = list(places)
    tags = ["O"] * count
    for first, after, label in spans:
        letters = [begin] + [inside] * (after - first - 2) + ([last] if after - first > 1 else [])
        if after - first == 1 and places != "BIII":
            letters = [single]
        tags[first:after] = [SIGNS[sign].format(p=letter, l=label) for letter in letters]
    return tags


@settings(max_examples=examples(150), deadline=None)
@given(
    seed=st.integers(0, 10**9),
    sign=st.sampled_from(sorted(SIGNS)),
    places=st.sampled_from(sorted(PLACES)),
    lower=st.booleans(),
    order=st.permutations(["token", "tag", "number", "pos", "blank"]),
    wide=st.integers(2, 5),
    separator=st.sampled_from(["\t", " "]),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_random_tables_come_in_with_their_spans(
    tmp_path_factory: pytest.TempPathFactory,
    seed: int,
    sign: str,
    places: str,
    lower: bool,
    order: list[str],
    wide: int,
    separator: str,
    end: str,
) -> None:
    chance = random.Random(seed)
    kept = {"token", "tag", *[name for name in order if name not in {"token", "tag"}][: wide - 2]}
    columns = [name for name in order if name in kept]
    lines, texts, pairs = [], [], []
    for _ in range(chance.randint(4, 9)):
        words = [chance.choice(VOCABULARY) for _ in range(chance.randint(4, 12))]
        spans, at = [], 0
        while at < len(words) - 1:
            at += chance.randint(0, 3)
            after = min(at + chance.randint(1, 3), len(words) - 1)
            if at < after:
                spans.append((at, after, chance.choice(NAMES)))
            at = max(after, at)
        tags = spelled(spans, len(words), sign, PLACES[places])
        for number, (word, tag) in enumerate(zip(words, tags, strict=True), 1):
            cells = {"token": word, "tag": tag.lower() if lower else tag, "number": str(number), "blank": "_"}
            lines.append(
                separator.join((cells | {"pos": chance.choice(["NN", "PSP", "VB"])})[name] for name in columns)
            )
        lines.append("")
        texts.append(" ".join(words))
        pairs += [(" ".join(words[a:b]), label.lower() if lower else label) for a, b, label in spans]
    found = read(tmp_path_factory.mktemp("t") / "a.conll", end.join(lines))
    assert found.texts == ["\n".join(texts)]
    assert found.pairs == pairs
