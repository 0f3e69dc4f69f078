"""Times as people say them: nothing relative in a name that stays."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from ui.support.when import day_and_time, day_or_time, short_time


@pytest.mark.parametrize("at", ["", "never", "9999-99-99T00:00:00"])
def test_a_time_that_is_none_is_shown_as_it_is(at: str) -> None:
    assert day_and_time(at) == at
    assert short_time(at) == at


@pytest.mark.parametrize(
    ("days", "told", "name"),
    [(0, "today 14:05", "14:05"), (1, "yesterday 14:05", "3 Nov 14:05"), (9, "3 Nov 14:05", "3 Nov 14:05")],
)
def test_a_name_that_stays_says_no_yesterday(days: int, told: str, name: str) -> None:
    then = datetime(2026, 11, 3, 14, 5).astimezone()
    now = datetime(2026, 11, 3, 20, 0) + timedelta(days=days)
    assert (day_and_time(then.isoformat(), now), short_time(then.isoformat(), now)) == (told, name)


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 11, 24, 9, 5), "today 09:05"),
        (datetime(2026, 11, 23, 23, 59), "yesterday 23:59"),
        (datetime(2026, 3, 1, 12, 0), "1 Mar 2026"),
    ],
)
def test_times_are_told_as_people_do(moment: datetime, text: str) -> None:
    assert day_or_time(moment.isoformat(), datetime(2026, 11, 24, 20, 0)) == text
