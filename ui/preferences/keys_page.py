"""The page of settings about keys: a table of all actions, and a field that takes the next key for one of them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from models.base.errors import UserError
from models.base.report import counted
from ui.keys.action_specs import ActionSpec
from ui.keys.keymap import Keymap, action_name, native_text, pressed
from ui.widgets.announce_text import announce
from ui.widgets.parts import plain_label
from ui.widgets.tables.rows import Index, Role, RowsModel
from ui.widgets.tables.views import set_up_table

_LEAVING = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape)


class KeyField(QLineEdit):
    """A field that takes the next key, whatever it does elsewhere; Tab and Esc leave it."""

    pressed_key = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setPlaceholderText("Press a key here")
        self.setAccessibleName("New key")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def event(self, event: QEvent) -> bool:
        """Keep shortcuts of windows from getting the key first."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            if event.key() not in _LEAVING:
                event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _LEAVING:
            event.ignore()
        elif key := pressed(event):
            self.pressed_key.emit(key)


class KeyModel(RowsModel[ActionSpec]):
    """A row an action."""

    headings = ("What it does", "Menu", "Keys")

    def __init__(self, keymap: Keymap, parent: QWidget) -> None:
        super().__init__(parent, keymap.specs)
        self._keymap = keymap
        keymap.changed.connect(self.redraw)

    def cell(self, row: ActionSpec, column: int, role: int) -> object:
        match role:
            case Role.DisplayRole:
                return (action_name(row.text), action_name(row.menu), self._keys(row))[column]
            case Role.ToolTipRole if row.on == "article" and column == 2:
                return "works while the article has the focus"
        return None

    def _keys(self, action: ActionSpec) -> str:
        keys = "  ".join(native_text(key) for key in self._keymap.keys(action.id)) or "–"
        return keys if self._keymap.is_default(action.id) else f"{keys}  (changed)"


class _Filter(QSortFilterProxyModel):
    """Accepts the rows that contain every typed word, in any column."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words: list[str] = []

    def ask(self, typed: str) -> None:
        self.beginFilterChange()
        self._words = typed.casefold().split()
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        model = self.sourceModel()
        cells = " ".join(str(model.index(row, column).data()) for column in range(model.columnCount())).casefold()
        return all(word in cells for word in self._words)


class KeysPage(QWidget):
    """The table of actions, and below it what can be done with the current one."""

    def __init__(self, keymap: Keymap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keymap = keymap
        self.filter, self.view, self.field = QLineEdit(), QTableView(), KeyField()
        self.model, self._shown = KeyModel(keymap, self), _Filter(self)
        self._shown.setSourceModel(self.model)
        self.outcome_line, self._for = plain_label(), plain_label()
        self.besides = QCheckBox("&Keep its other keys")
        self.none, self.reset = QPushButton("&No key"), QPushButton("&Usual keys")
        self.reset_all = QPushButton("Usual keys for &all")
        self._set_up()
        self._set_up_view()
        self._lay_out()
        self.view.selectRow(0)

    def _set_up(self) -> None:
        self.filter.setPlaceholderText("Search actions and keys")
        self.filter.setAccessibleName("Search actions and keys")
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._narrow)
        self.field.pressed_key.connect(self._key_pressed)
        self.none.clicked.connect(lambda: self._set_keys(()))
        self.reset.clicked.connect(self._reset)
        self.reset_all.clicked.connect(self._reset_all)
        for button in (self.none, self.reset, self.reset_all):
            button.setAutoDefault(False)  # Enter in the search field must not press one
        self.outcome_line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def _set_up_view(self) -> None:
        view, header = self.view, self.view.horizontalHeader()
        view.setModel(self._shown)
        view.setAccessibleName("Actions and their keys")
        set_up_table(view)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(view.fontMetrics().averageCharWidth() * 6)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        view.selectionModel().currentRowChanged.connect(self._show_row)
        view.activated.connect(lambda: self.field.setFocus(Qt.FocusReason.OtherFocusReason))

    def _lay_out(self) -> None:
        press, buttons = QHBoxLayout(), QHBoxLayout()
        press.addWidget(self.field, 1)
        press.addWidget(self.besides)
        for button in (self.none, self.reset):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.reset_all)
        layout = QVBoxLayout(self)
        for widget in (self.filter, self.view, self._for):
            layout.addWidget(widget)
        layout.addLayout(press)
        layout.addWidget(self.outcome_line)
        layout.addLayout(buttons)

    def action(self) -> str:
        """Return the id of the action in the current row; empty without one."""
        index = self.view.currentIndex()
        return self.model.rows[self._shown.mapToSource(index).row()].id if index.isValid() else ""

    def _narrow(self, typed: str) -> None:
        self._shown.ask(typed)
        if not self.view.currentIndex().isValid():
            self.view.selectRow(0)
        announce(self.filter, counted(self._shown.rowCount(), "action"))

    def _show_row(self) -> None:
        action = self.action()
        name = next((action_name(found.text) for found in self._keymap.specs if found.id == action), "")
        self._for.setText(f"A key for “{name}”:" if name else "")
        for widget in (self.field, self.none, self.reset, self.besides):
            widget.setEnabled(bool(action))
        self.field.setAccessibleDescription(f"New key for {name}")
        self.field.clear()
        self._show_outcome("")

    def _key_pressed(self, key: str) -> None:
        self.field.setText(native_text(key))
        before = self._keymap.keys(self.action()) if self.besides.isChecked() else ()
        self._set_keys((*(found for found in before if found != key), key))

    def _set_keys(self, keys: tuple[str, ...]) -> None:
        self._change(
            lambda: self._keymap.assign(self.action(), keys),
            f"It is {', '.join(native_text(key) for key in keys)} now." if keys else "It has no key now.",
        )

    def _reset(self) -> None:
        if self._change(lambda: self._keymap.reset(self.action()), "It has its usual keys again."):
            self.field.clear()

    def _change(self, change: Callable[[], None], outcome: str) -> bool:
        try:
            change()
        except UserError as error:
            self._show_outcome(str(error))
            return False
        self._show_outcome(outcome)
        return True

    def _reset_all(self) -> None:
        self._keymap.reset_all()
        self.field.clear()
        self._show_outcome("All have their usual keys again.")

    def _show_outcome(self, text: str) -> None:
        self.outcome_line.setText(text)
        self.outcome_line.setAccessibleName(text)
