"""The composition root: settings, fonts, theme, error hooks, the project and its window."""

from __future__ import annotations

import gc
import sqlite3
import sys
import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, QTimer

from models.base.data_folder import backups_folder
from models.base.errors import Damaged, ForeignLog, OpenElsewhere, UserError
from models.base.file_names import is_address
from models.base.presence import Seen, answers, exists, look
from models.base.report import Report
from models.project.project import Project
from models.storage.disk import regular
from models.storage.disk.volumes import LOCAL, Drive, drive_of
from models.storage.lock_note import login_name
from models.storage.opening import Opening
from models.storage.tables.migrating import load_writing
from ui.session.session import Session
from ui.shell.application import Application
from ui.shell.crash_hooks import CrashHooks
from ui.shell.ending import Ending
from ui.shell.opening import meet, meet_foreign_log, open_copy_read_only, open_project
from ui.shell.starting.beginning import Beginning
from ui.shell.window import Window
from ui.support.log import write_to_terminal
from ui.support.settings import Settings
from ui.tasks.later import later
from ui.widgets.message_bar import MessageBar, Offer

if TYPE_CHECKING:
    from ui.projects.new_project_dialog import NewProjectDialog
    from ui.projects.welcome import Welcome
    from ui.shell.starting.bare_page import BarePage
    from ui.shell.starting.rescue import Rescuer


_PATIENCE = 3.0  # seconds in which the drive of a project has to answer
_SERVE_AFTER = 500  # milliseconds after the window stands


class App(QObject):
    """Opens projects in windows, one at a time; without one there is the welcome page."""

    def __init__(self, settings: Settings, room: QSize | None = None) -> None:
        """`room` is that of the screen, in pixels, which no window leaves as it opens."""
        super().__init__()
        self.settings, self._room = settings, room
        self.window: Window | None = None
        self.welcome: Welcome | BarePage | None = None
        self._wanted: Path | None = None  # a project that was asked for at the start and is not there
        self.hooks = CrashHooks(settings.folder, self)
        self.hooks.crashed.connect(self._tell_crash)

    def start(self, path: Path | None) -> None:
        """Open `path`, the last project or, the first time, the sample; else show the welcome page, and why."""
        if path is not None and look([path], _PATIENCE)[path] is Seen.GONE and not exists(path):
            self._wanted = path
            self.show_welcome(f"{path}: there is no such project yet; make it with New project, or open another.")
            return
        found = path or self.settings.last_project
        if found is not None:
            self.attempt(found)
        elif self.settings.recent:
            self.show_welcome()
        else:
            self.open_sample()

    def begin(self, steps: Sequence[Callable[[], object]], path: Path | None, troubles: list[str]) -> None:
        """Take the steps of a start and `start`; whatever fails, a window stands and says so, with the `troubles`."""
        failed = list[Exception]()
        steps = (*steps, partial(self.start, path))
        for step in steps:
            try:
                step()
            except Exception as error:  # a bug, or a part of the program that is not there
                failed.append(error)
        for bug in failed:
            self.hooks.handle(type(bug), bug, bug.__traceback__)
        for trouble in troubles:
            write_to_terminal(f"nishan: {trouble}")
            self.offer(trouble)

    def bar(self) -> MessageBar | None:
        """Return the message bar of the window that is shown."""
        shown = self.window or self.welcome
        return shown.messages if shown is not None else None

    def attempt(self, path: Path, *, despite_note: bool = False) -> None:
        """Open a project; where it cannot be opened, nothing changes and the message bar says why.

        The one that is open here comes to the front.

        `despite_note`: open it although another machine's lock note says that it is open there.
        """
        if not answers(path, _PATIENCE):
            self.offer(f"{path}: its drive does not answer; open it again when it does.")
            return
        if self.window is not None and regular.is_ours(path):
            self.window.raise_window()
            return
        if is_address(str(path)) and not exists(path):
            self.offer(f"{path}: an address, and no file of this computer; save it in a folder here, and open that.")
            return
        try:
            self.open(path, despite_note=despite_note)
        except UserError as error:
            self._tell_why(path, error)

    def _tell_why(self, path: Path, error: UserError) -> None:
        """Say why a project is not opened, with what can be done instead."""
        match error:
            case OpenElsewhere():
                meet(self, path, error)
            case ForeignLog():
                meet_foreign_log(self, path, error)
            case Damaged():
                self._rescuer(path).meet(error)
            case _:
                self.offer(str(error))

    def _rescuer(self, path: Path) -> Rescuer:
        from ui.shell.starting.rescue import Rescuer  # noqa: PLC0415 - seldom needed

        return Rescuer(self, backups_folder(self.settings.folder), path)

    def open_sample(self) -> None:
        """Open the sample project, made anew where it is missing."""
        try:
            if not exists(self.settings.sample):
                self._make_sample()
        except UserError as error:
            self.offer(str(error))
        else:
            self.attempt(self.settings.sample)

    def _make_sample(self) -> None:
        from models.importing.new_project import make_project  # noqa: PLC0415 - most starts make nothing
        from models.labels.templates import read_guidelines, seed_articles, seed_labels  # noqa: PLC0415

        make_project(self.settings.sample, seed_labels(), read_guidelines(), seed_articles())

    def offer(self, reason: str, offers: Sequence[Offer] = ()) -> None:
        """Say why a project cannot be opened, with buttons for what can be done instead."""
        if self.bar() is None:
            self.show_welcome()
        bar = self.bar()
        assert bar is not None
        bar.show_error(reason, offers=offers)

    def open(self, path: Path, *, despite_note: bool = False) -> None:
        """Open a project and show it instead of the current window. Raises UserError; then nothing changes."""
        if self.window is not None and not self.window.pending.may_leave(lambda: self.attempt(path)):
            return
        how = Opening(drive_of(path), despite_note, self._before_migration)
        self._enter(open_project(path, how, self.window or self.welcome), how.drive)

    def open_read_only(self, path: Path, *, changing: bool = True) -> None:
        """Open a project read-only; a copy of it where it is open elsewhere and `changing`."""
        if self.window is not None and not self.window.pending.may_leave(
            lambda: self.open_read_only(path, changing=changing)
        ):
            return
        try:
            self._enter(open_copy_read_only(path, self.window or self.welcome, changing=changing), LOCAL)
        except UserError as error:
            self._tell_why(path, error)

    def _enter(self, project: Project, drive: Drive) -> None:
        """Show an open project instead of the current window, and remember it."""
        try:
            self.settings.sync()  # somebody may have given a name in another window
            name = self.settings.annotator or login_name()
            window = Window(Session(project, name), self.settings)
        except BaseException:
            project.close()
            raise
        self._connect(window)
        before, self.window = self.window, window
        if self._room is not None:
            window.show_within(self._room)
        else:
            window.show()
        self._dismiss(before)
        self._dismiss(self.welcome)
        self.welcome = None
        self.settings.annotator = name
        self.settings.remember(project.path)
        self._tell_about(window, drive)

    def _connect(self, window: Window) -> None:
        window.project_asked.connect(self.attempt)
        window.new_asked.connect(self.ask_new)
        window.sample_asked.connect(self.open_sample)
        window.close_asked.connect(self.close_project)
        window.restore_asked.connect(self.restore)
        window.recover_asked.connect(self.recover)

    def _tell_about(self, window: Window, drive: Drive) -> None:
        """Tell once how the last session ended, and once what is risky about the drive."""
        project = window.session.project
        if project.ended_unexpectedly and not project.found:
            window.session.status_message.emit("the last session ended unexpectedly; all that it saved is here")
        warning = drive.warning(project.path)
        if warning and not project.read_only and not self.settings.warned_of(project.path):
            self.settings.set_warned_of(project.path)
            window.messages.show_note(warning)
        if project.left_out:
            from ui.shell.starting.rescue import tell_left_out  # noqa: PLC0415 - seldom needed

            tell_left_out(window)
        if not project.read_only:
            later(window, window.session, _SERVE_AFTER, window.serve_second_starts).start()

    def _dismiss(self, shown: Window | Welcome | BarePage | None) -> None:
        if shown is not None:
            shown.close()
            shown.deleteLater()
        if isinstance(shown, Window):  # many closed sessions that Python collects together have ended one
            shown.session.deleteLater()

    def _before_migration(self, conn: sqlite3.Connection, path: Path) -> None:
        from models.backups.backing_up import before_migration  # noqa: PLC0415 - most projects are of this version

        before_migration(backups_folder(self.settings.folder), conn, path)

    def restore(self, draft: Path) -> None:
        """Put a prepared backup in the place of the open project, and open it."""
        from ui.shell.starting.restoring import Restorer  # noqa: PLC0415 - seldom needed

        Restorer(self, backups_folder(self.settings.folder)).exchange(draft)

    def recover(self) -> None:
        """Make a new project of what is sound in the open one, which is closed."""
        if self.window is not None:
            self._rescuer(self.window.session.project.path).leave_and_recover()

    def offer_backups(self, path: Path | None = None) -> None:
        """Show the backups of a project that cannot be opened, if it has any; without a path, all backups."""
        from ui.shell.starting.restoring import Restorer  # noqa: PLC0415 - seldom needed

        Restorer(self, backups_folder(self.settings.folder)).offer(path)

    def close_project(self) -> None:
        """Close the project and show the welcome page, as the next start will."""
        if self.window is None or not self.window.isEnabled():  # a task has the project
            return
        if not self.window.pending.may_leave(self.close_project):
            return
        before, self.window = self.window, None
        self.settings.last_project = None
        self.show_welcome()
        self._dismiss(before)

    def show_welcome(self, reason: str = "", details: str = "") -> None:
        """Show the welcome page, with `reason` in its message bar; a bare page where even that fails."""
        try:
            self.welcome = self._make_welcome()
        except Exception as error:  # a bug, which is told on the page that needs next to nothing
            from ui.shell.starting.bare_page import BarePage  # noqa: PLC0415 - hoped to be needed never

            self.welcome = BarePage()
            self.hooks.handle(type(error), error, error.__traceback__)
        self.welcome.open_asked.connect(self.attempt)
        if reason:
            self.welcome.messages.show_error(reason, details)
        self.welcome.show()

    def _make_welcome(self) -> Welcome:
        from ui.projects.welcome import Welcome  # noqa: PLC0415 - most starts open a project

        welcome = Welcome(self.settings)
        welcome.new_asked.connect(self.ask_new)
        welcome.sample_asked.connect(self.open_sample)
        welcome.backups_asked.connect(self.offer_backups)
        return welcome

    def ask_new(self, articles: Sequence[Path] = ()) -> NewProjectDialog:
        """Show the dialog of a new project, with these files and folders as its articles."""
        from ui.projects.new_project_dialog import NewProjectDialog  # noqa: PLC0415

        assistant = NewProjectDialog(self.settings, articles, self._wanted, self.window or self.welcome)
        assistant.made.connect(self._made)
        assistant.open()
        return assistant

    def _made(self, path: Path, annotator: str, report: Report) -> None:
        self.settings.annotator = annotator
        self._wanted = None
        self.attempt(path)
        if self.window is not None and regular.is_ours(path) and report.articles:
            self.window.tell_report(report.done("imported"), report)

    def install_hooks(self) -> None:
        """Send uncaught exceptions to the crash file and the message bar, and go on."""
        self.hooks.install()

    def _tell_crash(self, text: str, details: str) -> None:
        if (bar := self.bar()) is not None:
            bar.show_error(text, details)
        else:
            self.show_welcome(text, details)


def settle() -> None:
    """Exempt the objects of the start from later garbage collections, which would pause labelling."""
    gc.collect()
    gc.freeze()
    gc.enable()


def run(project: Path | None, data_dir: Path | None) -> int:
    """Show the window until it is closed; return the exit code of the process."""
    qt = Application([*sys.argv[:1], "-style", "Fusion"])  # `setStyle` returns it, with 400 names that no start needs
    try:
        beginning = Beginning(data_dir)
    except UserError as error:  # there is no place for anything that the window keeps
        write_to_terminal(f"nishan: {error}")
        return 1
    app = App(beginning.settings, qt.primaryScreen().availableSize())
    app.install_hooks()
    ending = Ending(app, qt, app)
    ending.listen()
    app.hooks.display_lost.connect(ending.leave)
    if sys.platform == "darwin":
        qt.processEvents()  # the file of a double click comes with the first events
    app.begin(beginning.look_right(qt), project or qt.file_requests.take_first(), beginning.troubles)
    if app.bar() is None:  # the window that has the project open is in front now
        ending.stop()
        app.hooks.uninstall()
        return 0
    qt.file_requests.serve(app)
    QTimer.singleShot(400, lambda: threading.Thread(target=load_writing, daemon=True).start())
    QTimer.singleShot(1000, settle)
    code = int(qt.exec())
    ending.stop()
    app.hooks.uninstall()
    beginning.forget()
    return code
