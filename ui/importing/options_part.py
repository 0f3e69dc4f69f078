"""The options of an import that files leave open: format, encoding, offsets, columns and annotator."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit

from models import formats
from models.base.entities import AnnotatorKind
from models.formats.support.options import Offsets
from models.importing.preview import Preview
from ui.session.session import Session
from ui.support.bidi import isolated
from ui.widgets.parts import Part, choice, offer

_ENCODINGS = ("windows-1256", "utf-16-le", "utf-16-be", "iso8859-6", "windows-1252")
_OFFSETS = {
    Offsets.CODEPOINTS: "characters (code points)",
    Offsets.UTF16: "UTF-16 units, as web pages do",
    Offsets.GRAPHEMES: "what looks like one character (graphemes)",
    Offsets.UTF8: "bytes of UTF-8",
}
_ROLES = ("text", "title", "id")
_FROM_FILE, _SUGGESTIONS, _ANOTHER, _PERSON = "file", "suggestions", "another", "person:"


class OptionsPart(Part):
    """One row per option; those that do not apply are hidden. `read_again`: the files have to be previewed again."""

    read_again = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._own_name = session.annotator.name
        self._people = [one.name for one in session.project.annotators() if one.kind is not AnnotatorKind.SUGGESTER]
        self.format, self.encoding, self.offsets = choice("Format"), choice("Encoding"), choice("Offsets count")
        self.column = {role: choice(f"Column of the {role}") for role in _ROLES}
        self.layer, self.name = choice("Spans go to"), QLineEdit()
        self.name.setAccessibleName("Name of the annotator")
        self._lay_out()
        offer(self.format, [("as found", ""), *((one.name, one.key) for one in formats.readers())])
        offer(self.encoding, [("as proposed", ""), *((name, name) for name in _ENCODINGS)])
        offer(self.offsets, [("as the file shows", ""), *((text, unit.value) for unit, text in _OFFSETS.items())])
        self._offer_layers(())
        self.format.activated.connect(self._forget_columns)  # before it is read again
        for box in (self.format, self.encoding, self.offsets, *self.column.values()):
            box.activated.connect(self.read_again)
        self.layer.activated.connect(self._choose_layer)
        self.name.textChanged.connect(self.changed)

    def _lay_out(self) -> None:
        self.form = QFormLayout(self)
        self.form.setContentsMargins(0, 0, 0, 0)
        rows: list[tuple[str, QComboBox | QLineEdit]] = [
            ("&Format", self.format),
            ("&Encoding", self.encoding),
            ("&Offsets count", self.offsets),
            *((f"Column of the {role}", box) for role, box in self.column.items()),
            ("&Spans go to", self.layer),
            ("&Name", self.name),
        ]
        for text, field in rows:
            self.form.addRow(text, field)
            self.form.setRowVisible(field, field is self.format)

    def show_found(self, found: Preview) -> None:
        self.form.setRowVisible(self.encoding, bool(found.foreign))
        if not self.encoding.currentData():
            self.encoding.setItemText(0, f"{next(iter(found.foreign.values()), '') or 'none'} (proposed)")
        self.form.setRowVisible(self.offsets, any(one.format.offsets for one in found.files))
        table = found.reading
        for role, box in self.column.items():
            self.form.setRowVisible(box, table is not None)
            names = [box.itemData(row) for row in range(box.count())]
            if table is not None and names != ["", *table.parts]:
                offer(box, [("none", ""), *((isolated(name), name) for name in table.parts)])
                box.setCurrentIndex(max(box.findData((*table.roles.get(role, ()), "")[0]), 0))
        self._offer_layers(found.annotators)
        self.form.setRowVisible(self.layer, found.has_layers)
        self._show_name(found.has_layers)

    def trouble(self) -> str:
        return "Say the name of the annotator whose layer it is." if self._asks_name() and not self._name() else ""

    def chosen_format(self) -> str:
        """Return the key of the format; empty when it is detected for each file."""
        return str(self.format.currentData())

    def chosen_encoding(self) -> str:
        """Return the encoding of files that are not UTF-8; empty for the proposed one."""
        return str(self.encoding.currentData())

    def chosen_offsets(self) -> Offsets | None:
        """Return what offsets count; None where each file shows it."""
        chosen = str(self.offsets.currentData())
        return Offsets(chosen) if chosen else None

    def roles(self) -> dict[str, tuple[str, ...]]:
        """Return the column of each role; empty before a table is found."""
        return {role: tuple(filter(None, [box.currentData()])) for role, box in self.column.items() if box.count()}

    def annotator(self) -> str:
        """Return whose layer the spans go to; empty when the files decide."""
        chosen = str(self.layer.currentData())
        if chosen == _ANOTHER:
            return self._name()
        return chosen.removeprefix(_PERSON) if chosen.startswith(_PERSON) else ""

    def as_suggestions(self) -> bool:
        return bool(self.layer.currentData() == _SUGGESTIONS)

    def _offer_layers(self, annotators: tuple[str, ...]) -> None:
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

    def _show_name(self, asked: bool) -> None:
        self.form.setRowVisible(self.name, asked and self._asks_name())

    def _choose_layer(self) -> None:
        self._show_name(asked=True)  # the keyboard stays in the box: it may be on its way to the next choice
        self.changed.emit()

    def _forget_columns(self) -> None:
        """Clear the columns, as another format has others."""
        for box in self.column.values():
            box.clear()
