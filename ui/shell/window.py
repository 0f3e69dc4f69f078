"""The window: which panes and flows there are, what stands where, and what the status line says."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QTabWidget

from models.base.entities import Changes, LabelId, Span
from models.base.report import counted
from ui.article.overview_ruler import OverviewRuler
from ui.article.title import TitleLine
from ui.articles.empty_state import EmptyState
from ui.articles.flow import ArticlesFlow
from ui.articles.label_chips import ArticleLabelChips
from ui.articles.pane import ArticlesPane
from ui.backups.flow import BackupFlow
from ui.consistency.flow import ConsistencyFlow
from ui.exporting.flow import ExportFlow
from ui.guidelines.flow import GuidelinesFlow
from ui.guidelines.pane import GuidelinesPane
from ui.history.flow import HistoryFlow
from ui.host.flow import Flow, Handlers
from ui.host.host import Host
from ui.importing.flow import ImportFlow
from ui.keys.actions import Actions
from ui.labels.bar import LabelBar
from ui.labels.chooser_flow import ChooserFlow
from ui.labels.flow import LabelsFlow
from ui.labels.hiding_flow import HidingFlow
from ui.layers.flow import LayerFlow
from ui.overview.flow import OverviewFlow
from ui.pending.flow import PendingFlow
from ui.preferences.appearance_flow import AppearanceFlow
from ui.preferences.flow import PreferencesFlow
from ui.printing.flow import PrintingFlow
from ui.projects.flow import ProjectFlow
from ui.projects.read_only_flow import ReadOnlyFlow
from ui.search.flow import SearchFlow
from ui.search.label_all_flow import LabelAllFlow
from ui.session import span_commands
from ui.session.announce import Announcer
from ui.session.effort import StrokeCounter
from ui.session.session import Session
from ui.shell.damage_flow import DamageFlow
from ui.shell.enabling import Enabling
from ui.shell.help_flow import HelpFlow
from ui.shell.panes import ARTICLES, SPANS, PaneSplitter
from ui.shell.panes_flow import PanesFlow
from ui.shell.undo_bar import UndoBar
from ui.spans.flow import SpanFlow
from ui.spans.granularity_badge import GranularityBadge
from ui.spans.menus import SpanMenus
from ui.spans.note_flow import NoteFlow
from ui.spans.panel import SpanPanel
from ui.suggestions.flow import SuggestionFlow
from ui.support.bidi import named
from ui.support.drops import dropped_paths, take_copy
from ui.support.settings import Settings
from ui.tasks.later import later
from ui.widgets.fitting import fits
from ui.widgets.parts import SHARE
from ui.widgets.status_message import StatusMessage

if TYPE_CHECKING:
    from ui.shell.single_window import SingleWindow

_QUIET = 40  # milliseconds after a gesture, which is painted by then


class Window(Host):
    """One project in one window: the host, its panes, and the flow of every feature."""

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__(session, settings)
        self._make_panes()
        flows = (*self._work_flows(), *self._pane_flows(), *self._project_flows())
        self.enabling = Enabling(self, flows)
        handlers: Handlers = {}
        for flow in flows:
            handlers |= flow.handlers()
        self._single_window: SingleWindow | None = None
        self._left = False
        self.actions_ = Actions(self, self.article_view, handlers)
        self.actions_["recent"].setMenu(self.projects.recent)
        self.actions_["others"].setMenu(self.layers.menu)
        self.actions_["sort"].setMenu(self.articles.sort_menu)
        self.actions_["line_spacing"].setMenu(self.appearance.line_menu)
        self.actions_["text_width"].setMenu(self.appearance.width_menu)
        self._give_keys()
        self.actions_.follow(self.keymap)
        self._assemble()
        ways = (self.actions_["import_files"], self.actions_["import_folder"])
        self.next_step = EmptyState(session, self.article_view, ways)
        self._connect()
        self._restore()
        self.read_only_flow.show_badge()

    def _make_panes(self) -> None:
        session = self.session
        self.scroll_marks = OverviewRuler(session, self.article_view)
        self.article_list = ArticlesPane(session)
        self.span_panel = SpanPanel(session)
        self.span_table = self.span_panel.table
        self.label_bar, self.article_labels = LabelBar(session, self), ArticleLabelChips(session)
        self.guide, self.title_line = GuidelinesPane(session), TitleLine(session, self.article_view.article_layout)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("Spans and guide")
        self.tabs.addTab(self.span_panel, "Spans")
        self.tabs.addTab(self.guide, "Guide")
        self.middle.setMinimumWidth(240)  # the panes at the sides are as narrow as they can be
        self.splitter = PaneSplitter(self.article_list, self.middle, self.tabs, self)

    def _work_flows(self) -> tuple[Flow, ...]:
        """What is done to the open article: suggestions first, which other flows ask."""
        self.suggestions = SuggestionFlow(self)
        self.spans = SpanFlow(self, self.suggestions)
        self.label_all, self.search = LabelAllFlow(self, self.suggestions.finder), SearchFlow(self)
        self.chooser, self.notes, self.history = ChooserFlow(self), NoteFlow(self), HistoryFlow(self)
        self.printing = PrintingFlow(self)
        beside = (self.label_all, self.search, self.chooser, self.notes, self.history, self.printing)
        return self.suggestions, self.spans, *beside

    def _pane_flows(self) -> tuple[Flow, ...]:
        """What the panes around the article show, and how all of it looks."""
        self.articles, self.labels = ArticlesFlow(self, self.article_list), LabelsFlow(self, self.label_bar)
        self.hiding = HidingFlow(self, self.label_bar, self.chooser.choose_for_view)
        self.guidelines, self.layers = GuidelinesFlow(self, self.guide), LayerFlow(self)
        self.appearance = AppearanceFlow(self)
        self.panes = PanesFlow(self, self.splitter, self.article_list.view, self.tabs)
        self.help, self.preferences = HelpFlow(self, self.articles.open), PreferencesFlow(self, self.appearance)
        looks = (self.layers, self.appearance, self.panes, self.help, self.preferences)
        return self.articles, self.labels, self.hiding, self.guidelines, *looks

    def _project_flows(self) -> tuple[Flow, ...]:
        """What is done to the project as a whole."""
        self.pending, self.projects, self.damage = PendingFlow(self), ProjectFlow(self), DamageFlow(self)
        self.read_only_flow = ReadOnlyFlow(self, self.pending.save_elsewhere)
        self.backups = BackupFlow(self, self.pending.may_leave)
        back_up_first = partial(self.backups.scheduler.before, "import")
        self.importing = ImportFlow(self, back_up_first, self.articles.open_first)
        self.exporting = ExportFlow(self, self.article_list.model)
        self.overview = OverviewFlow(self, self.article_list.filter.choose, self.search.search)
        self.consistency = ConsistencyFlow(self)
        ways_out = (self.backups, self.importing, self.exporting, self.overview, self.consistency)
        return self.pending, self.projects, self.damage, self.read_only_flow, *ways_out

    def _assemble(self) -> None:
        name = named(self.session.project.path.stem).replace("[*]", "[*][*]")  # which Qt takes for one, and a name
        parts = [f"{name}[*]", self.read_only_flow.description, "Nishan"]
        self.setWindowTitle(" – ".join(filter(None, parts)))
        self.setAcceptDrops(True)
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, self.label_bar)
        self.undo_bar = UndoBar(self.actions_["undo"], self.actions_["redo"], self)
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, self.undo_bar)
        self._fill_middle()
        self.setCentralWidget(self.splitter)
        self.setTabOrder(self.article_list.view, self.article_view)
        self._status, self._where = StatusMessage(), QLabel()
        for line in (self._status, self._where):
            line.setTextFormat(Qt.TextFormat.PlainText)
        self._where_later = later(self, self.session, 120, self._show_where)
        self._status.setContentsMargins(8, 0, 8, 0)
        self.statusBar().addWidget(self._status, 1)
        self.badge = GranularityBadge(self.session, self.actions_["granularity"])
        self.statusBar().addPermanentWidget(self.backups.look_line)
        self.statusBar().addPermanentWidget(self.badge)
        self.statusBar().addPermanentWidget(self._where)
        self.resize(1240, 800)

    def _fill_middle(self) -> None:
        """Put the article and what goes with it into the host's column."""
        self.show_above(self.title_line)
        self.show_above(self.article_labels)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.article_view)
        row.addWidget(self.scroll_marks)
        self.column.addLayout(row)

    def _connect(self) -> None:
        session = self.session
        session.status_message.connect(self._status.show_message)
        session.failed.connect(self.messages.show_error)
        self.messages.closed.connect(self.article_view.setFocus)
        self._announcer = Announcer(session, self)
        self.article_view.reading.crossed.connect(self._announcer.caret)
        # What it filters takes PySide long to tell the kind of, the first time.
        self.article_view.first_painted.connect(partial(StrokeCounter, session, self))
        session.changed.connect(self._where_later.start)
        self._fold_in_later = later(self, session, _QUIET, session.project.fold_in_ahead)
        session.changed.connect(self._fold_in_later.start)
        session.project_changed.connect(self._changed)
        session.article_changed.connect(self._where_later.start)
        session.article_changed.connect(self._forget_message)
        session.word_count.counted.connect(self._where_later.start)
        session.hidden_changed.connect(self._where_later.start)
        self._steps_later = later(self, session, 0, self.spans.show_steps)
        session.undo_stack.indexChanged.connect(self._steps_later.start)
        finder = self.suggestions.finder
        for changed in (finder.current_changed, finder.settled):
            changed.connect(self.enabling.look_near)
        self.theme_changed.connect(self.scroll_marks.set_theme)
        self.theme_changed.connect(self.title_line.set_theme)
        self.theme_changed.connect(self.article_list.model.set_theme)
        self._menus = SpanMenus(self, self.span_table)
        self.label_bar.pointed.connect(self.guidelines.show_label)
        self.label_bar.chosen.connect(self._label_clicked)
        self.article_labels.chosen.connect(self._label_clicked)
        self.span_table.activated_span.connect(self._go_to)
        self.span_table.chooser_asked.connect(self.chooser.choose_for)
        self.span_table.article_asked.connect(self.article_view.setFocus)
        self.span_panel.keys_asked.connect(self.actions_["shortcuts"].trigger)
        self.article_view.caret_moved.connect(self._where_later.start)
        self.spans.show_steps()
        self.enabling.begin()

    def _restore(self) -> None:
        self.restoreGeometry(self.settings.window_geometry)
        self.panes.restore((self.badge, self._where))
        self.appearance.restore()
        self.suggestions.restore()
        self.layers.restore()
        self._granularity = self.settings.granularity
        self.session.set_granularity(self._granularity)
        self.articles.open_last()
        if not self.article_list.model.rowCount():
            key = self.keymap.hint("import_files")
            self.session.status_message.emit(f"no articles yet: drop text files here, or import them{key}")
        self.article_view.setFocus()

    def show_within(self, room: QSize) -> None:
        """Show the window no larger than the screen, which has so much room; where it must, without panes for now."""
        room = room * SHARE
        self.resize(self.size().boundedTo(room))
        self.show()
        for side in (SPANS, ARTICLES):
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)  # or the sizes of before are told
            if not fits(self, room):
                self.panes.hide_for_now(side)
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        if (layout := self.layout()) is not None:
            layout.activate()
        if not self.isMaximized():
            self.resize(self.size().boundedTo(room))

    def _forget_message(self) -> None:
        """Say no more of what happened in the article before; whether that is saved stays true."""
        said = self._status.text()
        self._status.show_message(self.session.outcome if said.startswith(("saved", "not saved")) else "")

    def _show_where(self) -> None:
        parts = []
        if self.session.article is not None:
            word = self.session.word_number(self.article_view.caret)
            hidden = len(self.session.spans) - len(self.session.shown_spans)
            spans = counted(len(self.session.spans), "span") + (f" ({hidden} hidden)" if hidden else "")
            parts += [spans, f"annotator: {named(self.session.annotator.name)}"]
            parts += [f"word {word[0]} of {word[1]}"] if word else []
        self._where.setText(" · ".join(parts))

    def _changed(self, changes: Changes) -> None:
        if changes.labels:
            self.label_bar.show_labels()
            self._give_keys()

    def _give_keys(self) -> None:
        self.keymap.set_labels((*self.session.labels, *self.session.article_choices))

    def _label_clicked(self, label: int) -> None:
        chosen = self.span_table.chosen()
        if len(chosen) > 1 and self.span_table.hasFocus():
            span_commands.relabel_many(self.session, chosen, self.session.label_with(LabelId(label)))
            return
        self.article_view.keys.apply_label(self.session.label_with(label))
        self.article_view.setFocus()

    def _go_to(self, span: Span) -> None:
        self.article_view.go_to(span)
        self.session.select(span)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A shortcut under a layout without Latin letters, which Qt does not find: Ctrl+ز is Ctrl+Z."""
        if event.key() == Qt.Key.Key_Escape and self.panes.leave():
            return
        if not self.actions_.press(event, self.keymap) and not self.enabling.tell(event):
            super().keyPressEvent(event)

    def serve_second_starts(self) -> None:
        """From now on a second start on this project brings this window to the front."""
        from ui.shell.single_window import SingleWindow  # noqa: PLC0415 - not before the article is painted

        if self._single_window is None and self.isVisible():
            self._single_window = SingleWindow(self.session.project.path, self)
            self._single_window.raise_asked.connect(self.raise_window)
            self.session.closing.connect(self._single_window.close)

    def raise_window(self) -> None:
        """Somebody asked for this project once more: be in front, or at least be seen to want to."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        (QApplication.activeModalWidget() or self).activateWindow()
        QApplication.alert(self)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        take_copy(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        take_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        if take_copy(event):
            self.importing.take(dropped_paths(event.mimeData()))

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.isEnabled() or not self.pending.may_leave(self.close):  # disabled: a task has the project
            event.ignore()
            return
        self.leave()
        super().closeEvent(event)

    def keep(self) -> None:
        """Write down what is half typed and how the window stands."""
        if (field := QApplication.focusWidget()) is not None and self.isAncestorOf(field):
            field.clearFocus()  # whatever is applied when it is left, is
        self.session.keeping.emit()
        self.session.keep_time()
        self.panes.keep()
        if self.session.granularity is not self._granularity:  # else it may have been changed in another window
            self.settings.granularity = self.session.granularity
        self.settings.sync()

    def leave(self) -> None:
        """Keep all that there is to keep, and close the project, without a question."""
        if self._left:
            return
        self._left = True
        self.keep()
        self.session.close()
