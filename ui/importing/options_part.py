"""How files are read, as far as they leave it open: format, encoding, offsets, and what becomes of bad records."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QWidget

from models import formats
from models.formats.support.options import Offsets
from models.importing.preview import Preview
from ui.widgets.parts import Part, choice, offer

_ENCODINGS = ("windows-1256", "utf-16-le", "utf-16-be", "iso8859-6", "windows-1252")
_OFFSETS = {
    Offsets.CODEPOINTS: "characters (code points)",
    Offsets.UTF16: "UTF-16 units, as web pages do",
    Offsets.GRAPHEMES: "what looks like one character (graphemes)",
    Offsets.UTF8: "bytes of UTF-8",
}


class OptionsPart(Part):
    """One row per option; those that do not apply are hidden. `read_again`: the files have to be previewed again."""

    read_again = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.format, self.encoding, self.offsets = choice("Format"), choice("Encoding"), choice("Offsets count")
        self.strict = QCheckBox("&Refuse everything if a record cannot be read")
        self._lay_out()
        offer(self.format, [("as found", ""), *((one.name, one.key) for one in formats.readers())])
        offer(self.encoding, [("as proposed", ""), *((name, name) for name in _ENCODINGS)])
        offer(self.offsets, [("as the file shows", ""), *((text, unit.value) for unit, text in _OFFSETS.items())])
        for box in (self.format, self.encoding, self.offsets):
            box.activated.connect(self.read_again)
        self.strict.toggled.connect(self.read_again)

    def _lay_out(self) -> None:
        self.form = QFormLayout(self)
        self.form.setContentsMargins(0, 0, 0, 0)
        rows: list[tuple[str, QWidget]] = [
            ("&Format", self.format),
            ("&Encoding", self.encoding),
            ("&Offsets count", self.offsets),
            ("", self.strict),
        ]
        for text, field in rows:
            self.form.addRow(text, field)
            self.form.setRowVisible(field, field is self.format)

    def show_found(self, found: Preview) -> None:
        self.form.setRowVisible(self.encoding, bool(found.foreign))
        if not self.encoding.currentData():
            self.encoding.setItemText(0, f"{next(iter(found.foreign.values()), '') or 'none'} (proposed)")
        self.form.setRowVisible(self.offsets, any(one.format.offsets for one in found.files))
        self.form.setRowVisible(self.strict, bool(found.report.left_out) or self.strict.isChecked())

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

    def is_strict(self) -> bool:
        """Whether a record that cannot be read refuses the import."""
        return self.strict.isChecked()
