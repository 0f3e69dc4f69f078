"""What the disk refused: told, tried again, saved elsewhere; no window goes with it unasked."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from models.base.data_folder import home_folder
from models.base.errors import UserError
from ui.host.flow import Flow, Handlers
from ui.host.host import Host
from ui.support.bidi import shown_name
from ui.tasks.run import wait_for
from ui.widgets.damaged_copy import tell_damaged_copy
from ui.widgets.file_dialogs import ask_save_project

if TYPE_CHECKING:
    from ui.pending.bar import PendingBar
    from ui.pending.dialog import PendingDialog

_EVERY = 5000  # milliseconds between two tries
_SHARE = 20  # of the time at most that trying takes: what waits may be much


class PendingFlow(Flow):
    """Shows the bar while something waits for the disk."""

    def __init__(self, host: Host) -> None:
        self._host, self._session = host, host.session
        self._bar: PendingBar | None = None
        self.dialog: PendingDialog | None = None
        self._leaves = False  # whoever was asked leaves what another program has overwritten
        self.timer = QTimer(host)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self.try_again)
        self._session.pending_changed.connect(self._show)
        self._session.closed.connect(self.timer.stop)

    def handlers(self) -> Handlers:
        return {}

    @property
    def bar(self) -> PendingBar:
        if self._bar is None:
            from ui.pending.bar import PendingBar  # noqa: PLC0415 - most disks take everything

            self._bar = PendingBar()
            self._bar.again_asked.connect(self.try_again)
            self._bar.elsewhere_asked.connect(self.save_elsewhere)
            self._host.show_above(self._bar, first=True)
        return self._bar

    def _show(self) -> None:
        waiting = self._session.pending
        self._host.setWindowModified(bool(waiting))
        if waiting:
            self.bar.show_waiting(len(waiting), waiting.reason)
            if not self.timer.isActive():
                self.timer.start(_EVERY)
        elif self._bar is not None:
            self.timer.stop()
            if self._bar.isAncestorOf(self._host.focusWidget()):
                self._host.article_view.setFocus()
            self._bar.hide()

    def try_again(self) -> None:
        """Try to save what waits, and once more later where that is in vain."""
        if not self._host.isEnabled():  # a task has the project
            self.timer.start(_EVERY)
            return
        began = time.monotonic()
        if not self._session.save_again():
            taken = round((time.monotonic() - began) * 1000)
            self._show()
            self.timer.start(max(_EVERY, taken * _SHARE))

    def save_elsewhere(self) -> None:
        """Ask for a place, make a project there that has everything, and go on in that."""
        self._save_elsewhere(self._host.project_asked.emit)

    def may_leave(self, then: Callable[[], object]) -> bool:
        """Return whether the project can be left; if not, ask, and call `then` once it can."""
        self._session.keeping.emit()  # or it would be refused when nobody is asked any more
        project = self._session.project
        if self._session.save_again() and (self._leaves or not project.is_at_risk):
            return True
        from ui.pending.dialog import PendingDialog  # noqa: PLC0415

        if self.dialog is None:
            waiting = self._session.pending
            reason = waiting.reason or project.why_changed
            self.dialog = dialog = PendingDialog(len(waiting), reason, self._host)
            dialog.elsewhere.clicked.connect(lambda: self._save_elsewhere(lambda _path: self._go(then)))
            dialog.again.clicked.connect(lambda: self._again(then))
            dialog.leave.clicked.connect(lambda: self._give_up(then))
            dialog.finished.connect(self._asked)
            dialog.open()
        return False

    def _asked(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = None

    def _go(self, then: Callable[[], object]) -> None:
        if self.dialog is not None:
            self.dialog.accept()
        then()

    def _again(self, then: Callable[[], object]) -> None:
        project = self._session.project
        if self._session.save_again() and not project.is_at_risk:
            self._go(then)
        elif self.dialog is not None:
            waiting = self._session.pending
            self.dialog.show_failure(len(waiting), waiting.reason or project.why_changed)

    def _give_up(self, then: Callable[[], object]) -> None:
        self._session.give_up_pending()
        self._leaves = True
        try:
            self._go(then)
        finally:
            self._leaves = False

    def _save_elsewhere(self, then: Callable[[Path], object]) -> None:
        """Ask for a place, and make a project there that has everything."""
        folder = home_folder() or Path.cwd()
        path = ask_save_project(self._host, "Save everything to", folder / self._session.project.path.name)
        if path is None:
            return
        try:
            work, over = self._session.pending.write_to, self.dialog or self._host
            damage = wait_for(f"Saving everything to {shown_name(path.name)}…", lambda: work(path), over)
            self._session.saved_elsewhere()
        except UserError as error:
            self._host.messages.show_error(str(error))
            if self.dialog is not None:
                self.dialog.show_failure(len(self._session.pending), str(error))
            return
        self._host.settings.remember(path)
        self._session.status_message.emit(f"everything is saved to {shown_name(path.name)}")
        tell_damaged_copy(self._host, path, damage, lambda: then(path))
