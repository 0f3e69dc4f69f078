"""Whose layer the spans of an import go to."""

from __future__ import annotations

from PySide6.QtWidgets import QFormLayout, QLineEdit

from models.base.entities import AnnotatorKind
from models.importing.preview import Preview
from ui.session.session import Session
from ui.support.bidi import isolated
from ui.widgets.parts import Part, choice, offer

_FROM_FILE, _SUGGESTIONS, _ANOTHER, _PERSON = "file", "suggestions", "another", "person:"


class PeoplePart(Part):
    """One box, and a field for the name of somebody who is not in it; hidden when the files bring no spans."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._own_name = session.annotator.name
        self._people = [one.name for one in session.project.annotators() if one.kind is not AnnotatorKind.SUGGESTER]
        self.layer, self.name = choice("Spans go to"), QLineEdit()
        self.name.setAccessibleName("Name of the annotator")
        self.form = QFormLayout(self)
        self.form.setContentsMargins(0, 0, 0, 0)
        self.form.addRow("&Spans go to", self.layer)
        self.form.addRow("&Name", self.name)
        self._offer(())
        self._show_name()
        self.layer.activated.connect(self._choose)
        self.name.textChanged.connect(self.changed)

    def show_found(self, found: Preview) -> None:
        self._offer(found.annotators)
        self.setVisible(found.has_layers)
        self._show_name()

    def trouble(self) -> str:
        return "Say the name of the annotator whose layer it is." if self._asks_name() and not self._name() else ""

    def annotator(self) -> str:
        """Return whose layer the spans go to; empty when the files decide."""
        chosen = str(self.layer.currentData())
        if chosen == _ANOTHER:
            return self._name()
        return chosen.removeprefix(_PERSON) if chosen.startswith(_PERSON) else ""

    def as_suggestions(self) -> bool:
        return bool(self.layer.currentData() == _SUGGESTIONS)

    def _offer(self, annotators: tuple[str, ...]) -> None:
        others = dict.fromkeys((*self._people, *annotators))
        others.pop(self._own_name, None)
        choices = [
            (f"the annotators that the files name, or else {isolated(self._own_name)}", _FROM_FILE),
            (f"{isolated(self._own_name)} (you)", _PERSON + self._own_name),
            *((isolated(name), _PERSON + name) for name in others),
            ("another annotator…", _ANOTHER),
            ("suggestions, to be accepted one by one", _SUGGESTIONS),
        ]
        offer(self.layer, choices, keep=True)

    def _name(self) -> str:
        return " ".join(self.name.text().split())

    def _asks_name(self) -> bool:
        return bool(self.layer.currentData() == _ANOTHER)

    def _show_name(self) -> None:
        self.form.setRowVisible(self.name, self._asks_name())

    def _choose(self) -> None:
        self._show_name()  # the keyboard stays in the box: it may be on its way to the next choice
        self.changed.emit()
