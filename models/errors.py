"""The one exception that a person sees; every other exception is a bug."""

from __future__ import annotations


class UserError(Exception):
    """One sentence that says what is wrong, where, and what to do about it."""


class DiskRefused(UserError):  # noqa: N818 - the sentence is the error's
    """The disk would not take it: it is full, gone or locked. The same may work later; `why` says what to do."""

    def __init__(self, sentence: str, why: str) -> None:
        super().__init__(sentence)
        self.why = why


class Cancelled(Exception):  # noqa: N818 - nothing went wrong
    """The person stopped a long job; whatever it had begun is undone."""
