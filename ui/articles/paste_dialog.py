"""The dialog that makes a text a new article."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from models.base.errors import UserError
from models.formats.documents.text import title_of
from ui.session import article_commands
from ui.session.session import Session
from ui.support.bidi import LRM
from ui.widgets.announce_text import announce
from ui.widgets.fitting import FittedDialog
from ui.widgets.parts import plain_label, resize_to_text, right_to_left
from ui.widgets.whats_this import explain

_PARAGRAPH = "\u2029"  # as Qt's documents end a line


_WHAT = (
    "Makes a text an article of this project, the last of the list. Without a title, its first line is taken. "
    "Once it is in the project its text never changes."
)


class PasteDialog(FittedDialog):
    """Asks for the title of a pasted text, which can still be changed; emits `made` with the new article's id."""

    made = Signal(object)

    def __init__(self, session: Session, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._given = session, text
        self.setWindowTitle("A text as a new article")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.title, self.text, self.trouble = QLineEdit(), QPlainTextEdit(), plain_label()
        self.title.setAccessibleName("Title")
        self.text.setAccessibleName("Text of the new article")
        self.text.setTabChangesFocus(True)
        self.text.document().setDefaultTextOption(right_to_left())
        self.text.setPlainText(text)
        self.text.document().setModified(False)
        self.title.setPlaceholderText(title_of(text) or "the first line of the text")
        self.text.textChanged.connect(self._show_title)
        self.trouble.hide()
        self._lay_out()
        (self.title if text.strip() else self.text).setFocus()
        resize_to_text(self, 80, 26)
        explain(self, _WHAT)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.addRow("T&itle:", self.title)
        name = QLabel("&Text, which will not change any more:")
        name.setBuddy(self.text)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(name)
        column.addWidget(self.text, 1)
        column.addWidget(self.trouble)
        buttons = QDialogButtonBox()
        buttons.addButton("&Make the article", QDialogButtonBox.ButtonRole.AcceptRole).setDefault(True)
        buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)

    def _show_title(self) -> None:
        self.title.setPlaceholderText(title_of(self.exact_text()) or "the first line of the text")

    def exact_text(self) -> str:
        """Return the text: as it was copied, to the letter, unless somebody has written in it."""
        document = self.text.document()
        # Not the plain text, in which no-break spaces are lost.
        return document.toRawText().replace(_PARAGRAPH, "\n") if document.isModified() else self._given

    def accept(self) -> None:
        """Make the article, or say why it cannot be one."""
        try:
            made = article_commands.paste(self._session, self.title.text(), self.exact_text())
        except UserError as error:
            self.trouble.setText(f"{LRM}{error}")
            self.trouble.show()
            announce(self, str(error), urgent=True)
            return
        if made is not None:
            super().accept()
            self.made.emit(made)
