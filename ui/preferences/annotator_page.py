"""The page of settings about the annotator, whose layer is shown and changed."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from models.base.entities import AnnotatorKind
from models.base.errors import UserError
from ui.session.session import Session
from ui.support.bidi import isolated
from ui.support.settings import Settings
from ui.widgets.announce_text import announce
from ui.widgets.parts import NarrowBox, let_write, plain_label


class AnnotatorPage(QWidget):
    """Asks for the annotator's name, which is used when it is confirmed."""

    def __init__(self, session: Session, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._settings = session, settings
        self.name, self.use, self.outcome_line = NarrowBox(), QPushButton("&Use this name"), plain_label()
        heading = QLabel("&Name")
        heading.setBuddy(self.name)
        explained = plain_label(
            "Every annotator has a layer: spans and statuses of their own. With another name you see and change "
            "another layer; what is in this one stays. Undo begins anew."
        )
        let_write(self.name, "Name of the annotator")
        row = QHBoxLayout()
        for widget, stretch in ((heading, 0), (self.name, 1), (self.use, 0)):
            row.addWidget(widget, stretch)
        layout = QVBoxLayout(self)
        layout.addWidget(explained)
        layout.addLayout(row)
        layout.addWidget(self.outcome_line)
        layout.addStretch(1)
        self.use.setAutoDefault(False)
        self.use.clicked.connect(self._use_name)
        field = self.name.lineEdit()
        assert field is not None
        field.returnPressed.connect(self._use_name)
        self.refresh()

    def refresh(self) -> None:
        """Show who annotates now, and who else does in this project."""
        known = [found.name for found in self._session.project.annotators() if found.kind is AnnotatorKind.PERSON]
        self.name.clear()
        self.name.addItems(known)
        self.name.setCurrentText(self._session.annotator.name)

    def _use_name(self) -> None:
        name = " ".join(self.name.currentText().split())
        try:
            self._session.work_as(name)
        except UserError as error:
            self._show_outcome(str(error))
            return
        self._settings.annotator = name
        self.refresh()
        self._show_outcome(f"The layer of {isolated(name)} is shown now.")

    def _show_outcome(self, text: str) -> None:
        self.outcome_line.setText(text)
        self.outcome_line.setAccessibleName(text)
        announce(self.outcome_line, text, urgent=True)
