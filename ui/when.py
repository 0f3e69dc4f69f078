"""Times of the project, which are UTC, as people here say them."""

from __future__ import annotations

from datetime import datetime, timedelta


def day_and_time(at: str, now: datetime | None = None) -> str:
    """`today 14:05`, `yesterday 14:05`, `24 Nov 2026, 14:05`; `at` is ISO 8601. What is no time stays as it is."""
    try:
        local = datetime.fromisoformat(at).astimezone()
    except (ValueError, OverflowError, OSError):
        return at
    today = (now or datetime.now()).date()
    if local.date() == today:
        return f"today {local:%H:%M}"
    if local.date() == today - timedelta(days=1):
        return f"yesterday {local:%H:%M}"
    return f"{local:%d %b %Y, %H:%M}"


def short_time(at: str, now: datetime | None = None) -> str:
    """The same for a name that will still be read another day: `14:05`, else the day, too."""
    told = day_and_time(at, now)
    return told.removeprefix("today ")
