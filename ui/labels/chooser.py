"""The label chooser: a popup beside the selection, narrowed by typing any name of a label."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtWidgets import QWidget

from models.base.entities import Label
from models.text.urdu import match_text
from ui.support.bidi import named, shown_label, shown_text
from ui.support.fuzzy import rank
from ui.support.icons import label_icon
from ui.widgets.popup_list import Choice, PopupList

_WIDTH, _GAP = 40, 4  # in widths of a letter; in pixels


def label_rank(typed: str, label: Label) -> int | None:
    """Return how well `typed` fits a label's name, Urdu name, short name or key: 0 is best, None no match."""
    asked = match_text(typed)
    if asked.strip() and asked.strip() == match_text(label.key):
        return 0
    names = (label.name, match_text(label.urdu_name), label.short, label.name.replace("_", " "))
    return min((found for name in names if name and (found := rank(asked, name)) is not None), default=None)


class LabelChooser(PopupList):
    """Lists labels, and emits `chosen` with the id of the one that is activated."""

    chosen = Signal(int)

    def __init__(self, labels: Iterable[Label], parent: QWidget) -> None:
        super().__init__("Label", parent)
        self._labels = tuple(labels)
        self._at = QPoint()
        self.field.setPlaceholderText("Name of a label")
        self.activated.connect(lambda chosen: self.chosen.emit(int(chosen)))

    def set_labels(self, labels: Iterable[Label]) -> None:
        self._labels = tuple(labels)

    def popup_at(self, place: QPoint) -> None:
        """Open just below `place` (on the screen), inside the window."""
        self._at = place
        self.open()

    def choices(self, typed: str) -> Sequence[Choice]:
        ranked = [(found, label) for label in self._labels if (found := label_rank(typed, label)) is not None]
        return [self._choice(label) for _, label in sorted(ranked, key=lambda each: each[0])]

    @staticmethod
    def _choice(label: Label) -> Choice:
        described = " ".join(filter(None, (shown_label(label), label.key and f"key {named(label.key)}")))
        return Choice(str(label.id), shown_text(label.name), shown_text(label.urdu_name), label_icon(label), described)

    def empty_text(self, typed: str) -> str:
        return super().empty_text(typed) if self._labels else "this project has no labels yet"

    def place(self, size: QSize) -> None:
        parent = self.over
        width = min(self.fontMetrics().averageCharWidth() * _WIDTH, parent.width() - 2 * _GAP)
        at = parent.mapFromGlobal(self._at) + QPoint(-width // 2, _GAP)
        at.setX(min(max(at.x(), _GAP), parent.width() - width - _GAP))
        at.setY(min(max(at.y(), _GAP), max(parent.height() - size.height() - _GAP, _GAP)))
        self.setGeometry(at.x(), at.y(), width, size.height())
