"""Formatting of the project's times, which are UTC, in local time."""

from __future__ import annotations

from datetime import datetime, timedelta


def day_and_time(at: str, now: datetime | None = None) -> str:
    """Format ISO 8601 as `today 14:05`, `yesterday 14:05`, `3 Nov 14:05`, `3 Nov 2025, 14:05`; else leave it."""
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
    """Format a time for a list: `today 14:05`, `yesterday 14:05`, or the day alone: `3 Nov 2025`."""
    text = day_and_time(at, now)
    if text.startswith(("today ", "yesterday ")) or text == at:
        return text
    local = datetime.fromisoformat(at).astimezone()
    return f"{local.day} {local:%b %Y}"


def short_time(at: str, now: datetime | None = None) -> str:
    """Format a time for a name that is read on later days: `14:05` if it is today, else `3 Nov 14:05`."""
    text = day_and_time(at, now)
    if text.startswith("yesterday "):
        text = day_and_time(at, datetime.fromisoformat(at).astimezone().replace(tzinfo=None) + timedelta(days=7))
    return text.removeprefix("today ")
