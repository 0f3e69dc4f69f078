"""The dialog with an article's title and metadata, and what else is known of it."""

from __future__ import annotations

import json
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from models.base import json_text
from models.base.entities import Article
from models.base.errors import UserError
from ui.session import article_commands
from ui.session.session import Session
from ui.support.bidi import LRM, isolated
from ui.widgets.announce_text import announce
from ui.widgets.empty_hint import EmptyHint
from ui.widgets.fitting import FittedDialog
from ui.widgets.parts import plain_label, resize_to_text
from ui.widgets.tables.row_copy import let_copy_rows
from ui.widgets.whats_this import explain

_GIVEN = Qt.ItemDataRole.UserRole


_WHAT = (
    "The title of the article and what its source says about it, as names with values. The text itself never "
    "changes. Undo takes a change back."
)
_NO_FIELDS = "No fields yet: what is known of the article, such as its author or date."


class ArticleDetailsDialog(FittedDialog):
    """Shows and changes title and metadata of one article; its text is not in it."""

    def __init__(self, session: Session, article: Article, about: str, parent: QWidget | None = None) -> None:
        """`about`: what is told of the article and cannot be changed."""
        super().__init__(parent)
        self._session, self._article = session, article
        self.setWindowTitle("Title and metadata of the article")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.title, self.table = QLineEdit(article.title), QTableWidget(0, 2)
        self.add, self.take = QPushButton("&Add a field"), QPushButton("&Remove the field")
        self.trouble, self.about, self.hint = plain_label(), plain_label(about), EmptyHint(self.table)
        self._set_up()
        self._lay_out()
        for name, value in article.meta.items():
            self._add_row(name, value)
        self._show_enabled()
        resize_to_text(self, 70, 22)
        explain(self, _WHAT)

    def _set_up(self) -> None:
        self.title.setAccessibleName("Title")
        self.table.setAccessibleName("Metadata")
        self.table.setAccessibleDescription("A field and its value in each row; F2 edits.")
        self.table.setHorizontalHeaderLabels(["Field", "Value"])
        self.table.verticalHeader().hide()
        let_copy_rows(self.table)
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.table.setTabKeyNavigation(False)
        self.table.currentCellChanged.connect(self._show_enabled)
        if self._session.read_only:
            self.title.setReadOnly(True)
            self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        for button, act in ((self.add, self._add_field), (self.take, self._take_field)):
            button.setAutoDefault(False)
            button.clicked.connect(act)
        self.trouble.hide()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.addRow("&Title:", self.title)
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addWidget(self.take)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(self.table, 1)
        column.addLayout(row)
        column.addWidget(self.about)
        column.addWidget(self.trouble)
        column.addWidget(self._buttons())

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox()
        save = buttons.addButton("&Save", QDialogButtonBox.ButtonRole.AcceptRole)
        save.setDefault(True)
        save.setEnabled(not self._session.read_only)
        buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons

    def _show_enabled(self) -> None:
        can = not self._session.read_only
        self.hint.say("" if self.table.rowCount() else _NO_FIELDS)
        self.add.setEnabled(can)
        self.take.setEnabled(can and self.table.currentRow() >= 0)

    def _add_row(self, name: str, value: Any) -> None:
        row = self.table.rowCount()
        self.table.insertRow(row)
        for column, (text, given) in enumerate(((name, name), (_shown(value), value))):
            item = QTableWidgetItem(text)
            item.setData(_GIVEN, json.dumps({"given": given}))
            item.setToolTip("")
            self.table.setItem(row, column, item)

    def _add_field(self) -> None:
        self._add_row("", "")
        self.table.setCurrentCell(self.table.rowCount() - 1, 0)
        self.table.setFocus()
        self.table.edit(self.table.model().index(self.table.rowCount() - 1, 0))

    def _take_field(self) -> None:
        self.table.removeRow(self.table.currentRow())
        self._show_enabled()

    def meta(self) -> dict[str, Any]:
        """Return the fields as the table has them. Raises UserError for a field without a name, or a second one."""
        found: dict[str, Any] = {}
        for row in range(self.table.rowCount()):
            field, value = self.table.item(row, 0), self.table.item(row, 1)
            assert field is not None
            assert value is not None
            name = field.text().strip()
            if not name and not value.text().strip():
                continue
            if not name:
                raise UserError(
                    f"Row {row + 1} of the metadata has a value and no field; write its name, or remove it."
                )
            if name in found:
                raise UserError(f"There are two fields {isolated(name)}; give one of them another name.")
            found[name] = _value(name, value)
        return found

    def accept(self) -> None:
        """Save title and metadata, or say what is wrong with them."""
        try:
            if article_commands.describe(self._session, self._article.id, self.title.text(), self.meta()):
                super().accept()
        except UserError as error:
            self.trouble.setText(f"{LRM}{error}")
            self.trouble.show()
            announce(self, str(error), urgent=True)


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _value(name: str, item: QTableWidgetItem) -> Any:
    """Return a field's value: as it was where its text is the same; what was no text is read as JSON again."""
    given = json.loads(item.data(_GIVEN))["given"]
    if item.text() == _shown(given):
        return given
    if isinstance(given, str):
        return item.text()
    try:
        return json_text.parse(item.text())
    except json_text.NotJson:
        raise UserError(
            f"{isolated(name)} is no text, and {isolated(item.text())} is no JSON; write it like {_shown(given)[:40]}."
        ) from None
