"""The dialog of backups: when and why each was made, what it holds, how the project differs, and restoring it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QMessageBox,
    QPushButton,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from models.backups import listing
from models.backups.backing_up import uid_of
from models.backups.comparing import BackupDiff, compare
from models.backups.listing import Backup
from models.base.data_folder import home_folder
from models.base.presence import is_folder
from ui.backups import wording as words
from ui.backups.scheduler import BackupScheduler
from ui.session.session import Session
from ui.support.bidi import LRM, isolated, shown_path
from ui.support.tips import tip
from ui.tasks.run import Task
from ui.widgets.announce_text import announce
from ui.widgets.file_dialogs import ask_save_project
from ui.widgets.fitting import FittedDialog
from ui.widgets.parts import faint_label, plain_label, resize_to_text
from ui.widgets.tables.views import set_up_tree
from ui.widgets.whats_this import explain

_BACKUP = Qt.ItemDataRole.UserRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


_WHAT = (
    "Backups of this project, the newest first. Choose one to see what it has otherwise than the project now; "
    "Restore makes a new project of it, or puts it in the place of this one, which is backed up first."
)


class BackupsDialog(FittedDialog):
    """Lists the backups of the open project, of one that cannot be opened (`path`), or of all projects.

    Restoring is left to the receiver of its signals, which are emitted once the dialog is closed.
    """

    copy_asked = Signal(Path, Path)  # the backup, the new project
    over_asked = Signal(object)  # a Backup

    def __init__(
        self,
        root: Path,
        parent: QWidget,
        session: Session | None = None,
        scheduler: BackupScheduler | None = None,
        path: Path | None = None,
    ) -> None:
        super().__init__(parent)
        self._root, self._session, self._scheduler = root, session, scheduler
        self.project = session.project.path if session else path
        self.setWindowTitle("Backups")
        self.told, self.where, self.differences = plain_label(), faint_label(), plain_label()
        self.list, self.named = QTreeWidget(), QTreeWidget()
        self.now, self.copy = QPushButton("&Back up now"), QPushButton("Restore as a &copy…")
        self.over, self.shut = QPushButton("&Restore over the project…"), QPushButton("Close")
        self._comparing = Task(self, on_success=self._compared, on_failure=self._tell_difference)
        self._set_up()
        self._lay_out()
        self._connect()
        self.read()
        resize_to_text(self, 110, 34)
        self.list.setFocus()
        explain(self, _WHAT)

    def _set_up(self) -> None:
        columns = ["Made", "Why", "Articles", "Spans", "Labels", "Size"]
        self.list.setHeaderLabels(columns if self.project else ["Project", *columns])
        self.named.setHeaderLabels(["What", "Words", "Label", "Article"])
        for view, name in ((self.list, "Backups"), (self.named, "What is different since the backup")):
            set_up_tree(view, name)
            # The usual minimum is the font's widest letter.
            view.header().setMinimumSectionSize(self.fontMetrics().averageCharWidth() * 6)
            view.setMinimumHeight(self.fontMetrics().height() * 5)
        why = self.list.columnCount() - 5
        self.list.header().setSectionResizeMode(why, QHeaderView.ResizeMode.Stretch)  # rows are as wide as the list
        self.named.header().setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)  # a title from its beginning
        read_only = self._session is not None and self._session.project.read_only
        for column in range(self.list.columnCount() - 4, self.list.columnCount()):
            self.list.headerItem().setTextAlignment(column, _RIGHT)
        self.now.setVisible(self._scheduler is not None and not read_only)
        self.over.setVisible(self.project is not None and not read_only)
        self.copy.setDefault(True)

    def _lay_out(self) -> None:
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.differences)
        column.addWidget(self.named, 1)
        column.addStretch()
        below.setVisible(self._session is not None)
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.list)
        halves.addWidget(below)
        halves.setStretchFactor(0, 1)
        halves.setStretchFactor(1, 1)
        foot = QHBoxLayout()
        for button in (self.now, self.copy, self.over):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self.shut)
        whole = QVBoxLayout(self)
        whole.addWidget(self.told)
        whole.addWidget(halves, 1)
        whole.addWidget(self.where)
        whole.addLayout(foot)

    def _connect(self) -> None:
        self.list.currentItemChanged.connect(self._show)
        self._comparing.progressed.connect(self._show_progress)
        self.now.clicked.connect(self._back_up)
        self.copy.clicked.connect(self._ask_copy)
        self.over.clicked.connect(self._ask_over)
        self.shut.clicked.connect(self.reject)
        self.finished.connect(self._comparing.stop)
        if self._scheduler is not None:
            self._scheduler.ended.connect(self._made)
        if self._session is not None:
            self._session.closing.connect(self.reject)

    def _found(self) -> list[Backup]:
        if self._session is not None:
            return listing.backups_in(listing.folder_of(self._root, uid_of(self._session.project.source())))
        if self.project is None:
            return listing.all_backups(self._root)
        folder = listing.folder_for(self._root, self.project)
        return listing.backups_in(folder) if folder else []

    def read(self) -> None:
        found = self._found()
        self.list.blockSignals(True)  # no row is chosen until all are there
        self.list.clear()
        for backup in found:
            row = words.cells(backup)
            item = QTreeWidgetItem(self.list, row if self.project else [words.name_of(backup), *row])
            for column in range(item.columnCount() - 4, item.columnCount()):
                item.setTextAlignment(column, _RIGHT)
            item.setToolTip(0, tip(LRM + str(backup.path)))
            item.setData(0, _BACKUP, backup)
        whose = f"of {isolated(self.project.stem)}" if self.project else "of all projects"
        self.told.setText(f"{LRM}Backups {whose}:" if found else f"{LRM}There are no backups {whose} yet.")
        self.where.setText(f"{LRM}They are in {shown_path(found[0].path.parent if found else self._root)}.")
        self.list.blockSignals(False)
        if found:
            self.list.setCurrentIndex(self.list.model().index(0, 0))
        else:
            self._show()

    def chosen(self) -> Backup | None:
        """Return the backup of the current row."""
        item = self.list.currentItem()
        return item.data(0, _BACKUP) if item is not None else None

    def _show(self) -> None:
        backup = self.chosen()
        self.copy.setEnabled(backup is not None)
        self.over.setEnabled(backup is not None)
        self.named.clear()
        self.differences.setText("")
        if backup is not None and self._session is not None:
            source, path = self._session.project.source(), backup.path
            self.differences.setText("Comparing with the project…")
            self._comparing.start(lambda progress: compare(source, path, progress))

    def _show_progress(self, done: int, whole: int) -> None:
        self.differences.setText(f"Comparing with the project… {done * 100 // whole if whole else 0} %")

    def _compared(self, found: BackupDiff) -> None:
        self._tell_difference("\n".join(words.sentences(found)))
        self.named.addTopLevelItems([QTreeWidgetItem([*words.row(named)]) for named in found.named])
        self.named.setVisible(bool(found.named))

    def _tell_difference(self, text: str) -> None:
        self.differences.setText(LRM + text)
        announce(self.differences, text)

    def _back_up(self) -> None:
        if self._scheduler is not None and self._scheduler.start("asked", always=True):
            self.now.setEnabled(False)
            self.told.setText("Backing up…")

    def _made(self) -> None:
        self.now.setEnabled(True)
        self.read()

    def _ask_copy(self) -> None:
        backup = self.chosen()
        if backup is None:
            return
        project = self.project or Path(backup.contents.project if backup.contents else "project.nishan")
        folder = project.parent if is_folder(project.parent) else home_folder() or Path.cwd()
        usual = folder / f"{project.stem} {backup.at.astimezone():%Y-%m-%d %H.%M}.nishan"
        if path := ask_save_project(self, "Restore as a copy", usual):
            self.accept()
            self.copy_asked.emit(backup.path, path)

    def _ask_over(self) -> None:
        backup = self.chosen()
        if backup is None or self.project is None:
            return
        first = "It is backed up first" if self._session else "The damaged file is kept beside it"
        asked = QMessageBox(self)
        asked.setWindowTitle("Restore over the project")
        asked.setTextFormat(Qt.TextFormat.PlainText)
        asked.setText(
            f"{LRM}Make {isolated(self.project.stem)} what it was {words.moment(backup)}? "
            f"{first}, so that you can go back to what it is now."
        )
        restore = asked.addButton("&Restore", QMessageBox.ButtonRole.AcceptRole)
        asked.addButton("Cancel", QMessageBox.ButtonRole.RejectRole)
        asked.setDefaultButton(restore)
        asked.buttonClicked.connect(lambda button: self._over(backup) if button is restore else None)
        asked.finished.connect(asked.deleteLater)
        asked.open()

    def _over(self, backup: Backup) -> None:
        self.accept()
        self.over_asked.emit(backup)
