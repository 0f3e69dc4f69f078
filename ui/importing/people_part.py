"""Whose layer the spans of an import go to."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLineEdit, QTreeWidgetItem, QVBoxLayout, QWidget

from models.base.entities import AnnotatorKind
from models.importing.plan import FROM_FILE, FROM_FOLDER
from models.importing.preview import Preview
from ui.session.session import Session
from ui.support.bidi import isolated, shown_name
from ui.widgets.parts import FittedTree, Part, choice, offer

_AS_FOUND, _SUGGESTIONS, _ANOTHER, _PERSON, _BY = "found", "suggestions", "another", "person:", "by:"
_BY_NAMES = {FROM_FILE: "whoever the name of the file says", FROM_FOLDER: "whoever the name of the folder says"}
_MOST, _ROWS = 200, 4  # people that are listed, and seen at least


class PeoplePart(Part):
    """One box, a field for the name of somebody who is not in it, and what each person gets; hidden without spans.

    `read_again`: another way to name the annotators was chosen.
    """

    read_again = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._by = ""
        self._own_name = session.annotator.name
        self._people = [one.name for one in session.project.annotators() if one.kind is not AnnotatorKind.SUGGESTER]
        self.layer, self.name = choice("Spans go to"), QLineEdit()
        self.name.setAccessibleName("Name of the annotator")
        self.tree = FittedTree(_ROWS)
        self.tree.setHeaderLabels(["Annotator", "Articles", "Spans", "From", "Because of"])
        self.tree.setAccessibleName("Who gets what")
        self.tree.setUniformRowHeights(True)
        self.form = QFormLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self.form)
        column.addWidget(self.tree)
        self.form.addRow("&Spans go to", self.layer)
        self.form.addRow("&Name", self.name)
        self._offer((), ())
        self._show_name()
        self.tree.hide()
        self.layer.activated.connect(self._choose)
        self.follow(self.name)

    def show_found(self, found: Preview) -> None:
        self._offer(found.people_from, found.annotators)
        self._show_people(found)
        self.setVisible(found.has_layers)
        self._show_name()

    def trouble(self) -> str:
        return "Say the name of the annotator whose layer it is." if self._asks_name() and not self._name() else ""

    def troubled(self) -> QWidget | None:
        return self.name

    def annotator(self) -> str:
        """Return whose layer the spans go to; empty when the files decide."""
        chosen = str(self.layer.currentData())
        if chosen == _ANOTHER:
            return self._name()
        return chosen.removeprefix(_PERSON) if chosen.startswith(_PERSON) else ""

    def annotator_from(self) -> str:
        """Return what names the annotators: the file, the folder or a field; empty for what is found."""
        chosen = str(self.layer.currentData())
        return chosen.removeprefix(_BY) if chosen.startswith(_BY) else ""

    def as_suggestions(self) -> bool:
        return bool(self.layer.currentData() == _SUGGESTIONS)

    def _offer(self, ways: Sequence[str], annotators: Sequence[str]) -> None:
        chosen = str(self.layer.currentData() or "")
        if chosen.startswith(_BY):  # it stays on offer, though nothing may be found by it
            ways = (*ways, chosen.removeprefix(_BY))
        others = dict.fromkeys((*self._people, *annotators))
        others.pop(self._own_name, None)
        choices = [
            (f"the annotators that the files name, or else {isolated(self._own_name)}", _AS_FOUND),
            *((_BY_NAMES.get(way, f"whoever {isolated(way)} names"), _BY + way) for way in dict.fromkeys(ways)),
            (f"{isolated(self._own_name)} (you)", _PERSON + self._own_name),
            *((isolated(name), _PERSON + name) for name in others),
            ("another annotator…", _ANOTHER),
            ("suggestions, to be accepted one by one", _SUGGESTIONS),
        ]
        offer(self.layer, choices, keep=True)

    def _show_people(self, found: Preview) -> None:
        """List who gets what, where that is not one person's alone."""
        self.tree.clear()
        for name, person in list(found.people.items())[:_MOST]:
            files = [shown_name(path.name) for path in person.files[:3]]
            more = ["…"] if len(person.files) > len(files) else []
            counts = (f"{person.articles:,}", f"{person.spans:,}")
            QTreeWidgetItem(self.tree, [isolated(name), *counts, ", ".join([*files, *more]), person.how])
        self._show_tree()
        for column in range(4):
            self.tree.resizeColumnToContents(column)
        self.tree.fit()

    def _show_tree(self) -> None:
        """Show who gets what where files decide, and there is more than one to get it."""
        decided = self.layer.currentData() != _AS_FOUND and not self.annotator_from()
        self.tree.setVisible(self.tree.topLevelItemCount() > 1 and not decided)

    def _name(self) -> str:
        return " ".join(self.name.text().split())

    def _asks_name(self) -> bool:
        return bool(self.layer.currentData() == _ANOTHER)

    def _show_name(self) -> None:
        self.form.setRowVisible(self.name, self._asks_name())

    def _choose(self) -> None:
        self._show_name()  # the keyboard stays in the box: it may be on its way to the next choice
        self._show_tree()
        by, self._by = self._by, self.annotator_from()
        (self.changed if by == self._by else self.read_again).emit()
