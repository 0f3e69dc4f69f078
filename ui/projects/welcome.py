"""The welcome page, which is shown when no project is open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ui.keys.action_specs import ACTION_SPECS
from ui.keys.keymap import Keymap, action_name
from ui.projects.recent_list import RecentList
from ui.support import theme
from ui.support.drops import dropped_paths, refusal, single_project, take_copy
from ui.support.glyphs import app_icon
from ui.support.settings import Settings
from ui.widgets.file_dialogs import ask_articles, ask_open_project
from ui.widgets.fitting import fit
from ui.widgets.message_bar import MessageBar
from ui.widgets.parts import resize_to_text, scrolled
from ui.widgets.whats_this import explain

_WHAT = (
    "Where to begin: open a project, make a new one, or look at the sample. Projects that were open before are "
    "listed; one that is damaged can be recovered, and a backup restored."
)


class Welcome(QWidget):
    """Shows buttons that open or make a project, and the recent projects; accepts dropped files."""

    open_asked = Signal(Path)
    new_asked = Signal(list)  # paths of articles to begin with
    sample_asked = Signal()
    backups_asked = Signal()

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self._keymap = Keymap(settings, ACTION_SPECS, self)
        self.setWindowTitle("Nishan")
        self.setAcceptDrops(True)
        self._show_theme()
        self.messages = MessageBar()
        self.recent = RecentList(settings)
        self._open_button, self._forget_button = QPushButton("Op&en it"), QPushButton("&Remove from the list")
        self._assemble()
        self._connect()
        resize_to_text(self, 112, 30)
        explain(self, _WHAT)

    def _assemble(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.messages)
        halves = QHBoxLayout()
        halves.setContentsMargins(36, 28, 36, 28)
        halves.setSpacing(36)
        halves.addWidget(self._scrolled(self._ways()))
        halves.addLayout(self._recent(), 1)
        column.addLayout(halves, 1)

    def _scrolled(self, column: QVBoxLayout) -> QScrollArea:
        """Return a scroll area as wide as the column: with large text and a long message, the column does not fit."""
        inside = QWidget()
        inside.setLayout(column)
        area = scrolled(inside)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setMinimumWidth(inside.minimumSizeHint().width() + area.verticalScrollBar().sizeHint().width())
        return area

    def _ways(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for label in self._title():
            column.addWidget(label)
        column.addSpacing(self.fontMetrics().height())
        self.buttons = [
            self._button("&New project…", "new", lambda: self.new_asked.emit([])),
            self._button("&Open a project…", "open", self._ask_open),
            self._button("&Import files into a new project…", "import_files", self._ask_import),
            self._button("The &sample", "", self.sample_asked.emit),
            self._button("Restore a &backup…", "", self.backups_asked.emit),
        ]
        self.buttons[0].setDefault(True)
        for button in self.buttons:
            column.addWidget(button)
        column.addStretch(1)
        column.addWidget(self._faint("Or drop texts, a folder or a project here."))
        return column

    def _title(self) -> tuple[QLabel, QLabel, QLabel]:
        """Return the program's icon, its name and what it is for."""
        side = self.fontMetrics().height() * 3
        icon = QLabel()
        icon.setPixmap(app_icon().pixmap(side, side))
        icon.setMinimumHeight(side)
        name = QLabel("Nishan \u2068نشان\u2069")
        font = name.font()
        font.setPointSizeF(font.pointSizeF() * 2)
        name.setFont(font)
        return icon, name, self._faint("Annotate Urdu text.")

    def _faint(self, text: str) -> QLabel:
        label = QLabel(text)  # not wrapped: it gives the column its width
        label.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        return label

    def _button(self, text: str, action: str, run: Callable[[], object]) -> QPushButton:
        """Return a button that runs something; the keys of the window's action do so, too."""
        button = QPushButton(text)
        button.setMinimumHeight(round(self.fontMetrics().height() * 2))
        button.clicked.connect(lambda _checked=False: run())
        if action:
            button.setToolTip(action_name(text) + self._keymap.hint(action))
            self._add_shortcuts(action, run)
        return button

    def _add_shortcuts(self, action: str, run: Callable[[], object]) -> None:
        for key in self._keymap.keys(action):
            QShortcut(key, self, run)

    def _recent(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        heading = QLabel("Recent pro&jects")
        heading.setBuddy(self.recent)
        self._none = self._faint("None yet: begin with a new one, or look at the sample.")
        self._none.setAlignment(Qt.AlignmentFlag.AlignTop)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._forget_button)
        row.addWidget(self._open_button)
        column.addWidget(heading)
        column.addWidget(self.recent, 1)
        column.addWidget(self._none, 1)
        column.addLayout(row)
        return column

    def _connect(self) -> None:
        self.recent.opened.connect(self.open_asked)
        self.recent.currentRowChanged.connect(self._show_enabled)
        self._open_button.clicked.connect(self.recent.open_current)
        self._forget_button.clicked.connect(self.recent.forget_current)
        self.recent.forgotten.connect(self._forgotten)
        self._add_shortcuts("quit", self.close)
        QApplication.styleHints().colorSchemeChanged.connect(self._show_theme)
        self._show_enabled()

    def setVisible(self, visible: bool) -> None:
        if visible:
            fit(self)
        super().setVisible(visible)

    def showEvent(self, event: QShowEvent) -> None:
        self.recent.read()  # which projects exist may have changed
        self._forgotten()
        super().showEvent(event)

    def _show_enabled(self) -> None:
        some = self.recent.count() > 0
        self._none.setVisible(not some)
        for widget in (self.recent, self._forget_button, self._open_button):
            widget.setVisible(some)
        self._forget_button.setEnabled(self.recent.currentItem() is not None)
        self._open_button.setEnabled(self.recent.may_be_there())

    def _show_theme(self) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, theme.chosen(self._settings.theme))

    def _forgotten(self) -> None:
        self._show_enabled()
        (self.recent if self.recent.count() else self.buttons[0]).setFocus()

    def _ask_open(self) -> None:
        if path := ask_open_project(self):
            self.open_asked.emit(path)

    def _ask_import(self) -> None:
        if paths := ask_articles(self, "Articles for a new project"):
            self.new_asked.emit(paths)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        take_copy(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        take_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Open a single project; start a new one with anything else, but for what cannot be opened, which is told."""
        if not take_copy(event):
            return
        paths = dropped_paths(event.mimeData())
        if why := refusal(paths):
            self.messages.show_error(why)
        elif project := single_project(paths):
            self.open_asked.emit(project)
        else:
            self.new_asked.emit(paths)
