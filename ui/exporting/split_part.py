"""The options of a split into train, dev and test."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from models.base.errors import UserError
from models.exporting.groups import TITLE
from models.exporting.shares import DEV, Shares, check_names
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.parts import Part, choice, let_write

_DEFAULT_SHARES = {"train": 80, DEV: 10, "test": 10}  # per cent


class SplitPart(Part):
    """Asks for shares in per cent that add up to 100; a split of 0 % is left out."""

    def __init__(self, fields: Callable[[], list[str]] = list) -> None:
        """`fields` is asked for the fields of the articles when a split is wanted."""
        super().__init__()
        self._fields = fields
        self.on = QCheckBox("S&plit into train, dev and test")
        self.shares = {name: self._spin(f"Share of {name}", 100, share) for name, share in _DEFAULT_SHARES.items()}
        self.seed = self._spin("Seed", 2**31 - 1, 0)
        self.evenly = QCheckBox("Spread labels &evenly")
        self.evenly.setToolTip("Rare labels go to all splits in the same shares")
        self.group_box, self.dev_name = choice("Keep together by"), QLineEdit(DEV)
        self._set_up_names()
        self._more = QWidget()
        row = FlowLayout(self._more)
        row.setContentsMargins(0, 0, 0, 0)
        for name, spin in self.shares.items():
            spin.setSuffix(" %")
            row.addWidget(_pair(name, spin))
        row.addWidget(_pair("See&d", self.seed))
        row.addWidget(self.evenly)
        row.addWidget(_pair("Keep to&gether by", self.group_box))
        row.addWidget(_pair("Name of de&v", self.dev_name))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.on)
        column.addWidget(self._more)
        self._more.hide()
        self.on.toggled.connect(self._more.setVisible)
        self.on.toggled.connect(self._offer_fields)
        for box in (self.on, self.evenly):
            box.toggled.connect(self.changed)

    def _set_up_names(self) -> None:
        let_write(self.group_box, "Keep together by")
        self.group_box.setToolTip("Articles with one value of this field go to one split: source, event, author")
        self.dev_name.setAccessibleName("Name of dev")
        self.dev_name.setToolTip("What files and tables call it: dev, validation")
        self.group_box.currentTextChanged.connect(self.changed)
        self.follow(self.dev_name)

    def _offer_fields(self, on: bool) -> None:
        if on and not self.group_box.count():
            fields = self._fields()
            self.group_box.addItems(["", *fields, *([] if TITLE in fields else [TITLE])])

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
        names = {DEV: self.dev_name.text().strip()}
        return tuple((names.get(name, name), spin.value() / 100) for name, spin in self.shares.items() if spin.value())

    def group(self) -> str:
        """Return the field by which articles stay together; empty for none."""
        return self.group_box.currentText().strip() if self.on.isChecked() else ""

    def trouble(self) -> str:
        total = sum(spin.value() for spin in self.shares.values())
        if not self.on.isChecked():
            return ""
        if total != 100:
            return f"The shares add up to {total} %; make them 100 %."
        try:
            check_names(name for name, _ in self.chosen())
        except UserError as error:
            return str(error)
        return ""

    def troubled(self) -> QWidget | None:
        return self.dev_name if sum(spin.value() for spin in self.shares.values()) == 100 else None


def _pair(text: str, field: QWidget) -> QWidget:
    """Return a widget that keeps a field and its name on one line."""
    pair, label = QWidget(), QLabel(text)
    label.setBuddy(field)
    row = QHBoxLayout(pair)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(label)
    row.addWidget(field)
    return pair
