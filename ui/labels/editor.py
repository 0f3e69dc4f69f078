"""The label editor: makes, changes, orders, deletes, imports and exports the project's labels.

Every change is a gesture: the article shows it at once, and undo takes it back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent, QTextDocument
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from models.base.entities import Changes, Label, LabelId
from models.base.errors import UserError
from models.base.report import counted
from models.labels.toml_file import read_fields, write_labels
from models.project.label_uses import uses
from models.project.sound_copy import sound_labels
from ui.keys.keymap import Keymap
from ui.labels.delete_dialog import DeleteLabelDialog
from ui.labels.form import LabelForm
from ui.labels.list import LabelList
from ui.session import label_commands
from ui.session.session import Session
from ui.support.bidi import isolated, shown_name
from ui.tasks.later import later
from ui.widgets.announce_text import announce
from ui.widgets.file_dialogs import ask_open_labels, ask_save_labels
from ui.widgets.fitting import FittedDialog
from ui.widgets.parts import plain_label, resize_to_text, scrolled
from ui.widgets.whats_this import explain

_WHAT = (
    "The labels of this project: name, Urdu name, the short name on chips, colour, key and description. Labels "
    "for spans and labels for whole articles stand apart. Changes are one step of undo each; labels can be read "
    "from a file and written to one."
)


class LabelEditor(FittedDialog):
    """Shows the labels and the fields of the chosen one; it is not modal."""

    def __init__(self, session: Session, keymap: Keymap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._keymap = session, keymap
        self._uses: dict[LabelId, int] = {}
        self._label: Label | None = None  # the chosen one; None while a new one is written
        self.setWindowTitle("Labels")
        self.setModal(False)
        self.list, self.form, self.outcome_line = LabelList(), LabelForm(), plain_label()
        self._lay_out()
        self._connect()
        self._fit()
        explain(self, _WHAT)

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list, 1)
        grid = QGridLayout()
        for number, (text, done) in enumerate(self._buttons()):
            grid.addWidget(_button(text, done), number // 2, number % 2)
        column.addLayout(grid)
        self.form.setContentsMargins(8, 0, 8, 0)
        self._scroll = scrolled(self.form)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.splitter = QSplitter()
        self.splitter.setChildrenCollapsible(False)
        for part in (left, self._scroll):
            self.splitter.addWidget(part)
            self.splitter.setStretchFactor(self.splitter.count() - 1, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.outcome_line, 1)
        foot.addWidget(_button("Close", self.close))
        whole = QVBoxLayout(self)
        whole.addWidget(self.splitter, 1)
        whole.addLayout(foot)

    def _buttons(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        return (
            ("Ne&w label", self.new),
            ("De&lete…", self._delete),
            ("Move up", lambda: self.list.move_current(-1)),
            ("Move down", lambda: self.list.move_current(1)),
            ("&Import…", self._ask_import),
            ("Expor&t…", self._ask_export),
        )

    def _connect(self) -> None:
        session = self._session
        self.list.chosen.connect(self._choose)
        self.list.moved.connect(self._move)
        self.list.delete_asked.connect(self._delete)
        self.form.edited.connect(self._apply)
        for key, step in ((QKeySequence.StandardKey.Undo, session.undo), (QKeySequence.StandardKey.Redo, session.redo)):
            QShortcut(QKeySequence(key), self, step)
        for field in (*self.form.findChildren(QLineEdit), *self.form.findChildren(QPlainTextEdit)):
            field.installEventFilter(self)
        self._count_later = later(self, session, 500, self._count)
        session.changed.connect(self._changed)
        session.failed.connect(self._show_outcome)
        session.keeping.connect(self.form.apply)
        session.closing.connect(self.close)

    def showEvent(self, event: QShowEvent) -> None:
        """Read the labels, which may have changed while the window was hidden."""
        super().showEvent(event)
        self._show_outcome("")
        self._label = self._label or next(iter(self._session.every_label), None)
        self.read()
        if self._label is None:
            self.new()

    def read(self) -> None:
        known = self._session.every_label
        self._uses = uses(self._session.project)
        if self._label is not None:
            first = next(iter(known), None)
            self._label = next((found for found in known if found.id == self._label.id), first)
        self.list.show_labels(known, self._uses, self._label.id if self._label else LabelId(0))
        if self._label is not None:
            self._show(self._label)

    def _changed(self, changes: Changes) -> None:
        if not self.isVisible():
            return
        if changes.labels or changes.structure:
            self.read()
        else:
            self._count_later.start()

    def _count(self) -> None:
        if self.isVisible():
            self._uses = uses(self._session.project)
            self.list.show_uses(self._uses)

    def _show(self, label: Label) -> None:
        self._label = label if label.id else None
        self.form.show_label(label, self._session.every_label, used=bool(self._uses.get(label.id)))
        if not label.id:
            self.list.clear_choice()

    def _choose(self, key: int) -> None:
        self._show(self._session.label_with(key))
        self._show_outcome("")

    def _show_outcome(self, text: str) -> None:
        self.outcome_line.setText(text)
        announce(self.outcome_line, text, urgent=True)

    def new(self) -> None:
        """Begin a new label, which is made once it has a name."""
        self.form.apply()
        self._show(label_commands.fresh(self._session, self._keymap.action_with))
        self._show_outcome("A new label: write its name.")
        self.form.name.setFocus()

    def _apply(self, label: Label) -> None:
        if self._label is None and not label.name:
            self._show(label)  # nothing to make yet
            return
        with self._refusals_shown():
            if self._label is None:
                made = label_commands.create(self._session, label, self._keymap.action_with)
                self._label = made
                self.read()
                self._show_outcome(f"{isolated(label.name)} is made." if made else "")
            else:
                label_commands.update(self._session, self._label, label, self._keymap.action_with)
                self._show_outcome("")

    @contextmanager
    def _refusals_shown(self) -> Iterator[None]:
        """Show a UserError that is raised inside, and end it."""
        try:
            yield
        except UserError as error:
            self.form.revert()
            self._show_outcome(str(error))

    def _move(self, key: int, to: int) -> None:
        label_commands.move(self._session, self._session.label_with(key), to)

    def _delete(self) -> None:
        label = self._label
        if label is None:
            self.read()
            return
        used = uses(self._session.project).get(label.id, 0)
        if not used:
            self._delete_for(label, None)
            return
        others = [found for found in self._session.every_label if found.scope is label.scope]
        asked = DeleteLabelDialog(label, used, [found for found in others if found.id != label.id], self)
        asked.accepted.connect(lambda: self._delete_for(label, asked.replacement()))
        asked.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asked.open()

    def _delete_for(self, label: Label, replacement: Label | None) -> None:
        with self._refusals_shown():
            if label_commands.delete(self._session, label, replacement):
                self._show_outcome(f"{isolated(label.name)} is deleted; undo brings it back.")

    def _ask_import(self) -> None:
        if path := ask_open_labels(self, "Import labels"):
            self.import_file(path)

    def import_file(self, path: Path) -> None:
        """Import the labels of a file in one undo step: labels of the same name are changed, others are made."""
        with self._refusals_shown():
            self._show_outcome(label_commands.take_in(self._session, read_fields(path), self._keymap.action_with))

    def _ask_export(self) -> None:
        suggested = self._session.project.path.with_name("labels.toml")
        if path := ask_save_labels(self, "Export labels", suggested):
            self.export_file(path)

    def export_file(self, path: Path) -> None:
        with self._refusals_shown():
            known, left_out = sound_labels(self._session.project)
            write_labels(known, path)
            damage = f"The project is DAMAGED; left out: {left_out}. " if left_out else ""
            self._show_outcome(f"{damage}exported {counted(len(known), 'label')} to {shown_name(path.name)}")

    def eventFilter(self, field: QObject, event: QEvent) -> bool:
        """Leave Ctrl+Z and its redo to the project where a field has nothing of its own to undo."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            undo, redo = event.matches(QKeySequence.StandardKey.Undo), event.matches(QKeySequence.StandardKey.Redo)
            if (undo and not _can(field, "Undo")) or (redo and not _can(field, "Redo")):
                event.ignore()
                return True
        return super().eventFilter(field, event)

    def reject(self) -> None:
        """Revert the fields if they hold something that was not applied; close the window otherwise."""
        if self.form.is_changed():
            self.form.revert()
        else:
            super().reject()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        self._scroll.setMinimumWidth(
            self.form.minimumSizeHint().width() + self._scroll.verticalScrollBar().sizeHint().width()
        )
        resize_to_text(self, 90, 34)


def _button(text: str, done: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    button.clicked.connect(lambda _on=False: done())
    return button


def _can(field: QObject, what: str) -> bool:
    written = field.document() if isinstance(field, QPlainTextEdit) else field
    if isinstance(written, QLineEdit | QTextDocument):
        return written.isUndoAvailable() if what == "Undo" else written.isRedoAvailable()
    return False
