"""Host: the main window without its features. Features are given a Host, never the window that is made of them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMainWindow, QSplitter, QVBoxLayout, QWidget
from shiboken6 import isValid

from models.base.report import Report
from ui.article.view import ArticleView
from ui.keys.action_specs import ACTION_SPECS
from ui.keys.actions import Actions
from ui.keys.keymap import Keymap
from ui.session.session import Session
from ui.support.file_manager import show_folder
from ui.support.settings import Settings
from ui.widgets.message_bar import MessageBar, Offer
from ui.widgets.parts import bring_to_front


class Host(QMainWindow):
    """One project's session, its article, and the places where a feature may show something.

    What a feature needs of another one is handed to its flow as a parameter; the window connects the two.
    """

    project_asked = Signal(Path)
    new_asked = Signal(list)  # files and folders of articles to begin with
    sample_asked = Signal()
    close_asked = Signal()
    recover_asked = Signal()
    restore_asked = Signal(Path)  # the unpublished copy of a backup that is to take the project's place
    obstacles_changed = Signal()  # beyond what the session tells of
    theme_changed = Signal(object)  # the Theme that is shown from now on

    actions_: Actions  # made by the window, once all flows have told their handlers

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__()
        self.session, self.settings = session, settings
        self.messages = MessageBar()
        self.article_view = ArticleView(session)
        self.keymap = Keymap(settings, ACTION_SPECS, self)
        above = QWidget()
        self.column = QVBoxLayout(above)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addWidget(self.messages)
        self.middle = QSplitter(Qt.Orientation.Vertical)
        self.middle.setChildrenCollapsible(False)
        self.middle.addWidget(above)
        self.middle.setStretchFactor(0, 1)

    def show_above(self, bar: QWidget, *, first: bool = False) -> None:
        """Put a bar above the article: over the messages when `first`, else under them."""
        self.column.insertWidget(0 if first else self.column.indexOf(self.messages) + 1, bar)

    def show_below(self, panel: QWidget) -> None:
        """Show a panel of results under the article, in place of another."""
        self._clear_below()
        if self.middle.indexOf(panel) < 0:
            self.middle.addWidget(panel)
            self.middle.setStretchFactor(self.middle.indexOf(panel), 0)
        panel.show()

    def hide_below(self) -> None:
        """Give the room under the article back to it, and the keyboard, too."""
        self.article_view.setFocus()
        self._clear_below()

    def _clear_below(self) -> None:
        for panel in self.middle.children():
            if isinstance(panel, QWidget) and self.middle.indexOf(panel) > 0:
                if panel.isAncestorOf(self.focusWidget()):
                    self.article_view.setFocus()
                panel.hide()

    def tell_damage(self, text: str) -> None:
        """Say what is damaged in the project, with a button for each way on."""
        offers: list[Offer] = [("&Recover into a new project…", self.recover_asked.emit)]
        if not self.session.read_only:
            offers.insert(0, ("&Backups…", self._show_backups))
        self.messages.show_error(text, offers=offers)

    def _show_backups(self) -> None:
        self.actions_["backups"].trigger()

    def _show_folder(self, written: Path) -> None:
        show_folder(written, lambda why: self.messages.show_note(why) if isValid(self.messages) else None)

    def tell_report(self, summary: str, report: Report, written: Path | None = None) -> None:
        """Say what an import or export did, and show its notes if it has any; they have the keyboard.

        With the file or folder that was `written`, there is a button that shows where it lies.
        """
        from ui.widgets.report_dialog import ReportDialog  # noqa: PLC0415 - no part of a start

        self.session.status_message.emit(summary)
        if written is not None and not report.told:
            self.messages.show_note(summary, offers=[("Show in &folder", lambda: self._show_folder(written))])
        if report.told:
            dialog = ReportDialog(summary, report, self, written)
            dialog.finished.connect(self.activateWindow)
            bring_to_front(dialog)
