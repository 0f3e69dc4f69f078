"""Choose the backups to keep: the newest ones, one a day of the last days, one a week of the last months."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

NEWEST = 10
DAYS = 14
WEEKS = 13
MOST_BYTES = 20 * 2**30
LEAST = 3  # stay, however large they are


def kept(times: Iterable[datetime], now: datetime) -> set[datetime]:
    """Return the `NEWEST`, the last one of each of `DAYS` days up to now, and the last one of each of `WEEKS` weeks.

    Days and weeks are those of the times as they are given: give local times. At most 37 are kept, and the result
    does not depend on how often backups were removed before.
    """
    newest = sorted(times, reverse=True)
    days: dict[object, datetime] = {}
    weeks: dict[object, datetime] = {}
    for time in newest:
        age = now.date() - time.date()
        if age < timedelta(days=DAYS):
            days.setdefault(time.date(), time)
        if age < timedelta(weeks=WEEKS):
            weeks.setdefault(time.isocalendar()[:2], time)
    return {*newest[:NEWEST], *days.values(), *weeks.values()}


def within(sizes: Sequence[int], most: int = MOST_BYTES) -> int:
    """Return how many of the newest fit into `most` bytes, at least `LEAST`; `sizes` begin with the newest one."""
    together = 0
    for number, size in enumerate(sizes):
        together += size
        if together > most and number >= LEAST:
            return number
    return len(sizes)
