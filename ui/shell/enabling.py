"""Which actions are enabled: those that nothing is in the way of, as all flows say; a key of another one tells why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu

from ui.host.flow import Flow, Obstacles
from ui.host.host import Host
from ui.tasks.later import later


class Enabling(QObject):
    """Asks all flows when something has changed, and those that follow the caret at each of its steps."""

    def __init__(self, host: Host, flows: Sequence[Flow]) -> None:
        super().__init__(host)
        self._host, self._flows = host, flows
        self._found: dict[Flow, Obstacles] = {}
        self._near = [flow for flow in flows if flow.follows_caret]
        self._later = later(self, host.session, 0, self.look)

    def begin(self) -> None:
        """Enable actions as things are now, and from now on."""
        session, host = self._host.session, self._host
        for at_once in (session.article_changed, session.project_changed, session.hidden_changed):
            at_once.connect(self.look)
        view, stack = host.article_view, session.undo_stack
        for near in (session.selected_changed, view.caret_moved, view.selectionChanged, stack.indexChanged):
            near.connect(self.look_near)
        session.changed.connect(self._later.start)
        host.obstacles_changed.connect(self.look)
        for menu in host.menuBar().findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly):
            menu.aboutToShow.connect(self.look)  # there may be a log by now
        session.closed.connect(self._close)
        self.look()

    def _close(self) -> None:
        self._flows, self._near = (), []  # nobody may read any more

    def look(self) -> None:
        """Enable each action, or not, by what all flows say."""
        self._ask(self._flows)

    def look_near(self) -> None:
        """The same by what those flows say that follow the caret; the others' word stays."""
        self._ask(self._near)

    def _ask(self, flows: Iterable[Flow]) -> None:
        for flow in flows:
            self._found[flow] = flow.obstacles()
            for key in self._found[flow]:
                self._host.actions_[key].setEnabled(not self.why(key))

    def why(self, action: str) -> str:
        """Return why an action would do nothing now; empty where it would do something."""
        return next((why for found in self._found.values() if (why := found.get(action, ""))), "")

    def tell(self, event: QKeyEvent) -> bool:
        """Say why the action of a key is disabled, if it is; return whether there was something to say."""
        action = self._host.actions_.pressed(event, self._host.keymap)
        if not action:
            return False
        self.look()  # or it would name a key that is another one by now
        why = self.why(action)
        if why:
            self._host.session.status_message.emit(why)
        return bool(why)
