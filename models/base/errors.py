"""The one exception that a person sees; every other exception is a bug."""

from __future__ import annotations

from typing import Protocol

from models.base.unprintable import sentence

_BRIEF = 200  # characters


class Owner(Protocol):
    """Who has a project open, as the note beside it names them."""

    @property
    def user(self) -> str:
        """The name of whoever is logged in there."""

    @property
    def host(self) -> str:
        """The name of the machine."""

    @property
    def since(self) -> str:
        """When it was opened, as it is shown: local time there."""

    @property
    def may_be_raised(self) -> bool:
        """Whether its window can be brought to the front from here."""


class UserError(Exception):
    """One sentence that says what is wrong, where, and what to do about it.

    Names in it come from files: what cannot be seen in them is marked, so that it is one line wherever it is shown.
    """

    def __init__(self, said: str) -> None:
        super().__init__(sentence(said))


def error_text(error: Exception) -> str:
    """Return an error's message for a sentence, without the file names that an OSError repeats."""
    return (error.strerror or str(error)).lower() if isinstance(error, OSError) else str(error)


def brief(error: Exception) -> str:
    """Return the beginning of an error's message: SQLite quotes what it cannot parse, to the end."""
    said = str(error)
    return said if len(said) <= _BRIEF else f"{said[:_BRIEF]}…"


class DiskRefused(UserError):  # noqa: N818 - the sentence is the error's
    """The disk would not take it: it is full, gone or locked. The same may work later; `why` says what to do."""

    def __init__(self, sentence: str, why: str) -> None:
        super().__init__(sentence)
        self.why = why


class OpenElsewhere(UserError):  # noqa: N818 - the sentence is the error's
    """Somebody else has the project open. `owner` is who, as far as is known.

    `certain`: a lock says so. Otherwise only a note that another machine left, which may have been left behind.
    """

    def __init__(self, message: str, owner: Owner | None = None, *, certain: bool = True) -> None:
        super().__init__(message)
        self.owner, self.certain = owner, certain


class NotWritable(UserError):  # noqa: N818 - the sentence is the error's
    """The project or its folder cannot be written; it can still be looked at."""


class Damaged(UserError):  # noqa: N818 - the sentence is the error's
    """The project file is damaged; a backup or a recovery has to help. `found` says what is wrong in a few words."""

    def __init__(self, said: str, found: str = "") -> None:
        super().__init__(said)
        self.found = found


class Foreign(Damaged):
    """The project has tables, views or triggers that this program did not make, and nothing is written to it.

    `found` says which; `can_be_read`: none stands in place of what is read. `may_be_damage`: more is wrong than that
    something was added.
    """

    def __init__(self, said: str, found: str, *, can_be_read: bool, may_be_damage: bool) -> None:
        super().__init__(said, found)
        self.can_be_read, self.may_be_damage = can_be_read, may_be_damage


class ForeignLog(Damaged):
    """Beside the project lies a log or journal with changes of another copy of it; `changes` says whose and when."""

    def __init__(self, sentence: str, changes: str) -> None:
        super().__init__(sentence)
        self.changes = changes


class Cancelled(Exception):  # noqa: N818 - nothing went wrong
    """The person stopped a long job; whatever it had begun is undone."""
