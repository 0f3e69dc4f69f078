"""Tells damage: of what an unclean end touched, the open article, and once the labels and annotators.

The project stays usable.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from models.base.entities import ArticleId
from ui.host.flow import Flow
from ui.host.host import Host
from ui.support.bidi import isolated
from ui.tasks.later import later

if TYPE_CHECKING:
    from models.checks.article import Damage

_DELAY = 300  # milliseconds: the article is painted by then
_SMALL = 50_000  # characters of an article that is checked at once if the check is imported already
_MAX_NAMED = 3  # rows in a message
_ADVICE = "Restore a backup (Project, Backups), or recover what is sound into a new project."


class DamageFlow(Flow):
    """Checks an article when it is opened, and the labels and annotators before the first one."""

    def __init__(self, host: Host) -> None:
        self._host, self._session = host, host.session
        self._reported: set[ArticleId] = set()
        self._lists_checked = False
        self.timer = later(host, host.session, _DELAY, self.check)
        host.session.article_changed.connect(self._check_soon)
        if host.session.project.found:
            self._tell_unclean_end(host)

    def _tell_unclean_end(self, host: Host) -> None:
        """Tell what was found in what the last session touched, as soon as the window stands."""
        from models.checks.unclean_end import damaged_rows  # noqa: PLC0415 - no part of a start
        from models.project.left_out import lost_changes  # noqa: PLC0415

        if rows := damaged_rows(host.session.project):
            host.tell_damage(f"The last session ended unexpectedly. Damaged: {_listed(rows)}. {_ADVICE}")
        if lost := lost_changes(host.session.project):
            host.tell_damage(f"{lost} A backup may have more (Project, Backups).")

    def _check_soon(self) -> None:
        article = self._session.article
        if article is not None and len(article.text) < _SMALL and "models.checks.article" in sys.modules:
            self.check()
        else:
            self.timer.start()

    def check(self) -> None:
        """Check the open article, and report damage in it once."""
        from models.checks.article import damage_of, damage_of_lists  # noqa: PLC0415 - no part of a start

        session = self._session
        if not self._lists_checked:
            self._lists_checked = True
            if found := damage_of_lists(session.project):
                self._host.tell_damage(f"Damaged: {_listed(found)}. {_ADVICE}")
        if session.article is None or session.article.id in self._reported:
            return
        damage = damage_of(session.project, session.article.id)
        if damage.text:
            session.damaged.add(session.article.id)
        if damage:
            self._reported.add(session.article.id)
            self._host.tell_damage(_describe(damage))


def _describe(damage: Damage) -> str:
    name = isolated(damage.article)
    if damage.text:
        first = f"The text of {name} is damaged: it is not what was imported, and nothing can be labelled in it."
    else:
        first = f"Damaged in {name}: {_listed(damage.rows)}."
    return f"{first} {_ADVICE}"


def _listed(rows: tuple[str, ...]) -> str:
    more = f" and {len(rows) - _MAX_NAMED} more" if len(rows) > _MAX_NAMED else ""
    return "; ".join(rows[:_MAX_NAMED]) + more
