"""Times of the project, which are UTC, as people here say them."""

from __future__ import annotations

from datetime import datetime, timedelta


def day_and_time(at: str, now: datetime | None = None) -> str:
    """`today 14:05`, `yesterday 14:05`, `3 Nov 14:05`, `3 Nov 2025, 14:05`; `at` is ISO 8601.

    What is no time stays as it is.
    """
    try:
        local = datetime.fromisoformat(at).astimezone()
    except (ValueError, OverflowError, OSError):
        return at
    today = (now or datetime.now()).date()
    if local.date() == today:
        return f"today {local:%H:%M}"
    if local.date() == today - timedelta(days=1):
        return f"yesterday {local:%H:%M}"
    if local.year == today.year:
        return f"{local.day} {local:%b %H:%M}"
    return f"{local.day} {local:%b %Y, %H:%M}"


def day_or_time(at: str, now: datetime | None = None) -> str:
    """Say a time so that it fits a list: `today 14:05`, `yesterday 14:05`, else the day alone: `3 Nov 2025`."""
    told = day_and_time(at, now)
    if told.startswith(("today ", "yesterday ")) or told == at:
        return told
    local = datetime.fromisoformat(at).astimezone()
    return f"{local.day} {local:%b %Y}"


def short_time(at: str, now: datetime | None = None) -> str:
    """The same for a name that will be read on other days: `14:05`, or with its day."""
    told = day_and_time(at, now)
    if told.startswith("yesterday "):
        told = day_and_time(at, datetime.fromisoformat(at).astimezone().replace(tzinfo=None) + timedelta(days=7))
    return told.removeprefix("today ")
