"""Where long texts of an import are cut into several articles."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QSpinBox

from models.base.report import counted
from models.importing.cutting import USUAL_CUTS, Cut, CutAt
from models.importing.preview import Preview
from ui.widgets.parts import Part, choice, offer

_NAMES = {
    CutAt.LINES: "each line is an article",
    CutAt.PARAGRAPHS: "each paragraph is an article",
    CutAt.HEADINGS: "an article begins at each heading",
    CutAt.SENTENCES: "an article has this many sentences:",
}
_WHOLE = ""
_MOST = 10_000  # sentences


class CutPart(Part):
    """A box with the ways of cutting and the articles that each makes, and a field for a number of sentences.

    `read_again`: another way was chosen.
    """

    read_again = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.way, self.sentences = choice("Long texts"), QSpinBox()
        self.sentences.setRange(1, _MOST)
        self.sentences.setValue(next(cut.count for cut in USUAL_CUTS if cut.way is CutAt.SENTENCES))
        self.sentences.setAccessibleName("Sentences of an article")
        self.sentences.setKeyboardTracking(False)
        row = QHBoxLayout()
        row.addWidget(self.way, 1)
        row.addWidget(self.sentences)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow("&Long texts", row)
        self._counts: dict[str, int] = {}
        self._offer()
        self.way.activated.connect(self._choose)
        self.sentences.valueChanged.connect(self.read_again)
        form.labelForField(row).setBuddy(self.way)  # type: ignore[attr-defined]

    def show_found(self, found: Preview) -> None:
        """Show the ways with what they make; nothing where every way leaves the articles as they are."""
        self._counts = {cut.way: count for cut, count in found.cuts.items()}
        self._offer()
        self.setVisible(bool(self.cut()) or len({found.report.articles, *self._counts.values()}) > 1)

    def cut(self) -> Cut | None:
        """Return how texts are cut; None to leave them whole."""
        if self.way.currentData() == _WHOLE:
            return None
        way = CutAt(self.way.currentData())
        return Cut(way, self.sentences.value() if way is CutAt.SENTENCES else 0)

    def _offer(self) -> None:
        ways = [(f"{name}{self._made(way)}", way.value) for way, name in _NAMES.items()]
        offer(self.way, [("as they are in the files", _WHOLE), *ways], keep=True)
        self._show_number()

    def _made(self, way: CutAt) -> str:
        """Return what a way makes of the files; nothing of sentences, whose number is another than was counted."""
        count = self._counts.get(way)
        return "" if count is None or way is CutAt.SENTENCES else f" ({counted(count, 'article', grouped=True)})"

    def _choose(self) -> None:
        self._show_number()
        self.read_again.emit()

    def _show_number(self) -> None:
        self.sentences.setVisible(self.way.currentData() == CutAt.SENTENCES.value)
