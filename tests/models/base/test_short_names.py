"""Short names of labels: unique, from initials or consonants, and never the beginning of a word cut off."""

from __future__ import annotations

import pytest

from models.base.entities import Label, LabelId
from models.base.short_names import short_name, short_names

NAMES = """PLACE PERSON LOCATION ORGANIZATION ORGANISATION ORGAN شخصیت شخصی شخص شخصیات PLANE PLC PLACID PLACES
Place_Name personName EVENT AUDIO HOUSE KIND_19 KIND_1 LABEL12 DATE مقام مقامات ادارہ تاریخ_پیدائش سیاسی_جماعت ۱۲ 😀
____ B-PER place per Per""".split()


def named(*names: str) -> list[Label]:
    return [Label(name, id=LabelId(number)) for number, name in enumerate(names, 1)]


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("PLACE", "PLC"),
        ("EVENT", "EVN"),
        ("ORGANIZATION", "ORG"),
        ("AUDIO", "ADO"),
        ("Place_Name", "PN"),
        ("personName", "PN"),
        ("KIND_19", "K19"),
        ("DATE", "DATE"),
        ("شخصیت", "ش خ ت"),
        ("سیاسی جماعت", "س ج"),
        ("مقام", "مقام"),
    ],
)
def test_initials_or_consonants_make_a_short_name(name: str, short: str) -> None:
    assert short_name(name) == short


def test_no_two_labels_share_a_short_name_and_none_is_another_ones_name() -> None:
    labels = named(*NAMES)
    found = short_names(labels)
    folded = [short.replace(" ", "").casefold() for short in found.values()]
    assert len(set(folded)) == len(labels)
    for label in labels:
        others = {other.name.casefold() for other in labels if other is not label}
        assert found[label.id].casefold() not in others


def test_a_chosen_short_name_stays_with_the_first_that_has_it() -> None:
    labels = [
        Label("PLACE", id=LabelId(1)),
        Label("X", short="PLC", id=LabelId(2)),
        Label("YEAR", short="plc", id=LabelId(3)),
    ]
    found = short_names(labels)
    assert found[LabelId(2)] == "PLC"
    assert len({short.casefold() for short in found.values()}) == 3


def test_a_thousand_names_that_begin_alike_are_told_apart() -> None:
    labels = named(*(f"شخصیت قسم {number % 9}{'ا' * (number // 9)}" for number in range(1000)))
    assert len(set(short_names(labels).values())) == 1000
