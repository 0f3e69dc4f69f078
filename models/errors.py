"""The one exception that a person sees; every other exception is a bug."""

from __future__ import annotations


class UserError(Exception):
    """One sentence that says what is wrong, where, and what to do about it."""


class Cancelled(Exception):  # noqa: N818 - nothing went wrong
    """The person stopped a long job; whatever it had begun is undone."""
