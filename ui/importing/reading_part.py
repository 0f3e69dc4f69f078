"""What the parts of a file (columns, fields, layers, elements) are read as, for the person to see and to change."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QTreeWidgetItem, QVBoxLayout

from models.base.reading import Reading
from models.base.report import counted
from models.importing.preview import Preview
from ui.support.bidi import isolated, shown_text
from ui.widgets.parts import FittedTree, Part, choice, faint_label, offer

_MOST = 100  # parts that can be chosen for; a table with more has them by its names
_ROWS = 7  # parts that are seen at least
_MIDDLE_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute
_USUAL = {
    "column": ("text", "title", "id"),
    "field": ("text", "title", "id", "spans", "start", "end", "label", "token", "tag", "annotator"),
}
_NAMES = {"token": "tokens, one a line", "tag": "tags", "id": "identifier", "start": "a span's start", "end": "its end"}
_NOTHING = ""


class ReadingPart(Part):
    """One row per part: its name, what it is read as, and what stands in it first. `read_again`: one was changed."""

    read_again = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.tree, self.others = FittedTree(_ROWS), faint_label()
        self.tree.setAccessibleName("What the file consists of")
        self.tree.setSelectionMode(FittedTree.SelectionMode.NoSelection)
        self._reading: Reading | None = None
        self._boxes: list[QComboBox] = []
        self._before: dict[QComboBox, str] = {}  # what each was read as until it is chosen anew
        self._taken_from: dict[QComboBox, QComboBox] = {}
        self._touched: set[str] = set()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tree, 1)
        column.addWidget(self.others)

    def show_found(self, found: Preview) -> None:
        """Show how the first file was read, and how many others have other parts."""
        readings = list(found.report.readings.values())
        if not readings:
            self.setVisible(bool(self._touched))  # what was chosen last may be why nothing can be read
            return
        reading, before = readings[0], self._reading
        self._reading = reading
        if before is None or (reading.kind, reading.parts, reading.rows) != (before.kind, before.parts, before.rows):
            self._touched.clear()
            self._fill(reading)
        self._show_roles(reading)
        self.setVisible(bool(reading.parts))
        others = sum((one.kind, one.parts) != (reading.kind, reading.parts) for one in readings)
        self.others.setVisible(bool(others))
        what = counted(others, f"file has other {reading.kind}s", f"files have other {reading.kind}s")
        self.others.setText(f"{what}; what is chosen here goes for those of the same name there.")

    def roles(self) -> dict[str, tuple[str, ...]]:
        """Return role -> parts, for the roles that the person has spoken of."""
        return {role: self._parts_of(role) for role in self._touched}

    def forget(self) -> None:
        """Forget what was chosen: another format has other parts."""
        self._reading = None
        self._touched.clear()

    def _parts_of(self, role: str) -> tuple[str, ...]:
        assert self._reading is not None
        pairs = zip(self._reading.parts, self._boxes, strict=False)
        return tuple(part for part, box in pairs if box.currentData() == role)

    def _fill(self, reading: Reading) -> None:
        self.tree.clear()
        self._boxes, self._before, self._taken_from = [], {}, {}
        self.tree.setHeaderLabels([reading.kind.capitalize(), "Read as", "Begins with"])
        for number, part in enumerate(reading.parts[:_MOST]):
            samples = [row[number] for row in reading.rows if number < len(row)]
            item = QTreeWidgetItem(self.tree, [isolated(part), "", self._sample(samples)])
            item.setTextAlignment(2, _MIDDLE_LEFT)
            self._boxes.append(box := self._box(reading, part))
            self.tree.setItemWidget(item, 1, box)
        for column in (0, 1):
            self.tree.resizeColumnToContents(column)
        self.tree.fit()

    @staticmethod
    def _sample(samples: list[str]) -> str:
        return " · ".join(isolated(shown_text(one)) for one in samples if one.strip())

    def _box(self, reading: Reading, part: str) -> QComboBox:
        box = choice(f"{reading.kind.capitalize()} {part} is read as")
        usual = () if "token" in reading.roles else _USUAL.get(reading.kind, ())
        roles = dict.fromkeys((*usual, *reading.roles))
        offer(box, [("nothing", _NOTHING), *((_NAMES.get(role, role), role) for role in roles)])
        box.activated.connect(lambda: self._choose(box))
        return box

    def _show_roles(self, reading: Reading) -> None:
        """Show what each part was read as; not over what the person has chosen."""
        for part, box in zip(reading.parts, self._boxes, strict=False):
            taken = next((role for role, parts in reading.roles.items() if part in parts), _NOTHING)
            if {taken, str(box.currentData())}.isdisjoint(self._touched):
                box.setCurrentIndex(max(box.findData(taken), 0))
                self._before[box] = taken

    def _choose(self, box: QComboBox) -> None:
        """Give a part its new role, which another one then has no more, unless several may.

        Whoever goes through a box by the keyboard passes roles: what was taken from another part goes back to it.
        """
        role, before = str(box.currentData()), self._before.get(box, _NOTHING)
        if self._reading is None or role == before:
            return
        if (lender := self._taken_from.pop(box, None)) is not None and lender.currentData() == _NOTHING:
            self._set(lender, before)
        if role and role not in self._reading.several:
            for other in self._boxes:
                if other is not box and other.currentData() == role:
                    self._set(other, _NOTHING)
                    self._taken_from[box] = other
        self._before[box] = role
        self._touched |= {one for one in (role, before) if one}
        self.read_again.emit()

    def _set(self, box: QComboBox, role: str) -> None:
        box.setCurrentIndex(max(box.findData(role), 0))
        self._before[box] = role
