"""The choice of a format, its description, and its options."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QFormLayout

from models import formats
from models.formats.support.base import Format
from models.formats.support.options import AS_USUAL, Cut, Overlaps, Scheme, Unit, WriteOptions
from ui.widgets.parts import Part, choice, faint_label, offer, value_of

_OVERLAPS = {
    Overlaps.OUTERMOST: "Keep the outermost",
    Overlaps.INNERMOST: "Keep the innermost",
    Overlaps.LAYERS: "One file for each depth",
}
_SCHEMES = {
    Scheme.IOB2: "IOB2: B- begins each span",
    Scheme.IOB1: "IOB1: B- only between neighbours",
    Scheme.IOBES: "IOBES: E- ends it, S- is one token",
}
_CUTS = {Cut.WHOLE: "Whole: spans are widened to them", Cut.SPLIT: "Split where spans begin or end"}
_UNITS = {Unit.ARTICLE: "An article", Unit.SENTENCE: "A sentence"}


def about(format_: Format, *, split: bool = False) -> str:
    """Return the description of a format in one line; `split`: each part of a split has files of its own."""
    suffix = format_.suffixes[0]
    folder = f"A folder of {suffix} files" if format_.folder or split else ""
    files = f"{folder}, one a part" if split and not format_.folder else folder or f"One {suffix} file"
    text = "tokens with tags" if format_.schemes else "text and offsets"
    if not format_.exact:
        text += ", white space between tokens is not kept"
    overlaps = "overlapping spans as chosen below" if format_.overlaps else "overlapping spans, too"
    layers = "one annotator's layer" if format_.one_layer else "one layer or everybody's"
    return f"{files}: {text}; {overlaps}; {layers}."


class FormatPart(Part):
    """Asks for a format, and for the overlaps, tags, tokens and records between which it lets one choose."""

    def __init__(self) -> None:
        super().__init__()
        self.formats = formats.writers()
        self.box, self.about = choice("Format"), faint_label()
        self.overlaps, self.scheme, self.unit = choice("Overlapping spans"), choice("Tags"), choice("One record is")
        self.cut = choice("Tokens")
        self.form = QFormLayout(self)
        self.form.setContentsMargins(0, 0, 0, 0)
        self.form.addRow("&Format", self.box)
        self.form.addRow(self.about)
        self.form.addRow("&Overlapping spans", self.overlaps)
        self.form.addRow("&Tags", self.scheme)
        self.form.addRow("To&kens", self.cut)
        self.form.addRow("One &record is", self.unit)
        for found in self.formats:
            self.box.addItem(found.name, found.key)
        self.box.setCurrentIndex(self.box.findData("jsonl"))
        self.box.currentIndexChanged.connect(self._format_changed)
        for box in (self.overlaps, self.scheme, self.cut, self.unit):
            box.currentIndexChanged.connect(self.changed)
        self._show()

    def format(self) -> Format:
        return self.formats[max(self.box.currentIndex(), 0)]

    def choose(self, key: str) -> None:
        """Choose the format of that key, or JSONL if there is none."""
        at = self.box.findData(key)
        self.box.setCurrentIndex(at if at >= 0 else self.box.findData("jsonl"))

    def trouble(self) -> str:
        format_ = self.format()
        return format_.extra.missing(format_.key) if format_.extra else ""

    def options(self) -> WriteOptions:
        format_ = self.format()
        return WriteOptions(
            Overlaps(self.overlaps.currentData()) if format_.overlaps else AS_USUAL.overlaps,
            Scheme(self.scheme.currentData()) if format_.schemes else AS_USUAL.scheme,
            Unit(self.unit.currentData()),
            Cut(self.cut.currentData()) if format_.cuts else AS_USUAL.tokens,
        )

    def _format_changed(self) -> None:
        self._show()
        self.changed.emit()

    def say(self, *, split: bool = False) -> None:
        """Show what the format makes."""
        self.about.setText(about(self.format(), split=split))

    def _show(self) -> None:
        format_ = self.format()
        self.say()
        offer(self.overlaps, [(_OVERLAPS[one], value_of(one)) for one in format_.overlaps])
        offer(self.scheme, [(_SCHEMES[one], value_of(one)) for one in format_.schemes])
        offer(self.cut, [(_CUTS[one], value_of(one)) for one in format_.cuts])
        offer(self.unit, [(_UNITS[one], value_of(one)) for one in format_.units])
        boxes: tuple[tuple[QComboBox, int], ...] = (
            (self.overlaps, len(format_.overlaps)),
            (self.scheme, len(format_.schemes)),
            (self.cut, len(format_.cuts)),
            (self.unit, len(format_.units)),
        )
        for box, count in boxes:
            self.form.setRowVisible(box, count > 1)
