"""Which backups stay."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from models.backups.thinning import DAYS, LEAST, NEWEST, WEEKS, kept, within

NOW = datetime(2026, 11, 24, 18, 30, tzinfo=UTC)
moments = st.integers(min_value=0, max_value=200 * 24 * 60).map(lambda minutes: NOW - timedelta(minutes=minutes))


@given(st.sets(moments, max_size=200))
def test_the_newest_and_the_last_of_each_day_and_week_stay(times: set[datetime]) -> None:
    stay = kept(times, NOW)
    assert stay <= times
    assert len(stay) <= NEWEST + DAYS + WEEKS
    assert set(sorted(times)[-NEWEST:]) <= stay
    for time in times:
        age = NOW.date() - time.date()
        same_day = [other for other in times if other.date() == time.date()]
        same_week = [other for other in times if other.isocalendar()[:2] == time.isocalendar()[:2]]
        if age < timedelta(days=DAYS):
            assert max(same_day) in stay
        if age < timedelta(weeks=WEEKS):
            assert max(same_week) in stay


@given(st.sets(moments, max_size=200), st.integers(min_value=1, max_value=60 * 24 * 60))
def test_thinning_often_leaves_what_thinning_once_leaves(times: set[datetime], minutes: int) -> None:
    later = NOW + timedelta(minutes=minutes)
    assert kept(kept(times, NOW), later) == kept(times, later)


def test_a_year_of_work_every_quarter_of_an_hour_leaves_a_few_of_each_age() -> None:
    stay: set[datetime] = set()
    for quarter in range(365 * 32):  # eight hours a day
        day, number = divmod(quarter, 32)
        now = datetime(2026, 1, 1, 9, tzinfo=UTC) + timedelta(days=day, minutes=15 * number)
        stay = kept(stay | {now}, now)
    ages = sorted(now - time for time in stay)
    assert ages[9] == timedelta(minutes=15 * 9)
    assert sum(age < timedelta(days=DAYS) for age in ages) == NEWEST + DAYS - 1
    assert timedelta(weeks=WEEKS - 2) < ages[-1] < timedelta(weeks=WEEKS)


def test_backups_from_a_clock_that_was_wrong_neither_stay_for_ever_nor_push_out_today() -> None:
    ahead = {NOW + timedelta(days=900, minutes=number) for number in range(30)}
    stay = kept(ahead | {NOW}, NOW)
    assert NOW in stay
    assert len(stay) == NEWEST + 1


def test_size_takes_the_oldest_but_never_the_last_three() -> None:
    assert within([5, 5, 5, 5], most=100) == 4
    assert within([40, 40, 40, 1], most=100) == LEAST
    assert within([400] * 9, most=100) == LEAST
    assert within([10] * 37, most=100) == 10
