"""Which backups stay: many of the last hours, one a day of the last days, one a week of the last months."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

NEWEST = 10
DAYS = 14
WEEKS = 13
MOST_BYTES = 20 * 2**30
LEAST = 3  # stay, however large they are


def kept(times: Iterable[datetime], now: datetime) -> set[datetime]:
    """The `NEWEST`, the last one of each of `DAYS` days up to now, and the last one of each of `WEEKS` weeks.

    Days and weeks are those of the times as they are written: give local times. At most 37 stay, and what stays
    does not depend on how often it was asked.
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
    """How many of the newest fit into `most` bytes, `sizes` being theirs from the newest on; never below `LEAST`."""
    together = 0
    for number, size in enumerate(sizes):
        together += size
        if together > most and number >= LEAST:
            return number
    return len(sizes)
