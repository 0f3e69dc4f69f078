"""The options of a split into train, dev and test."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from models.exporting.shares import Shares
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.parts import Part

_DEFAULT_SHARES = {"train": 80, "dev": 10, "test": 10}  # per cent


class SplitPart(Part):
    """Asks for shares in per cent that add up to 100; a split of 0 % is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.on = QCheckBox("S&plit into train, dev and test")
        self.shares = {name: self._spin(f"Share of {name}", 100, share) for name, share in _DEFAULT_SHARES.items()}
        self.seed = self._spin("Seed", 2**31 - 1, 0)
        self.evenly = QCheckBox("Spread labels &evenly")
        self.evenly.setToolTip("Rare labels go to all splits in the same shares")
        self._more = QWidget()
        row = FlowLayout(self._more)
        row.setContentsMargins(0, 0, 0, 0)
        for name, spin in self.shares.items():
            spin.setSuffix(" %")
            row.addWidget(_pair(name, spin))
        row.addWidget(_pair("See&d", self.seed))
        row.addWidget(self.evenly)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.on)
        column.addWidget(self._more)
        self._more.hide()
        self.on.toggled.connect(self._more.setVisible)
        for box in (self.on, self.evenly):
            box.toggled.connect(self.changed)

    def _spin(self, name: str, maximum: int, value: int) -> QSpinBox:
        spin = QSpinBox()
        spin.setRange(0, maximum)
        spin.setValue(value)
        spin.setAccessibleName(name)
        spin.valueChanged.connect(self.changed)
        return spin

    def chosen(self) -> Shares:
        """Return each split with its share of 1; none without a split."""
        if not self.on.isChecked():
            return ()
        return tuple((name, spin.value() / 100) for name, spin in self.shares.items() if spin.value())

    def trouble(self) -> str:
        total = sum(spin.value() for spin in self.shares.values())
        if not self.on.isChecked() or total == 100:
            return ""
        return f"The shares add up to {total} %; make them 100 %."


def _pair(text: str, spin: QSpinBox) -> QWidget:
    """Return a widget that keeps a number and its name on one line."""
    pair, label = QWidget(), QLabel(text)
    label.setBuddy(spin)
    row = QHBoxLayout(pair)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(label)
    row.addWidget(spin)
    return pair
